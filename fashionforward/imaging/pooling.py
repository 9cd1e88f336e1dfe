"""Means of feature maps under a matte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def pool_features(features: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of (C, h/k, w/k) features under a matte (h, w): (C,) float32; zeros under an empty matte."""
    h, w = features.shape[1:]
    small = weight.reshape(h, weight.shape[0] // h, w, weight.shape[1] // w).mean((1, 3))
    return (np.einsum("chw,hw->c", features, small) / max(float(small.sum()), 1e-3)).astype(np.float32)
