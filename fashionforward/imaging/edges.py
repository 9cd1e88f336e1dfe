"""Edges of a matte at the photograph's own resolution, found by colour between the cloth and what lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import shrink
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.symmetric import PAIRS, solve
from fashionforward.imaging.window import largest, least, means_near, pieces, sampler

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BAND = 1
"""How far from a soft edge the true one may lie, in pixels at the middle resolution."""

REACHES = (3, 6, 12)
"""Half the windows in which sure cloth and sure ground are looked for, nearest first, in pixels of those looked at."""

APART = 2
"""Every so manieth row and column of the middle resolution is looked at."""

NOISE = 0.01
"""Standard deviation of a camera's and a JPEG's noise in sRGB: colours are never told apart finer."""

DOUBT = 36.0
"""Square of the distance between cloth and ground, in standard deviations of both, at which their colours count as much as the prior."""

UNLIKE = 0.25
"""How far from the line between both colours, in sRGB, a pixel may lie before it is taken for neither."""


def sharpen_edges(alpha: Array, rgb: Array, small: Array) -> Array:
    """Alpha as the share of cloth in a pixel's colour, as sampling-based matting finds it (Wang and Cohen, CVPR 2007).

    alpha (H, W) in [0, 1]; rgb (H, W, 3) sRGB in [0, 1]; small: rgb at the middle resolution, (h, w, 3) -> (H, W) float32. In a
    band about soft edges the nearest sure cloth and sure ground give alpha along the direction of colour that tells them best, Fisher's
    discriminant: light and shade on red cloth and on skin differ more than the two do, but not in hue. Where both are alike, or the
    pixel is like neither, the alpha given stays.
    """
    rough = shrink(alpha, small.shape[:2])
    inside, outside = least(rough, BAND) > 0.97, largest(rough, BAND) < 0.03
    doubtful = (~inside & ~outside).astype(np.float32)
    if not inside.any() or not outside.any() or not doubtful.any():
        return alpha
    wanted = largest(doubtful, 1) > 0
    y, x = np.nonzero(wanted)
    cloth, ground = (_nearest(small, sure, (y, x)) for sure in (inside, outside))
    told = _discriminant(cloth, ground, doubtful[y, x])
    sides = [np.zeros((*small.shape[:2], 4), np.float32) for _ in range(3)]
    for part, start in zip(sides, (0, 4, 8), strict=True):
        part[y, x] = told[:, start : start + 4]
    out, beside = alpha.copy(), sampler(sides, alpha.shape)
    for place in pieces(wanted, alpha.shape):
        found = beside(*place)
        prior = alpha[place]
        out[place] = np.where(found[:, -1] > 0.5, _share(rgb[place], prior, found), prior)
    return out


def _discriminant(cloth: Array, ground: Array, doubtful: Array) -> Array:
    """What `_nearest` found on both sides -> (N, 12): Fisher's slope (3), both means (6), their distance squared, 1 if both are there,
    and `doubtful` (N,).
    """
    apart = cloth[:, :3] - ground[:, :3]
    spread = cloth[:, 3:9] + ground[:, 3:9]
    spread[:, [i == j for i, j in PAIRS]] += NOISE**2
    slope = solve(list(spread.T), list(apart.T)).T
    distance = np.maximum(_dot(slope, apart), 1e-6)
    both = ((cloth[:, 9] > 0) & (ground[:, 9] > 0)).astype(np.float32)
    return np.column_stack([slope / distance[:, None], cloth[:, :3], ground[:, :3], distance, both, doubtful]).astype(
        np.float32
    )


def _share(rgb: Array, prior: Array, sides: Array) -> Array:
    """Alpha (N,) of pixels rgb (N, 3), given a prior (N,) and what `_discriminant` found (N, 11 or more)."""
    slope, cloth, ground, distance, both = sides[:, :3], sides[:, 3:6], sides[:, 6:9], sides[:, 9], sides[:, 10]
    offset, apart = rgb - ground, cloth - ground
    share = np.clip(_dot(offset, slope), 0, 1)
    beside = offset - share[:, None] * apart
    stray = _dot(beside, beside)
    told = distance / (distance + DOUBT) * np.exp(-stray / (2 * UNLIKE**2)) * (both > 0.99)
    return (prior + told * (share - prior)).astype(np.float32)


def _dot(a: Array, b: Array) -> Array:
    return np.einsum("nc,nc->n", a, b)


def _nearest(rgb: Array, sure: NDArray[np.bool_], at: tuple[NDArray[np.intp], NDArray[np.intp]]) -> Array:
    """(N, 10): at the pixels `at` the sure ones' mean colour nearby, its covariance in the order of `PAIRS`, and 1 if there are any."""
    weight = sure[::APART, ::APART].astype(np.float32)
    planes = [plane * weight for plane in cv2.split(np.ascontiguousarray(rgb[::APART, ::APART]))]
    products = (planes[i] * planes[j] for i, j in PAIRS)
    means, found = means_near([*planes, *products], weight, at, REACHES, 0.02, APART)
    means[:, 3:] -= np.stack([means[:, i] * means[:, j] for i, j in PAIRS], 1)
    return np.column_stack([means, found]).astype(np.float32)
