"""Naming outputs, and refusing those that would touch the inputs.

OUT/<edit>/<relative path>                   the images, mirroring the catalog, or what --name says
OUT/mattes/<edit>/<relative path>.png        the mattes, with --save-mattes
OUT/layers/<edit>/<relative path>.psd        layered files, with --layers
OUT/sheets/<edit>-01.png                     the contact sheets
"""

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Protocol

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.find import Catalog, Item
from fashionforward.catalog.names import fill, with_added
from fashionforward.catalog.options import FileOptions
from fashionforward.errors import UnsafeOutput


class Work(Protocol):
    """An item, and what is to be made of it."""

    @property
    def item(self) -> Item: ...
    @property
    def edits(self) -> tuple[Edit, ...]: ...
    @property
    def sku(self) -> str: ...


@dataclass(frozen=True)
class OutputTree:
    """The output directory and what lies where in it."""

    root: Path
    files: FileOptions = field(default_factory=FileOptions)

    def image(self, edit: Edit, relative: PurePath, sku: str) -> Path:
        """Where an item's image under an edit goes. Raises UnsafeOutput where a template leads astray."""
        return self.root / self.place(edit, str(relative), sku)

    def place(self, edit: Edit, name: str, sku: str) -> str:
        """The same below `root`, from and as text: this is asked for every image of a catalog."""
        template = self.files.template
        if template is None:
            return f"{edit.name}{os.sep}{name}"  # the input's own name, so names never collide
        preset, relative = self.files.preset, PurePath(name)
        ext = preset.extension if preset else relative.suffix
        return str(fill(template, relative, sku=sku, edit=edit.name, seed=edit.seed, ext=ext))

    def matte(self, edit: Edit, relative: PurePath) -> Path:
        """Where its matte goes. The whole name stays, so `a.jpg` and `a.png` have two mattes."""
        return self.root / "mattes" / edit.name / with_added(relative, ".png")

    def layers(self, edit: Edit, relative: PurePath) -> Path:
        """Where its layered file goes."""
        return self.root / "layers" / edit.name / with_added(relative, ".psd" if self.files.layers == "psd" else ".tif")

    def sheet(self, edit: str, page: int) -> Path:
        """Where a page of the contact sheet of an edit, by its name, goes; pages count from 1."""
        return self.root / "sheets" / f"{edit}-{page:02d}.png"


def check_outputs(tree: OutputTree, catalog: Catalog, work: Iterable[Work]) -> None:
    """Refuse outputs inside the catalog, over an input, links resolved, or two at one place.

    Raises:
        UnsafeOutput: with a hint what to do instead.
    """
    guard = _Guard(catalog)
    taken: dict[str, tuple[str, str]] = {}
    seen: set[tuple[str, str]] = set()
    for job in work:
        folder = os.path.dirname(job.item.name)  # noqa: PTH120 (a hundred thousand times)
        for edit in job.edits:
            if tree.files.template is not None:
                image = tree.place(edit, job.item.name, job.sku)
                _take(taken, image, job.item.name, edit)
            elif (edit.name, folder) in seen and not catalog.scattered:
                continue  # no input outside of the roots: what holds for one output of a folder holds for all
            seen.add((edit.name, folder))
            guard.check(tree.image(edit, job.item.relative, job.sku))
            for path in _beside(tree, edit, job.item.relative):
                guard.check(path)


def _beside(tree: OutputTree, edit: Edit, relative: PurePath) -> Iterator[Path]:
    yield tree.sheet(edit.name, 1)
    yield tree.matte(edit, relative)
    if tree.files.layers:
        yield tree.layers(edit, relative)


def _take(taken: dict[str, tuple[str, str]], image: str, name: str, edit: Edit) -> None:
    """Remember an image's place, without regard to case and to how accents are written: to some file systems that is one name."""
    key = unicodedata.normalize("NFC", image.casefold())
    if key in taken:
        other, other_edit = taken[key]
        raise UnsafeOutput(
            f"{other} [{other_edit}] and {name} [{edit.name}] would both be written to {image}.",
            "Let --name tell them apart: {folder}, {stem}, {sku}, {edit}, {seed}, {ext}.",
        )
    taken[key] = name, edit.name


class _Guard:
    """Knows where nothing may be written. Folders are resolved once, not once a file."""

    def __init__(self, catalog: Catalog) -> None:
        self._roots = [Path(os.path.realpath(root)) for root in catalog.roots]
        self._inputs = {os.path.realpath(source) for source in catalog.scattered}
        self._folders: dict[Path, str] = {}

    def check(self, path: Path) -> None:
        parent = path.parent
        folder = self._folders.get(parent)
        if folder is None:
            folder = self._folders[parent] = self._resolve(parent)
        if self._inputs and os.path.join(folder, path.name) in self._inputs:  # noqa: PTH118 (called often)
            raise UnsafeOutput(f"The output {path} would replace an input.", "Choose another --out.")

    def _resolve(self, folder: Path) -> str:
        real = Path(os.path.realpath(folder))
        inside = next((root for root in self._roots if real.is_relative_to(root)), None)
        if inside is not None:
            raise UnsafeOutput(f"The output {folder} would lie inside the catalog {inside}.", "Choose another --out.")
        return str(real)
