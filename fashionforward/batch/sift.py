"""What is missing or stale: everything that is asked for, less what the ledger has and the disk confirms.

Size and time decide first; a file is read again only where they moved, or with `--verify`. Where all is as it was, a glance
says so (`batch/glance.py`); the rest is looked at closely here.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath

from fashionforward.attributes.edit import Edit
from fashionforward.batch.gates import Gates
from fashionforward.batch.glance import Glance
from fashionforward.batch.keys import from_key, to_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.plan import Job, Past, in_review
from fashionforward.batch.recipe import Recipe
from fashionforward.batch.record import Record, Written
from fashionforward.batch.results import Result, Status
from fashionforward.batch.stamp import Stamp, stamp
from fashionforward.catalog.outputs import OutputTree
from fashionforward.errors import ItemError

CHUNK = 500
"""Items that the ledger is asked about at once."""

EDITED = "changed by hand since it was made; --force makes it again"


@dataclass(frozen=True)
class Sifted:
    """What is left to do, what is as it should be, and what was left alone though it is not as it was made."""

    jobs: tuple[Job, ...]
    unchanged: int
    kept: tuple[Result, ...]
    moved: tuple[Record, ...]  # same content, other times: the ledger is to be told


@dataclass(frozen=True)
class Sieve:
    """Decides for every item and edit. `matte` finds an item's own matte; None: no item has one."""

    ledger: Ledger
    tree: OutputTree
    recipe: Callable[[Edit], Recipe]
    gates: Gates
    matte: Callable[[Job], Path | None] | None = None
    roles: tuple[str, ...] = ("image",)
    verify: bool = False
    force: bool = False

    def __call__(self, jobs: Sequence[Job]) -> Sifted:
        """Sift jobs; their order stays."""
        left: list[Job] = []
        kept: list[Result] = []
        moved: list[Record] = []
        numbers = {edit: self.ledger.known_recipe(self.recipe(edit)) for edit in {e for job in jobs for e in job.edits}}
        moving = jobs if self.verify or self.matte else list(self._not_at_a_glance(jobs, numbers))
        unchanged = sum(len(job.edits) for job in jobs) - sum(len(job.edits) for job in moving)
        for job, records in self._with_records(moving):
            why: dict[str, str] = {}
            for edit in job.edits:
                look = _Look(self, job, edit, records.get(edit.name), numbers[edit])
                reason = look.why()
                if reason:
                    why[edit.name] = reason
                elif look.edited:
                    kept.append(look.kept())
                else:
                    unchanged += 1
                if look.moved is not None:
                    moved.append(look.moved)
            if why:
                edits = tuple(edit for edit in job.edits if edit.name in why)
                left.append(replace(job, edits=edits, past=Past(why, _earlier(edits, records))))
        return Sifted(tuple(left), unchanged, tuple(kept), tuple(moved))

    def _not_at_a_glance(self, jobs: Sequence[Job], numbers: Mapping[Edit, int | None]) -> Iterator[Job]:
        """The jobs of which something may have changed."""
        runs = [run["id"] for run in self.ledger.runs() if (run["settings"] or {}).get("gates") == asdict(self.gates)]
        glance = Glance(
            str(self.tree.root), numbers, self.tree.place, frozenset(self.roles), self.gates, frozenset(runs)
        )
        for start in range(0, len(jobs), CHUNK):
            chunk = jobs[start : start + CHUNK]
            keys = [to_key(job.item.name) for job in chunk]
            seen = self.ledger.seen(keys)
            for job, key in zip(chunk, keys, strict=True):
                for edit in job.edits:
                    if not glance.is_unchanged(job.item, edit, job.sku, seen.get((key, edit.name))):
                        yield job
                        break

    def _with_records(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, dict[str, Record]]]:
        for start in range(0, len(jobs), CHUNK):
            chunk = jobs[start : start + CHUNK]
            keys = [to_key(job.item.name) for job in chunk]
            known = self.ledger.of_items(keys)
            yield from ((job, known.get(key, {})) for job, key in zip(chunk, keys, strict=True))


def _earlier(edits: Sequence[Edit], records: dict[str, Record]) -> dict[str, Record]:
    return {edit.name: records[edit.name] for edit in edits if edit.name in records}


class _Look:
    """One item under one edit."""

    def __init__(self, sieve: Sieve, job: Job, edit: Edit, record: Record | None, recipe: int | None) -> None:
        self._sieve, self._job, self._edit, self._record, self._recipe = sieve, job, edit, record, recipe
        self.edited = False
        self.moved: Record | None = None

    def kept(self) -> Result:
        """The result of an image that a person changed."""
        image = self._record.file("image") if self._record else None
        return Result(
            self._job.item.relative,
            Status.kept,
            edit=self._edit.name,
            reason=EDITED,
            source=self._job.item.source,
            output=self._sieve.tree.root / from_key(image.path) if image else None,
            sku=self._job.sku,
            seed=self._record.seed if self._record else None,
        )

    def why(self) -> str:
        """Why it is to be made; empty: it is not."""
        record = self._record
        if record is None:
            return "new"
        if record.status == Status.failed:
            return "failed before"
        if record.recipe != self._recipe:
            return self._sieve.recipe(self._edit).differs(self._sieve.ledger.recipe_of(record.recipe))
        if record.sku != to_key(self._job.sku):
            return "its SKU changed"
        return self._input_changed(record) or self._matte_changed(record) or self._output_changed(record)

    def _input_changed(self, record: Record) -> str:
        item = self._job.item
        if record.input is None:
            return "never read"
        if not self._sieve.verify and not record.input.moved(item.size, item.mtime_ns):
            return ""
        try:
            now = stamp(item.source)
        except (OSError, ItemError):
            return "cannot be read"  # the run says why
        if now.sha256 != record.input.sha256:
            return "the photograph changed"
        self.moved = replace(self.moved or record, input=now, source=os.path.abspath(item.source))  # noqa: PTH100
        return ""

    def _matte_changed(self, record: Record) -> str:
        try:
            path = self._sieve.matte(self._job) if self._sieve.matte else None
            if path is None or record.own_matte is None:
                return "" if path is record.own_matte else "its matte came or went"
            status = path.stat()
            if not self._sieve.verify and not record.own_matte.moved(status.st_size, status.st_mtime_ns):
                return ""
            now = stamp(path)
        except (OSError, ItemError):
            return "its matte cannot be read"
        if now.sha256 != record.own_matte.sha256:
            return "its matte changed"
        self.moved = replace(self.moved or record, own_matte=now)
        return ""

    def _output_changed(self, record: Record) -> str:
        if record.status == Status.skipped:
            return ""
        image = record.file("image")
        if image is None or any(record.file(role) is None for role in self._sieve.roles):
            return "an output was never written"
        if record.status != Status.kept and self._verdict(record) != record.status:
            return "the gates changed"
        if from_key(image.path) != self._place(record.status):
            return "its name changed"
        files = [self._file(file) for file in record.files]
        if None in files:
            return "an output is gone"
        if self.edited:
            return "forced" if self._sieve.force else ""
        if record.status == Status.kept:
            return "no longer changed by hand"
        now = tuple(file for file in files if file)
        if now != record.files:
            self.moved = replace(self.moved or record, files=now)
        return ""

    def _place(self, status: str) -> str:
        """Where the image belongs, below the output folder."""
        image = self._sieve.tree.place(self._edit, self._job.item.name, self._job.sku)
        return str(in_review(PurePath(image))) if status == Status.review else image

    def _verdict(self, record: Record) -> Status:
        failed = self._sieve.gates.failed(record.figures) if record.figures is not None else ()
        return Status.review if failed else Status.done

    def _file(self, file: Written) -> Written | None:
        """The file as it is now; None: it is gone. Sets `edited` where its content is another."""
        path = f"{self._sieve.tree.root}/{from_key(file.path)}"
        try:
            status = os.stat(path)  # noqa: PTH116 (a hundred thousand times)
            if not self._sieve.verify and not file.stamp.moved(status.st_size, status.st_mtime_ns):
                return file
            now = stamp(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ItemError):
            now = Stamp(-1, -1, "")  # there, and not as it was
        if now.sha256 != file.stamp.sha256:
            self.edited = True
        return replace(file, stamp=now)
