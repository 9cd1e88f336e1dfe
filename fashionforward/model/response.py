"""How this cloth takes light: the codes of the cloth, and the decoder from light and colour asked for to colour seen."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn

from fashionforward.imaging.levels import LEVELS, STATISTICS
from fashionforward.imaging.transfer import DARKEST
from fashionforward.model.transfer import to_linear, to_srgb

CODE = 8
"""Length of z_cloth."""

FEATURES = 64
"""Channels of the parser's cloth features."""


class ClothEncoder(nn.Module):
    """q(z_cloth | x): (B, 64) parser features, averaged inside the matte, and (B, STATISTICS) of its light -> mean, log variance (B, 8)."""

    def __init__(self, width: int = 48) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.LayerNorm(FEATURES), nn.Linear(FEATURES, 16), nn.Tanh(), nn.Dropout(0.3))
        out = nn.Linear(width, 2 * CODE)
        nn.init.zeros_(out.bias)
        self.body = nn.Sequential(nn.Linear(16 + STATISTICS, width), nn.SiLU(), out)

    def forward(self, features: Tensor, statistics: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance, the latter in [-8, 4]."""
        mean, logvar = self.body(torch.cat([self.features(features), statistics], 1)).chunk(2, 1)
        return mean, logvar.clamp(-8.0, 4.0)


class ClothResponse(nn.Module):
    """p(y | light, z_cloth, colour asked for), a pixel at a time, at whatever resolution the pixels come from.

    The formula, colour times shading in linear light, is the start; the network adds in sRGB what the cloth does beside it:
    sheen, lifted blacks, compressed whites, noise that is not relief. FiLM (Perez et al., AAAI 2018) brings in the garment.
    """

    def __init__(self, width: int = 16, depth: int = 3) -> None:
        super().__init__()
        self.width, self.depth = width, depth
        self.garment = nn.Sequential(
            nn.Linear(CODE + 3, 96),
            nn.SiLU(),
            nn.Linear(96, 96),
            nn.SiLU(),
            nn.Linear(96, 2 * width * depth),
        )
        widths = [LEVELS + 9] + [width] * depth
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(widths))
        self.out = nn.Linear(width, 3)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def condition(self, code: Tensor, old: Tensor) -> Tensor:
        """FiLM of a garment, (B, depth, 2, width): its code and median colour (B, 3) sRGB.

        What the statistics say comes through the code alone: handed over beside it, they leave it nothing to carry.

        The colour asked for is not in it: every pixel brings its own, so that a leaf and its ground are both answered.
        """
        film = self.garment(torch.cat([code, old], 1))
        return film.view(len(code), self.depth, 2, self.width)

    def forward(self, levels: Tensor, colour: Tensor, film: Tensor) -> Tensor:
        """(B, N, LEVELS) light, (B, N, 3) sRGB asked for, FiLM (B, depth, 2, width) -> (B, N, 3) sRGB, not clipped."""
        asked = to_linear(colour).clamp(DARKEST, 1.0).log()
        garments = zip(levels.transpose(1, 2), asked.transpose(1, 2), film, strict=True)
        return torch.stack([self.of_one(*garment).T for garment in garments])

    def of_one(self, levels: Tensor, asked: Tensor, film: Tensor) -> Tensor:
        """The same of one garment, (LEVELS, N) and (3, N), natural logarithms of linear light, film (depth, 2, width): (3, N) sRGB.

        asked is at most 0, and at the least the logarithm of `DARKEST`.

        FiLM is put into the weights, which are few, and not onto the pixels, which are many. Colour times light is a sum of
        logarithms, of which an exponential is quicker than a power.
        """
        levels = levels.clamp(-4.0, 3.0)
        colour, base = _srgb_of_log(asked), _srgb_of_log((asked + levels[:1].clamp(max=1.5)).clamp(max=0.0))
        x = torch.cat([levels, colour, base])
        for index, (layer, (scale, shift)) in enumerate(zip(self.layers, film, strict=True)):
            weight = cast(Tensor, layer.weight)
            weight = weight if index else self._entering(weight)
            bias = cast(Tensor, layer.bias) * (1 + scale) + shift
            x = torch.addmm(bias[:, None], weight * (1 + scale)[:, None], x).relu()
        return base + torch.addmm(self.out.bias[:, None], self.out.weight, x)

    @staticmethod
    def _entering(weight: Tensor) -> Tensor:
        """The first layer's weights on light, colour and base, from those which see the base's difference from the colour too."""
        light, colour, base, difference = weight.split([LEVELS, 3, 3, 3], 1)
        return torch.cat([light, colour - difference, base + difference], 1)


def _srgb_of_log(log: Tensor) -> Tensor:
    """SRGB of natural logarithms of linear light, at most 0: the curve's power above its knee, its line below."""
    return torch.maximum(1.055 * (log / 2.4).exp() - 0.055, (12.92 * log.exp()).clamp(max=0.04045))


def formula(levels: Tensor, colour: Tensor) -> Tensor:
    """Colour times shading in linear light, back in sRGB: what the response starts from. Shapes as `ClothResponse`."""
    return _lit(levels, to_linear(colour))


def _lit(levels: Tensor, albedo: Tensor) -> Tensor:
    return to_srgb(albedo * levels[..., :1].clamp(-4.0, 1.5).exp())
