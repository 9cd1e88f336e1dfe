"""Removing what was made of photographs that are no more."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path, PurePath

from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.lock import locked
from fashionforward.batch.orphans import find_orphans
from fashionforward.batch.safely import is_own, remove_own
from fashionforward.batch.shard import check_merged
from fashionforward.catalog.outputs import OutputTree
from fashionforward.errors import NoInput
from fashionforward.review.thumbnail import after_path, before_path


@dataclass(frozen=True)
class Pruned:
    """A file of a photograph that is gone. `kept`: somebody changed it, and it stays."""

    item: str
    edit: str
    path: Path
    kept: bool


def prune(out: Path, *, dry_run: bool = False, everything: bool = False) -> Iterator[Pruned]:
    """Remove the outputs of items whose photograph is gone, and tell each file. What somebody changed by hand stays.

    Args:
        out: the output folder.
        dry_run: tell, and remove nothing.
        everything: also where no photograph at all is left.

    Raises:
        NoInput: no photograph is left: the catalog is probably not mounted.
        BadLedger, Locked, CannotWrite: as a run.
    """
    with Ledger.read(out) as ledger:
        orphans = find_orphans(ledger)
        if orphans and not everything and len(orphans) == ledger.count_items():
            raise NoInput(
                f"Not one photograph of {out} is left: is the catalog mounted?", "If they are really gone, give --all."
            )
        if dry_run:
            shared = ledger.shared()
            for record in (record for item in orphans for record in ledger.of_item(item).values()):
                for file in (file for file in record.files if file.path not in shared):
                    path = out / from_key(file.path)
                    yield Pruned(from_key(record.item), record.edit, path, kept=not is_own(path, file.stamp))
            return
    check_merged(out)
    with locked(out), Ledger.open(out) as ledger:
        shared = ledger.shared()
        for item in find_orphans(ledger):
            yield from _remove(ledger, out, item, shared)
        _redraw(ledger, out)


def _remove(ledger: Ledger, out: Path, item: str, shared: Set[str]) -> Iterator[Pruned]:
    relative = PurePath(from_key(item))
    for record in ledger.of_item(item).values():
        for file in record.files:
            if file.path in shared:
                continue  # it is another image's now
            path = out / from_key(file.path)
            yield Pruned(str(relative), record.edit, path, kept=not remove_own(path, file.stamp))
            _drop_empty(path.parent, out)
        after_path(out, record.edit, relative).unlink(missing_ok=True)
        ledger.forget(item, record.edit)
    before_path(out, relative).unlink(missing_ok=True)


def _drop_empty(folder: Path, out: Path) -> None:
    """Remove folders that became empty, up to the edit's own."""
    while folder != out and folder.parent != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _redraw(ledger: Ledger, out: Path) -> None:
    from fashionforward.batch.sheets import draw_stale_pages
    from fashionforward.batch.show import show_review

    draw_stale_pages(ledger, OutputTree(out))
    show_review(ledger, OutputTree(out))
