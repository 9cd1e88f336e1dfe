"""`ff attrs --sheet`: every print that can be asked for, three seeds each, as cloth and on a garment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashionforward.attributes.edit import SOLID, Edit
from fashionforward.imaging.letterbox import leave, resize
from fashionforward.review.captions import FONTS, shorten
from fashionforward.runtime.look import spread
from fashionforward.userprints.design import paint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.engine import Engine, Parse

    Array = NDArray[np.float32]

SEEDS = 3
SWATCH, GARMENT = 144, (144, 192)
"""Pixels: of a swatch's side, and of a garment's width and height."""

COLUMNS, GAP, SPACE, CAPTION = 4, 4, 28, 26
INK, QUIET, PAPER = "#1d1d1f", "#6e6e73", "#ffffff"
BLOCK = (SEEDS * (SWATCH + GAP) - GAP, CAPTION + SWATCH + GAP + GARMENT[1])

AROUND = 0.07
"""Share of a garment's height that is left around it."""


def example_garment() -> Path:
    """A plain white tee on grey, 421fc54c of the Clothing Dataset (CC0), that comes with ff."""
    return Path(str(resources.files("fashionforward.userprints"))) / "example-garment.jpg"


def draw_sheet(engine: Engine, prints: Mapping[str, Mapping[str, object]], garment: Array) -> Image.Image:
    """A block a print: three seeds as cloth, one repeat each, and the same three on a garment, (H, W, 3) sRGB in [0, 1].

    prints: by name what a card says of them.
    """
    photo = _around(garment, engine)
    parse = engine.parse(photo)
    rows = -(-len(prints) // COLUMNS)
    width = SPACE + min(COLUMNS, len(prints)) * (BLOCK[0] + SPACE)
    sheet = Image.new("RGB", (width, SPACE + rows * (BLOCK[1] + SPACE)), PAPER)
    draw = ImageDraw.Draw(sheet)
    for place, (name, entry) in enumerate(prints.items()):
        left = SPACE + place % COLUMNS * (BLOCK[0] + SPACE)
        top = SPACE + place // COLUMNS * (BLOCK[1] + SPACE)
        _caption(draw, name, entry, left, top)
        for seed, (cloth, worn) in enumerate(_pictures(engine, name, photo, parse)):
            sheet.paste(cloth, (left + seed * (SWATCH + GAP), top + CAPTION))
            sheet.paste(worn, (left + seed * (SWATCH + GAP), top + CAPTION + SWATCH + GAP))
    return sheet


def _caption(draw: ImageDraw.ImageDraw, name: str, entry: Mapping[str, object], left: int, top: int) -> None:
    bold, font = ImageFont.truetype(FONTS / "DejaVuSans-Bold.ttf", 15), ImageFont.truetype(FONTS / "DejaVuSans.ttf", 13)
    about = "yours" if "own" in entry else f"{entry.get('designs', 1)} designs"
    about += f" · seeds 0 to {SEEDS - 1}"
    draw.text((left, top), shorten(name, bold.getlength, BLOCK[0] - font.getlength(about) - GAP), INK, bold)
    draw.text((left + BLOCK[0], top + 2), about, QUIET, font, anchor="ra")


def _around(garment: Array, engine: Engine) -> Array:
    """The garment and a little around it, in the shape of a block's place, at twice its pixels."""
    height, width = garment.shape[:2]
    shape = GARMENT[1] / GARMENT[0]
    parse = engine.parse(garment)
    matte = spread(leave(parse.matte, parse.box), parse.window, parse.image)
    rows, columns = (np.flatnonzero((matte > 0.5).any(axis)) for axis in (1, 0))
    if not len(rows):
        rows, columns = np.arange(height), np.arange(width)
    margin = AROUND * len(rows)
    tall = max(np.ptp(rows) + 2 * margin, (np.ptp(columns) + 2 * margin) * shape)
    tall = round(min(tall, height, width * shape))
    wide = min(round(tall / shape), width)
    top = round(np.clip((rows[0] + rows[-1] - tall) / 2, 0, height - tall))
    left = round(np.clip((columns[0] + columns[-1] - wide) / 2, 0, width - wide))
    return resize(garment[top : top + tall, left : left + wide], (2 * GARMENT[1], 2 * GARMENT[0]))


def _pictures(engine: Engine, name: str, photo: Array, parse: Parse) -> Iterator[tuple[Image.Image, Image.Image]]:
    for seed in range(SEEDS):
        edit = Edit(name, print=name, seed=seed)
        pattern = engine.pattern(edit)
        plain = np.broadcast_to(pattern.palette[0], (8, 8, 3))
        cloth = plain if name == SOLID else paint(pattern.logits[0], pattern.palette)
        worn = engine.render(photo, parse, edit, sku=name).rgb
        yield _picture(cloth, (SWATCH, SWATCH)), _picture(worn, GARMENT)


def _picture(rgb: Array, size: tuple[int, int]) -> Image.Image:
    image = Image.fromarray(np.round(np.clip(rgb, 0, 1) * 255).astype(np.uint8))
    return image.resize(size, Image.Resampling.LANCZOS)
