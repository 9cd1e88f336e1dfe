"""Random views of packed photographs, a batch at a time on the tensors themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from fashionforward.imaging.letterbox import PAD
from fashionforward.model.parser import PARTS


@dataclass
class View:
    """A batch at the parser's size: every map (B, C, H, W) float32 in [0, 1], but `parts` (B, H, W) int64 (255 unknown).

    image is sRGB; `*_known` weigh the labels; plain (B,) bool.
    """

    image: Tensor
    parts: Tensor
    matte: Tensor
    matte_known: Tensor
    main: Tensor
    main_known: Tensor
    plain: Tensor


def affine(batch: int, rng: torch.Generator, strength: float) -> Tensor:
    """(B, 2, 3) maps of the view onto the packed photograph: flip, rotation up to 14 degrees, zoom 0.75 to 1.5, shift."""

    def uniform(low: float, high: float) -> Tensor:
        return torch.empty(batch).uniform_(low, high, generator=rng) * strength

    angle, zoom = uniform(-0.24, 0.24), torch.exp(uniform(-0.29, 0.40))
    flip = torch.where(torch.rand(batch, generator=rng) < 0.5 * min(strength * 2, 1.0), -1.0, 1.0)
    cos, sin = torch.cos(angle) / zoom, torch.sin(angle) / zoom
    ratio = 1.5
    room = (1 - 1 / zoom).abs() + 0.08
    dx, dy = uniform(-1, 1) * room, uniform(-1, 1) * room
    return torch.stack(
        [torch.stack([cos * flip, -sin * ratio, dx], -1), torch.stack([sin / ratio * flip, cos, dy], -1)], 1
    )


def colour_jitter(image: Tensor, rng: torch.Generator) -> Tensor:
    """Exposure, contrast, white balance and saturation of (B, 3, H, W) sRGB, as cameras and rooms differ."""

    def uniform(low: float, high: float, channels: int = 1) -> Tensor:
        return torch.empty(len(image), channels, 1, 1).uniform_(low, high, generator=rng)

    x = image.clamp(0, 1) ** torch.exp(uniform(-0.3, 0.3))
    grey = x.mean(1, keepdim=True)
    x = grey + (x - grey) * uniform(0.5, 1.35)
    x = x * uniform(0.75, 1.25) * uniform(0.93, 1.07, 3)
    return x.clamp(0, 1)


def view(
    arrays: dict[str, Tensor], plain: Tensor, size: tuple[int, int], rng: torch.Generator, strength: float = 1.0
) -> View:
    """A batch of packed uint8 arrays (B, H, W[, 3]) seen at `size`; `strength` 0 is the photograph as it is."""
    image = arrays["image"].permute(0, 3, 1, 2).float() / 255 - PAD
    grid = F.affine_grid(affine(len(image), rng, strength), [len(image), 3, *size], align_corners=False)
    shrink = max(1.0, image.shape[-2] / size[0])
    if shrink > 1.3:
        image = F.interpolate(image, size=size, mode="bilinear", antialias=True)
    image = F.grid_sample(image, grid, padding_mode="zeros", align_corners=False) + PAD
    planes = torch.stack([arrays[k].float() for k in ("matte", "matte_known", "main", "main_known")], 1)
    planes[:, (0, 2)] /= 255
    ones = torch.ones_like(planes[:, :1])
    seen = F.grid_sample(torch.cat([planes, ones], 1), grid, padding_mode="zeros", align_corners=False)
    inside = seen[:, 4:]
    known = torch.stack([seen[:, 1], seen[:, 3]], 1) * inside + (1 - inside)
    labels = F.grid_sample(
        arrays["parts"][:, None].float() + 1, grid, mode="nearest", padding_mode="zeros", align_corners=False
    )
    parts = (labels[:, 0] - 1).round().clamp(min=0).long()
    if strength:
        image = colour_jitter(image, rng)
    return View(
        image, parts, seen[:, :1], (known[:, :1] > 0.99).float(), seen[:, 2:3], (known[:, 1:] > 0.99).float(), plain
    )


def empty_scenes(seen: View, rng: torch.Generator, share: float) -> View:
    """Put bare rooms in the place of a share of a batch: walls and tables of one soft colour, where there is nothing to edit.

    Every photograph of a garment holds one, so that a parser which is shown no other finds cloth on a blank wall.
    """
    chosen = torch.nonzero(torch.rand(len(seen.image), generator=rng) < share).flatten()
    if not len(chosen):
        return seen
    image, parts, matte, main = (x.clone() for x in (seen.image, seen.parts, seen.matte, seen.main))
    matte_known, main_known = seen.matte_known.clone(), seen.main_known.clone()
    b, (h, w) = len(chosen), image.shape[-2:]
    # four corners' colours, near each other, between them a ramp; clouds of light; grain as sensors have it
    corners = torch.rand(b, 3, 1, 1, generator=rng) + 0.12 * torch.randn(b, 1, 2, 2, generator=rng)
    clouds = 0.05 * torch.randn(b, 3, 5, 4, generator=rng) * torch.rand(b, 1, 1, 1, generator=rng)
    room = sum(F.interpolate(x, size=(h, w), mode="bicubic", align_corners=True) for x in (corners, clouds))
    grain = 0.02 * torch.randn(b, 3, h, w, generator=rng) * torch.rand(b, 1, 1, 1, generator=rng)
    image[chosen] = (room + grain).clamp(0, 1)
    parts[chosen] = PARTS.index("background")
    for plane, value in ((matte, 0.0), (main, 0.0), (matte_known, 1.0), (main_known, 1.0)):
        plane[chosen] = value
    return replace(
        seen, image=image, parts=parts, matte=matte, main=main, matte_known=matte_known, main_known=main_known
    )
