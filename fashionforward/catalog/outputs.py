"""Naming outputs, and refusing those that would touch the inputs.

OUT/<edit>/<relative path>               the images, mirroring the catalog
OUT/mattes/<edit>/<relative path>.png    the mattes, with --save-mattes
OUT/sheets/<edit>-01.png                 the contact sheets
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.find import Catalog, Item
from fashionforward.errors import UnsafeOutput


@dataclass(frozen=True)
class OutputTree:
    """The output directory and what lies where in it."""

    root: Path

    def image(self, edit: Edit, relative: PurePath) -> Path:
        """Where an item's image under an edit goes: the name is the input's own, so names never collide."""
        return self.root / edit.name / relative

    def matte(self, edit: Edit, relative: PurePath) -> Path:
        """Where its matte goes. The whole name stays, so `a.jpg` and `a.png` have two mattes."""
        return self.root / "mattes" / edit.name / relative.with_name(relative.name + ".png")

    def sheet(self, edit: Edit, page: int) -> Path:
        """Where a page of the edit's contact sheet goes; pages count from 1."""
        return self.root / "sheets" / f"{edit.name}-{page:02d}.png"


def check_outputs(tree: OutputTree, catalog: Catalog, edits: Iterable[Edit]) -> None:
    """Refuse an output tree that would write inside the catalog or over an input, links resolved.

    Raises:
        UnsafeOutput: with a hint where to write instead.
    """
    roots = [Path(os.path.realpath(root)) for root in catalog.roots]
    inputs = {os.path.realpath(item.source) for item in catalog.items}
    folders: dict[Path, Path] = {}  # one resolution a folder, not one a file
    for edit in edits:
        for path in (tree.sheet(edit, 1), *_item_outputs(tree, edit, catalog.items)):
            folder = folders.get(path.parent) or folders.setdefault(path.parent, Path(os.path.realpath(path.parent)))
            inside = next((root for root in roots if folder.is_relative_to(root)), None)
            if inside is not None:
                raise UnsafeOutput(f"The output {path} would lie inside the catalog {inside}.", "Choose another --out.")
            if str(folder / path.name) in inputs:
                raise UnsafeOutput(f"The output {path} would replace an input.", "Choose another --out.")


def _item_outputs(tree: OutputTree, edit: Edit, items: Iterable[Item]) -> Iterable[Path]:
    for item in items:
        yield tree.image(edit, item.relative)
        yield tree.matte(edit, item.relative)
