"""Contact sheets: before above after, captioned, a page at a time."""

from functools import cache
from pathlib import PurePath
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from fashionforward.review.captions import FONTS, shorten

COLUMNS = 6
SIZE = (288, 384)
"""Width and height that a picture on a sheet fits in, in pixels."""

MARGIN, GAP, HEADER, CAPTION = 48, 24, 64, 52
PAPER, INK, QUIET, ALARM = "#ffffff", "#1d1d1f", "#77777c", "#b3261e"


class Pair(NamedTuple):
    """One item on a sheet. `mark` says what people should know before they approve it."""

    relative: PurePath
    before: Image.Image
    after: Image.Image
    mark: str = ""


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
        _caption(draw, pair, edit, left, top + 2 * height + GAP // 3 + 6)
    return sheet


def _place(sheet: Image.Image, image: Image.Image, left: int, top: int, *, bottom: bool) -> None:
    """Centre a thumbnail in its box; before and after meet in the middle whatever their height."""
    width, height = SIZE
    image = image.copy()
    image.thumbnail(SIZE, Image.Resampling.LANCZOS)
    sheet.paste(image, (left + (width - image.width) // 2, top + (height - image.height if bottom else 0)))


def _caption(draw: ImageDraw.ImageDraw, pair: Pair, edit: str, left: int, top: int) -> None:
    name = pair.relative.as_posix().encode("utf-8", "replace").decode()
    draw.text((left, top), _fit(name, _font(15), SIZE[0]), INK, _font(15))
    below, ink = (pair.mark, ALARM) if pair.mark else (edit, QUIET)
    draw.text((left, top + 21), _fit(below, _font(14), SIZE[0]), ink, _font(14))


def _fit(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    return shorten(text, font.getlength, width)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "DejaVuSans.ttf", size)
