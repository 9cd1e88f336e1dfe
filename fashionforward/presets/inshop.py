"""DeepFashion In-shop as it is published (Liu et al., CVPR 2016): lists of attributes and colours, photographs under img/."""

from __future__ import annotations

import re
from pathlib import Path

from fashionforward.errors import DataError
from fashionforward.presets.collection import Collection, Labelled, hold_out
from fashionforward.presets.tables import read_list
from fashionforward.presets.vocabulary import Vocabulary

COLORS = "list_color_cloth.txt"
NAMES = "list_attr_cloth.txt"
VALUES = "list_attr_items.txt"
FOLDERS = (".", "Anno", "Anno/attributes")
"""Where the lists lie: the archives unpack to Anno/, mirrors put them beside img/."""

_ITEM = re.compile(r"id_\d+")


def find_list(root: Path, name: str) -> Path | None:
    """A list, wherever the archive put it."""
    return next((root / folder / name for folder in FOLDERS if (root / folder / name).is_file()), None)


def is_here(root: Path) -> bool:
    """Whether a folder holds this format."""
    return find_list(root, COLORS) is not None


def read(root: Path) -> Collection:
    """One front photograph an item, with its colour, and its attributes where their lists are there."""
    path = find_list(root, COLORS)
    assert path is not None
    names, held = _attributes(root)
    items: dict[str, Labelled] = {}
    for where, line in read_list(path):
        image, _, color = line.partition(" ")
        found = _ITEM.search(image)
        if not color.strip() or found is None:
            raise DataError(f"{where}: '{line}' is no photograph of an item (id_…) and its colour")
        item = found.group()
        if "_front" not in image.rsplit("/", 1)[-1] or item in items:
            continue
        if held is not None and item not in held:
            raise DataError(f"{where}: {item} is not in {VALUES}")
        photograph = next((p for p in (root / image, root / "Img" / image) if p.is_file()), root / image)
        binary = held[item] if held is not None else ()
        items[item] = Labelled(photograph, where, hold_out(item), " ".join(color.split()), None, binary)
    colors = tuple(sorted({i.color for i in items.values() if i.color is not None}))
    return Collection("DeepFashion In-shop", root, tuple(items.values()), Vocabulary(colors, (), names))


def _attributes(root: Path) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]] | None]:
    """Names of the attributes, and those that hold for each item; None: there are no lists, colours alone condition."""
    paths = [find_list(root, name) for name in (NAMES, VALUES)]
    if paths == [None, None]:
        return (), None
    for path, name in zip(paths, (NAMES, VALUES), strict=True):
        if path is None:
            raise DataError(f"{root}: {name} is missing, and the other list of attributes is there")
    assert paths[0] is not None and paths[1] is not None
    names = tuple(line for _, line in read_list(paths[0]))
    held = {}
    for where, line in read_list(paths[1]):
        item, *values = line.split()
        if len(values) != len(names):
            raise DataError(f"{where}: {len(values)} values, and {NAMES} names {len(names)} attributes")
        wrong = next((value for value in values if value not in ("1", "-1")), None)
        if wrong is not None:
            raise DataError(f"{where}: '{wrong}' where 1 or -1 should be")
        held[item] = tuple(name for name, value in zip(names, values, strict=True) if value == "1")
    return names, held
