"""One item, from file to files: decode once, parse once, render each edit."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashionforward.attributes.edit import Edit
from fashionforward.batch.engine import Engine, check_rendering
from fashionforward.batch.plan import Job
from fashionforward.batch.results import Result, Status
from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.catalog.find import Item
from fashionforward.catalog.mattes import MatteFolder, encode_matte, read_matte
from fashionforward.catalog.outputs import OutputTree
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import FashionForwardError, NothingToEdit
from fashionforward.review.thumbnail import thumbnail

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """A result, and the thumbnails for its contact sheet where there is something to show."""

    result: Result
    before: Image.Image | None = None
    after: Image.Image | None = None


@dataclass(frozen=True)
class ItemWork:
    """What every item of a run is given. Safe to call from several threads."""

    engine: Engine
    tree: OutputTree
    masks: MatteFolder | None
    save_mattes: bool
    cancelled: Callable[[], bool]

    def __call__(self, job: Job) -> list[Outcome]:
        """Make the item's images. Nothing that goes wrong with it is raised: it is in the outcomes."""
        return list(self._outcomes(job))

    def _outcomes(self, job: Job) -> Iterator[Outcome]:
        started = time.perf_counter()
        item = job.item
        base = Result(item.relative, Status.done, source=item.source)
        if self.cancelled():
            return
        try:
            photograph = read_photograph(item.source)
            own = self._own_matte(item, photograph.size)
            rgb = photograph.srgb()
            parse = self.engine.parse(rgb)
        except Exception as error:
            failure = _explain(error, item)
            yield from (Outcome(replace(base, edit=edit.name, **failure)) for edit in job.edits)
            return
        before = thumbnail(photograph, photograph.pixels)
        base = replace(base, notes=photograph.notes)
        for edit in job.edits:
            if self.cancelled():
                return
            named = replace(base, edit=edit.name)
            try:
                pixels, paths = self._make(job, photograph, rgb, parse, edit, own)
                took = time.perf_counter() - started
                yield Outcome(replace(named, seconds=took, **paths), before, thumbnail(photograph, pixels))
            except Exception as error:
                yield Outcome(replace(named, **_explain(error, item)))
            started = time.perf_counter()

    def _own_matte(self, item: Item, size: tuple[int, int]) -> NDArray[np.float32] | None:
        path = self.masks.find(item.relative) if self.masks else None
        return read_matte(path, size) if path else None

    def _make(
        self,
        job: Job,
        photograph: Photograph,
        rgb: NDArray[np.float32],
        parse: Any,
        edit: Edit,
        own: NDArray[np.float32] | None,
    ) -> tuple[NDArray[np.uint8], dict[str, Any]]:
        """Render, encode and write; returns the new pixels and the paths written."""
        rendering = self.engine.render(rgb, parse, edit, sku=job.sku, matte=own)
        check_rendering(rendering, photograph.size)
        pixels = photograph.composite(rendering.rgb, rendering.matte)
        paths = {"output": self.tree.image(edit, job.item.relative, job.sku)}
        data = encode(photograph, pixels)
        if self.save_mattes:
            paths["matte"] = self.tree.matte(edit, job.item.relative)
            write_atomically(paths["matte"], encode_matte(rendering.matte))
        write_atomically(paths["output"], data)  # last: where the image is, the item is done
        return pixels, paths


def _explain(error: Exception, item: Item) -> dict[str, Any]:
    """Status and reason of what went wrong."""
    if isinstance(error, NothingToEdit):
        return {"status": Status.skipped, "reason": error.message}
    if isinstance(error, FashionForwardError):
        return {"status": Status.failed, "reason": error.message}
    log.debug("%s failed", item.source, exc_info=error)
    if isinstance(error, OSError) and error.strerror:
        return {"status": Status.failed, "reason": f"cannot be written: {error.strerror}"}
    return {"status": Status.failed, "reason": f"{type(error).__name__}: {error}".strip(": ")}
