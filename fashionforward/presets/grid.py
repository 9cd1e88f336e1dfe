"""Grids of small pictures with a label before each row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

GAP = 2
INK, GROUND = (40, 40, 40), (255, 255, 255)


def draw_grid(rows: Sequence[tuple[str, Sequence[NDArray[np.float32]]]], head: Sequence[str] = ()) -> Image.Image:
    """One row of pictures each, (h, w, 1 or 3) in [0, 1], all of one size, the small ones enlarged; `head` names the columns."""
    font = _font(13)
    side = next(picture.shape[0] for _, pictures in rows for picture in pictures)
    side *= 3 if side < 64 else 2 if side < 128 else 1
    left = max((int(font.getlength(label)) for label, _ in rows), default=0) + 12
    top = 22 if head else GAP
    columns = max(len(pictures) for _, pictures in rows)
    sheet = Image.new("RGB", (left + columns * (side + GAP), top + len(rows) * (side + GAP)), GROUND)
    pen = ImageDraw.Draw(sheet)
    for place, title in enumerate(head):
        pen.text((left + place * (side + GAP) + side // 2, top // 2), title, INK, font, anchor="mm")
    for number, (label, pictures) in enumerate(rows):
        y = top + number * (side + GAP)
        pen.text((left - 8, y + side // 2), label, INK, font, anchor="rm")
        for place, picture in enumerate(pictures):
            sheet.paste(
                to_image(picture).resize((side, side), Image.Resampling.NEAREST), (left + place * (side + GAP), y)
            )
    return sheet


def to_image(picture: NDArray[np.float32]) -> Image.Image:
    """(h, w, 1 or 3) in [0, 1] -> RGB."""
    values = np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8)
    return Image.fromarray(np.broadcast_to(values, (*values.shape[:2], 3)).copy())


def _font(size: int) -> ImageFont.FreeTypeFont:
    from matplotlib import get_data_path

    return ImageFont.truetype(str(Path(get_data_path()) / "fonts/ttf/DejaVuSans.ttf"), size)


def png(image: Image.Image) -> bytes:
    """Encoded."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
