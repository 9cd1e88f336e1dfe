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
    hue, own = (x[..., 1:] / (x[..., :1] + FAINT) for x in (planes, cloth))
    strength = np.maximum((own**2).sum(-1), 1e-6)
    along = (hue * own).sum(-1) / strength
    aside = np.linalg.norm(hue - along[..., None] * own, axis=-1)
    lit = planes[..., 0] > BLACK * cloth[..., 0]
    return lit & (strength > COLOURED**2) & (along > SHADED) & (aside < ASIDE * along * np.sqrt(strength))
