"""cow: the maps on a hide: Friesian, Hereford, Ayrshire, speckled and three-coloured ones."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.layout import spaced
from fashionforward.prints.noise import broad, noise, threshold
from fashionforward.prints.outlines import blob
from fashionforward.prints.palettes import pick

# ground, patch, second patch, halo
PALETTES = (
    "f8f5ee 17171a 6f6a66 cfcac0", "f4ead8 6b3a22 a8703f d9bd96", "fbf7ef 8a4a28 3a2418 dcc2a4",
    "efe4d2 2b211c 8f6a48 c9b698", "ffffff 1f2a44 7f93b8 ccd4e2", "f9e0e0 8c2f4b d98a9a eec0c4",
    "1b1b1e f2eee6 8a8782 4a4a4e", "e8d6b8 4a2f1f b5834f cdb08a", "eef2ea 3d5a45 8fb08a cbd9c4",
    "f6e6f2 5b3a72 b08fd0 d9c4e2", "fdf3dc c98f2f 7a4a1f ecd29a", "dfe8ec 2f4f5f 7fa0b0 b8ccd4",
    "c8793f fbf3e4 6b3a1c e0ab7c", "f5f1ea a8321f 4a1a14 e0b5a6", "d9c7b0 f9f4ea 5a4030 e8dccb",
    "fff0c9 2e4057 d1495b e6d9ac",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Patches of a size and share, smooth or ragged at the rim, alone or with speckles and a second colour."""
    scale = float(rng.choice([17, 22, 28, 36, 46]))
    field = broad(rng, canvas.pixels, scale, int(rng.integers(1, 3)))
    ragged = rng.uniform(0.03, 0.13)
    fur = ragged * (
        noise(rng, canvas.pixels, 3.4, stretch=(1.0, rng.choice([1.0, 2.2]))) + broad(rng, canvas.pixels, 8)
    )
    share = rng.uniform(0.3, 0.56)
    patch = threshold(field + fur, share)
    kind = int(rng.integers(5))
    if kind == 1:
        # A halo where dark hair grows through white.
        canvas.paint(threshold(field + 2.2 * fur, share + rng.uniform(0.07, 0.12)), 3)
    canvas.paint(patch, 1)
    if kind == 2:
        other = threshold(broad(rng, canvas.pixels, scale * 0.9) + fur, rng.uniform(0.22, 0.35))
        canvas.paint(other & ~patch, 2)
        canvas.paint(other & patch, 2 if rng.random() < 0.5 else 1)
    if kind >= 3:
        _speckles(rng, canvas, 1 if kind == 3 else 0, field)
    return pick(rng, PALETTES)


def _speckles(rng: np.random.Generator, canvas: Canvas, entry: int, field: np.ndarray) -> None:
    """Small spots, thickest beside the patches: dark on the ground, or light in them."""
    gap = rng.uniform(7, 12)
    points = spaced(rng, gap, limit=260)
    ratio = len(field) / 256
    index = np.mod((points * ratio).astype(int), len(field))
    near = np.abs(field[index[:, 1], index[:, 0]]) < rng.uniform(0.5, 1.0)
    for at in points[near]:
        canvas.polygon(at + blob(rng, rng.uniform(1.7, gap * 0.36), 0.22, 4, points=18), entry)
