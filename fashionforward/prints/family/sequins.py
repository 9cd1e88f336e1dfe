"""sequins: overlapping discs that catch the light each at its own tilt: plain, two-way, striped, scattered, large paillettes."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.motifs.cells import scales
from fashionforward.prints.noise import noise, sample, threshold
from fashionforward.prints.palettes import pick

# deepest, body, bright, glint, then the reverse side's body and bright
PALETTES = (
    "2a1f0c 8a6a24 d9b24f fdf3cf 4a4a4e a8a8ac", "1a1c20 5f656e a9b0b8 f7f9fa 2a4a7a 6f9ad0",
    "2a0f14 8a1f33 d9485a ffd9d4 c9a24a f2dc9a", "0c1a2a 1f4a86 4f8ad0 d9ecff 8a8f98 d5dade",
    "0c2018 1f6a4a 4fb580 dcfaea c9a24a f4e2a0", "1f1028 5f3a8f a87ad0 f3e3ff 2f7a8a 8fd6dc",
    "2a1420 b04a7a f08ab0 fff0f5 c9c2c4 f4f0f0", "08090b 1f2125 4f545c c9ced4 8a1f33 d9485a",
    "2a160c 8f4a24 d98a4f ffe6cc 3a3a3e 8f8f94", "0f1f24 1f6f7a 4fc0c0 dcfaf6 a86ad0 e6c0f6",
    "3a3a36 b5b2a6 e2dfd4 ffffff c9a05a f2dcaa", "241a10 6f5236 b08f68 f4e4cc 1f3a3a 5f9a94",
    "141a33 3a4aa0 7f8fe0 e6eaff e07a9a ffc6d4", "2a2408 9a9420 dcd64f fdfbd0 2a2a2e 7f7f84",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Discs of a size, sewn in rows, and which side of each is up."""
    columns = int(rng.choice([10, 14, 18, 22, 26]))
    width = FIELD_SIZE / columns
    rows = 2 * max(4, round(FIELD_SIZE / (width * rng.uniform(0.5, 0.72)) / 2))
    radius = width * rng.uniform(0.52, 0.6)
    x, y = canvas.coordinates(2)
    owner, dx, dy, far = scales(x, y, columns, rows, radius)
    count = columns * rows
    rng_tilt = rng.normal(0, 1, (count, 2))
    middle = np.stack(
        [
            (np.arange(count) % columns + 0.5 * (np.arange(count) // columns % 2)) * width,
            np.arange(count) // columns * FIELD_SIZE / rows,
        ]
    )
    # Neighbours hang alike, each a little otherwise.
    drape = sample(noise(rng, FIELD_SIZE, rng.uniform(20, 50)), middle[0], middle[1])
    tilt = rng.uniform(0.4, 0.9) * drape + rng.uniform(0.35, 0.8) * rng_tilt[:, 0]
    reverse = _sides(rng, middle)
    u, v = dx / radius, dy / radius
    light = 0.9 * (-0.55 * u - 0.75 * v) + tilt[owner] + 0.25 * rng_tilt[owner, 1] * u
    tone = np.where(light > 1.35, 3, np.where(light > 0.25, 2, 1))
    rim = far > radius - max(1.2, 0.11 * radius)
    tone = np.where(rim & (v > 0.1), 0, tone)
    hole = np.hypot(u, v + 0.72) < max(0.13, 1.3 / radius)
    tone = np.where(hole & (radius > 7), 0, tone)
    back = reverse[owner] & (tone > 0)
    tone = np.where(back, np.where(light > 1.5, 3, np.where(light > 0.25, 5, 4)), tone)
    canvas.assign(np.where(owner < 0, 0, tone))
    return pick(rng, PALETTES)


def _sides(rng: np.random.Generator, middle: np.ndarray) -> np.ndarray:
    """Which discs show their other face: none, brushed swathes, stripes, zigzags, spots, or at random."""
    x, y = middle
    kind = int(rng.integers(7))
    if kind <= 1:
        return np.zeros(x.shape, dtype=bool)
    if kind == 2:
        field = threshold(noise(rng, FIELD_SIZE, rng.uniform(26, 50), 2), rng.uniform(0.3, 0.6))
        return sample(field, x, y)
    if kind == 3:
        n = int(rng.choice([2, 3, 4, 6]))
        along = y if rng.random() < 0.5 else x + y
        return np.mod(along * n / FIELD_SIZE, 1) < rng.uniform(0.3, 0.6)
    if kind == 4:
        n = int(rng.choice([2, 3, 4]))
        peak = np.abs(2 * np.mod(x * n / FIELD_SIZE, 1) - 1) * FIELD_SIZE / n / 2
        return np.mod((y + peak) * n / FIELD_SIZE, 1) < 0.5
    if kind == 5:
        n = int(rng.choice([2, 3, 4]))
        u, v = (np.mod(axis * n / FIELD_SIZE, 1) - 0.5 for axis in (x, y))
        return np.hypot(u, v) < rng.uniform(0.24, 0.4) if rng.random() < 0.5 else np.abs(u) + np.abs(v) < 0.4
    return rng.random(x.shape) < rng.uniform(0.15, 0.4)
