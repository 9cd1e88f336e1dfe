"""Edges of a matte at the photograph's own resolution, found by colour between the cloth and what lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import resize
from fashionforward.imaging.window import largest, least, means_near, pieces, sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BAND = 2
"""How far from a soft edge the true one may lie, in pixels at the middle resolution."""

REACHES = (4, 9, 20)
"""Half the windows in which sure cloth and sure ground are looked for, at the middle resolution, nearest first."""

NOISE = 0.06
"""Distance of two colours in sRGB under which neither tells an edge."""

UNLIKE = 0.12
"""How far from the line between both colours, in sRGB, a pixel may lie before it is taken for neither."""


def sharpen_edges(alpha: Array, rgb: Array, small: Array) -> Array:
    """Alpha as the share of cloth in a pixel's colour, as sampling-based matting finds it (Wang and Cohen, CVPR 2007).

    alpha (H, W) in [0, 1]; rgb (H, W, 3) sRGB in [0, 1]; small: rgb at the middle resolution, (h, w, 3) -> (H, W) float32. In a
    band about soft edges the colours of the nearest sure cloth and sure ground, F and B, give alpha by projection on F - B; where
    they are alike, vary, or the pixel is like neither, the alpha given stays.
    """
    rough = resize(alpha, small.shape[:2])
    inside, outside = least(rough, BAND) > 0.97, largest(rough, BAND) < 0.03
    doubtful = (~inside & ~outside).astype(np.float32)
    if not inside.any() or not outside.any() or not doubtful.any():
        return alpha
    wanted = largest(doubtful, 1) > 0
    y, x = np.nonzero(wanted)
    sides = np.concatenate([*(_nearest(small, sure, (y, x)) for sure in (inside, outside)), doubtful[..., None]], -1)
    out = alpha.copy()
    for at in pieces(wanted, alpha.shape):
        found = sample(sides, *at, alpha.shape)
        prior = alpha[at]
        out[at] = np.where(found[:, 10] > 0.5, _share(rgb[at], prior, found), prior)
    return out


def _share(rgb: Array, prior: Array, sides: Array) -> Array:
    """Alpha (N,) of pixels rgb (N, 3), given a prior (N,) and for cloth and ground each what `_nearest` found (N, 5)."""
    cloth, cloth_spread, cloth_found = sides[:, :3], sides[:, 3], sides[:, 4]
    ground, ground_spread, ground_found = sides[:, 5:8], sides[:, 8], sides[:, 9]
    apart, offset = cloth - ground, rgb - ground
    distance = np.maximum(_dot(apart, apart), 1e-6)
    share = np.clip(_dot(offset, apart) / distance, 0, 1)
    beside = offset - share[:, None] * apart
    stray = _dot(beside, beside)
    told = distance / (distance + NOISE**2 + 12 * (cloth_spread + ground_spread)) * np.exp(-stray / (2 * UNLIKE**2))
    told = told * (cloth_found > 0.99) * (ground_found > 0.99)
    return (prior + told * (share - prior)).astype(np.float32)


def _dot(a: Array, b: Array) -> Array:
    return np.einsum("nc,nc->n", a, b)


def _nearest(rgb: Array, sure: NDArray[np.bool_], at: tuple[NDArray[np.intp], NDArray[np.intp]]) -> Array:
    """(h, w, 5): at the pixels `at` the mean colour of the sure ones nearby, its variance, and 1 where some were found."""
    weight = sure.astype(np.float32)
    planes = np.dstack([rgb, np.einsum("hwc,hwc->hw", rgb, rgb)]) * weight[..., None]
    means, found = means_near(planes, weight, at, REACHES, 0.02)
    colour = means[:, :3]
    out = np.zeros((*sure.shape, 5), np.float32)
    out[at] = np.column_stack([colour, np.maximum(means[:, 3] - _dot(colour, colour), 0), found])
    return out
