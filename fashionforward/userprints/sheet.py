"""`ff attrs --sheet`: every print that can be asked for, three seeds each, as cloth and on a garment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashionforward.attributes.edit import SOLID, Edit
from fashionforward.imaging.letterbox import resize
from fashionforward.review.captions import FONTS, shorten
from fashionforward.userprints.design import paint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.engine import Engine, Parse

    Array = NDArray[np.float32]

SEEDS = 3
SWATCH, GARMENT = 120, (120, 160)
"""Pixels: of a swatch's side, and of a garment's width and height."""

COLUMNS, GAP, SPACE, CAPTION = 4, 4, 24, 24
INK, PAPER = "#1d1d1f", "#ffffff"
BLOCK = (SEEDS * (SWATCH + GAP) - GAP, CAPTION + SWATCH + GAP + GARMENT[1])


def example_garment() -> Path:
    """A plain grey tee, CC0, that comes with ff."""
    return Path(str(resources.files("fashionforward.userprints"))) / "example-garment.jpg"


def draw_sheet(engine: Engine, prints: Sequence[str], garment: Array) -> Image.Image:
    """A block a print: three seeds as cloth, one repeat each, and the same three on a garment, (H, W, 3) sRGB in [0, 1]."""
    photo = _fitted(garment)
    parse = engine.parse(photo)
    rows = -(-len(prints) // COLUMNS)
    width = SPACE + min(COLUMNS, len(prints)) * (BLOCK[0] + SPACE)
    sheet = Image.new("RGB", (width, SPACE + rows * (BLOCK[1] + SPACE)), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONTS / "DejaVuSans.ttf", 15)
    for place, name in enumerate(prints):
        left = SPACE + place % COLUMNS * (BLOCK[0] + SPACE)
        top = SPACE + place // COLUMNS * (BLOCK[1] + SPACE)
        draw.text((left, top), shorten(name, font.getlength, BLOCK[0]), INK, font)
        for seed, (cloth, worn) in enumerate(_pictures(engine, name, photo, parse)):
            sheet.paste(cloth, (left + seed * (SWATCH + GAP), top + CAPTION))
            sheet.paste(worn, (left + seed * (SWATCH + GAP), top + CAPTION + SWATCH + GAP))
    return sheet


def _fitted(garment: Array) -> Array:
    """The middle of a photograph, in the shape of a block's place, at twice its pixels."""
    height, width = garment.shape[:2]
    shape = GARMENT[1] / GARMENT[0]
    tall, wide = min(height, round(width * shape)), min(width, round(height / shape))
    top, left = (height - tall) // 2, (width - wide) // 2
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
