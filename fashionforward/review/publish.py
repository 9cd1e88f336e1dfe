"""Handing on what was approved: copies of approved images alone."""

import filecmp
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from fashionforward.catalog.write import write_atomically
from fashionforward.errors import ExitCode, UnsafeOutput
from fashionforward.review.entry import Entry
from fashionforward.review.verdicts import Verdict, Verdicts


@dataclass
class Publication:
    """How it went. Paths are below the folder that was published to.

    `withdrawn` lies there from an earlier time and is no longer approved: it is named and left.
    """

    copied: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    withdrawn: list[Path] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        return ExitCode.some_failed if self.failed else ExitCode.ok

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints."""
        lists = {name: [str(path) for path in getattr(self, name)] for name in ("copied", "unchanged", "withdrawn")}
        return lists | {"failed": self.failed}


def publish(
    root: Path, entries: Sequence[Entry], verdicts: Verdicts, to: Path, *, dry_run: bool = False
) -> Publication:
    """Copy the approved images to another folder, under the paths that they have in the output folder, or would
    have there had no gate held them back.

    Each copy is whole or not there, and one that is the same already is left alone. An approval is of the image that was
    seen: one made again since, with another seed, is not copied but reported.

    Raises:
        UnsafeOutput: `to` is the output folder, in a catalog, or a copy would lie over a photograph. Nothing is copied.
    """
    approved = [entry for entry in entries if _is_approved(entry, verdicts)]
    _check(root, entries, approved, to)
    done = Publication()
    for entry in approved:
        said = verdicts.judgements[entry.key]
        label = f"{entry.item} [{entry.edit}]"
        if entry.output is None or entry.published is None:
            done.failed[label] = f"approved, but there is no image: {entry.reason or entry.status}"
        elif said.seed != entry.seed:
            done.failed[label] = f"seed {said.seed} was approved, and seed {entry.seed} is there: judge it again"
        else:
            _copy(root / entry.output, to / entry.published, label, done, dry_run)
    if missing := {said.key for said in verdicts if said.verdict is Verdict.approved} - {e.key for e in entries}:
        done.failed |= {
            f"{item} [{edit}]": "approved, but the output folder knows nothing of it" for item, edit in missing
        }
    expected = {*done.copied, *done.unchanged}
    outputs = (to / entry.published for entry in entries if entry.published is not None)
    done.withdrawn = [path for path in outputs if path not in expected and path.exists()]
    return done


def _is_approved(entry: Entry, verdicts: Verdicts) -> bool:
    said = verdicts.get(entry.key)
    return said is not None and said.verdict is Verdict.approved


def _copy(source: Path, target: Path, label: str, done: Publication, dry_run: bool) -> None:
    try:
        if target.is_file() and filecmp.cmp(source, target, shallow=False):
            done.unchanged.append(target)
            return
        if not source.is_file():
            done.failed[label] = "approved, but the image is gone"
            return
        if not dry_run:
            write_atomically(target, source.read_bytes())
        done.copied.append(target)
    except OSError as error:
        done.failed[label] = f"cannot be copied: {error.strerror}"


def _check(root: Path, entries: Sequence[Entry], approved: Sequence[Entry], to: Path) -> None:
    """Refuse to publish onto what the images were made from, links resolved."""
    here = Path(os.path.realpath(to))
    if here.is_relative_to(os.path.realpath(root)):
        raise UnsafeOutput(f"{to} is in the output folder {root}.", "Give --to another folder.")
    inputs = {os.path.realpath(entry.before): entry for entry in entries if entry.before is not None}
    for catalog in {_catalog(Path(path), entry) for path, entry in inputs.items()}:
        if here.is_relative_to(catalog):
            raise UnsafeOutput(f"{to} is in the catalog {catalog}.", "Give --to another folder.")
    for entry in approved:
        if entry.published is not None and os.path.realpath(to / entry.published) in inputs:
            raise UnsafeOutput(f"{to / entry.published} is one of the photographs.", "Give --to another folder.")


def _catalog(photograph: Path, entry: Entry) -> Path:
    """The folder that an item's path begins in; where links changed its name, the one that the photograph is in."""
    parts = PurePath(entry.item).parts
    return photograph.parents[len(parts) - 1] if photograph.parts[-len(parts) :] == parts else photograph.parent
