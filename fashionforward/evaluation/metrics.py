"""Measures between images: PSNR and SSIM (scikit-image), LPIPS, diversity, and KID on VGG16 features (torchmetrics)."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from fashionforward.errors import DataError
from fashionforward.model.vgg import copy_convolutions, read_convolutions

Images = NDArray[np.float32]
"""(n, side, side, 1 or 3) in [0, 1]."""

SHOWN = 64
"""VGG16 sees images at this many pixels a side."""

BATCH = 16


class Features:
    """VGG16 with LPIPS's linear heads, as torchmetrics brings them; `source` as for `read_convolutions`.

    LPIPS as it is published stands on torchvision's VGG16; `name` says what these figures stand on.
    """

    def __init__(self, source: Path | None) -> None:
        from torchmetrics.functional.image.lpips import _LPIPS  # the metric built on it would download its backbone

        found, self.name = read_convolutions(source)
        self.lpips = _LPIPS(net="vgg", pnet_rand=True)
        layers = [layer for layer in self.lpips.net.modules() if isinstance(layer, nn.Conv2d)]
        if len(found) < len(layers):
            raise DataError(
                f"{self.name} holds {len(found)} convolutions; LPIPS stands on all {len(layers)} of VGG16's.",
                "Give --pretrained all of torchvision.models.vgg16().features, or leave it away to download them.",
            )
        copy_convolutions(layers, found)
        self.lpips.eval().requires_grad_(False)

    @torch.no_grad()
    def pooled(self, images: Images) -> Tensor:
        """(n, 512): the mean over the image of relu4_3's features, of unit mean square: VGG16 has no norm as Inception has."""
        parts = []
        for i in range(0, len(images), BATCH):
            stages = self.lpips.net(self.lpips.scaling_layer(2 * _tensor(images[i : i + BATCH]) - 1))
            parts.append(stages[3].mean((2, 3)))
        return nn.functional.normalize(torch.cat(parts)) * 512**0.5

    @torch.no_grad()
    def distance(self, a: Images, b: Images) -> NDArray[np.float64]:
        """LPIPS of pairs: (n,)."""
        parts = []
        for i in range(0, len(a), BATCH):
            pair = (_tensor(a[i : i + BATCH]), _tensor(b[i : i + BATCH]))
            parts.append(self.lpips(*pair, normalize=True).flatten())
        return torch.cat(parts).double().numpy()

    def kid(self, made: Images, real: Images) -> dict[str, float]:
        """KID x 1000 (Binkowski et al., ICLR 2018) on relu4_3's pooled features: mean and standard deviation over subsets."""
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


def _tensor(images: Images) -> Tensor:
    """(n, 3, 64, 64)."""
    tensor = torch.from_numpy(np.ascontiguousarray(images, np.float32)).permute(0, 3, 1, 2)
    return nn.functional.interpolate(tensor.expand(-1, 3, -1, -1), SHOWN, mode="bilinear")


def reconstruction(made: Images, real: Images, features: Features) -> dict[str, float]:
    """psnr (dB), ssim and lpips: the means over images."""
    from skimage.metrics import peak_signal_noise_ratio, structural_similarity

    channel: dict[str, Any] = {"channel_axis": -1, "data_range": 1.0}
    pairs = list(zip(real.astype(np.float64), made.astype(np.float64), strict=True))
    psnr = [min(60.0, peak_signal_noise_ratio(a, b, data_range=1.0)) if (a != b).any() else 60.0 for a, b in pairs]
    ssim = [structural_similarity(a, b, **channel) for a, b in pairs]
    return {
        "psnr": float(np.mean(psnr)),
        "ssim": float(np.mean(ssim)),
        "lpips": float(features.distance(made, real).mean()),
    }


def outside_psnr(made: Images, real: Images, mattes: NDArray[np.uint8]) -> float:
    """PSNR (dB) over all pixels that are no garment's: matte (n, side, side) below 2 %. 60 where nothing differs."""
    outside = mattes < 5
    error = float(((made - real) ** 2)[outside].mean()) if outside.any() else 0.0
    return float(min(60.0, -10 * np.log10(max(error, 1e-6))))


def diversity(groups: list[Images], features: Features) -> float:
    """The mean LPIPS between two images of a group, which differ in their seed alone."""
    firsts, seconds = [], []
    for images in groups:
        for i in range(len(images)):
            for j in range(i):
                firsts.append(images[i])
                seconds.append(images[j])
    return float(features.distance(np.stack(firsts), np.stack(seconds)).mean()) if firsts else 0.0
