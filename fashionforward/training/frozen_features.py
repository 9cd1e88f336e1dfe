"""Features of a frozen encoder, worked out once and kept on disk."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fashionforward.model.attribute_vae import AttributeVAE
from fashionforward.model.unet64 import Unet64

LIMIT = 8 << 30
"""Bytes that may be kept; larger collections are encoded anew each step."""


class FrozenFeatures:
    """Skips of training images in two variants: as they are, and the negative of the mirror image. fp16, mapped from `cache`.

    Half of the training so sees negatives, from which no skip can tell light cloth from dark.
    """

    def __init__(self, model: AttributeVAE, images: np.ndarray, cache: Path) -> None:
        # a copy, which stays on the CPU beside the images
        self.model = deepcopy(model) if isinstance(model, Unet64) else None
        self.kept: list[list[np.ndarray]] = []
        if self.model is None or not len(images):
            return
        example = self._features(_tensor(images[:1]), False)
        if 2 * len(images) * sum(skip[0].numel() for skip in example) * 2 > LIMIT:
            return
        seen = hashlib.sha256(images.tobytes())
        for skip in example:
            seen.update(skip.half().numpy().tobytes())
        folder = cache / f"features-{seen.hexdigest()[:16]}"
        names = [folder / f"{variant}-{i}.npy" for variant in ("plain", "negative") for i in range(len(example))]
        if not all(name.is_file() for name in names):
            folder.mkdir(parents=True, exist_ok=True)
            for mirrored, variant in enumerate(("plain", "negative")):
                self._write(images, bool(mirrored), folder / variant, example)
        kept = [np.load(name, mmap_mode="r") for name in names]
        self.kept = [kept[: len(example)], kept[len(example) :]]

    def _write(self, images: np.ndarray, mirrored: bool, path: Path, example: list[Tensor]) -> None:
        beside = [path.with_name(f"{path.name}-{i}.tmp.npy") for i in range(len(example))]
        arrays = [
            np.lib.format.open_memmap(name, "w+", np.float16, (len(images), *skip.shape[1:]))
            for name, skip in zip(beside, example, strict=True)
        ]
        for start in range(0, len(images), 64):
            for array, skip in zip(arrays, self._features(_tensor(images[start : start + 64]), mirrored), strict=True):
                array[start : start + 64] = skip.half().numpy()
        for i, (array, name) in enumerate(zip(arrays, beside, strict=True)):
            array.flush()
            name.replace(path.with_name(f"{path.name}-{i}.npy"))

    @torch.no_grad()
    def _features(self, images: Tensor, mirrored: bool) -> list[Tensor]:
        assert self.model is not None
        return self.model.form_skips(images.flip(-1) if mirrored else images, negative=mirrored)

    def __call__(self, chosen: np.ndarray, images: Tensor, mirrored: bool) -> tuple[Tensor, ...]:
        """Skips of the items `chosen`, whose images (B, 3, H, W), not yet mirrored, are needed where nothing was kept."""
        if self.model is None:
            return ()
        relief = self.model.tone_free.relief(images.flip(-1) if mirrored else images)
        if not self.kept:
            return (*self._features(images, mirrored), relief)
        return (*(torch.from_numpy(kept[chosen]).float() for kept in self.kept[int(mirrored)]), relief)


def _tensor(images: np.ndarray) -> Tensor:
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
