"""What a print leaves at the border of a plain garment: cuffs, bands and linings of another cloth, and what is no cloth at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.main_colour import CLEAR
from fashionforward.imaging.masks import distance
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.window import largest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

PLAIN = 0.15
"""Share of the garment up to which other colours are trim: more of them are a print or a stripe, which a new print replaces."""

LARGEST = 0.1
"""Share of the garment up to which one piece is trim."""

PIECE = 0.04
"""Two parts of the garment larger than this, with a strip of another colour between them: that is a stripe, no band or cuff."""

NARROW, UPRIGHT, CENTRE = 0.07, 0.4, 0.2
"""A strip between two parts is a zip or a placket all the same if it is no wider than this share of the garment, taller than that of
it, and no further from its middle."""

DEPTH, SHALLOW = 3, 0.25
"""Share of a piece that lies within so many pixels of the outline at the least: a graphic that a seam cuts off goes deeper."""

FEW, SPECK = 4, 0.001
"""Pieces of another colour inside the garment, each of such a share of it at the least, beyond which they are a print's motifs, and so
are those that the outline cuts."""


def leave_trim(matte: Array, evidence: Array) -> Array:
    """The matte (h, w) of a print, without the trim at the garment's outline; arguments as in `find_trim`."""
    return np.where(find_trim(matte, evidence), 0, matte).astype(np.float32)


def find_trim(matte: Array, evidence: Array) -> NDArray[np.bool_]:
    """Pixels (h, w) of a garment that a print is to leave.

    matte: (h, w) in [0, 1]; evidence: (h, w) in [-1, 1], how far each pixel is of the garment's main dye. Pieces that touch the
    garment's outline, and not those inside it: a graphic is printed over.
    """
    cloth = matte > 0.5
    area = max(int(cloth.sum()), 1)
    other = cloth & (evidence < -CLEAR)
    trim = np.zeros_like(cloth)
    if not 0 < other.sum() <= PLAIN * area:
        return trim
    depth = distance(~cloth)
    rim = depth <= 1  # its pixels are half of what lies behind the garment, and would join all that touches it
    count, pieces, stats, _ = cv2.connectedComponentsWithStats((other & ~rim).astype(np.uint8), connectivity=4)
    inner = 0
    for label in range(1, count):
        left, top, wide, tall, size = (int(value) for value in stats[label])
        box = slice(top, top + tall), slice(left, left + wide)
        inside = pieces[box] == label
        deep = depth[box][inside]
        shallow, outer = float((deep <= DEPTH).mean()), bool((deep <= 2).any())
        inner += not outer and size >= SPECK * area
        if size > LARGEST * area:
            continue
        piece = np.zeros_like(cloth)
        piece[box] = inside
        if _is_zip(cloth, piece) or (outer and shallow >= SHALLOW and not _parts(cloth, piece, PIECE * area)):
            trim |= piece
            inner -= not outer
    if inner > FEW:
        return np.zeros_like(cloth)
    return trim | ((largest(trim.astype(np.float32), 1) > 0) & rim & other)


def _is_zip(cloth: NDArray[np.bool_], strip: NDArray[np.bool_]) -> bool:
    """Whether a piece is a narrow strip down the middle of the garment."""
    columns, rows = np.flatnonzero(cloth.any(0)), np.flatnonzero(cloth.any(1))
    tall = int(strip.any(1).sum())
    if tall < UPRIGHT * len(rows):
        return False
    widths = strip.sum(1)[strip.any(1)]
    off = abs(float(np.nonzero(strip)[1].mean()) - float(columns[0] + columns[-1]) / 2)
    return float(np.median(widths)) <= max(2, NARROW * len(columns)) and off <= CENTRE * len(columns)


def _parts(cloth: NDArray[np.bool_], strip: NDArray[np.bool_], least: float) -> bool:
    """Whether a strip lies between two pieces of cloth of at least so many pixels."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((cloth & ~strip).astype(np.uint8), connectivity=4)
    return int((stats[1:, cv2.CC_STAT_AREA] >= least).sum()) > 1
