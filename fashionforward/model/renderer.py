"""The renderer: y = x + m (A - F) in linear light, a row a pixel, at whatever resolution the pixels come from."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fashionforward.model.response import ClothResponse
from fashionforward.model.transfer import to_linear, to_srgb


def sample_torus(field: Tensor, uv: Tensor) -> Tensor:
    """Bilinear samples of a field (1, K, s, s) on a torus at uv (N, 2), one unit a repeat, u across: (N, K). Always fp32.

    The field is padded by one cell all around, since a modulo alone leaves a seam.
    """
    height, width = field.shape[-2], field.shape[-1]
    padded = F.pad(field, (1, 1, 1, 1), mode="circular")
    place = uv - uv.floor()
    x = (place[:, :1] * width + 1) / (width + 2) * 2 - 1
    y = (place[:, 1:] * height + 1) / (height + 2) * 2 - 1
    grid = torch.cat([x, y], 1)[None, :, None]
    return F.grid_sample(padded, grid, mode="bilinear", padding_mode="border", align_corners=False)[0, :, :, 0].T


class Renderer(nn.Module):
    """Albedo from the field and the palette, light from the cloth response, and the photograph where the matte leaves it."""

    def __init__(self, response: ClothResponse) -> None:
        super().__init__()
        self.response = response

    def forward(
        self,
        photo: Tensor,
        old: Tensor,
        alpha: Tensor,
        levels: Tensor,
        uv: Tensor,
        field: Tensor,
        sharpness: Tensor,
        palette: Tensor,
        film: Tensor,
    ) -> Tensor:
        """(N, 3) sRGB in [0, 1].

        photo, old: (N, 3) sRGB, the photograph and the old cloth's own colour there (the same where alpha is 1). alpha: (N, 1).
        levels: (N, LEVELS) log light. uv: (N, 2) cloth coordinates. field: (1, 6, s, s) palette logits. sharpness: (1,), multiplies
        the logits. palette: (6, 3) sRGB. film: (1, depth, 2, width) from `ClothResponse.condition`.
        """
        share = (sample_torus(field, uv) * sharpness).softmax(1)
        albedo = share @ to_linear(palette)
        seen = self.response(levels[None], to_srgb(albedo)[None], film)[0].clamp(0.0, 1.0)
        mixed = to_linear(photo) + alpha * (to_linear(seen) - to_linear(old))
        return to_srgb(mixed)
