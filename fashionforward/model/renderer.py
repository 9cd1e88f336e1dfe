"""The renderer: what cloth in a print and a light looks like, a row a pixel, at whatever resolution the pixels come from."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fashionforward.model.response import ClothResponse


def sample_torus(field: Tensor, uv: Tensor) -> Tensor:
    """Bilinear samples of a field (1, K, s, s) on a torus at uv (N, 2), one unit a repeat, u across: (N, K). Always fp32.

    The field is padded by one cell all around, since a modulo alone leaves a seam. Its cells are gathered as rows, all K of one
    with each look-up: twice as fast on a CPU as `grid_sample`, which takes K planes by turns.
    """
    height, width = field.shape[-2], field.shape[-1]
    cells = F.pad(field, (1, 1, 1, 1), mode="circular")[0].permute(1, 2, 0).flatten(0, 1)
    place = (uv - uv.floor()) * torch.tensor([width, height], dtype=uv.dtype, device=uv.device) + 0.5
    corner = place.floor()
    across, down = (place - corner).split(1, 1)
    row = width + 2
    index = (corner[:, 0] + corner[:, 1] * row).long()
    upper, lower = (a + across * (b - a) for a, b in ((cells[i], cells[i + 1]) for i in (index, index + row)))
    return upper + down * (lower - upper)


class Renderer(nn.Module):
    """Light and colour from the cloth response, of an albedo that a print or a colour gives (`runtime.paint`).

    At soft edges the photograph's own share is left to `imaging.blending`.
    """

    def __init__(self, response: ClothResponse) -> None:
        super().__init__()
        self.response = response

    def forward(self, levels: Tensor, albedo: Tensor, film: Tensor) -> Tensor:
        """(N, 3) sRGB in [0, 1].

        levels: (N, LEVELS) log light. albedo: (N, 3) linear light. film: (1, depth, 2, width) from `ClothResponse.condition`.
        """
        return self.response.of_one(levels, albedo, film[0]).clamp(0.0, 1.0)
