"""Which of a garment's dyes is its main colour: what the parser thinks, and what the colours themselves say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.albedo import describe, find_dyes
from fashionforward.imaging.levels import BROAD_SIGMA, log_luminance, smooth_inside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

SURE = 0.85
"""Alpha from which a pixel of the canvas is cloth whose dye counts."""

FEWEST = 150
"""Pixels of the canvas under which a garment is too small to tell its dyes."""

EVIDENCE = 4.0
"""What a pixel's dye says at the most, as a difference of log odds: it settles a doubt, it does not overrule a sure parser."""


def settle_main(share: Array, matte: Array, canvas: Array, shading: Array) -> Array:
    """Share of main colour, (h, w) in [0, 1], its doubts settled by dye.

    share: (h, w), the parser's; matte: (h, w) alpha of the garment that changes; canvas: (h, w, 3) sRGB; shading: (h, w) log. The
    main dye is the one that holds most of what the parser takes for main colour.
    """
    sure = matte > SURE
    if sure.sum() < FEWEST:
        return share
    broad, log = smooth_inside(shading, sure.astype(np.float32), BROAD_SIGMA), log_luminance(canvas)
    features = describe(canvas[sure], log[sure], broad[sure])
    dyes = find_dyes(features)
    held = dyes.share(features)
    main = int((held * (share[sure][:, None] + 0.05)).sum(0).argmax())
    inside = matte > 0.05
    told = np.zeros_like(share)
    told[inside] = 2 * dyes.share(describe(canvas[inside], log[inside], broad[inside]))[:, main] - 1
    likely = np.clip(share, 1e-3, 1 - 1e-3)
    odds = np.log(likely / (1 - likely)) + EVIDENCE * told
    return np.where(inside, 1 / (1 + np.exp(-odds)), share).astype(np.float32)
