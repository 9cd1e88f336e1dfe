"""base64: strided convolutions down to a code of 256 numbers, transposed convolutions up; 64 x 64 sRGB."""

from __future__ import annotations

from types import MappingProxyType
from typing import cast

import torch
from torch import Tensor, nn

from fashionforward.model.attribute_vae import AttributeVAE
from fashionforward.presets.vocabulary import Vocabulary

ENTRY = 24
"""Channels at 8 x 8 that the dense layers see: they are most of the weights."""


class Base64(AttributeVAE):
    """(B, 3, 64, 64) sRGB in [0, 1]; code (B, 256). All of the image goes through the code."""

    latent, channels = 256, 3
    swaps = MappingProxyType({"color": 1.0, "style": 3.0, "binary": 3.0})
    removes = True

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        self.encoder = nn.Sequential(
            nn.Conv2d(3, 32, 4, 2, 1), nn.SiLU(), nn.Conv2d(32, 64, 4, 2, 1), nn.GroupNorm(8, 64), nn.SiLU(),
            nn.Conv2d(64, ENTRY, 4, 2, 1), nn.SiLU(), nn.Flatten(), nn.Linear(64 * ENTRY, 2 * self.latent),
        )  # fmt: skip
        self.enter = nn.Linear(self.latent + self.condition.width, 64 * ENTRY)
        self.decoder = nn.Sequential(
            nn.Unflatten(1, (ENTRY, 8, 8)), nn.SiLU(), nn.ConvTranspose2d(ENTRY, 64, 4, 2, 1), nn.GroupNorm(8, 64), nn.SiLU(),
            nn.ConvTranspose2d(64, 32, 4, 2, 1), nn.SiLU(), nn.ConvTranspose2d(32, 16, 4, 2, 1), nn.SiLU(),
            nn.Conv2d(16, 3, 3, padding=1),
        )  # fmt: skip

    def look(self, image: Tensor, skips: list[Tensor]) -> Tensor:
        """(B, 2 Z)."""
        return cast(Tensor, self.encoder(image * 2 - 1))

    def draw(self, place: Tensor, told: Tensor, skips: list[Tensor]) -> Tensor:
        """(B, 3, 64, 64)."""
        return cast(Tensor, self.decoder(self.enter(torch.cat([place, told], 1))).sigmoid())
