"""The parser: what in a photograph is cloth, which garment, which part of it a colourway changes, and how light falls on it."""

from __future__ import annotations

from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from fashionforward.model.vgg import VGG16

PARTS = ("background", "person", "top", "outer", "bottom", "dress", "accessory")
"""Classes of the parts head, in order of its channels."""

GARMENTS = ("top", "outer", "bottom", "dress")
"""The parts that are garments: the regions that an edit can name."""


class Parsed(NamedTuple):
    """What the parser says of each pixel of its (B, 3, H, W) input.

    parts: (B, 7, H, W) logits. matte: (B, 1, H, W) logit of the garments' alpha. main: (B, 1, H, W) logit of the main
    colour's alpha. shading: (B, 1, H, W) log of how light falls on the cloth, natural log of linear light, up to a constant.
    cloth: (B, 64, H/4, W/4) features that the cloth encoder reads.
    """

    parts: Tensor
    matte: Tensor
    main: Tensor
    shading: Tensor
    cloth: Tensor


def _block(channels: int, width: int, dilation: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(channels, width, 3, padding=dilation, dilation=dilation, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(width), nn.ReLU(inplace=True))


class Attention(nn.Module):
    """Lets every place see every other: (B, C, H, W) -> same, by one pre-norm transformer block (Vaswani et al., 2017).

    Tells a top from trousers by what lies above and below. Its last layers start at 0: new, it changes nothing.
    """

    HEADS = 4

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Conv2d(width, 3 * width, 1), nn.Conv2d(width, width, 1)
        self.widen, self.narrow = nn.Conv2d(width, 2 * width, 1), nn.Conv2d(2 * width, width, 1)
        for last in (self.out, self.narrow):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(cast(Tensor, last.bias))

    def forward(self, x: Tensor) -> Tensor:
        """x with the block's residuals."""
        b, c, h, w = x.shape
        q, k, v = self.qkv(_over_channels(self.norm1, x)).reshape(b, 3, self.HEADS, c // self.HEADS, h * w).unbind(1)
        weights = (q.transpose(-1, -2) @ k * (c // self.HEADS) ** -0.5).softmax(-1)
        x = x + self.out((v @ weights.transpose(-1, -2)).reshape(b, c, h, w))
        return x + self.narrow(F.gelu(self.widen(_over_channels(self.norm2, x))))


def _over_channels(norm: nn.LayerNorm, x: Tensor) -> Tensor:
    y: Tensor = norm(x.movedim(1, -1))
    return y.movedim(-1, 1)


class Context(nn.Module):
    """Sees the whole photograph, through half the resolution and attention over all of it.

    Features (B, 512, H, W) and, of the deepest layers, (B, 512, H/2, W/2) -> (B, 256, H, W). The latter come in through a layer
    that starts at 0: weights that were trained without it go on as they were.
    """

    def __init__(self, channels: int = 512, width: int = 256, layers: int = 2) -> None:
        super().__init__()
        self.enter = _block(channels, width)
        self.deep = nn.Conv2d(channels, width, 1)
        nn.init.zeros_(self.deep.weight)
        nn.init.zeros_(cast(Tensor, self.deep.bias))
        self.place = nn.Parameter(torch.randn(1, width, 12, 8) * 0.02)
        self.attention = nn.Sequential(*(Attention(width) for _ in range(layers)))
        self.wide = _block(width, width, dilation=2)
        self.whole = nn.Sequential(nn.Linear(width, width), nn.ReLU(inplace=True), nn.Linear(width, width))
        self.leave = _block(width, width)
        self.drop = nn.Dropout2d(0.15)

    def forward(self, x: Tensor, deep: Tensor) -> Tensor:
        """Same height and width as `x`."""
        y = self.enter(F.max_pool2d(x, 2)) + self.deep(deep)
        y = self.attention(y + F.interpolate(self.place, size=y.shape[-2:], mode="bilinear", align_corners=False))
        y = y + self.wide(y)
        y = self.leave(y + self.whole(y.mean((2, 3)))[..., None, None])
        return F.interpolate(self.drop(y), size=x.shape[-2:], mode="bilinear", align_corners=False)


class Parser(nn.Module):
    """U-Net on VGG16's features; (B, 3, H, W) sRGB in [0, 1], H and W multiples of 16, 288 x 192 in use."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = VGG16()
        self.context = Context()
        self.fuse4 = _block(512 + 256, 192)
        self.skip3, self.fuse3 = nn.Conv2d(256, 128, 1), _block(192 + 128, 128)
        self.skip2, self.fuse2 = nn.Conv2d(128, 64, 1), _block(128 + 64, 64)
        self.skip1, self.fuse1 = nn.Conv2d(64, 24, 1), _block(64 + 24, 32)
        self.cloth = nn.Conv2d(128, 64, 1)
        self.heads = nn.Conv2d(32, len(PARTS) + 3, 3, padding=1)

    def forward(self, x: Tensor) -> Parsed:
        """See `Parsed`."""
        f1, f2, f3, f4, f5 = self.encoder(x)
        y = self.fuse4(torch.cat([f4, self.context(f4, f5)], 1))
        y3 = self.fuse3(torch.cat([_double(y), self.skip3(f3)], 1))
        y = self.fuse2(torch.cat([_double(y3), self.skip2(f2)], 1))
        y = self.fuse1(torch.cat([_double(y), self.skip1(f1)], 1))
        parts, matte, main, shading = self.heads(y).split([len(PARTS), 1, 1, 1], 1)
        return Parsed(parts, matte, main, shading, self.cloth(y3))


def _double(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
