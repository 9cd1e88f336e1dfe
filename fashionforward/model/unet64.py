"""unet64: a frozen pretrained VGG16 as encoder, a U-Net decoder with skip connections (Ronneberger et al., 2015); 64 x 64 sRGB.

What crosses the skips is free of tone: VGG16 sees luminance over its surroundings, in units of the picture's own contrast,
in training turned to its negative half of the time. Skips so say where cloth, folds and seams are, and nothing of how light
or of what colour: that can come from the code and the attributes alone. With skips of the photograph itself the decoder
copies it and ignores the attribute. An edit of style changes the form, and is drawn without any skip. The last skip is that
relief itself, grey and without its surroundings' tone; the decoder says for each pixel how much of it to lay over the colours
that it drew.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fashionforward.model.attribute_vae import AttributeVAE
from fashionforward.model.vgg import VGG16
from fashionforward.presets.vocabulary import Vocabulary

STAGES = 3
"""VGG16 to conv3: conv4 would be two thirds of the weights, and at 64 x 64 sees 8 x 8 pixels."""

LUMA = (0.299, 0.587, 0.114)
REACH = 4.0
"""Standard deviation, in pixels, of the surroundings that tone is taken over."""
FLOOR = 0.03
"""Contrast below this is noise, and not raised."""


class ToneFree(nn.Module):
    """(B, 3, H, W) sRGB -> (B, 3, H, W) about 0.5: luma over its surroundings, in units of the picture's own contrast."""

    kernel: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.side = int(2 * REACH)
        x = torch.arange(-self.side, self.side + 1).float()
        kernel = torch.exp(-0.5 * (x / REACH) ** 2)
        self.register_buffer("kernel", kernel / kernel.sum(), persistent=False)

    def _blur(self, x: Tensor) -> Tensor:
        x = F.pad(x, [self.side] * 4, mode="reflect")
        return F.conv2d(F.conv2d(x, self.kernel[None, None, :, None]), self.kernel[None, None, None, :])

    def relief(self, image: Tensor) -> Tensor:
        """(B, 1, H, W): luma less its surroundings'."""
        luma = sum(weight * image[:, c : c + 1] for c, weight in enumerate(LUMA))
        assert isinstance(luma, Tensor)
        return luma - self._blur(luma)

    def forward(self, image: Tensor) -> Tensor:
        """Three equal channels."""
        over = self.relief(image)
        contrast = (over * over).mean((1, 2, 3), keepdim=True).sqrt() + FLOOR
        return (0.5 + 0.2 * over / contrast).clamp(0, 1).expand(-1, 3, -1, -1)


class Up(nn.Module):
    """Twice the side: (B, C, h, w) and a skip (B, S, 2h, 2w) -> (B, width, 2h, 2w), scaled and shifted by the condition.

    What comes from below is unfolded by a pixel shuffle (Shi et al., CVPR 2016): it is a quarter of the channels, and sharp.
    """

    def __init__(self, channels: int, skip: int, kept: int, width: int, told: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(skip, kept, 1) if kept else None
        self.unfold = nn.Conv2d(channels, 4 * width, 1)
        self.conv = nn.Conv2d(width + kept, width, 3, padding=1)
        self.norm = nn.GroupNorm(4, width)
        self.film = nn.Linear(told, 2 * width)
        nn.init.zeros_(self.film.bias)

    def forward(self, x: Tensor, skip: Tensor | None, told: Tensor) -> Tensor:
        """`told` (B, T)."""
        x = F.pixel_shuffle(self.unfold(x), 2)
        if self.squeeze is not None and skip is not None:
            x = torch.cat([x, self.squeeze(skip)], 1)
        scale, shift = self.film(told)[..., None, None].chunk(2, 1)
        return F.silu(self.norm(self.conv(x)) * (1 + scale) + shift)


class Unet64(AttributeVAE):
    """(B, 3, 64, 64) sRGB in [0, 1]; code (B, 256).

    Skips: VGG16's 64 channels at 64 x 64, 128 at 32 x 32 and 256 at 16 x 16, of the tone-free image; and the relief, 1 at 64 x 64.
    """

    latent, channels = 256, 3
    swaps = MappingProxyType({"color": 1.0, "style": 1.5, "binary": 1.0})
    removes = True

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        told = self.latent + self.condition.width
        self.tone_free = ToneFree()
        self.vgg = VGG16(STAGES)
        self.vgg.requires_grad_(False)
        self.form = nn.Sequential(nn.Conv2d(256, 32, 1), nn.SiLU(), nn.AvgPool2d(4), nn.Flatten())
        self.colour = nn.Sequential(
            nn.Conv2d(3, 32, 3, padding=1), nn.SiLU(), nn.Conv2d(32, 64, 3, 2, 1), nn.SiLU(),
            nn.Conv2d(64, 32, 3, 2, 1), nn.SiLU(), nn.Flatten(),
        )  # fmt: skip
        self.posterior = nn.Linear(1024, 2 * self.latent)
        self.enter = nn.Sequential(nn.Linear(told, 1024), nn.SiLU(), nn.Unflatten(1, (64, 4, 4)))
        self.up8 = Up(64, 0, 0, 64, told)
        self.up16 = Up(64, 256, 48, 48, told)
        self.up32 = Up(48, 128, 24, 32, told)
        self.up64 = Up(32, 64, 12, 12, told)
        self.out = nn.Conv2d(12, 4, 1)

    def form_skips(self, image: Tensor, negative: bool = False) -> list[Tensor]:
        """VGG16's features of the tone-free image, or of its negative, finest first: frozen."""
        flat = self.tone_free(image)
        return cast("list[Tensor]", self.vgg(1 - flat if negative else flat))

    def skips(self, image: Tensor) -> list[Tensor]:
        """VGG16's features, finest first, and the relief."""
        return [*self.form_skips(image), self.tone_free.relief(image)]

    def look(self, image: Tensor, skips: list[Tensor]) -> Tensor:
        """(B, 2 Z): form from VGG16's deepest features, colours from the image at 16 x 16."""
        form = self.form(skips[2] / 8)
        return cast(Tensor, self.posterior(torch.cat([form, self.colour(F.avg_pool2d(image, 4) * 2 - 1)], 1)))

    def draw(self, place: Tensor, told: Tensor, skips: list[Tensor]) -> Tensor:
        """(B, 3, 64, 64)."""
        told = torch.cat([place, told], 1)
        x = self.up8(self.enter(told), None, told)
        x = self.up16(x, skips[2] / 8, told)
        x = self.up32(x, skips[1] / 8, told)
        drawn = self.out(self.up64(x, skips[0], told))
        return (drawn[:, :3].sigmoid() + (1 + drawn[:, 3:]) * skips[3]).clamp(0, 1)
