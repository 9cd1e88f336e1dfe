"""The ledger: what was made, from which bytes, by which recipe, and how it came out. SQLite, in OUT/.ff/.

One process writes, and holds the output's lock; any number may read meanwhile (WAL). Items are named by `keys.to_key`.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fashionforward.batch.recipe import Recipe, edit_as_json, edit_from_json
from fashionforward.batch.record import Record, Seen, record_of
from fashionforward.batch.stamp import Stamp
from fashionforward.errors import BadLedger, CannotWrite

FOLDER = ".ff"
FILE = "ledger.sqlite"
VERSION = 1

SCHEMA = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, settings TEXT NOT NULL, counts TEXT, exit_code INTEGER);
CREATE TABLE recipes (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL, name TEXT NOT NULL, edit TEXT NOT NULL, weights TEXT NOT NULL,
    files TEXT NOT NULL, version TEXT NOT NULL, UNIQUE (digest, name));
CREATE TABLE images (
    item TEXT, edit TEXT, sku TEXT NOT NULL, seed INTEGER NOT NULL, recipe INTEGER NOT NULL REFERENCES recipes,
    source TEXT NOT NULL, size INTEGER, mtime_ns INTEGER, sha256 TEXT,
    own_matte TEXT, status TEXT NOT NULL, reason TEXT NOT NULL, seconds REAL NOT NULL,
    figures TEXT, gates TEXT, slot INTEGER, run INTEGER NOT NULL REFERENCES runs, PRIMARY KEY (item, edit)) WITHOUT ROWID;
CREATE UNIQUE INDEX slots ON images (edit, slot) WHERE slot IS NOT NULL;
CREATE TABLE files (
    item TEXT, edit TEXT, role TEXT, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL, PRIMARY KEY (item, edit, role)) WITHOUT ROWID;
CREATE TABLE events (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs, at TEXT NOT NULL, item TEXT NOT NULL,
    edit TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, seed INTEGER NOT NULL, recipe INTEGER NOT NULL,
    input TEXT, output TEXT, seconds REAL NOT NULL);
CREATE INDEX events_of_items ON events (item, edit);
CREATE TABLE stale_pages (edit TEXT, page INTEGER, PRIMARY KEY (edit, page)) WITHOUT ROWID;
"""

PER_PAGE = 12
"""Images on a page of a contact sheet."""

_IMAGE = (
    "item, edit, sku, seed, recipe, source, size, mtime_ns, sha256, own_matte, status, reason, seconds, figures, gates, "
    "slot, run"
)
_JOINED = f"""
SELECT {", ".join(f"images.{column}" for column in _IMAGE.split(", "))}, role, path, files.size, files.mtime_ns, files.sha256
FROM images LEFT JOIN files ON files.item = images.item AND files.edit = images.edit"""
_SEEN = """
SELECT images.item, images.edit, sku, recipe, images.size, images.mtime_ns, own_matte, status, figures, run, role, path,
files.size, files.mtime_ns FROM images JOIN files ON files.item = images.item AND files.edit = images.edit"""


class Ledger:
    """An open ledger. Not for several threads."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        self._recipes: dict[tuple[str, str], int] = {}
        self._slots: dict[str, int] = {}
        self._identity = _identity(path)

    @classmethod
    def open(cls, out: Path, *, alone: bool = False) -> "Ledger":
        """Open the ledger of an output folder for writing; both are made where they are missing.

        `alone`: let nobody read meanwhile, which spares the memory that processes share: network file systems have none.

        Raises:
            CannotWrite: the folder cannot be written to.
            BadLedger: there is one, and it is damaged or of a newer version.
        """
        path = out / FOLDER / FILE
        with errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None)
            if alone:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # a lost last entry is found again by comparing bytes
            if _version(connection) == 0:
                connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
            return cls(_checked(connection, path), path)

    @classmethod
    def read(cls, out: Path) -> "Ledger":
        """Open it for reading alone.

        Raises:
            BadLedger: there is none, or it cannot be used.
        """
        path = out / FOLDER / FILE
        if not path.is_file():
            raise BadLedger(f"There is no record of a run in {out}.", "Give the --out of an `ff transform`.")
        with errors(path):
            uri = path.absolute().as_uri()
            try:
                connection = sqlite3.connect(f"{uri}?mode=ro", uri=True)
                _version(connection)
            except sqlite3.OperationalError:  # a folder that may not be written to has no room for WAL's own files
                connection = sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
            return cls(_checked(connection, path), path)

    def close(self) -> None:
        """Close it; what was recorded is on disk."""
        self._db.close()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is recorded inside."""
        self.check_there()
        with errors(self.path):
            self._db.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def check_there(self) -> None:
        """Raise CannotWrite where the ledger is no longer at its path: its volume was taken away, and a mount point is left
        into which everything else would be written."""
        if _identity(self.path) != self._identity:
            hint = "Was its volume taken away? What lies there now is not what the run began with."
            raise CannotWrite(f"The record {self.path} is gone.", hint)

    def begin_run(self, settings: dict[str, Any]) -> int:
        """Note that a run begins; returns its number."""
        with errors(self.path):
            row = self._db.execute("INSERT INTO runs (started, settings) VALUES (?, ?)", (_now(), json.dumps(settings)))
            return int(row.lastrowid or 0)

    def end_run(self, run: int, counts: dict[str, int], exit_code: int) -> None:
        """Note how it ended. A run without an end was killed."""
        self.check_there()
        with errors(self.path):
            told = (_now(), json.dumps(counts), exit_code, run)
            self._db.execute("UPDATE runs SET ended = ?, counts = ?, exit_code = ? WHERE id = ?", told)

    def runs(self) -> list[dict[str, Any]]:
        """All runs, the first first."""
        rows = self._db.execute("SELECT id, started, ended, settings, counts, exit_code FROM runs ORDER BY id")
        names = ("id", "started", "ended", "settings", "counts", "exit_code")
        runs = [dict(zip(names, row, strict=True)) for row in rows]
        return [
            {**run, "settings": json.loads(run["settings"]), "counts": json.loads(run["counts"] or "{}")}
            for run in runs
        ]

    def recipe(self, recipe: Recipe) -> int:
        """The number of a recipe, which is entered where it is new."""
        key = (recipe.digest, recipe.edit.name)
        if key not in self._recipes:
            with errors(self.path):
                told = (*key, json.dumps(edit_as_json(recipe.edit)), recipe.weights, recipe.files, recipe.version)
                self._db.execute(
                    "INSERT OR IGNORE INTO recipes (digest, name, edit, weights, files, version) VALUES (?, ?, ?, ?, ?, ?)",
                    told,
                )
                self._recipes[key] = self.known_recipe(recipe) or 0
        return self._recipes[key]

    def known_recipe(self, recipe: Recipe) -> int | None:
        """The number of a recipe, or None."""
        found = self._db.execute(
            "SELECT id FROM recipes WHERE digest = ? AND name = ?", (recipe.digest, recipe.edit.name)
        ).fetchone()
        return int(found[0]) if found else None

    def recipe_of(self, number: int) -> Recipe:
        """The recipe of a number."""
        name, edit, weights, files, version = self._db.execute(
            "SELECT name, edit, weights, files, version FROM recipes WHERE id = ?", (number,)
        ).fetchone()
        return Recipe(edit_from_json(name, json.loads(edit)), weights, files, version)

    def of_item(self, item: str) -> dict[str, Record]:
        """An item's images, by edit."""
        return self.of_items([item]).get(item, {})

    def of_items(self, items: Sequence[str]) -> dict[str, dict[str, Record]]:
        """Images of up to some hundred items, by item and edit."""
        found: dict[str, dict[str, Record]] = {}
        places = ", ".join("?" * len(items))
        for record in self.images(f"images.item IN ({places})", items):
            found.setdefault(record.item, {})[record.edit] = record
        return found

    def seen(self, items: Sequence[str]) -> dict[tuple[str, str], list[Seen]]:
        """The files of up to some hundred items, by item and edit."""
        found: dict[tuple[str, str], list[Seen]] = {}
        places = ", ".join("?" * len(items))
        for row in map(Seen._make, self._db.execute(f"{_SEEN} WHERE images.item IN ({places})", items)):
            found.setdefault(row[:2], []).append(row)
        return found

    def images(
        self, where: str = "1", values: Sequence[object] = (), order: str = "images.item, images.edit"
    ) -> Iterator[Record]:
        """Images that meet a condition, one at a time."""
        group: list[tuple[Any, ...]] = []
        for row in self._db.execute(f"{_JOINED} WHERE {where} ORDER BY {order}", values):
            if group and group[0][:2] != row[:2]:
                yield record_of(group)
                group = []
            group.append(row)
        if group:
            yield record_of(group)

    def files(self) -> dict[str, Stamp]:
        """Every file that ff wrote into the output folder, by its path there."""
        rows = self._db.execute("SELECT path, size, mtime_ns, sha256 FROM files")
        return {path: Stamp(*stamp) for path, *stamp in rows}

    def places(self) -> Iterator[tuple[str, str, str, str]]:
        """Where every image lies, and its item, edit and source."""
        yield from self._db.execute(
            "SELECT path, files.item, files.edit, source FROM files JOIN images "
            "ON images.item = files.item AND images.edit = files.edit WHERE role = 'image'"
        )

    def shared(self) -> set[str]:
        """Paths that several images have: one took the place of another whose photograph was gone."""
        return {path for (path,) in self._db.execute("SELECT path FROM files GROUP BY path HAVING count(*) > 1")}

    def drawn_by(self) -> list[tuple[int, str, str]]:
        """Every recipe's number, the fingerprint of its weights, and its version of ff."""
        return self._db.execute("SELECT id, weights, version FROM recipes").fetchall()

    def count_items(self) -> int:
        """How many items it knows."""
        (count,) = self._db.execute("SELECT count(DISTINCT item) FROM images").fetchone()
        return int(count)

    def items(self) -> Iterator[tuple[str, str]]:
        """Every item and its source."""
        yield from self._db.execute("SELECT item, max(source) FROM images GROUP BY item")

    def record(self, record: Record) -> Record:
        """Enter how an image came out, give it its place on the sheets, and remember that its page is to be drawn anew."""
        shown = record.file("image") is not None and record.status != "failed"
        slot = record.slot
        if shown and slot is None:
            slot = self._next_slot(record.edit)
        places = ", ".join("?" * 17)
        told = (record.item, record.edit, record.sku, record.seed, record.recipe, record.source)
        with self.transaction():
            self._db.execute(
                f"INSERT OR REPLACE INTO images ({_IMAGE}) VALUES ({places})",
                (
                    *told,
                    *(record.input or (None, None, None)),
                    json.dumps(record.own_matte) if record.own_matte else None,
                    record.status,
                    _text(record.reason),
                    record.seconds,
                    json.dumps(record.figures) if record.figures is not None else None,
                    json.dumps(record.gates) if record.gates else None,
                    slot,
                    record.run,
                ),
            )
            self._db.execute("DELETE FROM files WHERE item = ? AND edit = ?", (record.item, record.edit))
            self._db.executemany(
                "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(record.item, record.edit, file.role, file.path, *file.stamp) for file in record.files],
            )
            self._event(record)
            self._mark_review()
            if slot is not None and shown:
                self.mark_page(record.edit, slot)
                self._slots[record.edit] = max(self._slots.get(record.edit, 0), slot + 1)
        return replace(record, slot=slot)

    def touch(self, record: Record) -> None:
        """Note new times of files whose content is as it was."""
        key = (record.item, record.edit)
        with errors(self.path):
            if record.input:
                stamp = (record.input.size, record.input.mtime_ns, record.source)
                self._db.execute(
                    "UPDATE images SET size = ?, mtime_ns = ?, source = ? WHERE item = ? AND edit = ?", (*stamp, *key)
                )
            if record.own_matte:
                self._db.execute(
                    "UPDATE images SET own_matte = ? WHERE item = ? AND edit = ?", (json.dumps(record.own_matte), *key)
                )
            for file in record.files:
                self._db.execute(
                    "UPDATE files SET size = ?, mtime_ns = ? WHERE item = ? AND edit = ? AND role = ?",
                    (file.stamp.size, file.stamp.mtime_ns, *key, file.role),
                )

    def forget(self, item: str, edit: str) -> None:
        """Drop an image, but for its history; what is last on the edit's sheets moves into its place."""
        row = self._db.execute("SELECT slot FROM images WHERE item = ? AND edit = ?", (item, edit)).fetchone()
        with self.transaction():
            self._db.execute(
                "INSERT INTO events (run, at, item, edit, status, reason, seed, recipe, seconds) "
                "SELECT run, ?, item, edit, 'pruned', '', seed, recipe, 0 FROM images WHERE item = ? AND edit = ?",
                (_now(), item, edit),
            )
            self._db.execute("DELETE FROM images WHERE item = ? AND edit = ?", (item, edit))
            self._db.execute("DELETE FROM files WHERE item = ? AND edit = ?", (item, edit))
            self._mark_review()
            if row and row[0] is not None:
                self.mark_page(edit, row[0])
                last = self._last_slot(edit)
                if last > row[0]:
                    self.mark_page(edit, last)
                    self._db.execute("UPDATE images SET slot = ? WHERE edit = ? AND slot = ?", (row[0], edit, last))
                self._slots.pop(edit, None)

    def history(self, item: str) -> list[dict[str, Any]]:
        """What ever happened to an item, the first first."""
        names = ("run", "at", "edit", "status", "reason", "seed", "weights", "version", "input", "output", "seconds")
        rows = self._db.execute(
            "SELECT run, at, events.edit, status, reason, seed, weights, version, input, output, seconds FROM events "
            "JOIN recipes ON recipes.id = recipe WHERE item = ? ORDER BY events.id",
            (item,),
        )
        return [dict(zip(names, row, strict=True)) for row in rows]

    def mark_page(self, edit: str, slot: int) -> None:
        """The page that holds a slot is to be drawn anew."""
        self._db.execute("INSERT OR IGNORE INTO stale_pages VALUES (?, ?)", (edit, slot // PER_PAGE + 1))

    def stale_pages(self, edit: str | None = None) -> list[tuple[str, int]]:
        """Pages that are not as the ledger says, counted from 1."""
        rows = self._db.execute(
            "SELECT edit, page FROM stale_pages WHERE edit = coalesce(?, edit) AND page > 0 ORDER BY edit, page",
            (edit,),
        )
        return rows.fetchall()

    def review_is_stale(self) -> bool:
        """Whether something was recorded since the review page was written: its row is that of page 0, of no edit."""
        return self._db.execute("SELECT 1 FROM stale_pages WHERE page = 0").fetchone() is not None

    def review_written(self) -> None:
        """The review page is as the ledger says."""
        self._db.execute("DELETE FROM stale_pages WHERE page = 0")

    def _mark_review(self) -> None:
        self._db.execute("INSERT OR IGNORE INTO stale_pages VALUES ('', 0)")

    def page_drawn(self, edit: str, page: int) -> None:
        """A page is as the ledger says."""
        self._db.execute("DELETE FROM stale_pages WHERE edit = ? AND page = ?", (edit, page))

    def page(self, edit: str, page: int) -> list[Record]:
        """What is on a page, in order."""
        bounds = (edit, (page - 1) * PER_PAGE, page * PER_PAGE)
        return list(self.images("images.edit = ? AND slot >= ? AND slot < ?", bounds, "slot"))

    def _last_slot(self, edit: str) -> int:
        (found,) = self._db.execute("SELECT coalesce(max(slot), -1) FROM images WHERE edit = ?", (edit,)).fetchone()
        return int(found)

    def _next_slot(self, edit: str) -> int:
        return self._slots[edit] if edit in self._slots else self._last_slot(edit) + 1

    def _event(self, record: Record) -> None:
        output = record.file("image")
        told = (
            record.run,
            _now(),
            record.item,
            record.edit,
            record.status,
            _text(record.reason),
            record.seed,
            record.recipe,
        )
        self._db.execute(
            "INSERT INTO events (run, at, item, edit, status, reason, seed, recipe, input, output, seconds) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*told, record.input and record.input.sha256, output and output.stamp.sha256, record.seconds),
        )


def _text(reason: str) -> str:
    """A reason may name a file, and that name be no text."""
    return reason.encode("utf-8", "backslashreplace").decode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is; None: there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _checked(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    version = _version(connection)
    if version != VERSION:
        raise BadLedger(f"{path} has version {version}, and this ff reads {VERSION}.", "Use the ff that wrote it.")
    return connection


@contextmanager
def errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into an error that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:  # full, read-only, gone
        raise CannotWrite(f"The record {path} cannot be written: {error}.", "Is there room, and permission?") from error
    except sqlite3.DatabaseError as error:
        hint = "Move it away: a run without it makes every image anew, and keeps outputs that differ."
        raise BadLedger(f"The record {path} is damaged: {error}.", hint) from error
    except OSError as error:
        raise CannotWrite(f"{path.parent} cannot be written: {error.strerror}.") from error
