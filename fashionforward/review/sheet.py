"""Contact sheets: before above after, captioned, a page at a time."""

from functools import cache
from pathlib import PurePath
from typing import NamedTuple

import imagecodecs
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashionforward.review.captions import BOLD, FONTS, REGULAR, Face, runs, shorten
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
    title = _Type(28, bold=True)
    title.write(draw, MARGIN, MARGIN, title.fit(edit, sheet.width - 2 * MARGIN - 120), INK)
    number, small = f"page {page}", _Type(17)
    small.write(draw, sheet.width - MARGIN - small.length(number), MARGIN + 8, number, QUIET)
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
    """As PNG, as quickly as it goes: a sheet is looked at once. Runs alone are as short as matches, in three fifths of the time."""
    png = imagecodecs.PNG
    return bytes(imagecodecs.png_encode(np.asarray(sheet), level=1, strategy=png.STRATEGY.RLE, filter=png.FILTER.UP))


def _caption(draw: ImageDraw.ImageDraw, pair: Pair, edit: str, left: int, top: int) -> None:
    seed = f" · seed {pair.seed}" if pair.seed else ""
    made = f"{pair.made} · " if pair.made else ""
    name = pair.relative.as_posix().encode("utf-8", "replace").decode()
    small, width = _Type(14), SIZE[0]  # of a long line, the name in it is shortened
    about = small.fit(edit, width - small.length(seed)) + seed
    where = made + small.fit(name, width - small.length(made))
    lines = (
        (pair.sku, _Type(17, bold=True), INK, 0),
        (about, small, INK, 24),
        (where, small, QUIET, 44),
        (pair.mark, small, ALARM, 64),
    )
    for text, type_, ink, down in lines:
        type_.write(draw, left, top + down, type_.fit(text, width), ink)


class _Type(NamedTuple):
    """How text is set: its size in pixels, and its weight where the captions' own font has one."""

    size: int
    bold: bool = False

    def length(self, text: str) -> float:
        """How long a text is, in pixels."""
        return sum(_font(self, run.face).getlength(run.text) for run in runs(text))

    def fit(self, text: str, width: float) -> str:
        """The text, shortened in its middle until it is no longer than `width`."""
        return shorten(text, self.length, width)

    def write(self, draw: ImageDraw.ImageDraw, left: float, top: float, text: str, ink: str) -> None:
        """Draw a text; every face stands on the same line."""
        line = top + _font(self, None).getmetrics()[0]
        for run in runs(text):
            font = _font(self, run.face)
            draw.text((left, line), run.text, ink, font, anchor="ls")
            left += font.getlength(run.text)


@cache
def _font(type_: _Type, face: Face | None) -> ImageFont.FreeTypeFont:
    if face is not None:
        return ImageFont.truetype(face.path, type_.size, face.number)
    return ImageFont.truetype(FONTS / (BOLD if type_.bold else REGULAR), type_.size)
