"""Measures between images: PSNR and SSIM (scikit-image), a VGG16 distance, diversity, KID (torchmetrics) on VGG16 features."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from fashionforward.model.vgg import VGG16

Images = NDArray[np.float32]
"""(n, side, side, 1 or 3) in [0, 1]."""

SHOWN = 64
"""VGG16 sees images at this many pixels a side."""


class Features:
    """VGG16's pretrained features, to conv4; `source` as for `VGG16.load_pretrained`."""

    def __init__(self, source: Path | None) -> None:
        self.vgg = VGG16()
        self.name = self.vgg.load_pretrained(source)
        self.vgg.eval().requires_grad_(False)

    def stages(self, images: Images) -> list[Tensor]:
        """Features by stage, finest first."""
        tensor = torch.from_numpy(np.ascontiguousarray(images, np.float32)).permute(0, 3, 1, 2)
        tensor = nn.functional.interpolate(tensor.expand(-1, 3, -1, -1), SHOWN, mode="bilinear")
        found: list[Tensor] = self.vgg(tensor)
        return found

    @torch.no_grad()
    def pooled(self, images: Images) -> Tensor:
        """(n, 512): the mean over the image of conv4's features."""
        return torch.cat([self.stages(images[i : i + 32])[-1].mean((2, 3)) for i in range(0, len(images), 32)])

    @torch.no_grad()
    def distance(self, a: Images, b: Images) -> NDArray[np.float64]:
        """(n,) distances of pairs: squared, between features of unit length at each place, the mean of the four stages.

        That is LPIPS (Zhang et al., CVPR 2018) without weights learned for it.
        """
        found = []
        for i in range(0, len(a), 32):
            pairs = zip(self.stages(a[i : i + 32]), self.stages(b[i : i + 32]), strict=True)
            unit = [[nn.functional.normalize(f, dim=1) for f in pair] for pair in pairs]
            found.append(torch.stack([(x - y).pow(2).sum(1).mean((1, 2)) for x, y in unit]).mean(0))
        return torch.cat(found).double().numpy()

    def kid(self, made: Images, real: Images) -> dict[str, float]:
        """KID x 1000 (Binkowski et al., ICLR 2018) on conv4's pooled features: mean and standard deviation over subsets."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from torchmetrics.image.kid import KernelInceptionDistance

            size = min(50, len(made), len(real))
            kid = KernelInceptionDistance(feature=_Pooled(), subsets=50, subset_size=size)
        for images, is_real in ((made, False), (real, True)):
            kid.update(self.pooled(images), real=is_real)
        with torch.random.fork_rng():
            torch.manual_seed(0)
            mean, spread = kid.compute()
        return {"kid": 1000 * float(mean), "kid_spread": 1000 * float(spread)}


class _Pooled(nn.Module):
    """torchmetrics asks for a network; the features are worked out already."""

    num_features = 512

    def forward(self, features: Tensor) -> Tensor:
        return features


def reconstruction(made: Images, real: Images, features: Features) -> dict[str, float]:
    """psnr (dB), ssim and vgg: the means over images."""
    from skimage.metrics import peak_signal_noise_ratio, structural_similarity

    channel: dict[str, Any] = {"channel_axis": -1, "data_range": 1.0}
    pairs = list(zip(real.astype(np.float64), made.astype(np.float64), strict=True))
    psnr = [min(60.0, peak_signal_noise_ratio(a, b, data_range=1.0)) if (a != b).any() else 60.0 for a, b in pairs]
    ssim = [structural_similarity(a, b, **channel) for a, b in pairs]
    return {
        "psnr": float(np.mean(psnr)),
        "ssim": float(np.mean(ssim)),
        "vgg": float(features.distance(made, real).mean()),
    }


def outside_psnr(made: Images, real: Images, mattes: NDArray[np.uint8]) -> float:
    """PSNR (dB) over all pixels that are no garment's: matte (n, side, side) below 2 %. 60 where nothing differs."""
    outside = mattes < 5
    error = float(((made - real) ** 2)[outside].mean()) if outside.any() else 0.0
    return float(min(60.0, -10 * np.log10(max(error, 1e-6))))


def diversity(groups: list[Images], features: Features) -> float:
    """The mean VGG16 distance between two images of a group, which differ in their seed alone."""
    firsts, seconds = [], []
    for images in groups:
        for i in range(len(images)):
            for j in range(i):
                firsts.append(images[i])
                seconds.append(images[j])
    return float(features.distance(np.stack(firsts), np.stack(seconds)).mean()) if firsts else 0.0
