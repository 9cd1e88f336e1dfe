"""A ledger that belongs into a store: there its sources are addresses, in a mirror they are files of the mirror."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import errors
from fashionforward.spread.mirror import Mirror
from fashionforward.spread.store import SCHEME


def to_mirror(ledger: Path, root: Path) -> None:
    """Make files of a mirror of the addresses in a ledger. Raises BadLedger."""
    with errors(ledger), closing(sqlite3.connect(ledger)) as db:
        _rename(db, SCHEME, f"{root}/")


def put(ledger: Path, mirror: Mirror) -> None:
    """Put a ledger, open or not, into the store. Raises OSError, CannotWrite, BadLedger."""
    with tempfile.TemporaryDirectory(prefix="ff-") as folder:
        whole = Path(folder, ledger.name)
        with errors(ledger), closing(sqlite3.connect(ledger)) as db, closing(sqlite3.connect(whole)) as copy:
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            _rename(copy, f"{mirror.root}/", SCHEME)
        mirror.store.put(whole, mirror.key(ledger))


def last_run(ledger: Path) -> int:
    """The number of the last run in a ledger; 0: there is none."""
    if not ledger.is_file():
        return 0
    with errors(ledger), closing(sqlite3.connect(ledger)) as db:
        (number,) = db.execute("SELECT coalesce(max(id), 0) FROM runs").fetchone()
        return int(number)


def doubtful(ledger: Path, out: Path) -> Iterator[Path]:
    """Files that are not, in size and time, as a ledger has them."""
    if not ledger.is_file():
        return
    with errors(ledger), closing(sqlite3.connect(ledger)) as db:
        for key, size, version in db.execute("SELECT path, size, mtime_ns FROM files"):
            path = out / from_key(key)
            try:
                status = path.stat()
            except OSError:
                continue
            if (status.st_size, status.st_mtime_ns) != (size, version):
                yield path


def _rename(db: sqlite3.Connection, old: str, new: str) -> None:
    told = {"old": old, "new": new, "size": len(old)}
    db.execute(
        "UPDATE images SET source = :new || substr(source, :size + 1) WHERE substr(source, 1, :size) = :old", told
    )
    db.execute("UPDATE runs SET settings = replace(settings, :old, :new) WHERE instr(settings, :old)", told)
    db.commit()
