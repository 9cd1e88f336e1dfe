"""giraffe: polygons that nearly touch, from the net of the reticulated to the vine leaves of the Masai."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import relaxed, tossed
from fashionforward.prints.motifs.cells import voronoi
from fashionforward.prints.noise import broad, noise
from fashionforward.prints.palettes import pick

# lines, patch, dark heart, second patch
PALETTES = (
    "f3e3c3 b5702f 7a4318 c98a48", "f8efdc 8a4a24 5a2c14 a86838", "e9cf9f a8561f 6f3411 c27a3c",
    "fbf4e6 6b3f26 40241a 8a5a38", "d9b98a 4f2f1e 2f1a12 6f4a30", "f6f3ee 2a2a2d 111113 4a4a4e",
    "fff3d9 d9922f a8641a e8b15a", "f4dcd2 a84a3a 6f2a22 c26a56", "dfe6df 3f6050 234034 5f8270",
    "e3e8ef 2f4f7a 1a3050 5577a0", "f9e3ea b5476f 7a2548 cf6f92", "1d1a18 c9974f 8a5f2a dcb274",
    "efe6f4 6a4a94 432a66 8a6cb0", "3a2a20 d9b07a a87c46 ecd0a4", "f2ead0 7a7a3a 4c4f22 98985a",
    "fdf7ea c8623a 8a3a1f dc8660",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Patches of one size or of many, angular or lobed, with hearts and second tones now and then."""
    size = float(rng.choice([20, 26, 32, 42, 54]))
    count = max(12, round((FIELD_SIZE / size) ** 2))
    points = tossed(rng, count, tries=int(rng.choice([2, 6, 12])))
    if rng.random() < 0.7:
        points = relaxed(points, 4)
    lobed = rng.random() < 0.3
    amount = size * (rng.uniform(0.05, 0.08) if lobed else rng.uniform(0.015, 0.04))
    dx, dy = (amount * noise(rng, FIELD_SIZE, size * 0.24 if lobed else size * 0.35) for _ in range(2))
    wall, owner = voronoi(points, canvas.pixels, (dx, dy))
    ragged = rng.uniform(0.15, 0.45) * noise(rng, canvas.pixels, 3.6) + rng.uniform(0.2, 0.7) * broad(
        rng, canvas.pixels, 16
    )
    line = rng.uniform(1.5, 1.4 + size * 0.045)
    inside = wall + ragged * min(1.0, line / 2.2) > line
    tones = np.where(rng.random(count) < rng.choice([0.0, 0.3, 0.5]), 3, 1)
    labels = np.where(inside, tones[owner], 0)
    if rng.random() < 0.6:
        # Darker towards the middle, as old bulls are: hearts with frayed rims.
        deep = size * rng.uniform(0.17, 0.26)
        labels = np.where(wall + 1.4 * ragged > line + deep, 2, labels)
    if lobed and rng.random() < 0.6:
        # Cuts that run into the patches from their rims.
        cut = np.abs(broad(rng, canvas.pixels, size * 0.3)) < 0.11
        labels = np.where(cut & (wall < size * 0.3), 0, labels)
    canvas.assign(labels)
    return pick(rng, PALETTES)
