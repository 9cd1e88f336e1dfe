"""What the model makes of a swatch, beside the swatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fashionforward.review.captions import FONTS
from fashionforward.userprints.design import UserDesign, paint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fashionforward.runtime.card import Card
    from fashionforward.userprints.encoding import Graphs

SIDE, GAP, CHIP = 384, 16, 22
"""Pixels: of a picture's side, between pictures, of a colour's square."""

REPEATS = 1.5
"""So much of the repeat is shown, so that its seams are."""

INK, PAPER = "#1d1d1f", "#ffffff"


def decoded(design: UserDesign, card: Card, graphs: Graphs) -> np.ndarray:
    """Palette logits (6, 256, 256) as the renderer gets them."""
    if design.exact or design.code is None:
        return design.logits()[0]
    index = np.array([tuple(card.prints).index(design.family)], np.int64)
    return graphs.run("print_decoder", {"code": design.code[None], "family": index})["field"][0]


def draw_preview(name: str, designs: Sequence[UserDesign], card: Card, graphs: Graphs) -> Image.Image:
    """A row a swatch: the swatch as it repeats, what is drawn of it, its colours, and the share of cells that kept theirs."""
    row = SIDE + 2 * GAP + CHIP + 20
    sheet = Image.new("RGB", (3 * GAP + 2 * SIDE, GAP + 24 + len(designs) * row), PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONTS / "DejaVuSans.ttf", 15)
    draw.text((GAP, GAP // 2), f"{name}: swatch, and print", INK, font)
    for number, design in enumerate(designs):
        top = GAP + 24 + number * row
        painted = np.round(paint(decoded(design, card, graphs), design.palette) * 255).astype(np.uint8)
        for column, picture in enumerate((design.tile, painted)):
            sheet.paste(_repeated(picture), (GAP + column * (SIDE + GAP), top))
        for k in range(design.colors):
            left = GAP + k * (CHIP + 6)
            colour = tuple(int(value) for value in np.round(design.palette[k] * 255))
            draw.rectangle((left, top + SIDE + 8, left + CHIP, top + SIDE + 8 + CHIP), colour, "#c9c9cc")
        said = f"{design.kept:.0%} of cells kept their colour" + (
            ", exact" if design.exact else f", as {design.family}"
        )
        draw.text((2 * GAP + SIDE, top + SIDE + 10), said, INK, font)
    return sheet


def _repeated(tile: np.ndarray) -> Image.Image:
    size = round(len(tile) * REPEATS)
    wide = np.tile(tile, (2, 2, 1))[:size, :size]
    return Image.fromarray(np.ascontiguousarray(wide)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
