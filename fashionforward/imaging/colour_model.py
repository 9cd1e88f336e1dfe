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

LUMA, TINT, REACH = 16, 32, 0.4
"""Bins of encoded luminance, and of each colour difference, which is looked at so far to both sides of gray."""

SURE = (0.1, 0.9)
"""Alphas under and over which a pixel's colour counts as not cloth, and as cloth."""

SKIN, FEWEST = 0.9, 60
"""Probability from which a pixel that is not cloth is the person who wears it, and how many must be for their colours to be known."""

WEIGHT = 4.0
"""The most that colour can say, as a difference of log odds: it moves a doubt, it does not overrule."""

SIGMA = 0.8
"""Bins over which what is counted is spread."""

UNSEEN = (2e-4, 1e-3)
"""Share that each bin has at the least, where cloth is told from all else, and from the person or one part from another."""

LIKELY, SEEN = 0.6, 40
"""Probability from which a pixel's colour counts as that of its part, and how many such pixels say which colours it has."""


def settle_by_colour(matte: Array, bins: NDArray[np.intp], inside: NDArray[np.bool_], person: Array) -> Array:
    """Add to each pixel's log odds what its colour says of it, given the colours of the sure pixels of this photograph.

    matte (h, w) in [0, 1]; bins (h, w), from `bins_of`; inside (h, w): where the photograph lies; person: (h, w) probability of
    skin and hair -> (h, w) float32. The person counts twice: next to the ground, of which there is most, a hand in front of the cloth
    would hardly be told from it.
    """
    cloth, rest = inside & (matte > SURE[1]), inside & (matte < SURE[0])
    if cloth.sum() < 50 or rest.sum() < 50:
        return matte
    skin, of_cloth = rest & (person > SKIN), _density(bins[cloth])
    evidence = np.clip(_against(of_cloth, _density(bins[rest]), UNSEEN[0]), -WEIGHT, WEIGHT)
    if skin.sum() >= FEWEST:
        evidence += np.clip(_against(of_cloth, _density(bins[skin]), UNSEEN[1]), -WEIGHT, 0)
    likely = np.clip(matte, 1e-4, 1 - 1e-4)
    settled = 1 / (1 + np.exp(-np.log(likely / (1 - likely)) - evidence.take(bins)))
    return np.where(inside & (matte > 0.01), settled, matte).astype(np.float32)


def tell_parts(parts: Array, bins: NDArray[np.intp], inside: NDArray[np.bool_]) -> Array:
    """What a pixel's colour says of the part that it is of, added to what the parser says: (K, h, w) probabilities from such.

    bins (h, w), from `bins_of`; inside (h, w): where the photograph lies. Each part's colours are those of its likely pixels in this
    photograph. A part with too few of them is as likely by its colour as the others are on average.
    """
    likely = [(part > LIKELY) & inside for part in parts]
    known = np.array([mask.sum() >= SEEN for mask in likely])
    if known.sum() < 2:
        return parts
    shares = np.stack([np.log(_density(bins[mask]) + np.float32(UNSEEN[1])) for mask in np.array(likely)[known]])
    told = np.repeat(shares.mean(0)[None], len(parts), axis=0)
    told[known] = shares
    told = np.maximum(told - shares.max(0), -np.float32(WEIGHT))
    odds = np.log(np.clip(parts, 1e-4, 1)) + np.stack([part.take(bins) for part in told])
    odds = np.exp(odds - odds.max(0))
    return np.where(inside, odds / odds.sum(0), parts).astype(np.float32)


def bins_of(canvas: Array) -> NDArray[np.intp]:
    """The bin of each pixel of a canvas (h, w, 3) sRGB: (h, w), of encoded luminance and of red and blue less it."""
    luma, red, blue = cv2.split(luma_and_differences(canvas))
    tints = ((plane + np.float32(REACH)) * np.float32(TINT / (2 * REACH)) for plane in (red, blue))
    planes = (luma * LUMA, LUMA), *((tint, TINT) for tint in tints)
    y, r, b = (np.clip(plane, 0, count - 1).astype(np.intp) for plane, count in planes)
    return (y * TINT + r) * TINT + b


def _density(bins: NDArray[np.intp]) -> Array:
    """(LUMA * TINT * TINT,) smoothed share of pixels in each bin."""
    counts = np.bincount(bins, minlength=LUMA * TINT * TINT).astype(np.float32).reshape(LUMA, TINT, TINT)
    smooth = gaussian(counts, SIGMA)  # the last axis it takes for channels
    last = down(np.ascontiguousarray(smooth.reshape(-1, TINT).T), SIGMA).T
    return np.asarray(last / last.sum(), np.float32).reshape(-1)


def _against(one: Array, other: Array, unseen: float) -> Array:
    """Log of the ratio of two shares."""
    return np.log((one + np.float32(unseen)) / (other + np.float32(unseen)))
