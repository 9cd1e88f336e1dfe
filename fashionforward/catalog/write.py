"""Writing files so that they are whole or not there."""

import contextlib
import hashlib
import os
from pathlib import Path

PREFIX = ".ff-"
"""Names of files being written start so: hidden, and never found as items."""


def partial_path(path: Path) -> Path:
    """Where a file is written before it gets its name: beside it, and always there, so that what a killed process leaves is
    replaced by the next write."""
    return path.with_name(PREFIX + hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16])


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside, flush to disk, rename into place; folders are made as needed.

    An earlier file at `path` stays until the new one is complete. Whatever fails, no partial file remains.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(path)
    try:
        partial.unlink(missing_ok=True)
        with partial.open("xb") as file:  # x: whatever link somebody put there is not followed
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
