"""The parser's soft maps made into a matte that is sure of itself, before it is brought to the photograph's resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.colour_model import settle_by_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BELIEVED = (0.1, 0.9)
"""Alphas that are taken for none and for all."""

APART = 0.05
"""A piece with less than this share of the largest one's area is a mistake on somebody's knee, not a part of the garment."""


def settle(matte: Array, canvas: Array, inside: NDArray[np.bool_]) -> Array:
    """(h, w) in [0, 1] from a soft matte (h, w) on the canvas (h, w, 3) sRGB; inside: where the photograph lies.

    Twice over, what is believed is asked what its colour says.
    """
    once = settle_by_colour(_stretch(matte), canvas, inside)
    return _drop_specks(settle_by_colour(_stretch(once), canvas, inside))


def _stretch(matte: Array) -> Array:
    return np.clip((matte - BELIEVED[0]) / (BELIEVED[1] - BELIEVED[0]), 0, 1).astype(np.float32)


def _drop_specks(matte: Array) -> Array:
    """Without the pieces that are small and apart, their soft rims included."""
    pieces, count = ndimage.label(matte > 0.5)
    if count < 2:
        return matte
    areas = ndimage.sum_labels(np.ones_like(matte), pieces, np.arange(1, count + 1))
    large = np.isin(pieces, 1 + np.flatnonzero(areas >= APART * areas.max()))
    return matte * ndimage.binary_dilation(large, iterations=2)
