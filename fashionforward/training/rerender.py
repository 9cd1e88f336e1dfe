"""Plain garments re-rendered in random prints: the ground truth for shading and main colour that no retoucher has to make."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from fashionforward.model.transfer import to_linear, to_srgb
from fashionforward.training.augment import View


@dataclass
class FieldBank:
    """Designs to re-render with. weights: (N, K, s, s) uint8 palette weights on a torus; palettes: (N, K, 3) sRGB."""

    weights: Tensor
    palettes: Tensor


def sample_torus(field: Tensor, uv: Tensor) -> Tensor:
    """Bilinear samples of a field (1, K, s, s) on a torus at uv (N, 2), one unit a repeat, u across: (N, K). Always fp32.

    The field is padded by one cell all around, since a modulo alone leaves a seam. Its cells are gathered as rows, all K of one
    with each look-up: twice as fast on a CPU as `grid_sample`, which takes K planes by turns.
    """
    height, width = field.shape[-2], field.shape[-1]
    cells = F.pad(field, (1, 1, 1, 1), mode="circular")[0].permute(1, 2, 0).flatten(0, 1)
    place = (uv - uv.floor()) * torch.tensor([width, height], dtype=uv.dtype, device=uv.device) + 0.5
    corner = place.floor()
    across, down = (place - corner).split(1, 1)
    row = width + 2
    index = (corner[:, 0] + corner[:, 1] * row).long()
    upper, lower = (a + across * (b - a) for a, b in ((cells[i], cells[i + 1]) for i in (index, index + row)))
    return upper + down * (lower - upper)


def coordinates(matte: Tensor, slope: Tensor, rng: torch.Generator) -> Tensor:
    """(B, H, W, 2) cloth coordinates, one unit a repeat, turned, scaled and displaced by the slope of the shading."""
    b, _, h, w = matte.shape
    y, x = torch.meshgrid(torch.linspace(0, h / w, h), torch.linspace(0, 1, w), indexing="ij")

    def uniform(low: float, high: float) -> Tensor:
        return torch.empty(b, 1, 1).uniform_(low, high, generator=rng)

    angle, scale = uniform(-0.5, 0.5), torch.exp(uniform(-0.3, 1.4))
    u = (torch.cos(angle) * x - torch.sin(angle) * y) * scale + uniform(0, 1) + slope[:, 0] * 0.02
    v = (torch.sin(angle) * x + torch.cos(angle) * y) * scale + uniform(0, 1) + slope[:, 1] * 0.02
    return torch.stack([u, v], -1)


def rerender(
    seen: View, truth: Tensor, known: Tensor, bank: FieldBank, rng: torch.Generator, share: float = 0.6
) -> tuple[View, Tensor]:
    """Paint a random design on `share` of the plain garments of a batch.

    Returns the batch and its log shading, which is that of the photographs, deepened or flattened as the painted cloth's was.
    """
    chosen = torch.nonzero((known.sum((1, 2, 3)) > 200) & (torch.rand(len(known), generator=rng) < share)).flatten()
    if not len(chosen):
        return seen, truth
    index = torch.randint(len(bank.weights), (len(chosen),), generator=rng)
    weights = bank.weights[index].float() / 255
    palette = to_linear(bank.palettes[index])
    mask, log = known[chosen], truth[chosen]
    middle = torch.stack([x[m > 0].median() if (m > 0).any() else x.median() for x, m in zip(log, mask, strict=True)])
    shade = (log - middle.view(-1, 1, 1, 1)).clamp(-3, 2.5)
    slope = torch.stack(
        [
            F.pad(shade[:, 0, :, 1:] - shade[:, 0, :, :-1], (0, 1)),
            F.pad(shade[:, 0, 1:] - shade[:, 0, :-1], (0, 0, 0, 1)),
        ],
        1,
    )
    uv = coordinates(mask, slope, rng)
    cover = torch.stack(
        [sample_torus(w[None], c.flatten(0, 1)).T.view(-1, *c.shape[:2]) for w, c in zip(weights, uv, strict=True)]
    )
    albedo = torch.einsum("bkhw,bkc->bchw", cover, palette)
    gain = torch.empty(len(chosen), 1, 1, 1).uniform_(0.7, 1.15, generator=rng)
    sheen = torch.empty(len(chosen), 1, 1, 1).uniform_(0.0, 0.03, generator=rng) * shade.clamp(min=0)
    painted = to_srgb(albedo * (shade * gain).exp() + sheen)
    alpha = seen.matte[chosen] * (seen.main[chosen] > 0.3)
    image, main, main_known = seen.image.clone(), seen.main.clone(), seen.main_known.clone()
    image[chosen] = image[chosen] * (1 - alpha) + painted * alpha
    inside = (cover * alpha).sum((2, 3))
    largest = inside.argmax(1)
    ground = cover[torch.arange(len(chosen)), largest][:, None]
    clear = (inside.max(1).values / inside.sum(1).clamp(min=1) > 0.5).float().view(-1, 1, 1, 1)
    main[chosen] = main[chosen] * ground
    main_known[chosen] = main_known[chosen] * clear
    truth = truth.clone()
    truth[chosen] = shade * gain
    return replace(seen, image=image, main=main, main_known=main_known), truth


def draw_bank(families: tuple[str, ...], designs: int, size: int = 128) -> FieldBank:
    """Draw `designs` of each family, seeds 1,000 on: the first thousand are kept for measuring."""
    from fashionforward.prints import draw

    weights, palettes = [], []
    for family in families:
        for seed in range(1000, 1000 + designs):
            design = draw(family, seed)
            step = design.weights.shape[-1] // size
            small = design.weights.reshape(design.weights.shape[0], size, step, size, step).mean((2, 4))
            weights.append(np.round(small * 255).astype(np.uint8))
            palettes.append(design.palette)
    return FieldBank(torch.from_numpy(np.stack(weights)), torch.from_numpy(np.stack(palettes)).float())
