"""Doubtful pixels of a matte decided by their colour, as interactive segmentation does (Rother et al., GrabCut, 2004)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.transfer import luma_and_differences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BINS = 16
"""Of encoded luminance and two colour differences, each."""

SURE = (0.1, 0.9)
"""Alphas under and over which a pixel's colour counts as not cloth, and as cloth."""

WEIGHT = 4.0
"""The most that colour can say, as a difference of log odds: it moves a doubt, it does not overrule."""


def settle_by_colour(matte: Array, canvas: Array, inside: NDArray[np.bool_]) -> Array:
    """Add to each pixel's log odds what its colour says of it, given the colours of the sure pixels of this photograph.

    matte (h, w) in [0, 1]; canvas (h, w, 3) sRGB in [0, 1]; inside (h, w): where the photograph lies -> (h, w) float32.
    """
    cloth, rest = inside & (matte > SURE[1]), inside & (matte < SURE[0])
    if cloth.sum() < 50 or rest.sum() < 50:
        return matte
    place = _bins(canvas)
    likely = [_density(place[:, mask]) for mask in (cloth, rest)]
    evidence = np.log(likely[0] / likely[1])[tuple(place)]
    odds = np.log(np.clip(matte, 1e-4, 1 - 1e-4) / np.clip(1 - matte, 1e-4, 1 - 1e-4)) + np.clip(
        evidence, -WEIGHT, WEIGHT
    )
    settled = 1 / (1 + np.exp(-odds))
    return np.where(inside & (matte > 0.01), settled, matte).astype(np.float32)


def _bins(canvas: Array) -> NDArray[np.intp]:
    """(3, h, w) bin numbers of encoded luminance and of red and blue less it."""
    planes = luma_and_differences(canvas).transpose(2, 0, 1) + np.array([0, 0.5, 0.5], np.float32)[:, None, None]
    return np.clip((planes * BINS).astype(np.intp), 0, BINS - 1)


def _density(place: NDArray[np.intp]) -> Array:
    """(BINS, BINS, BINS) smoothed share of pixels in each bin, never 0."""
    flat = np.bincount((place[0] * BINS + place[1]) * BINS + place[2], minlength=BINS**3)
    counts = flat.astype(np.float32).reshape(BINS, BINS, BINS)
    smooth = ndimage.gaussian_filter(counts, 0.8, mode="nearest")
    return smooth / smooth.sum() + np.float32(2e-4)
