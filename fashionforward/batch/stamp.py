"""What a file looked like: enough to see later, at a glance, whether it changed."""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from fashionforward.errors import ChangedWhileRead


class Stamp(NamedTuple):
    """Size in bytes, time of change in nanoseconds, and sha256 of the content in hex."""

    size: int
    mtime_ns: int
    sha256: str

    def moved(self, size: int, mtime_ns: int) -> bool:
        """Whether size or time are others: only then is the content worth reading."""
        return self.size != size or self.mtime_ns != mtime_ns


def stamp(path: str | Path) -> Stamp:
    """Read a file and stamp it.

    Raises:
        OSError: it cannot be read.
        ChangedWhileRead: somebody wrote to it meanwhile.
    """
    with open(path, "rb") as file:  # noqa: PTH123 (strings too)
        before = os.fstat(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    found = Stamp(before.st_size, before.st_mtime_ns, digest)
    check_unchanged(path, found)
    return found


def check_unchanged(path: str | Path, known: Stamp) -> None:
    """Raise ChangedWhileRead where a file's size or time are no longer those of its stamp."""
    now = os.stat(path)  # noqa: PTH116
    if known.moved(now.st_size, now.st_mtime_ns):
        raise ChangedWhileRead("changed while it was read; the next run takes it up")


def stamp_of(data: bytes, path: Path) -> Stamp:
    """The stamp of a file that was just written from `data`."""
    status = path.stat()
    return Stamp(status.st_size, status.st_mtime_ns, hashlib.sha256(data).hexdigest())
