"""Conditional VAEs of small images: what style28, base64 and unet64 have in common."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fashionforward.presets.vocabulary import Vocabulary

EMBEDDING = 16
"""Numbers that a colour is embedded in."""

LOG_OFF = 0.635
"""How far the mean of log |x| lies below log s, for x from N(0, s^2)."""


class Condition(nn.Module):
    """(B, A) condition vectors -> (B, 16 + S + B) with the colours embedded, and where such items lie in the code's space.

    Each attribute has a Gaussian of its own there, N(m(a), s(a)^2). An item's code is where it lies in its attributes'
    Gaussian, and an edit moves it to the same place in another: so the code cannot say the attribute a second time.
    """

    def __init__(self, vocabulary: Vocabulary, latent: int) -> None:
        super().__init__()
        self.colors = len(vocabulary.colors)
        self.embed = nn.Linear(self.colors, EMBEDDING, bias=False) if self.colors else None
        self.width = len(vocabulary) - self.colors + (EMBEDDING if self.colors else 0)
        self.place = nn.Linear(self.width, 2 * latent)
        nn.init.normal_(self.place.weight, std=0.02)
        nn.init.zeros_(self.place.bias)

    def forward(self, attributes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Embedded condition, m (B, Z) and log s (B, Z) in [-2, 2]."""
        parts = [attributes[:, self.colors :]]
        if self.embed is not None:
            parts.insert(0, self.embed(attributes[:, : self.colors]))
        told = torch.cat(parts, 1)
        mean, log_scale = self.place(told).chunk(2, 1)
        return told, mean, 2 * torch.tanh(log_scale / 2)

    @torch.no_grad()
    def fit(self, attributes: Tensor, codes: Tensor) -> None:
        """Set m and s to what codes drawn from the posteriors (N, Z) of items (N, A) say, by least squares.

        codes are in the units of the present m and s. Reconstruction does not change, since encoder and decoder share both;
        samples and edits then come from where such items really lie (Ghosh et al., ICLR 2020).
        """
        told, m, log_s = self(attributes)
        places = m + log_s.exp() * codes
        design = torch.cat([told, torch.ones_like(told[:, :1])], 1)
        mean = torch.linalg.lstsq(design, places, driver="gelsd").solution
        off = (places - design @ mean).abs().clamp(min=1e-3).log() + LOG_OFF
        spread = torch.linalg.lstsq(design, off, driver="gelsd").solution.clamp(-1.9, 1.9)
        spread = 2 * torch.atanh(spread / 2)
        for part, found in zip(self.place.weight.chunk(2), (mean, spread), strict=True):
            part.copy_(found[:-1].T)
        self.place.bias.copy_(torch.cat([mean[-1], spread[-1]]))


class Reader(nn.Module):
    """Reads an item's own attributes: (B, C, side, side) -> (B, A) logits. It sees 32 x 32, so that no fine pattern can fool it."""

    def __init__(self, vocabulary: Vocabulary, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(channels, 24, 3, padding=1), nn.SiLU(),
            nn.Conv2d(24, 48, 3, 2, 1), nn.GroupNorm(8, 48), nn.SiLU(),
            nn.Conv2d(48, 64, 3, 2, 1), nn.GroupNorm(8, 64), nn.SiLU(),
            nn.Conv2d(64, 64, 3, 2, 1), nn.SiLU(), nn.Flatten(), nn.Dropout(0.3), nn.Linear(1024, len(vocabulary)),
        )  # fmt: skip

    def forward(self, image: Tensor) -> Tensor:
        """Logits; `probabilities` says what of."""
        side = image.shape[-1]
        image = F.avg_pool2d(image, side // 32) if side > 32 else F.pad(image, [(32 - side) // 2] * 4)
        return cast(Tensor, self.layers(image * 2 - 1))


def probabilities(logits: Tensor, vocabulary: Vocabulary) -> Tensor:
    """(B, A) logits -> condition vectors: distributions over colours and over styles, a probability a binary attribute."""
    parts = [
        logits[:, where].sigmoid() if group == "binary" else logits[:, where].softmax(1)
        for group, where in vocabulary.groups.items()
    ]
    return torch.cat(parts, 1)


def attribute_entropy(logits: Tensor, attributes: Tensor, vocabulary: Vocabulary) -> Tensor:
    """Cross-entropy of logits (B, A) with condition vectors (B, A), summed over the groups: (B,). Unknown groups cost nothing."""
    cost = torch.zeros(len(logits), device=logits.device)
    for group, where in vocabulary.groups.items():
        mine, truth = logits[:, where], attributes[:, where]
        if group == "binary":
            cost = cost + F.binary_cross_entropy_with_logits(mine, truth, reduction="none").mean(1)
        else:
            cost = cost - (truth * mine.log_softmax(1)).sum(1)
    return cost


def attribute_kl(logits: Tensor, shares: Tensor, vocabulary: Vocabulary) -> Tensor:
    """KL of what logits (B, A) say from how often each attribute comes up, shares (A,): (B,) nats, 0 where they say no more."""
    found = torch.zeros(len(logits), device=logits.device)
    for group, where in vocabulary.groups.items():
        mine, usual = logits[:, where], shares[where].clamp(1e-6, 1 - 1e-6)
        if group == "binary":
            on, off = mine.sigmoid(), (-mine).sigmoid()
            each = on * (F.logsigmoid(mine) - usual.log()) + off * (F.logsigmoid(-mine) - (1 - usual).log())
            found = found + each.mean(1)
        else:
            said = mine.log_softmax(1)
            found = found + (said.exp() * (said - (usual / usual.sum()).log())).sum(1)
    return found


class AttributeVAE(nn.Module):
    """A small conditional VAE. `swaps` names the groups whose edits are trained, with how often each; `refit`: see `Condition.fit`.

    `removes`: an adversary reads the attributes from the code, and the encoder learns to leave them out of it.

    Subclasses set `latent`, `channels`, and define `look` and `draw`; images are (B, C, side, side) in [0, 1].
    """

    latent: int
    channels: int
    swaps: Mapping[str, float] = MappingProxyType({})
    refit: bool = False
    removes: bool = False

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.condition = Condition(vocabulary, self.latent)
        self.reader = Reader(vocabulary, self.channels)
        self.adversary = nn.Sequential(
            nn.Linear(self.latent, 256), nn.SiLU(), nn.Linear(256, 128), nn.SiLU(), nn.Linear(128, len(vocabulary))
        ) if self.removes else None  # fmt: skip

    def look(self, image: Tensor, skips: list[Tensor]) -> Tensor:
        """What the encoder makes of an image: (B, 2 Z), mean and log variance of its place in the code's space."""
        raise NotImplementedError

    def skips(self, image: Tensor) -> list[Tensor]:
        """Features handed past the code to the decoder; none here."""
        return []

    def draw(self, place: Tensor, told: Tensor, skips: list[Tensor]) -> Tensor:
        """Decode a place (B, Z) under an embedded condition: an image in [0, 1]."""
        raise NotImplementedError

    def encode(self, image: Tensor, attributes: Tensor, skips: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Mean and log variance (B, Z) of the code, whose prior is N(0, 1) whatever the attributes."""
        mean, logvar = self.look(image, skips).chunk(2, 1)
        _, m, log_s = self.condition(attributes)
        return (mean - m) * (-log_s).exp(), logvar.clamp(-9, 4) - 2 * log_s

    def decode(self, code: Tensor, attributes: Tensor, skips: list[Tensor]) -> Tensor:
        """Image of a code (B, Z) under attributes (B, A)."""
        told, m, log_s = self.condition(attributes)
        return self.draw(m + log_s.exp() * code, told, skips)
