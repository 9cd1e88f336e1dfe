"""Inputs or an output that are in a store: locked, mirrored, and put back."""

import os
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fashionforward.batch.ledger import FOLDER
from fashionforward.batch.shard import LEDGER, Shard, unmerged
from fashionforward.errors import CannotWrite, NoInput
from fashionforward.review.verdicts import FILE_NAME
from fashionforward.spread import remote_ledger
from fashionforward.spread.mirror import Mirror, blank, is_blank
from fashionforward.spread.object_lock import object_locked
from fashionforward.spread.places import Place
from fashionforward.spread.store import is_remote

LOCK = Path(FOLDER, "lock")


@contextmanager
def mirrored(
    inputs: Sequence[str], out: str, *, shard: Shard | None, write: bool, merging: bool, wait: bool, verify: bool
) -> Iterator[Place]:
    """As `places.at_hand`, where at least one of them is in a store."""
    with ExitStack() as stack:
        mirror = Mirror(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ff-"))).resolve())
        given = [_fill(mirror, address) if is_remote(address) else address for address in inputs]
        if not is_remote(out):
            yield Place(given, Path(out), mirror)
            return
        folder = mirror.local(out)
        home = shard.home(folder) if shard else folder
        _hold(stack, mirror, folder, home, write=write, wait=wait)
        mirror.fill(folder)
        folder.mkdir(parents=True, exist_ok=True)
        shards = unmerged(folder) if merging else []
        if merging and shards:
            _none_at_work(mirror, folder, shards, wait)
        homes = list(dict.fromkeys([folder, home, *(other.home(folder) for other in shards)]))
        _bring_records(mirror, homes)
        _bring_doubtful(mirror, folder, [root for root in (*given, folder) if verify])
        before = remote_ledger.last_run(home / LEDGER)
        try:
            yield Place(given, folder, mirror)
        finally:
            if write:
                _put_back(mirror, folder, home, changed=remote_ledger.last_run(home / LEDGER) != before)
                for other in shards:
                    if not (other.home(folder) / LEDGER).exists():
                        for name in (FILE_NAME, LEDGER):
                            mirror.store.remove(mirror.key(other.home(folder) / name))


def _fill(mirror: Mirror, address: str) -> Path:
    path = mirror.local(address)
    if (found := mirror.store.find(mirror.key(path))) is not None:
        blank(path, *found)
    else:
        mirror.fill(path)
    if not path.exists():
        raise NoInput(f"There is nothing below {address}.", "Give a prefix or an object; globs are not looked for.")
    return path


def _hold(stack: ExitStack, mirror: Mirror, folder: Path, home: Path, *, write: bool, wait: bool) -> None:
    """Lock what a run writes. A shard comes to its lock through that of the whole, which somebody who merges holds."""
    if not write:
        return
    if home == folder:
        stack.enter_context(object_locked(mirror.store, mirror.key(folder / LOCK), _stop, wait=wait))
        return
    with object_locked(mirror.store, mirror.key(folder / LOCK), _stop, wait=True):
        stack.enter_context(object_locked(mirror.store, mirror.key(home / LOCK), _stop, wait=wait))


def _none_at_work(mirror: Mirror, folder: Path, shards: Sequence[Shard], wait: bool) -> None:
    for shard in shards:
        with object_locked(mirror.store, mirror.key(shard.home(folder) / LOCK), _stop, wait=wait):
            pass


def _stop() -> None:
    """Somebody took the lock: end as if asked to, which finishes what is in hand."""
    os.kill(os.getpid(), signal.SIGTERM)


def _bring_records(mirror: Mirror, homes: Sequence[Path]) -> None:
    for home in homes:
        for path in (home / LEDGER, home / FILE_NAME):
            if is_blank(path):
                try:
                    mirror.bring(path)
                except OSError as error:
                    raise CannotWrite(f"{mirror.address(path)} cannot be brought: {error}.") from error
                if path.name == LEDGER.name:
                    remote_ledger.to_mirror(path, mirror.root)


def _bring_doubtful(mirror: Mirror, folder: Path, whole: Sequence[str | Path]) -> None:
    """Bring outputs that are not as a ledger has them, so that their bytes can tell; and everything below `whole`."""
    doubtful = remote_ledger.doubtful(folder / LEDGER, folder)
    everything = (path for root in whole for path in Path(root).rglob("*") if path.is_file())
    mirror.bring_all(path for path in (*doubtful, *everything) if mirror.holds(path) and is_blank(path))


def _put_back(mirror: Mirror, folder: Path, home: Path, *, changed: bool) -> None:
    """Put what was written beside the images: page and sheets, verdicts, and last the ledger."""
    sheets = sorted(path for path in (folder / "sheets").glob("*") if path.is_file())
    try:
        for path in (*sheets, folder / "index.html", home / FILE_NAME):
            if path.exists() and not is_blank(path):
                mirror.put(path)
        if changed:
            remote_ledger.put(home / LEDGER, mirror)
    except OSError as error:
        raise CannotWrite(f"{mirror.address(folder)} cannot be written: {error}.", "Is there permission?") from error
