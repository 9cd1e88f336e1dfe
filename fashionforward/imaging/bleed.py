"""Colour that reaches further than its cloth: at an edge, lens and JPEG spread the hue over more pixels than the light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.guided import nearest_mean
from fashionforward.imaging.transfer import luma_and_differences, to_linear, to_srgb
from fashionforward.imaging.window import largest, least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

REACH, PIXELS = 0.006, (3, 10)
"""How far colour bleeds, as a share of the photograph's diagonal, and in pixels at the least and at the most."""

APART = (0.06, 0.14)
"""Distance of cloth's and ground's colour differences, sRGB, under which they tell nothing, and from which all."""

BESIDE = 0.03
"""How far from the line between both a pixel may lie, as a standard deviation."""

LEAST = 0.04
"""Bleeding that nobody sees, and that is left alone."""


def find_bleed(rgb: Array, alpha: Array, diagonal: float) -> Array:
    """How much more of the cloth's hue than of its light a pixel holds: (H, W) in [0, 1], 0 away from the matte's edges.

    rgb (H, W, 3) sRGB; alpha (H, W) in [0, 1]; diagonal: the photograph's, in pixels. Colour differences of the nearest sure
    cloth and ground are compared with the pixel's own, by projection, as alpha is elsewhere.
    """
    out = np.zeros_like(alpha)
    reach = int(np.clip(round(REACH * diagonal), *PIXELS))
    most = largest(alpha, reach)
    cloth, ground = least(alpha, 1) > 0.98, most < 0.02
    y, x = np.nonzero((most > 0.5) & (alpha < 0.98))
    at = y, x
    if not len(y) or not cloth.any() or not ground.any():
        return out
    seen = rgb[at]
    light = to_linear(seen)
    near = [to_srgb(nearest_mean(rgb, sure, at, light, 2 * reach)) for sure in (cloth, ground)]
    own, inner, outer = (luma_and_differences(colours)[:, 1:] for colours in (seen, *near))
    apart = inner - outer
    beside = own - outer
    distance = np.hypot(apart[:, 0], apart[:, 1])
    share = np.clip(np.einsum("nc,nc->n", beside, apart) / np.maximum(distance, 1e-4) ** 2, 0, 1)
    beside -= share[:, None] * apart
    stray = np.einsum("nc,nc->n", beside, beside)
    told = np.clip((distance - APART[0]) / (APART[1] - APART[0]), 0, 1) * np.exp(-stray / (2 * BESIDE**2))
    more = told * (share - alpha[at])
    out[at] = np.where(more > LEAST, more, 0)
    return out
