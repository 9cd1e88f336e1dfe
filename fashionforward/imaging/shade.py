"""Whether a colour is that of a cloth in other light, or another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

FAINT = 0.05
"""Added to luma, so that black has no colour."""

COLOURED, SHADED, ASIDE = 0.12, 0.5, 0.4
"""Colour differences by luma from which cloth has a colour; and in shares of it, the least that the same cloth in deep shade has of that
colour, and the most that it has of another."""

BLACK = 0.2
"""Luma, as a share of the cloth's, under which nothing on it is shade: it is another thing, and black."""


def in_shade(planes: Array, cloth: Array) -> NDArray[np.bool_]:
    """Whether pixels are of a coloured cloth in other light, both (…, 3) as `luma_and_differences` has them."""
    # a plane at a time: rows of two and three are slow to work on as such
    luma, red, blue = (planes[..., k] for k in range(3))
    own_luma, own_red, own_blue = (cloth[..., k] for k in range(3))
    lit = luma > BLACK * own_luma
    red, blue = red / (luma + FAINT), blue / (luma + FAINT)
    own_red, own_blue = own_red / (own_luma + FAINT), own_blue / (own_luma + FAINT)
    strength = np.maximum(own_red * own_red + own_blue * own_blue, 1e-6)
    along = (red * own_red + blue * own_blue) / strength
    aside = np.hypot(red - along * own_red, blue - along * own_blue)
    return np.asarray(
        lit & (strength > COLOURED**2) & (along > SHADED) & (aside < ASIDE * along * np.sqrt(strength)), np.bool_
    )
