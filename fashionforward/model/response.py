"""How this cloth takes light: the codes of the cloth, and the decoder from light and colour asked for to colour seen."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from fashionforward.imaging.levels import LEVELS, STATISTICS
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

    def __init__(self, width: int = 32, depth: int = 3) -> None:
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
        return torch.stack([self.of_one(*garment) for garment in zip(levels, to_linear(colour), film, strict=True)])

    def of_one(self, levels: Tensor, albedo: Tensor, film: Tensor) -> Tensor:
        """The same of one garment, (N, LEVELS) and (N, 3), asked for in linear light, film (depth, 2, width): (N, 3) sRGB.

        FiLM is put into the weights, which are few, and not onto the pixels, which are many.
        """
        colour, base = to_srgb(albedo), _lit(levels, albedo)
        x = torch.cat([levels.clamp(-4.0, 3.0), colour, base, base - colour], -1)
        for layer, (scale, shift) in zip(self.layers, film, strict=True):
            weight, bias = layer.weight * (1 + scale)[:, None], layer.bias * (1 + scale) + shift
            x = nn.functional.silu(nn.functional.linear(x, weight, bias))
        corrected: Tensor = base + self.out(x)
        return corrected


def formula(levels: Tensor, colour: Tensor) -> Tensor:
    """Colour times shading in linear light, back in sRGB: what the response starts from. Shapes as `ClothResponse`."""
    return _lit(levels, to_linear(colour))


def _lit(levels: Tensor, albedo: Tensor) -> Tensor:
    return to_srgb(albedo * levels[..., :1].clamp(-4.0, 1.5).exp())
