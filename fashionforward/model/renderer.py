"""The renderer: what cloth in a print and a light looks like, a row a pixel, at whatever resolution the pixels come from."""

from __future__ import annotations

from torch import Tensor, nn

from fashionforward.model.response import ClothResponse


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
