"""Contact sheets: before above after, captioned, a page at a time."""

from functools import cache
from pathlib import PurePath
from typing import NamedTuple

import imagecodecs
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashionforward.review.captions import FONTS, shorten
from fashionforward.review.thumbnail import shrunk

COLUMNS = 6
SIZE = (288, 384)
"""Width and height that a picture on a sheet fits in, in pixels."""

MARGIN, GAP, HEADER, CAPTION = 48, 24, 64, 92
PAPER, INK, QUIET, ALARM = "#ffffff", "#1d1d1f", "#6e6e73", "#b3261e"


class Pair(NamedTuple):
    """One item on a sheet.

    `seed` is empty where it makes no difference, `made` ("2026-11-22") where the day is not known. `mark` says what people
    should know before they approve it.
    """

    relative: PurePath
    before: Image.Image
    after: Image.Image
    sku: str
    seed: str = ""
    made: str = ""
    mark: str = ""


def draw_sheet(pairs: list[Pair], edit: str, page: int) -> Image.Image:
    """Draw one page: up to `COLUMNS` items a row, each its photograph above its edit above what it is and when it was made."""
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
    title = _font(28, bold=True)
    draw.text((MARGIN, MARGIN), _fit(edit, title, sheet.width - 2 * MARGIN - 120), INK, title)
    draw.text((sheet.width - MARGIN, MARGIN + 8), f"page {page}", QUIET, _font(17), anchor="ra")
    for index, pair in enumerate(pairs):
        left = MARGIN + (index % columns) * (width + GAP)
        top = MARGIN + HEADER + (index // columns) * (cell + GAP)
        _place(sheet, pair.before, left, top, bottom=True)
        _place(sheet, pair.after, left, top + height + GAP // 3, bottom=False)
        _caption(draw, pair, edit, left, top + 2 * height + GAP // 3 + 6)
    return sheet


def _place(sheet: Image.Image, image: Image.Image, left: int, top: int, *, bottom: bool) -> None:
    """Centre a thumbnail in its box; before and after meet in the middle whatever their height."""
    width, height = SIZE
    image = shrunk(image, SIZE)
    sheet.paste(image, (left + (width - image.width) // 2, top + (height - image.height if bottom else 0)))


def encode_sheet(sheet: Image.Image) -> bytes:
    """As PNG, as quickly as it goes: a sheet is looked at once."""
    return bytes(imagecodecs.png_encode(np.asarray(sheet), level=1, filter=imagecodecs.PNG.FILTER.UP))


def _caption(draw: ImageDraw.ImageDraw, pair: Pair, edit: str, left: int, top: int) -> None:
    seed = f" · seed {pair.seed}" if pair.seed else ""
    made = f"{pair.made} · " if pair.made else ""
    name = pair.relative.as_posix().encode("utf-8", "replace").decode()
    small, width = _font(14), SIZE[0]  # of a long line, the name in it is shortened
    about = _fit(edit, small, width - round(small.getlength(seed))) + seed
    where = made + _fit(name, small, width - round(small.getlength(made)))
    lines = (
        (pair.sku, _font(17, bold=True), INK, 0),
        (about, small, INK, 24),
        (where, small, QUIET, 44),
        (pair.mark, small, ALARM, 64),
    )
    for text, font, ink, down in lines:
        draw.text((left, top + down), _fit(text, font, width), ink, font)


def _fit(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    return shorten(text, font.getlength, width)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size)
