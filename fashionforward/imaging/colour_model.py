"""Doubtful pixels of a matte decided by their colour, as interactive segmentation does (Rother et al., GrabCut, 2004)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.transfer import luma_and_differences
from fashionforward.imaging.window import down, gaussian

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BINS = 16
"""Of encoded luminance and two colour differences, each."""

SURE = (0.1, 0.9)
"""Alphas under and over which a pixel's colour counts as not cloth, and as cloth."""

WEIGHT = 4.0
"""The most that colour can say, as a difference of log odds: it moves a doubt, it does not overrule."""


SIGMA = 0.8
"""Bins over which what is counted is spread."""


def settle_by_colour(matte: Array, bins: NDArray[np.intp], inside: NDArray[np.bool_]) -> Array:
    """Add to each pixel's log odds what its colour says of it, given the colours of the sure pixels of this photograph.

    matte (h, w) in [0, 1]; bins (h, w), from `bins_of`; inside (h, w): where the photograph lies -> (h, w) float32.
    """
    cloth, rest = inside & (matte > SURE[1]), inside & (matte < SURE[0])
    if cloth.sum() < 50 or rest.sum() < 50:
        return matte
    likely = [_density(bins[mask]) for mask in (cloth, rest)]
    evidence = np.log(likely[0] / likely[1]).reshape(-1)[bins]
    odds = np.log(np.clip(matte, 1e-4, 1 - 1e-4) / np.clip(1 - matte, 1e-4, 1 - 1e-4)) + np.clip(
        evidence, -WEIGHT, WEIGHT
    )
    settled = 1 / (1 + np.exp(-odds))
    return np.where(inside & (matte > 0.01), settled, matte).astype(np.float32)


def bins_of(canvas: Array) -> NDArray[np.intp]:
    """The bin of each pixel of a canvas (h, w, 3) sRGB: (h, w), of encoded luminance and of red and blue less it."""
    luma, red, blue = (
        np.clip(plane * BINS, 0, BINS - 1).astype(np.intp)
        for plane in cv2.split(luma_and_differences(canvas) + np.array([0, 0.5, 0.5], np.float32))
    )
    return (luma * BINS + red) * BINS + blue


def _density(bins: NDArray[np.intp]) -> Array:
    """(BINS, BINS, BINS) smoothed share of pixels in each bin, never 0."""
    counts = np.bincount(bins, minlength=BINS**3).astype(np.float32).reshape(BINS, BINS, BINS)
    smooth = gaussian(counts, SIGMA)  # the last axis it takes for channels
    last = np.ascontiguousarray(smooth.reshape(-1, BINS).T)
    smooth = down(last, SIGMA).T.reshape(BINS, BINS, BINS)
    return smooth / smooth.sum() + np.float32(2e-4)
