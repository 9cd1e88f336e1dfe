"""The table of a catalog: which SKUs a photograph shows and what the columns say of it. Shopify's exports are read as they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fashionforward.manifest.globs import folded
from fashionforward.manifest.nodes import Malformed, Place
from fashionforward.manifest.tables import Row, Table, column_key, read_table

FILES = ("catalog.csv", "catalog.xlsx")
SKU_COLUMNS = ("variant_sku", "sku", "article", "article_number", "item_number", "style_number")
VARIANT_IMAGE = "variant_image"
IMAGE_COLUMNS = ("image_src", "image", "image_url", "file", "filename", "file_name", "path", "photo")
HANDLE = "handle"
"""Shopify's name of a product; the rows of one product have it in common, and only the first has all its columns."""

_VIEW = re.compile(r"[-_ .]+(\d{1,3}|[a-z]|front|back|side|left|right|detail|flat|model|main|alt)$", re.IGNORECASE)
"""What a photograph's name has behind its SKU or handle where there are several of one garment."""


def without_view(stem: str) -> str:
    """A photograph's name without what tells the views of one garment apart: HD-1001_back is HD-1001."""
    return _VIEW.sub("", stem)


@dataclass(frozen=True)
class Garment:
    """What the table says of a photograph: its SKUs, the first of which names it, and its columns' texts."""

    skus: tuple[str, ...]
    texts: dict[str, str]


class Garments:
    """A catalog's table, to be asked about photographs.

    A photograph is found by its path or name in a column of images, else by its name without extension, and without a
    view's (`-2`, `_back`), in the column of SKUs, else in that of handles.
    """

    def __init__(self, path: Path, table: Table, sku: str | None = None, image: str | None = None) -> None:
        self.path = path
        self.headings = table.headings
        self._rows = table.rows
        self._sku = self._column(sku, SKU_COLUMNS)
        chosen = self._column(image, IMAGE_COLUMNS)
        # a variant's own picture says more than that it is one of the product's
        self._pictures: tuple[dict[str, Garment | None], dict[str, Garment | None]] = ({}, {})
        self._by_name: dict[str, Garment] = {}
        for group in _products(table.rows):
            self._index(group, chosen)

    def of(self, path: str) -> Garment | None:
        """What is known of a photograph, by its path with forward slashes."""
        path = folded(path)
        name = path.rpartition("/")[2]
        for pictures in self._pictures:
            if found := pictures.get(path) or pictures.get(name):
                return found
        stem = name.rpartition(".")[0] or name
        return self._by_name.get(stem) or self._by_name.get(without_view(stem))

    def of_sku(self, sku: str) -> Garment | None:
        """What is known of a SKU."""
        return self._by_name.get(folded(sku))

    def column(self, heading: str) -> str | None:
        """The key of a column, or None where there is no such."""
        key = column_key(heading)
        return key if key in self.headings else None

    def telling_column(self, most: int = 12) -> tuple[str, list[str]]:
        """The heading of the column that sorts garments into a few kinds, and these; ("", []) where there is none."""
        kinds = {key: sorted({row.texts.get(key, "") for row in self._rows} - {""}) for key in self.headings}
        few = {key: some for key, some in kinds.items() if 2 <= len(some) <= most and max(map(len, some)) <= 40}
        best = next((key for key in ("category", "product_category", "type", "product_type") if key in few), "")
        best = best or max(few, key=lambda key: len(few[key]), default="")
        return self.headings.get(best, ""), few.get(best, [])

    def _column(self, given: str | None, usual: Sequence[str]) -> str | None:
        if given is None:
            return next((key for key in usual if key in self.headings), None)
        key = self.column(given)
        if key is None:
            raise Malformed(Place(1), f"there is no column '{given}'; there are {', '.join(self.headings.values())}")
        return key

    def _index(self, rows: Sequence[Row], image: str | None) -> None:
        """Enter one product: its photographs show all its SKUs, those of a variant only the variant's."""
        whole: dict[str, str] = {}
        for row in reversed(rows):
            whole |= row.texts
        skus = tuple(dict.fromkeys(row.texts[self._sku] for row in rows if self._sku in row.texts)) if self._sku else ()
        product = Garment(skus, whole)
        pictured: dict[str, list[Row]] = {}
        for row in rows:
            pictured.setdefault(row.texts.get(VARIANT_IMAGE, ""), []).append(row)
            if image and image in row.texts:
                _enter(self._pictures[1], row.texts[image], product)
        for shown, some in pictured.items():
            texts = {**whole, **some[0].texts}
            if shown:
                own = dict.fromkeys(row.texts[self._sku] for row in some if self._sku in row.texts) if self._sku else ()
                _enter(self._pictures[0], shown, Garment(tuple(own) or skus, texts))
        for row in rows:
            if self._sku and (sku := row.texts.get(self._sku)):
                self._by_name.setdefault(folded(sku), Garment((sku,), {**whole, **row.texts}))
        if handle := whole.get(HANDLE):
            self._by_name.setdefault(folded(handle), product)


def _enter(pictures: dict[str, Garment | None], cell: str, garment: Garment) -> None:
    """Enter a picture by its path and by its name; a name that two garments have says nothing."""
    path = folded(_path(cell))
    for key in {path.removeprefix("./"), path.rpartition("/")[2]}:
        if key:
            pictures[key] = garment if pictures.get(key, garment) == garment else None


def _path(cell: str) -> str:
    """The path that a cell names, which may be an address on the web."""
    try:
        return unquote(urlsplit(cell).path) if "://" in cell else cell.replace("\\", "/")
    except ValueError:  # "http://[" is no address
        return cell


def _products(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows by handle; a row without one is a product of its own."""
    groups: dict[str, list[Row]] = {}
    for index, row in enumerate(rows):
        groups.setdefault(row.texts.get(HANDLE) or f"\0{index}", []).append(row)
    yield from groups.values()


def find_garments(folders: Sequence[Path]) -> Garments | None:
    """The first table called `catalog.csv` or `catalog.xlsx` in one of the folders, read; None: there is none.

    Raises:
        Malformed, OSError: it cannot be read.
    """
    path = next((folder / name for folder in folders for name in FILES if (folder / name).is_file()), None)
    return Garments(path, read_table(path)) if path else None
