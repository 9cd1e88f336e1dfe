"""Writing files so that they are whole or not there."""

import contextlib
import hashlib
import os
from pathlib import Path

PREFIX = ".ff-"
"""Names of files being written start so: hidden, and never found as items."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside, flush to disk, rename into place; folders are made as needed.

    An earlier file at `path` stays until the new one is complete. Whatever fails, no partial file remains; what a killed
    process leaves has a name made from `path`'s own, and the next write there takes its place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.parent / (PREFIX + hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16])
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
