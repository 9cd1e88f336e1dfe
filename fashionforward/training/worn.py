"""More people than were photographed: their clothes in other colours and prints, and one of them before another scene."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from fashionforward.model.parser import GARMENTS, PARTS
from fashionforward.model.transfer import to_linear, to_srgb
from fashionforward.training.augment import View
from fashionforward.training.packing import Packed
from fashionforward.training.rerender import FieldBank, coordinates, sample_torus

DYED = 0.4
"""Share of the garments of people that are painted."""

PRINTED = 0.3
"""Share of those that are painted in a design; the others take one colour."""

FEWEST = 60
"""Pixels of a garment that is painted."""


def wearers(packed: Packed) -> list[NDArray[np.intp]]:
    """For each of `GARMENTS`, the photographs of people who wear it, but those where it is known what a retoucher recolours."""
    found: list[list[int]] = [[] for _ in GARMENTS]
    for index in range(len(packed.names)):
        parts, told = (packed.arrays[name][index, ::4, ::4] for name in ("parts", "main_known"))
        worn = np.isin(parts, [PARTS.index(name) for name in GARMENTS])
        if (parts == PARTS.index("person")).any() and told[worn].sum() < 0.1 * worn.sum():
            for name, those in zip(GARMENTS, found, strict=True):
                those.extend([index] * bool((parts == PARTS.index(name)).sum() * 16 > FEWEST))
    return [np.array(those, np.intp) for those in found]


def dye(seen: View, log: Tensor, bank: FieldBank, rng: torch.Generator, share: float = DYED) -> View:
    """Paint garments that people wear, each alone, so that a part is known by its form and place and not by its colour.

    log: (B, 1, H, W) natural log of luminance. Light is the luminance over its median in the garment, so folds and what was
    printed stay in it. Left as they are: garments of which it is known what a retoucher recolours, for which their colour tells.
    """
    image = seen.image.clone()
    for item in range(len(image)):
        if PARTS.index("person") not in seen.parts[item]:
            continue
        for name in GARMENTS:
            inside = (seen.parts[item] == PARTS.index(name)).float()[None, None]
            told = (inside * seen.main_known[item : item + 1]).sum() > 0.1 * inside.sum()
            if inside.sum() < FEWEST or told or torch.rand((), generator=rng) > share:
                continue
            light = log[item : item + 1] - log[item : item + 1][inside > 0].median()
            gain = torch.empty(()).uniform_(0.6, 1.2, generator=rng)
            painted = to_srgb(_albedo(inside, bank, rng) * (gain * light).clamp(-3, 2).exp())
            cover = _softened(inside)
            image[item] = (image[item] * (1 - cover) + painted.clamp(0, 1) * cover)[0]
    return replace(seen, image=image)


def _albedo(inside: Tensor, bank: FieldBank, rng: torch.Generator) -> Tensor:
    """Linear RGB: (1, 3, H, W) of a design of the bank, or (1, 3, 1, 1) of one colour."""
    if torch.rand((), generator=rng) > PRINTED:
        return torch.rand(1, 3, 1, 1, generator=rng) ** 2.2 + 0.01
    index = int(torch.randint(len(bank.weights), (), generator=rng))
    uv = coordinates(inside, torch.zeros_like(inside).expand(-1, 2, -1, -1), rng)
    cover = sample_torus(bank.weights[index : index + 1].float() / 255, uv.flatten(0, 2))
    palette = to_linear(bank.palettes[index : index + 1])[0]
    return (cover @ palette).T.reshape(1, 3, *inside.shape[-2:])


def _softened(mask: Tensor) -> Tensor:
    """(B, 1, H, W): a mask with a soft rim inside it, but where the picture ends."""
    return F.avg_pool2d(mask, 3, 1, 1, count_include_pad=False) * mask


def paste(seen: View, worn: View, chosen: Tensor) -> View:
    """Put the people of `worn` (B), with what they wear and carry, before the scenes of `seen` (B), where `chosen` (B,) says so.

    Copy-paste (Ghiasi et al., CVPR 2021): where someone stands, or what is behind, then says nothing of what is worn. The labels
    of what is covered go with it.
    """
    body = ((worn.parts > 0) & (worn.parts != 255) & chosen[:, None, None]).float()[:, None]
    soft = _softened(body)
    hard = body > 0
    over = {
        name: torch.where(hard, getattr(worn, name), getattr(seen, name))
        for name in ("matte", "matte_known", "main", "main_known")
    }
    image = seen.image * (1 - soft) + worn.image * soft
    return replace(seen, image=image, parts=torch.where(hard[:, 0], worn.parts, seen.parts), **over)
