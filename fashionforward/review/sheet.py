"""Contact sheets: before above after, captioned, a page at a time."""

import io
from functools import cache
from pathlib import Path, PurePath
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.outputs import OutputTree
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import CannotWrite
from fashionforward.review.captions import FONTS, shorten

PER_PAGE = 12
COLUMNS = 6
SIZE = (288, 384)
"""Width and height that a picture on a sheet fits in, in pixels."""

MARGIN, GAP, HEADER, CAPTION = 48, 24, 64, 52
PAPER, INK, QUIET = "#ffffff", "#1d1d1f", "#77777c"


class Pair(NamedTuple):
    """One item on a sheet."""

    relative: PurePath
    before: Image.Image
    after: Image.Image


class SheetWriter:
    """Collects one edit's thumbnails and writes a page whenever one is full: no more than a page is held."""

    def __init__(self, tree: OutputTree, edit: Edit) -> None:
        self._tree = tree
        self._edit = edit
        self._pairs: list[Pair] = []
        self._written: list[Path] = []

    def add(self, relative: PurePath, before: Image.Image, after: Image.Image) -> None:
        """Put an item on the current page."""
        self._pairs.append(Pair(relative, before, after))
        if len(self._pairs) == PER_PAGE:
            self._flush()

    def close(self) -> list[Path]:
        """Write what is left; returns the paths of all pages."""
        if self._pairs:
            self._flush()
        self._drop_older_pages()
        return self._written

    def _drop_older_pages(self) -> None:
        """Remove what a longer run left behind this one's last page: it would be taken for part of this one."""
        page = len(self._written) + 1
        while self._written and (older := self._tree.sheet(self._edit, page)).exists():
            older.unlink()
            page += 1

    def _flush(self) -> None:
        page = len(self._written) + 1
        buffer = io.BytesIO()
        draw_sheet(self._pairs, self._edit.name, page).save(buffer, "PNG")
        path = self._tree.sheet(self._edit, page)
        try:
            write_atomically(path, buffer.getvalue())
        except OSError as error:
            raise CannotWrite(f"The contact sheet {path} cannot be written: {error.strerror}.") from error
        self._written.append(path)
        self._pairs = []


def draw_sheet(pairs: list[Pair], edit: str, page: int) -> Image.Image:
    """Draw one page: up to `COLUMNS` items a row, each its photograph above its edit above its name."""
    columns = min(COLUMNS, len(pairs))
    rows = -(-len(pairs) // columns)
    width, height = SIZE
    cell = 2 * height + GAP // 3 + CAPTION
    sheet = Image.new(
        "RGB",
        (2 * MARGIN + columns * width + (columns - 1) * GAP, 2 * MARGIN + HEADER + rows * cell + (rows - 1) * GAP),
        PAPER,
    )
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN), _fit(edit, _font(28), sheet.width - 2 * MARGIN - 120), INK, _font(28))
    draw.text((sheet.width - MARGIN, MARGIN + 8), f"page {page}", QUIET, _font(17), anchor="ra")
    for index, pair in enumerate(pairs):
        left = MARGIN + (index % columns) * (width + GAP)
        top = MARGIN + HEADER + (index // columns) * (cell + GAP)
        _place(sheet, pair.before, left, top, bottom=True)
        _place(sheet, pair.after, left, top + height + GAP // 3, bottom=False)
        _caption(draw, pair.relative, edit, left, top + 2 * height + GAP // 3 + 6)
    return sheet


def _place(sheet: Image.Image, image: Image.Image, left: int, top: int, *, bottom: bool) -> None:
    """Centre a thumbnail in its box; before and after meet in the middle whatever their height."""
    width, height = SIZE
    image = image.copy()
    image.thumbnail(SIZE, Image.Resampling.LANCZOS)
    sheet.paste(image, (left + (width - image.width) // 2, top + (height - image.height if bottom else 0)))


def _caption(draw: ImageDraw.ImageDraw, relative: PurePath, edit: str, left: int, top: int) -> None:
    name = relative.as_posix().encode("utf-8", "replace").decode()
    draw.text((left, top), _fit(name, _font(15), SIZE[0]), INK, _font(15))
    draw.text((left, top + 21), _fit(edit, _font(14), SIZE[0]), QUIET, _font(14))


def _fit(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    return shorten(text, font.getlength, width)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "DejaVuSans.ttf", size)
