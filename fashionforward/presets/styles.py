"""A folder with images/ and styles.csv (`filename,style`), or the store's colorways.csv (`filename,color`)."""

from __future__ import annotations

from pathlib import Path

from fashionforward.errors import DataError
from fashionforward.presets.collection import Collection, Labelled, check_split, hold_out
from fashionforward.presets.colours import BASIC
from fashionforward.presets.tables import read_csv
from fashionforward.presets.vocabulary import Vocabulary

TABLES = {"styles.csv": "style", "colorways.csv": "color"}
"""Each table that is known, and the column that it must have beside `filename`."""


def is_here(root: Path) -> bool:
    """Whether a folder holds this format."""
    return any((root / name).is_file() for name in TABLES)


def read(root: Path) -> Collection:
    """Rows of the table. `split` and `color` are taken where there are such columns, mattes where mattes/ or recolored/ is there.

    Without a column `color`, but with mattes, the colour is the name of the median colour inside each.
    """
    table = next(root / name for name in TABLES if (root / name).is_file())
    mattes, recolored = (root / name if (root / name).is_dir() else None for name in ("mattes", "recolored"))
    items = read_table(table, root / "images", mattes, recolored)
    colors = tuple(sorted({i.color for i in items if i.color is not None}))
    measured = not colors and all(item.matte for item in items)
    styles = tuple(sorted({i.style for i in items if i.style is not None}))
    vocabulary = Vocabulary(BASIC if measured else colors, styles)
    return Collection(root.resolve().name, root, tuple(items), vocabulary, measured=measured)


def read_table(table: Path, images: Path, mattes: Path | None, recolored: Path | None) -> list[Labelled]:
    """Rows of a table of either kind, whatever it is called: it has a column `style`, or `color`, or both.

    Raises DataError naming the row.
    """
    label = TABLES.get(table.name)
    items, seen = [], set()
    for where, row in read_csv(table, ("filename", label) if label else ("filename",)):
        name = row["filename"]
        for column in ("filename", *TABLES.values()):
            if row.get(column) == "":
                raise DataError(f"{where}: {column} is empty")
        if name in seen:
            raise DataError(f"{where}: {name} is there twice")
        seen.add(name)
        split = check_split(row["split"], where) if "split" in row else hold_out(row.get("sku", name))
        matte = _matte(row, where, mattes, recolored)
        items.append(Labelled(images / name, where, split, row.get("color"), row.get("style"), (), matte))
    return items


def _matte(row: dict[str, str], where: str, mattes: Path | None, recolored: Path | None) -> Path | None:
    """An item's own matte; for colourways where a retoucher changed the garment's colour, one mask a SKU."""
    if mattes is not None:
        return mattes / f"{Path(row['filename']).stem}.png"
    if recolored is None or "sku" not in row:
        return None
    if not row["sku"]:
        raise DataError(f"{where}: sku is empty, and recolored/ holds a mask for each SKU")
    return recolored / f"{row['sku']}.png"
