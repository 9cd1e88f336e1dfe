"""What people said about images, as the file `review.json`, and what a run makes of it.

    {"version": 1, "verdicts": [
      {"item": "hoodies/a.jpg", "edit": "palm", "verdict": "approved", "seed": 7, "note": ""}]}

`verdict` is "approved", "rejected", or null where there is only a note. `seed` is that of the image that was judged: a
verdict is about one image, not about all that will ever be made under that name.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.naming import has_designs
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import BadReview, CannotWrite

if TYPE_CHECKING:
    from fashionforward.batch.plan import Job

VERSION = 1
FILE_NAME = "review.json"

Key = tuple[str, str]
"""An image: the item's relative path with forward slashes, and the edit's name."""


class Verdict(StrEnum):
    """Yes or no."""

    approved = "approved"
    rejected = "rejected"


@dataclass(frozen=True)
class Judgement:
    """One entry of the file. `verdict` is None where there is a note alone."""

    item: str
    edit: str
    verdict: Verdict | None
    seed: int
    note: str = ""

    @property
    def key(self) -> Key:
        return self.item, self.edit

    def as_json(self) -> dict[str, Any]:
        """The entry as the file holds it."""
        verdict = None if self.verdict is None else self.verdict.value
        return {"item": self.item, "edit": self.edit, "verdict": verdict, "seed": self.seed, "note": self.note}


@dataclass(frozen=True)
class Verdicts:
    """All judgements of a file, at most one an image."""

    judgements: Mapping[Key, Judgement]

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> "Verdicts":
        """Of several about one image, the last counts."""
        return cls({judgement.key: judgement for judgement in judgements})

    def __len__(self) -> int:
        return len(self.judgements)

    def __iter__(self) -> Iterator[Judgement]:
        return iter(self.judgements.values())

    def get(self, key: Key) -> Judgement | None:
        """What was said about an image, or None."""
        return self.judgements.get(key)

    def with_(self, judgement: Judgement) -> "Verdicts":
        """These and one more, in place of what was said about that image before; one that says nothing is dropped."""
        others = {key: other for key, other in self.judgements.items() if key != judgement.key}
        says = judgement.verdict is not None or judgement.note
        return Verdicts(others | {judgement.key: judgement} if says else others)

    def and_then(self, later: "Verdicts") -> "Verdicts":
        """These and others given later. Where both speak of an image, that counts which saw the later seed."""
        said = dict(self.judgements)
        for judgement in later:
            if judgement.key not in said or judgement.seed >= said[judgement.key].seed:
                said[judgement.key] = judgement
        return Verdicts(said)

    def as_json(self) -> dict[str, Any]:
        """The whole file, in order of items and edits, so that two files are easily compared."""
        entries = sorted(self, key=lambda judgement: judgement.key)
        return {"version": VERSION, "verdicts": [entry.as_json() for entry in entries]}


def read_verdicts(path: Path) -> Verdicts:
    """Read a review file.

    Raises:
        BadReview: it is not there, is no JSON, or says something that makes no sense; the message names the entry.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadReview(f"There is no review {path}.", "The page OUT/index.html saves one.") from None
    except OSError as error:
        raise BadReview(f"The review {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadReview(f"The review {path} is no UTF-8 text.", "Save it again from the page.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadReview(f"The review {path} is no JSON: {error}.", "Save it again from the page.") from error
    try:
        return parse_verdicts(document)
    except BadReview as error:
        raise BadReview(f"{path}: {error.message}", error.hint) from error


def known_verdicts(out: Path, given: Verdicts | None = None) -> Verdicts:
    """What an output folder remembers, in OUT/review.json, and what is given now.

    Raises:
        BadReview: the file that is there cannot be read.
    """
    path = out / FILE_NAME
    kept = read_verdicts(path) if path.exists() else Verdicts({})
    return kept if given is None else kept.and_then(given)


def write_verdicts(path: Path, verdicts: Verdicts) -> None:
    """Write a review file, whole or not at all.

    Raises:
        CannotWrite: with the reason.
    """
    text = json.dumps(verdicts.as_json(), indent=1) + "\n"  # ASCII: names that are no text survive as escapes
    try:
        write_atomically(path, text.encode("ascii"))
    except OSError as error:
        raise CannotWrite(f"The review {path} cannot be written: {error.strerror}.") from error


def parse_verdicts(document: object) -> Verdicts:
    """Verdicts of a parsed file.

    Raises:
        BadReview: naming the entry, counted from 1.
    """
    if not isinstance(document, dict) or not isinstance(document.get("verdicts"), list):
        raise BadReview("this is no review: it has no list `verdicts`.", "Give the file that the page saved.")
    if document.get("version") != VERSION:
        raise BadReview(
            f"version {document.get('version')!r} is not known, {VERSION} is.", "Save it again from the page."
        )
    seen: dict[Key, Judgement] = {}
    for number, entry in enumerate(document["verdicts"], start=1):
        try:
            judgement = parse_judgement(entry)
        except BadReview as error:
            raise BadReview(f"verdict {number}: {error.message}", error.hint) from error
        if judgement.key in seen:
            raise BadReview(f"verdict {number}: {judgement.item} under {judgement.edit} is judged twice.", "Keep one.")
        seen[judgement.key] = judgement
    return Verdicts(seen)


def parse_judgement(entry: object) -> Judgement:
    """One entry.

    Raises:
        BadReview: a key is missing, unknown, or of the wrong type, or a path would lead out of its folder.
    """
    if not isinstance(entry, dict):
        raise BadReview(f"{entry!r} is no entry.", "An entry is an object with item, edit, verdict and seed.")
    if unknown := set(entry) - {"item", "edit", "verdict", "seed", "note"}:
        raise BadReview(f"unknown key {sorted(map(str, unknown))[0]!r}.")
    item, edit, verdict, seed = (entry.get(name) for name in ("item", "edit", "verdict", "seed"))
    note = entry.get("note", "")
    if not isinstance(item, str) or not _stays_inside(item):
        raise BadReview(f"item {item!r} is no relative path.")
    if not isinstance(edit, str) or not _stays_inside(edit) or "/" in edit:
        raise BadReview(f"edit {edit!r} is no name.")
    if verdict is not None and verdict not in list(Verdict):
        raise BadReview(f"verdict {verdict!r} is neither approved nor rejected.")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise BadReview(f"seed {seed!r} is no whole number from 0 on.")
    if not isinstance(note, str):
        raise BadReview(f"note {note!r} is no text.")
    return Judgement(item, edit, None if verdict is None else Verdict(verdict), seed, note)


def _stays_inside(path: str) -> bool:
    return bool(path) and "\0" not in path and not path.startswith("/") and ".." not in PurePosixPath(path).parts


def apply_verdicts(
    jobs: Sequence["Job"], verdicts: Verdicts, drop_rejected: bool, seeds: Mapping[Key, int]
) -> tuple["Job", ...]:
    """What is left to do once people have judged.

    Approved images leave the work. Rejected ones leave it too with `drop_rejected`; otherwise they get the next seed
    that no sibling of theirs (an edit of the same item that differs in its seed alone) has or had. An edit whose seed changes
    nothing, such as a colourway, stays as it is: made anew only once its attributes change.

    A verdict speaks of one image. Where the one that is there now has another seed, a rejection was already obeyed and
    that seed stays, and an approval asks for the seed that was approved: so a review can be given again and again.

    Args:
        jobs: all that is asked for.
        verdicts: what was said.
        drop_rejected: do not make rejected images again.
        seeds: the seed of each image that is there now.

    Returns:
        Jobs in the same order, none without edits.
    """
    left = (_judged(job, verdicts, drop_rejected, seeds) for job in jobs)
    return tuple(job for job in left if job.edits)


def _judged(job: "Job", verdicts: Verdicts, drop_rejected: bool, seeds: Mapping[Key, int]) -> "Job":
    item = job.item.relative.as_posix()
    if not any((item, edit.name) in verdicts.judgements for edit in job.edits):
        return job
    taken = _seeds_in_use(job, item, verdicts, seeds)
    kept: list[Edit] = []
    for edit in job.edits:
        said = verdicts.get((item, edit.name))
        made = seeds.get((item, edit.name))
        if said is None or said.verdict is None:
            kept.append(edit)
        elif said.verdict is Verdict.approved:
            if made != said.seed:
                kept.append(replace(edit, seed=said.seed))
        elif not drop_rejected:
            if made is not None and made != said.seed:
                kept.append(replace(edit, seed=made))
            else:
                kept.append(_next_design(edit, taken))
    return replace(job, edits=tuple(kept))


def _seeds_in_use(job: "Job", item: str, verdicts: Verdicts, seeds: Mapping[Key, int]) -> dict[Edit, set[int]]:
    """Seeds that edits of one design have, are asked to have, or had when they were judged."""
    taken: dict[Edit, set[int]] = {}
    for edit in job.edits:
        said, made = verdicts.get((item, edit.name)), seeds.get((item, edit.name))
        group = taken.setdefault(_design(edit), set())
        group.update(seed for seed in (edit.seed, made, said.seed if said else None) if seed is not None)
    return taken


def _next_design(edit: Edit, taken: dict[Edit, set[int]]) -> Edit:
    """The edit with a seed that neither it nor a sibling ever had.

    Seeds that were given up are not remembered, but each was the highest of its time, and that one is: so it is the next
    after the highest, and not the next free one.
    """
    if not has_designs(edit):
        return edit
    seeds = taken[_design(edit)]
    seed = max(seeds) + 1
    seeds.add(seed)
    return replace(edit, seed=seed)


def _design(edit: Edit) -> Edit:
    """What edits that differ in name and seed alone have in common."""
    return replace(edit, name="", seed=0)
