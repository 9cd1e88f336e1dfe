"""What is read off the parser's maps: means under a matte, shares of one matte in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.window import largest

if TYPE_CHECKING:
    from numpy.typing import NDArray


RIM = 3
"""How far, in pixels of the parser's canvas, whole cloth is beside a rim."""


def main_share(main: NDArray[np.float32], matte: NDArray[np.float32], worn: bool) -> NDArray[np.float32]:
    """How much of the garment at a pixel the parser takes for its main colour: both mattes (h, w) in, (h, w) in [0, 1] out.

    Main colour's alpha over the garment's, whose soft edge it holds. worn: whether somebody wears it; then a rim may be skin.
    """
    share = np.where(matte > 0.3, main / np.maximum(matte, 0.3), 0.0)
    if not worn:
        # a rim is of the main colour where the whole cloth beside it is
        whole = matte > 0.9
        share = np.where(whole, share, np.maximum(share, largest(share * whole, RIM)))
    return np.clip(share, 0, 1).astype(np.float32)


def pool_features(features: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of (C, h/k, w/k) features under a matte (h, w): (C,) float32; zeros under an empty matte."""
    h, w = features.shape[1:]
    small = weight.reshape(h, weight.shape[0] // h, w, weight.shape[1] // w).mean((1, 3))
    return (np.einsum("chw,hw->c", features, small) / max(float(small.sum()), 1e-3)).astype(np.float32)
