"""Colour difference on tensors: CIE Lab under D65 and the CIE94 distance, smooth enough to descend."""

from __future__ import annotations

import torch
from torch import Tensor

from fashionforward.model.transfer import to_linear

_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def to_lab(srgb: Tensor) -> Tensor:
    """(..., 3) sRGB in [0, 1] -> CIE Lab (L in [0, 100]); values beyond the range go on linearly enough for gradients."""
    # bf16 would be off by a quarter of a unit
    with torch.autocast(srgb.device.type, enabled=False):
        return _lab(srgb.float())


def _lab(srgb: Tensor) -> Tensor:
    linear = to_linear(srgb.clamp(0, 1)) + (srgb - srgb.clamp(0, 1))
    xyz = linear @ torch.tensor(_XYZ, device=srgb.device).T / torch.tensor(_WHITE, device=srgb.device)
    small = xyz < 216 / 24389
    f = torch.where(small, (24389 / 27 * xyz + 16) / 116, xyz.clamp(min=216 / 24389) ** (1 / 3))
    x, y, z = f.unbind(-1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def cie94(a: Tensor, b: Tensor) -> Tensor:
    """CIE94 distance (graphic arts) of Lab colours (..., 3), `b` the reference: (...)."""
    delta = a - b
    chroma_a, chroma_b = (x[..., 1:].pow(2).sum(-1).add(1e-4).sqrt() for x in (a, b))
    dc = chroma_a - chroma_b
    dh2 = (delta[..., 1:].pow(2).sum(-1) - dc**2).clamp(min=0)
    return (delta[..., 0] ** 2 + (dc / (1 + 0.045 * chroma_b)) ** 2 + dh2 / (1 + 0.015 * chroma_b) ** 2 + 1e-3).sqrt()
