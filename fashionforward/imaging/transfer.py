"""The sRGB transfer curve on arrays (IEC 61966-2-1): light is mixed in linear values, never in encoded ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Rec. 709 luminance of linear red, green and blue."""


def to_linear(srgb: ArrayLike) -> NDArray[np.float32]:
    """SRGB in [0, 1] to linear light in [0, 1], any shape."""
    x = np.asarray(srgb, np.float32)
    return np.where(x <= 0.04045, x / 12.92, ((np.maximum(x, 0) + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(linear: ArrayLike) -> NDArray[np.float32]:
    """Linear light to sRGB, clipped to [0, 1], any shape."""
    x = np.clip(np.asarray(linear, np.float32), 0, 1)
    return np.where(x <= 0.0031308, x * 12.92, 1.055 * np.maximum(x, 1e-9) ** (1 / 2.4) - 0.055).astype(np.float32)
