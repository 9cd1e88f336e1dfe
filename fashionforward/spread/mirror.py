"""A folder that stands for what is in a store: names, sizes and versions are all there, contents where they are needed.

Every object is a file of its size, with its version for a time, and empty: so catalogs are found, plans made and ledgers
compared as ever, and no byte is brought for what is as it was. What is written here has a time of today, which no version is.
"""

import logging
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath

from fashionforward.batch.crew import Orders, Task, Work
from fashionforward.batch.item import Outcome
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.results import Status
from fashionforward.catalog.outputs import OutputTree
from fashionforward.errors import ItemError, UnreadableImage
from fashionforward.review.thumbnail import after_path, before_path
from fashionforward.spread.store import SCHEME, VERSIONS, Store

AT_ONCE = 16
"""Objects that are brought at once, beside the items."""


log = logging.getLogger(__name__)


class Address(PurePosixPath):
    """Where an object is: "bucket/path" with the parts of a path; as text "s3://bucket/path"."""

    def __str__(self) -> str:
        return SCHEME + super().__str__()


@dataclass(frozen=True)
class Mirror:
    """The mirror in `root`: ROOT/bucket/path is s3://bucket/path. Can be pickled, and carries items' files anywhere."""

    root: Path

    @cached_property
    def store(self) -> Store:
        """The store, as this process knows it."""
        return Store()

    def __reduce__(self) -> tuple[type["Mirror"], tuple[Path]]:
        return Mirror, (self.root,)

    def local(self, address: str) -> Path:
        """Where an object or a prefix is in the mirror."""
        return self.root / address.removeprefix(SCHEME).strip("/")

    def holds(self, path: PurePath) -> bool:
        """Whether a file stands for an object."""
        return path.is_relative_to(self.root)

    def key(self, path: PurePath) -> str:
        """The object that a file stands for."""
        return path.relative_to(self.root).as_posix()

    def address(self, path: PurePath) -> PurePath:
        """Where a file of the mirror really is; any other path as it is."""
        return Address(self.key(path)) if self.holds(path) else path

    def fill(self, folder: Path) -> None:
        """Make the folder stand for all that is below its prefix. A key that cannot be a path is named in the log."""
        for key, size, version in self.store.list(self.key(folder)):
            try:
                if ".." in PurePosixPath(key).parts or "//" in key:
                    raise OSError("no path")
                blank(self.root / key, size, version)
            except OSError as error:  # too long, or a folder of the same name
                log.warning("%s%s is left out: %s", SCHEME, key, error.strerror or error)

    def bring(self, path: Path) -> None:
        """Bring the content of what stands for an object. Raises OSError."""
        self.store.bring(self.key(path), path, path.stat().st_mtime_ns if path.exists() else None)

    def bring_all(self, paths: Iterable[Path]) -> None:
        """Bring several at once; what cannot be had stays as it is."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for future in [pool.submit(self.bring, path) for path in paths]:
                future.exception()

    def bring_thumbnails(self, ledger: Ledger, tree: OutputTree, *, everything: bool = False) -> None:
        """Bring the small pictures that are about to be drawn on contact sheets."""
        if not self.holds(tree.root):
            return
        pages = [ledger.page(*page) for page in ledger.stale_pages()]
        for records in [ledger.images(), *pages] if everything else pages:
            found = [(record.edit, PurePath(from_key(record.item))) for record in records]
            paths = [
                path
                for edit, item in found
                for path in (before_path(tree.root, item), after_path(tree.root, edit, item))
            ]
            self.bring_all(path for path in dict.fromkeys(paths) if is_blank(path))

    def put(self, path: Path) -> int:
        """Put a file where it belongs; it stands for the object from then on. Returns the object's version."""
        version = self.store.put(path, self.key(path))
        blank(path, path.stat().st_size, version)
        return version

    def around(self, orders: Orders, task: Task, work: Work) -> list[Outcome]:
        """Bring an item's photograph and what its images would replace, do the work, and put what was made."""
        source = task.job.item.source
        try:
            self._bring_item(orders, task)
        except OSError as error:
            failure = UnreadableImage(f"cannot be brought: {error}")
            return [orders.failed(task, edit, failure) for edit in task.job.edits]
        try:
            outcomes = work(task)
            before = before_path(orders.tree.root, task.job.item.relative)
            if self.holds(before) and before.exists() and not is_blank(before):
                self.put(before)
            return [self._carried(orders, task, outcome) for outcome in outcomes]
        except OSError as error:
            unkept = ItemError(f"cannot be put into {self.address(orders.tree.root)}: {error}")
            return [orders.failed(task, edit, unkept) for edit in task.job.edits]
        finally:
            if self.holds(source):
                blank(source, task.job.item.size, task.job.item.mtime_ns)

    def _bring_item(self, orders: Orders, task: Task) -> None:
        item = task.job.item
        if self.holds(item.source):
            self.store.bring(self.key(item.source), item.source, item.mtime_ns)
        if self.holds(orders.tree.root):
            for key, (size, version) in task.there.items():
                path, ours = orders.tree.root / from_key(key), task.ours.get(key)
                if ours is None or ours.moved(size, version):  # perhaps not ff's: only its bytes tell
                    self.store.bring(self.key(path), path, version)
                else:
                    blank(path, size, version)

    def _carried(self, orders: Orders, task: Task, outcome: Outcome) -> Outcome:
        """The outcome, once its files are where they belong."""
        record, root = outcome.record, orders.tree.root
        if record.status not in (Status.done, Status.review) or not self.holds(root):
            return outcome
        item = task.job.item.relative
        try:
            if not is_blank(after := after_path(root, record.edit, item)):
                self.put(after)
            files = []
            for file in reversed(record.files):  # the image last: where it is, the rest is
                version = self.put(root / from_key(file.path))
                files.append(replace(file, stamp=file.stamp._replace(mtime_ns=version)))
            earlier = task.job.past.earlier.get(record.edit) if task.job.past else None
            for file in earlier.files if earlier else ():
                path = root / from_key(file.path)
                if not path.exists():
                    self.store.remove(self.key(path))
        except OSError as error:
            edit = next(edit for edit in task.job.edits if edit.name == record.edit)
            return orders.failed(task, edit, ItemError(f"cannot be put into {self.address(root)}: {error}"))
        return replace(outcome, record=replace(record, files=tuple(reversed(files))))


def blank(path: Path, size: int, version: int) -> None:
    """Make a file stand for an object; it takes no room on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)
    os.utime(path, ns=(version, version))


def is_blank(path: Path) -> bool:
    """Whether a file may hold nothing of the object that it stands for; one that is not there does not."""
    try:
        return path.stat().st_mtime_ns < VERSIONS
    except OSError:
        return False
