"""Features of a frozen encoder, worked out once where they fit into memory."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from fashionforward.model.attribute_vae import AttributeVAE
from fashionforward.model.unet64 import Unet64

LIMIT = 6 << 30
"""Bytes that may be kept; larger collections are encoded anew each step."""


class FrozenFeatures:
    """Skips of training images in two variants: as they are, and the negative of the mirror image. fp16 in memory.

    Half of the training so sees negatives, from which no skip can tell light cloth from dark.
    """

    def __init__(self, model: AttributeVAE, images: np.ndarray) -> None:
        self.model = model if isinstance(model, Unet64) else None
        self.kept: list[list[Tensor]] = []
        if self.model is None or not len(images):
            return
        example = self._features(_tensor(images[:1]), False)
        if 2 * len(images) * sum(skip[0].numel() for skip in example) * 2 > LIMIT:
            return
        for mirrored in (False, True):
            kept = [torch.empty((len(images), *skip.shape[1:]), dtype=torch.float16) for skip in example]
            for start in range(0, len(images), 64):
                for keep, skip in zip(kept, self._features(_tensor(images[start : start + 64]), mirrored), strict=True):
                    keep[start : start + 64] = skip
            self.kept.append(kept)

    @torch.no_grad()
    def _features(self, images: Tensor, mirrored: bool) -> list[Tensor]:
        assert self.model is not None
        return self.model.negative_skips(images.flip(-1)) if mirrored else self.model.skips(images)

    def __call__(self, chosen: np.ndarray, images: Tensor, mirrored: bool) -> tuple[Tensor, ...]:
        """Skips of the items `chosen`, whose images (B, 3, H, W), not yet mirrored, are needed where nothing was kept."""
        if self.model is None:
            return ()
        if not self.kept:
            return tuple(self._features(images, mirrored))
        index = torch.from_numpy(np.asarray(chosen))
        return tuple(kept[index].float() for kept in self.kept[int(mirrored)])


def _tensor(images: np.ndarray) -> Tensor:
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255
