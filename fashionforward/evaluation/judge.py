"""A classifier trained apart from every model that it judges: on real photographs alone, of the training split."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from fashionforward.presets.colours import name_colours
from fashionforward.presets.pixels import Pixels, unit
from fashionforward.training.small_stage import turn_hue

EPOCHS = 12
BATCH = 64


class Judge(nn.Module):
    """(B, C, side, side) in [0, 1] -> logits of one group's names. It sees 32 x 32 at most: no fine pattern can sway it."""

    def __init__(self, names: tuple[str, ...], channels: int) -> None:
        super().__init__()
        self.names = names
        widths = (channels, 32, 64, 96)
        layers: list[nn.Module] = []
        for place, (before, after) in enumerate(pairwise(widths)):
            layers += [nn.Conv2d(before, after, 3, 1 + bool(place), 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]
        self.layers = nn.Sequential(*layers)
        self.out = nn.Sequential(nn.Flatten(), nn.Dropout(0.4), nn.Linear(96 * 4, len(names)))

    def forward(self, image: Tensor) -> Tensor:
        """Logits (B, names)."""
        if image.shape[-1] > 32:
            image = F.interpolate(image, 32, mode="area")
        return cast(Tensor, self.out(F.adaptive_avg_pool2d(self.layers(image * 2 - 1), 2)))

    @torch.no_grad()
    def name(self, images: NDArray[np.float32]) -> list[str]:
        """What (n, side, side, C) images in [0, 1] show."""
        self.eval()
        found: list[str] = []
        for start in range(0, len(images), 256):
            logits = self(torch.from_numpy(images[start : start + 256].astype(np.float32)).permute(0, 3, 1, 2))
            found += [self.names[i] for i in logits.argmax(1)]
        return found


def train_judge(
    pixels: Pixels, group: slice, names: tuple[str, ...], cache: Path | None, epochs: int = EPOCHS
) -> Judge:
    """Train on a split's photographs and labels `attributes[:, group]`, or read it from `cache`. Seeded: always the same."""
    judge = Judge(names, pixels.images.shape[-1])
    labels = pixels.attributes[:, group]
    key = hashlib.sha256(pixels.images.tobytes() + labels.tobytes() + repr((names, epochs)).encode()).hexdigest()[:16]
    path = cache / f"judge-{key}.pt" if cache else None
    if path is not None and path.is_file():
        judge.load_state_dict(torch.load(path, weights_only=True))
        return judge.eval()
    with torch.random.fork_rng():
        torch.manual_seed(1)
        judge = Judge(names, pixels.images.shape[-1])
        _fit(judge, pixels, labels, epochs)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(judge.state_dict(), path)
    return judge.eval()


def _fit(judge: Judge, pixels: Pixels, labels: NDArray[np.float32], epochs: int) -> None:
    rng = np.random.default_rng(1)
    known = np.flatnonzero(labels.sum(1) > 0)
    share = (labels[known] / np.sqrt(np.maximum(labels.sum(0), 1))).sum(1)
    steps = epochs * max(1, len(known) // BATCH)
    adam = torch.optim.AdamW(judge.parameters(), lr=2e-3, weight_decay=0.05)
    plan = torch.optim.lr_scheduler.OneCycleLR(adam, 4e-3, total_steps=steps + 1)
    judge.train()
    for _ in range(steps):
        chosen = rng.choice(known, min(BATCH, len(known)), p=share / share.sum())
        images, wanted = _view(pixels, chosen, labels, judge.names, rng)
        loss = F.cross_entropy(judge(images), wanted, label_smoothing=0.05)
        adam.zero_grad()
        loss.backward()
        adam.step()
        plan.step()


def _view(
    pixels: Pixels,
    chosen: NDArray[np.int64],
    labels: NDArray[np.float32],
    names: tuple[str, ...],
    rng: np.random.Generator,
) -> tuple[Tensor, Tensor]:
    """A batch, mirrored and shifted; where main colours were measured, half of it with its hues turned and named anew."""
    images = unit(pixels.images[chosen])
    wanted = labels[chosen].argmax(1)
    if pixels.colour is not None and images.shape[-1] == 3:
        some = slice(0, len(chosen) // 2)
        turn = turn_hue(rng.uniform(0, 2 * np.pi, len(chosen))[some], rng.uniform(0.8, 1.8, len(chosen))[some])
        named = name_colours(np.einsum("nc,nkc->nk", pixels.colour[chosen[some]], turn).clip(0, 1))
        if set(named) <= set(names):
            images[some] = np.einsum("nhwc,nkc->nhwk", images[some], turn).clip(0, 1)
            wanted[some] = [names.index(name) for name in named]
    reach = max(1, images.shape[1] // 16)
    images = np.roll(images, tuple(rng.integers(-reach, reach + 1, 2)), (1, 2))
    if rng.random() < 0.5:
        images = images[:, :, ::-1]
    return torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2), torch.from_numpy(wanted)
