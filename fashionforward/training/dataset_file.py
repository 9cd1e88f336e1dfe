"""The dataset file: which folder holds photographs, mattes, part masks and colourways, and which split each belongs to."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from fashionforward.errors import DataError

NAME = "dataset.toml"


@dataclass(frozen=True)
class Source:
    """One folder of photographs. Paths are relative to the dataset file; `table` is a CSV with at least `filename`.

    mattes: 8-bit alpha of the one garment, same stem. parts: indexed PNG, classes as `model.parser.PARTS`.
    recolored: 1-bit mask a SKU, where colourways differ; the table then has `sku`, `color`, `median_rgb`.
    The table may say `part` (which garment it shows) and `split` (train or val; all train without it).
    """

    name: str
    images: Path
    table: Path
    mattes: Path | None = None
    parts: Path | None = None
    recolored: Path | None = None
    licence: str = "unknown"
    weight: float = 1.0
    root: Path = field(default=Path(), compare=False)

    def rows(self, split: str | None = None) -> list[dict[str, str]]:
        """Rows of the table, of one split or all."""
        with self.table.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        needed = ("filename",) if self.recolored is None else ("filename", "sku", "median_rgb")
        missing = [column for column in needed if rows and column not in rows[0]]
        if missing:
            raise DataError(f"{self.table}: no column '{missing[0]}'; the first line must name the columns")
        return [row for row in rows if split is None or row.get("split", "train") == split]


def find_dataset(data: Path) -> Path:
    """The dataset file that `data` names, or that lies in the folder `data`."""
    path = data / NAME if data.is_dir() else data
    if not path.is_file():
        raise DataError(f"{path}: there is no dataset file; docs/data.md shows how to write one")
    return path


def read_dataset(data: Path) -> list[Source]:
    """The sources of a dataset file, checked: unknown keys, missing folders and tables are errors that name them."""
    path = find_dataset(data)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from error
    tables = content.pop("source", [])
    base = path.parent / content.pop("root", ".")
    if content:
        raise DataError(f"{path}: unknown key {sorted(content)[0]!r}; a dataset file has `root` and [[source]] tables")
    if not tables:
        raise DataError(f"{path}: no [[source]] table")
    return [_source(path, base, entry) for entry in tables]


def _source(path: Path, base: Path, entry: dict[str, object]) -> Source:
    known = {f.name for f in fields(Source)} - {"root"}
    unknown = sorted(set(entry) - known)
    if unknown:
        raise DataError(f"{path}: unknown key {unknown[0]!r} in [[source]]; known: {', '.join(sorted(known))}")
    missing = [key for key in ("name", "images", "table") if key not in entry]
    if missing:
        raise DataError(f"{path}: a [[source]] has no {missing[0]!r}")
    for key, value in entry.items():
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
        if not (number if key == "weight" else isinstance(value, str)):
            wanted = "a number above 0" if key == "weight" else "text in quotes"
            raise DataError(f"{path}: {key} = {value!r} in [[source]]; it is {wanted}")
    values: dict[str, object] = dict(entry)
    for key in ("images", "table", "mattes", "parts", "recolored"):
        if key in values:
            values[key] = base / str(values[key])
            if not Path(str(values[key])).exists():
                raise DataError(f"{path}: source {entry['name']!r}: {key} is {values[key]}, which is not there")
    return Source(**values, root=base)  # type: ignore[arg-type]
