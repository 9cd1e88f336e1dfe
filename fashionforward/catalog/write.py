"""Writing files so that they are whole or not there."""

import contextlib
import os
import tempfile
from pathlib import Path

PREFIX = ".ff-"
"""Names of files being written start so: hidden, and never found as items."""

# A process's umask can only be read by setting it, which is not safe beside other threads: once, on import.
_UMASK = os.umask(0)
os.umask(_UMASK)


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside, flush to disk, rename into place; folders are made as needed.

    An earlier file at `path` stays until the new one is complete. Whatever fails, no partial file remains.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=PREFIX, dir=path.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o666 & ~_UMASK)  # mkstemp makes private files; outputs are like any other
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
