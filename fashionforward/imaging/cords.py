"""Cords: drawstrings, and zips that end half way down, which a print leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.masks import closed, dilated, distance, opened, rectangle
from fashionforward.imaging.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.imaging.outstanding import Outstanding

    Array = NDArray[np.float32]

WIDEST, SHORTEST = 0.035, 0.1
"""The most that a cord is wide, and the least that it is long, in garment widths."""

CLEAR = 0.15
"""How far all of it stands out from the cloth around, as a distance in luma and both colour differences."""

LEAN, BENT = 0.5, 0.01
"""How much it may lean, across by down, and the distance from a straight line, in garment widths, at which half of it may lie."""

NEAR, ASIDE, HIGHEST = 0.15, 0.3, 0.3
"""How far from the middle most are, and all, in garment widths, and how far below the top they may begin, in heights."""

EVEN = 0.55, 0.4
"""The most that its width varies (its deviation by its mean), near the middle and aside."""

TINTED = 0.05
"""What is darker than the cloth, and no further from its colour than this, is the shade of an arm where it lies aside."""

HANGS = 0.1
"""How far from the outline it may begin, in garment widths: cords hang from a neck or a hood, and letters do not."""

MOST, CLUTTER = 4, 0.12
"""Cords on a garment, and the share of it on which thin things may stand out: of more, they are the lines of a print."""


def find_cords(seen: Outstanding) -> Array | None:
    """How much of each pixel (h, w) is cord, in [0, 1]; None where there is none."""
    (height, width), out = seen.alpha.shape, seen.other
    # without what is wide a zip is apart from the edge of the collar that goes on from it
    thin = out & ~opened(out, rectangle(1, 2 * round(WIDEST * width / 2) + 1))
    if thin.sum() > CLUTTER * (seen.alpha > 0.95).sum():
        return None
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(thin.view(np.uint8), connectivity=8)
    found, count = np.zeros(seen.alpha.shape, np.float32), 0
    long = (stats[:, cv2.CC_STAT_HEIGHT] >= SHORTEST * width) & (stats[:, cv2.CC_STAT_TOP] <= HIGHEST * height)
    for number in np.flatnonzero(long)[1:]:
        left, top, wide, tall = (int(value) for value in stats[number, :4])
        box = slice(top, top + tall), slice(left, left + wide)
        piece = pieces[box] == number
        if _is_cord(seen, box, piece) and _begin(seen, box, piece) <= HANGS * width:
            beside = _widened(box)
            found[beside] = np.maximum(found[beside], _share(seen, beside, pieces[beside] == number))
            count += 1
    return found if 0 < count <= MOST else None


def _widened(box: tuple[slice, slice]) -> tuple[slice, slice]:
    """A box with what is next to it, where there is something."""
    first, second = (slice(max(0, part.start - 1), part.stop + 1) for part in box)
    return first, second


def _share(seen: Outstanding, box: tuple[slice, slice], piece: NDArray[np.bool_]) -> Array:
    """How much of each pixel of a box is a cord, given which are in the main: at its rim, what its colour says."""
    beside = seen.planes[box] - seen.around[box]
    colour = np.median(beside[piece], axis=0)
    share = np.clip(beside @ colour / (colour @ colour), 0, 1)
    core = closed(piece & (seen.away[box] > 0.5 * np.linalg.norm(colour)), rectangle(3, 3))
    return np.where(core, 1, share * dilated(piece, 1, rectangle(3, 3))).astype(np.float32)


def _begin(seen: Outstanding, box: tuple[slice, slice], piece: NDArray[np.bool_]) -> float:
    """How far from the garment's outline a piece's upper end is, in pixels."""
    reach = int(HANGS * seen.alpha.shape[1]) + 2
    top, left = (max(0, part.start - reach) for part in box)
    near = slice(top, box[0].start + reach), slice(left, box[1].stop + reach)
    end = np.flatnonzero(piece[: max(1, len(piece) // 10)].any(0))
    # beyond the box there is no cloth either
    inside = np.pad(seen.alpha[near] > 0.5, 1)
    columns = box[1].start - left + 1 + end
    return float(distance(~inside)[box[0].start - top + 1, columns].min())


def _is_cord(seen: Outstanding, box: tuple[slice, slice], piece: NDArray[np.bool_]) -> bool:
    width, rows = seen.alpha.shape[1], np.flatnonzero(piece.any(1))
    off = abs((box[1].start + box[1].stop - 1) / 2 - width / 2) / width
    across = piece[rows].sum(1)
    light, *tint = np.median(seen.planes[box][piece] - seen.around[box][piece], axis=0)
    if off > ASIDE or np.median(across) > WIDEST * width or np.hypot(light, np.hypot(*tint)) < CLEAR:
        return False
    if across.std() > EVEN[int(off > NEAR)] * across.mean() or (off > NEAR and light < 0 and np.hypot(*tint) < TINTED):
        return False
    middle = (piece[rows] * np.arange(piece.shape[1])).sum(1) / across
    lean, start = np.polyfit(rows, middle, 1)
    bent = np.median(np.abs(lean * rows + start - middle))
    return bool(abs(lean) <= LEAN and bent <= BENT * width)
