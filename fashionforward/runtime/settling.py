"""The parser's soft maps made into a matte that is sure of itself, before it is brought to the photograph's resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.colour_model import settle_by_colour
from fashionforward.imaging.masks import dilated, pieces_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BELIEVED = (0.1, 0.9)
"""Alphas that are taken for none and for all."""

APART = 0.05
"""A piece with less than this share of the largest one's area is a mistake on somebody's knee, not a part of the garment."""


def settle(matte: Array, bins: NDArray[np.intp], inside: NDArray[np.bool_], person: Array) -> Array:
    """(h, w) in [0, 1] from a soft matte (h, w) on the canvas, its colours as `bins_of` has them; inside: where the photograph lies.

    person: (h, w), the probability of skin and hair, whose colours are told from the cloth's.
    Twice over, what is believed is asked what its colour says.
    """
    once = settle_by_colour(_stretch(matte), bins, inside, person)
    return _drop_specks(settle_by_colour(_stretch(once), bins, inside, person))


def _stretch(matte: Array) -> Array:
    return np.clip((matte - BELIEVED[0]) / (BELIEVED[1] - BELIEVED[0]), 0, 1).astype(np.float32)


def _drop_specks(matte: Array) -> Array:
    """Without the pieces that are small and apart, their soft rims included."""
    pieces, areas = pieces_of(matte > 0.5)
    areas[0] = 0
    if len(areas) < 3:
        return matte
    return matte * dilated((areas >= APART * areas.max())[pieces], 2)
