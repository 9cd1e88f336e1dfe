"""In-shop flattened: data/img/id_00000001.jpg, one photograph an item, and CSV files for colours and attributes."""

from __future__ import annotations

from pathlib import Path

from fashionforward.errors import DataError
from fashionforward.presets.collection import Collection, Labelled, hold_out
from fashionforward.presets.tables import read_csv
from fashionforward.presets.vocabulary import Vocabulary

COLORS = "list_color_cloth.csv"
ATTRIBUTES = "list_attr_items.csv"
HOLDS = {"1": True, "-1": False, "0": False}


def find_table(root: Path, name: str) -> Path | None:
    """A table, beside img/ or beside data/."""
    return next((path for path in (root / name, root / "data" / name) if path.is_file()), None)


def is_here(root: Path) -> bool:
    """Whether a folder holds this format."""
    return find_table(root, COLORS) is not None


def read(root: Path) -> Collection:
    """Every row of list_color_cloth.csv, with its attributes where list_attr_items.csv is there."""
    path, attributes = find_table(root, COLORS), find_table(root, ATTRIBUTES)
    assert path is not None
    names, held = _attributes(attributes) if attributes else ((), None)
    items, seen = [], set()
    for where, row in read_csv(path, ("image_name", "clothes_color")):
        name, color = Path(row["image_name"]).name, row["clothes_color"]
        if not name or not color:
            raise DataError(f"{where}: image_name or clothes_color is empty")
        if name in seen:
            raise DataError(f"{where}: {name} is there twice")
        seen.add(name)
        item = Path(name).stem
        if held is not None and item not in held:
            raise DataError(f"{where}: {item} is not in {ATTRIBUTES}")
        found = (root / row["image_name"], root / "data/img" / name, root / "img" / name)
        image = next((p for p in found if p.is_file()), found[1])
        items.append(Labelled(image, where, hold_out(item), color, None, held[item] if held else ()))
    colors = tuple(sorted({i.color for i in items if i.color is not None}))
    return Collection("DeepFashion In-shop, flattened", root, tuple(items), Vocabulary(colors, (), names))


def _attributes(path: Path) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The first column names the item, the others an attribute each: 1 or -1."""
    names: tuple[str, ...] = ()
    held = {}
    for where, row in read_csv(path, ()):
        (_, item), *values = row.items()
        names = names or tuple(name for name, _ in values)
        wrong = next(((name, value) for name, value in values if value not in HOLDS), None)
        if wrong is not None:
            raise DataError(f"{where}: '{wrong[1]}' for {wrong[0]} where 1 or -1 should be")
        held[Path(item).stem] = tuple(name for name, value in values if HOLDS[value])
    return names, held
