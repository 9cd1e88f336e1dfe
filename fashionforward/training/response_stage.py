"""Training the cloth response: the swap itself, on a retoucher's pairs both ways, and reconstruction in a garment's own colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from fashionforward.model.fashion_forward import FashionForward
from fashionforward.model.response import CODE, formula
from fashionforward.training.colorways import VIEWS, Garment
from fashionforward.training.lab import cie94, to_lab
from fashionforward.training.losses import normal_kl
from fashionforward.training.stage import Numbers

ROWS = 1024
"""Pixels of a pair in a step."""


Follow = Callable[[FashionForward, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""A model, and what `colorways.Look` takes -> what it gives."""


class Pairs(NamedTuple):
    """levels (B, N, L), wanted (B, N, 3) sRGB, old and new (B, 3) sRGB, statistics (B, S), features (B, 64).

    noise (B, 8): what is drawn of the posterior.
    """

    levels: Tensor
    wanted: Tensor
    old: Tensor
    new: Tensor
    statistics: Tensor
    features: Tensor
    noise: Tensor


class ResponseStage:
    """Stage "response"."""

    name = "response"
    trains: tuple[str, ...] = ("cloth_encoder", "response")
    together = 1

    def __init__(self, train: list[Garment], val: list[Garment], beta: float, follow: Follow | None) -> None:
        self.train, self.val, self.beta, self.follow = train, val, beta, follow

    def batch(self, rng: Numbers, count: int) -> Pairs:
        """Random pairs of the same garment, one in eight in its own colour, seen in slightly other light."""
        return _stack([self._pair(rng.array) for _ in range(count)])

    def _pair(self, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        garment = self.train[rng.integers(len(self.train))]
        a, b = rng.integers(len(garment.colour), size=2)
        if a == b and rng.random() < 0.7:
            b = (a + 1) % len(garment.colour)
        rows = rng.integers(garment.rgb.shape[1], size=ROWS)
        turn = rng.permutation(3) if rng.random() < 0.5 else np.arange(3)
        noise = np.asarray(rng.normal(0, 0.03, garment.statistics.shape[1]), np.float32)
        shift = np.float32(0.02 * rng.standard_normal())
        statistics: np.ndarray = garment.statistics[a] + noise
        statistics[-3:] = statistics[-3:][turn]
        return (
            garment.levels[a][rows] + shift,
            garment.rgb[b][rows][:, turn],
            garment.colour[a][turn],
            garment.colour[b][turn],
            statistics,
            garment.features[a],
            rng.standard_normal(CODE),
        )

    def losses(self, model: FashionForward, batch: Pairs) -> dict[str, Tensor]:
        """colour (CIE94 / 10), light (squared error in linear light is left to it), kl_cloth."""
        mean, logvar = model.cloth_encoder(batch.features, batch.statistics)
        code = mean + batch.noise * (0.5 * logvar).exp()
        film = model.response.condition(code, batch.old)
        seen = model.response(batch.levels, batch.new[:, None].expand_as(batch.wanted), film)
        wanted = to_lab(batch.wanted)
        return {
            "colour": cie94(to_lab(seen), wanted).mean() / 10,
            "squared": (seen - batch.wanted).pow(2).mean() * 4,
            "kl_cloth": self.beta * normal_kl(mean, logvar).mean(),
        }

    def refresh(self, model: FashionForward) -> None:
        """Read the cloth's features anew, where the parser that they come from is trained along."""
        if self.follow is not None:
            for garment in (*self.train, *self.val):
                garment.features = np.stack([self.follow(model, *canvas)[0] for canvas in garment.canvases])

    @torch.no_grad()
    def check(self, model: FashionForward) -> dict[str, float]:
        """CIEDE2000 on every pair of the split, for the formula and for the response; active units of z_cloth."""
        if not self.val:
            return {}
        ours, plain, means = [], [], []
        for garment in self.val:
            for a in range(len(garment.colour)):
                for b in range(len(garment.colour)):
                    if a != b:
                        pair = _stack([_whole(garment, a, b)])
                        mean, _ = model.cloth_encoder(pair.features, pair.statistics)
                        means.append(mean)
                        film = model.response.condition(mean, pair.old)
                        new = pair.new[:, None].expand_as(pair.wanted)
                        ours.append(difference(model.response(pair.levels, new, film), pair.wanted))
                        plain.append(difference(formula(pair.levels, new), pair.wanted))
        active = torch.cat(means).var(0) > 0.01
        return {
            "median": float(np.median(ours)),
            "worst_tenth": float(np.percentile(ours, 90)),
            "formula_median": float(np.median(plain)),
            "formula_worst_tenth": float(np.percentile(plain, 90)),
            "ratio": float(np.median(np.array(ours) / np.array(plain))),
            "active_units": float(active.sum()),
        }

    @torch.no_grad()
    def picture(self, model: FashionForward) -> np.ndarray:
        """Tone curves of the validation pairs: light across, the retoucher above, ours below."""
        strips = []
        for garment in (self.val or self.train)[:: len(VIEWS)]:
            pair = _stack([_whole(garment, 0, len(garment.colour) - 1)])
            mean, _ = model.cloth_encoder(pair.features, pair.statistics)
            film = model.response.condition(mean, pair.old)
            seen = model.response(pair.levels, pair.new[:, None].expand_as(pair.wanted), film)
            order = pair.levels[0, :, 0].argsort()[:: max(1, len(pair.levels[0]) // 400)][:400]
            strip = torch.stack([pair.wanted[0, order], seen[0, order]]).clamp(0, 1)
            strips.append(strip.repeat_interleave(12, 0))
        return (torch.cat(strips) * 255).byte().numpy()


def difference(seen: Tensor, wanted: Tensor) -> float:
    """Mean CIEDE2000 of sRGB pixels."""
    from skimage.color import deltaE_ciede2000, rgb2lab

    a, b = (rgb2lab(x.detach().clamp(0, 1).reshape(-1, 1, 3).double().numpy()) for x in (seen, wanted))
    return float(deltaE_ciede2000(a, b).mean())


def _whole(garment: Garment, a: int, b: int) -> tuple[np.ndarray, ...]:
    rows = slice(None, None, 3)
    return (
        garment.levels[a][rows],
        garment.rgb[b][rows],
        garment.colour[a],
        garment.colour[b],
        garment.statistics[a],
        garment.features[a],
        np.zeros(CODE),
    )


def _stack(items: list[tuple[np.ndarray, ...]]) -> Pairs:
    return Pairs(
        *(torch.from_numpy(np.stack([i[k] for i in items]).astype(np.float32)) for k in range(len(Pairs._fields)))
    )
