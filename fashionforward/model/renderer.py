"""The renderer: what cloth in a print and a light looks like, pixel by pixel, at whatever resolution they come from."""

from __future__ import annotations

from torch import Tensor, nn

from fashionforward.model.response import ClothResponse


class Renderer(nn.Module):
    """Light and colour from the cloth response, of what a print or a colour asks for (`runtime.paint`).

    At soft edges the photograph's own share is left to `imaging.blending`.
    """

    def __init__(self, response: ClothResponse) -> None:
        super().__init__()
        self.response = response

    def forward(self, levels: Tensor, asked: Tensor, film: Tensor) -> Tensor:
        """(3, N) sRGB in [0, 1].

        levels: (LEVELS, N) log light. asked: (3, N), the natural logarithm of the albedo's linear light, at most 0.
        film: (1, depth, 2, width) from `ClothResponse.condition`. A plane a channel: its matrices take that in four fifths of the time
        of a row a pixel.
        """
        return self.response.of_one(levels, asked, film[0]).clamp(0.0, 1.0)
