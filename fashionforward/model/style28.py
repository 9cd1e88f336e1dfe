"""style28: a conditional VAE of 28 x 28 grey images, its encoder and decoder both told the style (Sohn et al., NeurIPS 2015)."""

from __future__ import annotations

from types import MappingProxyType
from typing import cast

import torch
from torch import Tensor, nn

from fashionforward.model.attribute_vae import AttributeVAE
from fashionforward.presets.vocabulary import Vocabulary


class Style28(AttributeVAE):
    """(B, 1, 28, 28) in [0, 1]; code (B, 16); the condition is the one-hot style, put beside the features and the code."""

    latent, channels = 16, 1
    swaps = MappingProxyType({"style": 1.0})
    refit = True

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(vocabulary)
        told = self.condition.width
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 24, 4, 2, 1), nn.SiLU(), nn.Conv2d(24, 48, 4, 2, 1), nn.SiLU(), nn.Flatten()
        )
        self.posterior = nn.Sequential(nn.Linear(48 * 49 + told, 128), nn.SiLU(), nn.Linear(128, 2 * self.latent))
        self.enter = nn.Sequential(nn.Linear(self.latent + told, 128), nn.SiLU(), nn.Linear(128, 48 * 49), nn.SiLU())
        self.decoder = nn.Sequential(
            nn.Unflatten(1, (48, 7, 7)), nn.ConvTranspose2d(48, 32, 4, 2, 1), nn.SiLU(),
            nn.ConvTranspose2d(32, 16, 4, 2, 1), nn.SiLU(), nn.Conv2d(16, 1, 3, padding=1),
        )  # fmt: skip

    def encode(self, image: Tensor, attributes: Tensor, skips: list[Tensor]) -> tuple[Tensor, Tensor]:
        """q(z | x, style)."""
        told, m, log_s = self.condition(attributes)
        mean, logvar = self.posterior(torch.cat([self.encoder(image * 2 - 1), told], 1)).chunk(2, 1)
        return (mean - m) * (-log_s).exp(), logvar.clamp(-9, 4) - 2 * log_s

    def draw(self, place: Tensor, told: Tensor, skips: list[Tensor]) -> Tensor:
        """p(x | z, style): the mean of a Bernoulli a pixel."""
        return cast(Tensor, self.decoder(self.enter(torch.cat([place, told], 1))).sigmoid())
