"""One item, from file to files: decode once, parse once, render each edit."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.attributes.edit import Edit
from fashionforward.batch.engine import Engine, Rendering, check_rendering
from fashionforward.batch.figures import Measured
from fashionforward.batch.gates import Gates
from fashionforward.batch.keys import from_key, to_key
from fashionforward.batch.plan import Job, in_review
from fashionforward.batch.record import Record, Written
from fashionforward.batch.results import Result, Status
from fashionforward.batch.room import ROOM, Room
from fashionforward.batch.safely import remove_own, replace_own
from fashionforward.batch.stamp import Stamp, check_unchanged, stamp
from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import complaints_of, encode
from fashionforward.catalog.find import Item
from fashionforward.catalog.layers import encode_layers
from fashionforward.catalog.marking import Marking
from fashionforward.catalog.mattes import MatteFolder, encode_matte, read_matte
from fashionforward.catalog.outputs import OutputTree
from fashionforward.catalog.photograph import Photograph, resized
from fashionforward.errors import FashionForwardError, Kept, NothingToEdit, UnreadableImage
from fashionforward.review.thumbnail import after_path, before_path, save_thumbnail, thumbnail

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """A result, and what the ledger is to hold of it."""

    result: Result
    record: Record


@dataclass(frozen=True)
class Source:
    """A photograph that was read, and what it was read from. `own`: the studio's matte, (H, W) in [0, 1]."""

    photograph: Photograph
    rgb: NDArray[np.float32]
    parse: Any
    own: NDArray[np.float32] | None
    input: Stamp
    own_matte: Stamp | None

    @cached_property
    def measured(self) -> Measured:
        """What measures its edits."""
        return Measured(self.rgb)


@dataclass(frozen=True)
class ItemWork:
    """What every item of a run is given. Safe to call from several threads.

    `recipes`: the number of each edit's recipe. `ours`: what ff itself left at a path of the output tree, by key.
    """

    engine: Engine
    tree: OutputTree
    masks: MatteFolder | None
    save_mattes: bool
    gates: Gates
    recipes: Mapping[Edit, int]
    ours: Mapping[str, Stamp]
    force: bool
    weights: str
    cancelled: Callable[[], bool]
    room: Room = ROOM

    def __call__(self, job: Job) -> list[Outcome]:
        """Make the item's images. Nothing that goes wrong with it is raised: it is in the outcomes."""
        return list(self._outcomes(job))

    def _outcomes(self, job: Job) -> Iterator[Outcome]:
        started = time.perf_counter()
        if self.cancelled():
            return
        try:
            photograph, found = self._decode(job.item)
        except Exception as error:
            yield from (self.failed(job, edit, error, None) for edit in job.edits)
            return
        height, width = photograph.size
        with self.room.of(height * width):
            yield from self._edited(job, photograph, found, started)

    def _edited(self, job: Job, photograph: Photograph, found: Stamp, started: float) -> Iterator[Outcome]:
        try:
            source = self._parse(job.item, photograph, found)
            save_thumbnail(before_path(self.tree.root, job.item.relative), thumbnail(photograph, photograph.pixels))
        except Exception as error:
            yield from (self.failed(job, edit, error, None) for edit in job.edits)
            return
        for edit in job.edits:
            if self.cancelled():
                return
            try:
                yield self._make(job, edit, source, started)
            except Exception as error:
                yield self.failed(job, edit, error, source)
            started = time.perf_counter()

    def _decode(self, item: Item) -> tuple[Photograph, Stamp]:
        """Read a photograph. Raises ChangedWhileRead where somebody wrote to it meanwhile."""
        try:
            found = stamp(item.source)
        except OSError as error:
            raise UnreadableImage(f"cannot be read: {error.strerror or error}") from error
        photograph = read_photograph(item.source)
        check_unchanged(item.source, found)
        return photograph, found

    def _parse(self, item: Item, photograph: Photograph, found: Stamp) -> Source:
        path = self.masks.find(item.relative) if self.masks else None
        own = read_matte(path, photograph.size) if path else None
        rgb = photograph.srgb()
        return Source(photograph, rgb, self.engine.parse(rgb), own, found, stamp(path) if path else None)

    def _make(self, job: Job, edit: Edit, source: Source, started: float) -> Outcome:
        """Render, measure, encode and write; the image last: where it is, the rest is."""
        photograph = source.photograph
        rendering = self.engine.render(source.rgb, source.parse, edit, sku=job.sku, matte=source.own)
        if edit.output_size is not None:
            photograph = resized(photograph, edit.output_size)
            source = replace(source, photograph=photograph)
        check_rendering(rendering, photograph.size)
        pixels = photograph.composite(rendering.rgb, rendering.matte)
        # what a small preset decodes is a whole new picture: no gate is about that
        measured = (
            {} if edit.settings else source.measured.of(rendering.rgb, rendering.matte, edit, worn=rendering.worn)
        )
        gates = self.gates.failed(measured)
        files = self._write(job, edit, source, rendering, pixels, bool(gates))
        save_thumbnail(after_path(self.tree.root, edit.name, job.item.relative), thumbnail(photograph, pixels))
        status = Status.review if gates else Status.done
        record = replace(
            self._record(job, edit, source),
            status=status,
            figures=measured,
            gates=gates,
            files=files,
            seconds=time.perf_counter() - started,
        )
        paths = {file.role: self.tree.root / from_key(file.path) for file in files}
        result = replace(
            _result(job, record),
            output=paths["image"],
            matte=paths.get("matte"),
            layers=paths.get("layers"),
            notes=(*photograph.notes, *complaints_of(photograph, pixels, self.tree.files)),
        )
        return Outcome(result, record)

    def _write(
        self, job: Job, edit: Edit, source: Source, rendering: Rendering, pixels: NDArray[Any], in_doubt: bool
    ) -> tuple[Written, ...]:
        relative = job.item.relative
        image = self.tree.image(edit, relative, job.sku)
        if in_doubt:
            image = self.tree.root / in_review(image.relative_to(self.tree.root))
        photograph, told = source.photograph, self.tree.files
        marking = Marking(edit.name, edit.seed, self.weights, whole=bool(edit.settings))
        data = {"image": (image, encode(photograph, pixels, told, marking))}
        if told.layers:
            layered = encode_layers(photograph, pixels, rendering.matte, told, marking)
            data["layers"] = (self.tree.layers(edit, relative), layered)
        if self.save_mattes:
            data["matte"] = (self.tree.matte(edit, relative), encode_matte(rendering.matte))
        written = []
        for role, (path, content) in reversed(data.items()):
            key = to_key(path.relative_to(self.tree.root))
            written.append(Written(role, key, replace_own(path, content, self.ours.get(key), self.force)))
        earlier = _earlier(job, edit)
        for file in earlier.files if earlier else ():
            if file.path not in {other.path for other in written}:
                remove_own(self.tree.root / from_key(file.path), file.stamp)
        return tuple(reversed(written))

    def _record(self, job: Job, edit: Edit, source: Source | None) -> Record:
        """What is known before anything is made; of an earlier image its place on the sheets and its files."""
        earlier = _earlier(job, edit)
        return Record(
            to_key(job.item.relative), edit.name, to_key(job.sku), edit.seed, self.recipes[edit],
            to_key(os.path.abspath(job.item.source)),  # noqa: PTH100 (links stay)
            source.input if source else None,
            source.own_matte if source else None,
            Status.failed,
            slot=earlier.slot if earlier else None,
            files=earlier.files if earlier else (),
        )  # fmt: skip

    def failed(self, job: Job, edit: Edit, error: Exception, source: Source | None) -> Outcome:
        """How an image came out that went wrong; `source` is None where not even the photograph was read."""
        record = replace(self._record(job, edit, source), **_explain(error, job.item))
        if record.status == Status.kept and record.file("image") is None:
            # nothing of ours: remember the place, so that the next run sees that it is taken
            place = to_key(self.tree.image(edit, job.item.relative, job.sku).relative_to(self.tree.root))
            record = replace(record, files=(Written("image", place, Stamp(-1, -1, "")),))
        notes = source.photograph.notes if source else ()
        return Outcome(replace(_result(job, record), notes=notes), record)


def _earlier(job: Job, edit: Edit) -> Record | None:
    return job.past.earlier.get(edit.name) if job.past else None


def _result(job: Job, record: Record) -> Result:
    return Result(
        job.item.relative,
        Status(record.status),
        edit=record.edit,
        reason=record.reason,
        source=job.item.source,
        seconds=record.seconds,
        sku=job.sku,
        seed=record.seed,
        figures=record.figures,
        gates=record.gates,
    )


def _explain(error: Exception, item: Item) -> dict[str, Any]:
    """Status and reason of what went wrong."""
    if isinstance(error, NothingToEdit):
        return {"status": Status.skipped, "reason": error.message}
    if isinstance(error, Kept):
        return {"status": Status.kept, "reason": error.message}
    if isinstance(error, FashionForwardError):
        return {"status": Status.failed, "reason": error.message}
    log.debug("%s failed", item.source, exc_info=error)
    if isinstance(error, OSError) and error.strerror:
        return {"status": Status.failed, "reason": f"cannot be written: {error.strerror}"}
    return {"status": Status.failed, "reason": f"{type(error).__name__}: {error}".strip(": ")}
