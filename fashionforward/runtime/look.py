"""A second look: where the garment is small in its photograph, the parser is shown that part of it alone, from nearer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import Letterbox, fit, resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

Window = tuple[slice, slice]
"""Rows and columns of a photograph."""

CLOTH = 0.4
"""Alpha from which a pixel of the first look is cloth that the second one must hold."""

AROUND = 0.12
"""What is kept around the garment, as a share of its longer side: the parser tells a top by the head above it."""

NEARER, ALONE = 1.15, 1.25
"""How much larger the garment must come out on the canvas for a second look to be worth its time; and where nobody wears it, so that all
there is to find is its outline."""

REMEMBERED = 0.4
"""Share of the first look in the two together: it knows what lies around, the second one where the edges are."""


def whole(image: tuple[int, int]) -> Window:
    """All of a photograph of (height, width)."""
    return slice(0, image[0]), slice(0, image[1])


def nearer(matte: Array, box: Letterbox, *, worn: bool = True) -> Window | None:
    """Where to look again, given the first look's matte (h, w) on its canvas; None where that would show it hardly larger.

    The window holds the cloth and a margin, and is widened towards the canvas's shape as far as the photograph reaches.
    """
    inner = matte[box.top : box.top + box.height, box.left : box.left + box.width] > CLOTH
    rows, columns = np.flatnonzero(inner.any(1)), np.flatnonzero(inner.any(0))
    if not len(rows):
        return None
    # whole pixels make the two scales differ where one side is short
    scales = box.height / box.image[0], box.width / box.image[1]
    spans = [(at[0] / scale, (at[-1] + 1) / scale) for at, scale in zip((rows, columns), scales, strict=True)]
    margin = AROUND * max(end - start for start, end in spans)
    sides = [end - start + 2 * margin for start, end in spans]
    ratio = max(side / cells for side, cells in zip(sides, box.canvas, strict=True))
    first, second = (
        _span(start, end, max(side, cells * ratio), length)
        for (start, end), side, cells, length in zip(spans, sides, box.canvas, box.image, strict=True)
    )
    size = (first.stop - first.start, second.stop - second.start)
    return (first, second) if fit(size, box.canvas).scale >= (NEARER if worn else ALONE) * box.scale else None


def _span(start: float, end: float, side: float, length: int) -> slice:
    """A span of a side, around what starts and ends there, that lies in [0, length]."""
    wide = min(length, max(1, round(side)))
    first = min(max(0, round((start + end - wide) / 2)), length - wide)
    return slice(first, first + wide)


def recall(planes: Array, box: Letterbox, window: Window, near: Letterbox) -> Array:
    """What a canvas (h, w, C) says of a window of its photograph, on the canvas of the second look, 0 around it."""
    inner = planes[box.top : box.top + box.height, box.left : box.left + box.width]
    down, across = box.height / box.image[0], box.width / box.image[1]
    rows, columns = window
    part = (columns.start * across, rows.start * down, columns.stop * across, rows.stop * down)
    out = np.zeros((*near.canvas, planes.shape[2]), np.float32)
    seen = resize(inner, (near.height, near.width), part)
    out[near.top : near.top + near.height, near.left : near.left + near.width] = seen
    return out


def together(first: Array, second: Array) -> Array:
    """Two looks at the same place as one."""
    return (REMEMBERED * first + (1 - REMEMBERED) * second).astype(np.float32)


def spread(plane: Array, window: Window, image: tuple[int, int]) -> Array:
    """A plane (h, w[, C]) of a window in its place in the whole photograph, 0 around it."""
    if plane.shape[:2] == tuple(image):
        return plane
    out = np.zeros((*image, *plane.shape[2:]), plane.dtype)
    out[window] = plane
    return out
