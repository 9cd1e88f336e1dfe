"""The sRGB transfer curve on torch tensors (IEC 61966-2-1): inside the model everything happens in linear light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fashionforward.imaging.transfer import LUMINANCE

if TYPE_CHECKING:
    from torch import Tensor


def to_linear(x: Tensor) -> Tensor:
    """SRGB in [0, 1] -> linear light in [0, 1], any shape."""
    return (x <= 0.04045).to(x.dtype) * (x / 12.92) + (x > 0.04045).to(x.dtype) * (
        (x.clamp(min=0.0) + 0.055) / 1.055
    ) ** 2.4


def to_srgb(x: Tensor) -> Tensor:
    """Linear light -> sRGB in [0, 1], clipped, any shape."""
    x = x.clamp(1e-6, 1.0)
    return (x <= 0.0031308).to(x.dtype) * (x * 12.92) + (x > 0.0031308).to(x.dtype) * (1.055 * x ** (1 / 2.4) - 0.055)


def luminance(linear: Tensor) -> Tensor:
    """(B, 3, H, W) linear light -> (B, 1, H, W)."""
    r, g, b = linear.split(1, 1)
    return LUMINANCE[0] * r + LUMINANCE[1] * g + LUMINANCE[2] * b
