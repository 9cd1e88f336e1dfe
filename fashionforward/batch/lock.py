"""One run an output folder."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from fashionforward.batch.ledger import FOLDER
from fashionforward.errors import CannotWrite, Locked

FILE = "lock"
OWNER = "lock.json"
"""Who holds the lock, for whoever finds it held."""


@contextmanager
def locked(out: Path, *, wait: bool = False) -> Iterator[bool]:
    """Hold an output folder's lock. The operating system frees it when its owner dies, however it dies.

    Yields whether it had to be waited for.

    Raises:
        Locked: another run holds it, and `wait` is False.
        CannotWrite: the folder cannot be made or written to.
    """
    from filelock import FileLock, Timeout

    folder = out / FOLDER
    lock = FileLock(folder / FILE)
    waited = False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not wait:
                raise
            waited = True
            lock.acquire()
    except Timeout:
        raise Locked(
            f"Another run is writing to {out}{_owner(folder)}.", "Let it finish, or give --wait to run after it."
        ) from None
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror}.") from error
    try:
        with suppress(OSError):  # only for people: the lock holds without
            told = {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(" ", "seconds"),
            }
            (folder / OWNER).write_text(json.dumps(told))
        yield waited
    finally:
        lock.release()


def _owner(folder: Path) -> str:
    try:
        told = json.loads((folder / OWNER).read_text())
        return f": process {told['pid']} on {told['host']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
