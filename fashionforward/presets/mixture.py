"""A dataset file, as `catalog` is trained on (docs/data.md): several sources as one collection."""

from __future__ import annotations

from pathlib import Path

from fashionforward.errors import DataError
from fashionforward.presets.collection import Collection
from fashionforward.presets.colours import BASIC
from fashionforward.presets.styles import read_table
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.training.dataset_file import NAME, find_dataset, read_dataset


def is_here(data: Path) -> bool:
    """Whether this is a dataset file, or a folder that holds one."""
    return data.suffix == ".toml" or (data / NAME).is_file()


def read(data: Path) -> Collection:
    """Every source's rows, in the file's order. Styles are those of any source; an item without one has an unknown style.

    Colours are the sources' own where each item has one; else they are measured inside the mattes and named with the eleven
    basic colour terms, for sources that name theirs too: so that one name means one thing.
    Raises DataError naming the file, the source or the row.
    """
    path, sources = find_dataset(data), read_dataset(data)
    items = []
    for source in sources:
        found = read_table(source.table, source.images, source.mattes, source.recolored)
        unnamed = next((item for item in found if item.color is None and item.matte is None), None)
        if unnamed is not None:
            raise DataError(
                f"{path}: source '{source.name}' has neither colours nor mattes to measure them in: {unnamed.where}",
                "Leave that source away, or give it `mattes` or a column `color`.",
            )
        items += found
    named = all(item.color for item in items)
    if not named and not all(item.matte for item in items):
        lacking = next(item for item in items if item.matte is None)
        raise DataError(
            f"{path}: some sources name their colours and some do not, so all are measured, and {lacking.where} has no matte",
            "Give each source `mattes`, or each a column `color`.",
        )
    colors = tuple(sorted({item.color for item in items if item.color})) if named else BASIC
    styles = tuple(sorted({item.style for item in items if item.style is not None}))
    licences = tuple((source.name, source.licence) for source in sources)
    name = "+".join(source.name for source in sources)
    return Collection(
        name, path.parent, tuple(items), Vocabulary(colors, styles), measured=not named, licences=licences
    )
