"""The print VAE: a design's layout as a small code on a torus, and back to a field of palette logits."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

PALETTE = 6
"""Palette entries of a field."""

FIELD = 256
"""Cells along each side of a field."""

CODE_CHANNELS = 4
CODE_SIDE = 64
"""z_print is (CODE_CHANNELS, CODE_SIDE, CODE_SIDE) on a torus: rolling it rolls the field by four cells a step."""

WIDTH = 48
"""Channels inside; two residual blocks of it at 64 x 64 cost 0.7 GMAC a field both ways."""


class Torus(nn.Module):
    """3x3 convolution on a torus, then a channel norm: (B, C, H, W) -> (B, width, H, W).

    Normalised over channels at each place, not over the plane: a stripe has no variation along one axis, and statistics of the
    plane would depend on what else is printed.
    """

    def __init__(self, channels: int, width: int, dilation: int = 1) -> None:
        super().__init__()
        self.dilation = dilation
        self.conv = nn.Conv2d(channels, width, 3, dilation=dilation)
        self.scale = nn.Parameter(torch.ones(width, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        """Same height and width."""
        d = self.dilation
        x = self.conv(F.pad(x, (d, d, d, d), mode="circular"))
        return x * torch.rsqrt(x.pow(2).mean(1, keepdim=True) + 1e-5) * self.scale


class Film(nn.Module):
    """Scale and shift of a block's channels by the attribute (Perez et al., AAAI 2018)."""

    def __init__(self, attribute: int, width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(attribute, 2 * width)
        nn.init.zeros_(self.linear.weight)
        nn.init.zeros_(self.linear.bias)

    def forward(self, x: Tensor, attribute: Tensor) -> Tensor:
        """x (B, width, H, W), attribute (B, A)."""
        scale, shift = self.linear(attribute)[..., None, None].chunk(2, 1)
        return x * (1 + scale) + shift


class Residual(nn.Module):
    """Two torus convolutions around a skip, told the attribute."""

    def __init__(self, width: int, attribute: int, dilation: int = 1) -> None:
        super().__init__()
        self.first, self.film, self.second = Torus(width, width, dilation), Film(attribute, width), Torus(width, width)

    def forward(self, x: Tensor, attribute: Tensor) -> Tensor:
        """Same shape as `x`."""
        return x + self.second(F.silu(self.film(self.first(F.silu(x)), attribute)))


class PrintEncoder(nn.Module):
    """q(z_print | field, a): (B, 6, 256, 256) palette weights and (B, A) attribute -> mean, log variance (B, 4, 64, 64)."""

    def __init__(self, attribute: int, width: int = WIDTH) -> None:
        super().__init__()
        self.stem = nn.Conv2d(PALETTE, width, 4, stride=4)
        self.body = Residual(width, attribute)
        self.out = nn.Conv2d(width, 2 * CODE_CHANNELS, 1)

    def forward(self, weights: Tensor, attribute: Tensor) -> tuple[Tensor, Tensor]:
        """Log variance in [-9, 4]."""
        x = self.body(self.stem(weights * 2 - 1), attribute)
        mean, logvar = self.out(F.silu(x)).chunk(2, 1)
        return mean, logvar.clamp(-9.0, 4.0)


class PrintDecoder(nn.Module):
    """p(field | z_print, a): (B, 4, 64, 64) code and (B, A) attribute -> (B, 6, 256, 256) palette logits on the torus."""

    def __init__(self, attribute: int, width: int = WIDTH) -> None:
        super().__init__()
        self.enter = nn.Conv2d(CODE_CHANNELS, width, 1)
        self.body = nn.ModuleList([Residual(width, attribute), Residual(width, attribute, dilation=2)])
        self.out = nn.Conv2d(width, 16 * PALETTE, 3)

    def forward(self, code: Tensor, attribute: Tensor) -> Tensor:
        """Worked out at 64 x 64 and unfolded to 256 x 256 by a pixel shuffle (Shi et al., CVPR 2016)."""
        x = self.enter(code)
        for block in self.body:
            x = block(x, attribute)
        x = F.pad(F.silu(x), (1, 1, 1, 1), mode="circular")
        return F.pixel_shuffle(self.out(x), 4)


class PrintVAE(nn.Module):
    """Conditional VAE of fields; the attribute is the print family, embedded."""

    def __init__(self, families: int, attribute: int = 24) -> None:
        super().__init__()
        self.attribute = nn.Embedding(families, attribute)
        self.encoder = PrintEncoder(attribute)
        self.decoder = PrintDecoder(attribute)

    def forward(self, weights: Tensor, family: Tensor, noise: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """Logits (B, 6, 256, 256), posterior mean and log variance; weights (B, 6, 256, 256), family (B,) int64.

        noise: standard normal, as the code: what is drawn of the posterior; without it, its mean.
        """
        attribute = self.attribute(family)
        mean, logvar = self.encoder(weights, attribute)
        code = mean if noise is None else mean + noise * (0.5 * logvar).exp()
        return self.decoder(code, attribute), mean, logvar
