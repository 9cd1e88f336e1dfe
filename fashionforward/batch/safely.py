"""Replacing and removing files of the output tree, but only those that are as ff left them."""

from pathlib import Path

from fashionforward.batch.stamp import Stamp, stamp, stamp_of
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import Kept


def replace_own(path: Path, data: bytes, ours: Stamp | None, force: bool) -> Stamp:
    """Write a file whole or not at all, unless what lies there is somebody else's.

    A file that holds these very bytes is taken for ours: a run that was killed before it could note the file left it.

    Args:
        path: where; folders are made.
        data: what.
        ours: what ff left there, or None.
        force: write whatever lies there.

    Raises:
        Kept: what lies there is not what ff left.
        OSError: it cannot be written.
    """
    found = None if force else _look(path, ours)
    if found is not None and (ours is None or found.sha256 != ours.sha256):
        written = stamp_of(data, path)
        if found.sha256 != written.sha256:
            raise Kept(f"{path.name} was changed by hand, or is not ff's; --force replaces it")
        return written
    write_atomically(path, data)
    return stamp_of(data, path)


def is_own(path: Path, ours: Stamp) -> bool:
    """Whether a file is as ff left it, or gone."""
    found = _look(path, ours)
    return found is None or found.sha256 == ours.sha256


def remove_own(path: Path, ours: Stamp) -> bool:
    """Remove a file that is as ff left it; returns whether it is gone."""
    if not is_own(path, ours):
        return False
    path.unlink(missing_ok=True)
    return True


def _look(path: Path, ours: Stamp | None) -> Stamp | None:
    """What lies there now; None: nothing."""
    try:
        status = path.stat()
        if ours is not None and not ours.moved(status.st_size, status.st_mtime_ns):
            return ours
        return stamp(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
