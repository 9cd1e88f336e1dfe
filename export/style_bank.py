"""The style bank: posterior means of many designs of each family, which `--seed` draws from."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch

from fashionforward.batch.options import available_cores
from fashionforward.model.fashion_forward import FashionForward

STEPS = 20
"""Steps from 0 to a channel's largest value: finer than the posterior's own spread, and a third of the size of int8."""

FIRST = {"leopard": 6, "zebra": 7, "camo": 2, "tie_dye": 1, "paisley": 2, "gingham": 5, "color_block": 2}
"""The design that seed 0 draws, where the family's first is not the one that its name calls to mind."""


@torch.no_grad()
def make_bank(model: FashionForward, designs: int) -> dict[str, np.ndarray]:
    """Encode seeds 0 to `designs` of every family, from `FIRST` on.

    Codes int8, -STEPS to STEPS, with a scale a channel, palettes (N, 6, 3) fp16, families (N,).
    """
    from fashionforward.prints import draw

    codes, palettes, families = [], [], []
    wanted = [
        (family, (FIRST.get(family, 0) + place) % designs) for family in model.families for place in range(designs)
    ]
    with ProcessPoolExecutor(min(available_cores(), len(model.families))) as pool:  # some take a second to draw
        for (family, _), design in zip(wanted, pool.map(draw, *zip(*wanted, strict=True), chunksize=4), strict=True):
            index = model.families.index(family)
            mean = model.prints.encoder(
                torch.from_numpy(design.weights)[None], model.prints.attribute(torch.tensor([index]))
            )[0]
            codes.append(mean[0].numpy())
            palettes.append(design.palette)
            families.append(index)
    stacked = np.stack(codes)
    scale = np.maximum(np.abs(stacked).max((0, 2, 3)), 1e-6) / STEPS
    return {
        "codes": np.round(stacked / scale[:, None, None]).astype(np.int8),
        "scale": scale.astype(np.float32),
        "palettes": np.stack(palettes).astype(np.float16),
        "family": np.array(families, np.int16),
    }


def save_bank(path: Path, bank: dict[str, np.ndarray]) -> None:
    """Write bank.npz, compressed."""
    np.savez_compressed(path, **bank)  # type: ignore[arg-type]
