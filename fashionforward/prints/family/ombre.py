"""ombre: one colour passing into the next: dip-dyed, in bands, in auras and in clouds of airbrush."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.noise import noise
from fashionforward.prints.palettes import pick

# in the order in which they pass into one another
PALETTES = (
    "fdf6ec f7c59f ef8a6a c9485b 6a2c5c 2b1b3f", "f4f8fb bfdcec 7fb3d9 3f7ab8 1f4a86 12264f",
    "fff4f4 f9c6d0 e88aa8 b0508a 6a3a86 3a2a5a", "f7f5ee d3dcc0 9fb58a 5f8a66 2f5d50 173a36",
    "fef7e0 f9dc8f f4b24f e07a3f b0432f 5a1f1f", "f3f0ea cfc8bc a39a8c 75695c 4a4038 221d1a",
    "f1fbf7 b0e5d6 62c3bd 2f8fa3 1f5a86 232f5f", "fdeee6 f6bfae e58a96 a86fae 5f62b0 2f4a8a",
    "ffffff dcdfe3 adb4bd 767f8c 444c59 1c2029", "fbe9d7 e9bd8e cb8552 98552f 5f301f 2f1812",
    "eef6e6 cfe58f 8fc95a 3f9a6a 1f6f7a 1b3f5f", "f6eefb d9c2f0 b08fe0 7a62c9 4a459a 241f55",
    "fff9d9 fde07a f8a94a f2684f d13a76 6f2a8a", "e6f2f5 f6d8d0 f4a9a0 c97fa0 7a6fae 3a5a8f",
    "1a1a24 3a2a4f 6f3a6a b04f6f e8856a fac98f", "fdf3e7 8fc9c0 f6b65f e8694f 3a5a7a f9e3b0",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A way for colours to pass, how many of them, and what grain the dye leaves."""
    kinds = (_dip, _dip, _bands, _aura, _aura, _cloud, _cloud, _waves)
    place, count = kinds[int(rng.integers(len(kinds)))](rng, canvas)
    grain = rng.choice([0.0, 0.0, 0.006, 0.014])
    place = place + grain * noise(rng, canvas.size, 2.4) + grain * noise(rng, canvas.size, 9)
    palette = pick(rng, PALETTES)
    start = int(rng.integers(0, 7 - count))
    step = 2 if count <= 3 and rng.random() < 0.6 else 1
    chosen = palette[(start + step * np.arange(count)) % 6]
    if rng.random() < 0.4:
        chosen = chosen[::-1]
    canvas.assign_weights(_passing(place, count))
    return chosen


def _passing(place: np.ndarray, count: int) -> np.ndarray:
    """Weights of colours along the way there and back: `place` in turns, 0 the first colour, 1/2 the last."""
    ramp = (1 - np.abs(2 * np.mod(place, 1) - 1)) * (count - 1)
    return np.stack([np.clip(1 - np.abs(ramp - k), 0, 1) for k in range(count)])


def _plane(canvas: Canvas) -> tuple[np.ndarray, np.ndarray]:
    axis = (np.arange(canvas.size) + 0.5) / canvas.size
    return axis[None, :], axis[:, None]


def _dip(rng: np.random.Generator, canvas: Canvas) -> tuple[np.ndarray, int]:
    """Once from top to bottom and back, the liquor's edge uneven; the turn nearer to one colour or the other."""
    x, y = _plane(canvas)
    creep = rng.uniform(0.0, 0.06) * noise(rng, canvas.size, rng.uniform(14, 40), 2, stretch=(0.6, 2.0))
    lean = int(rng.choice([0, 0, 0, 1]))
    u = np.mod(y + lean * x + creep + rng.uniform(), 1)
    cut = rng.uniform(0.35, 0.65)
    return np.where(u < cut, u / cut / 2, 0.5 + (u - cut) / (1 - cut) / 2), int(rng.integers(2, 7))


def _bands(rng: np.random.Generator, canvas: Canvas) -> tuple[np.ndarray, int]:
    """Shaded stripes: each runs from light to dark and starts anew."""
    x, y = _plane(canvas)
    repeats = int(rng.choice([2, 3, 4, 6, 8]))
    u = (y if rng.random() < 0.5 else x) * repeats + 0 * (x + y) + rng.uniform(0, 0.05) * noise(rng, canvas.size, 30)
    u = np.mod(u, 1)
    return (0.5 * u if rng.random() < 0.6 else u), int(rng.integers(2, 6))


def _aura(rng: np.random.Generator, canvas: Canvas) -> tuple[np.ndarray, int]:
    """Glowing rounds that melt into the ground and into each other."""
    x, y = _plane(canvas)
    glow = np.zeros((canvas.size, canvas.size))
    count = int(rng.integers(1, 6))
    reach = rng.uniform(0.14, 0.3) / np.sqrt(count) * 1.6
    for at in rng.uniform(0, 1, (count, 2)):
        dx, dy = (np.sin(np.pi * (axis - a)) / np.pi for axis, a in ((x, at[0]), (y, at[1])))
        glow = np.maximum(glow, 0.0) + np.exp(-(dx**2 + dy**2) / (2 * (reach * rng.uniform(0.7, 1.3)) ** 2))
    return 0.5 * np.clip(glow / max(1.0, float(glow.max())), 0, 0.999), int(rng.integers(3, 7))


def _cloud(rng: np.random.Generator, canvas: Canvas) -> tuple[np.ndarray, int]:
    """Airbrushed drifts with no direction, or drawn out along one."""
    stretch = (1.0, 1.0) if rng.random() < 0.5 else (2.6, 1.0)
    field = noise(rng, canvas.size, rng.uniform(28, 64), stretch=stretch)
    return 0.25 + 0.13 * np.clip(field, -1.9, 1.9), int(rng.integers(2, 7))


def _waves(rng: np.random.Generator, canvas: Canvas) -> tuple[np.ndarray, int]:
    """Dunes: shaded crests, sharp on the lee."""
    x, y = _plane(canvas)
    sway = sum(rng.uniform(0.03, 0.1) / k * np.sin(2 * np.pi * (k * x + rng.uniform())) for k in (1, 2, 3))
    repeats = int(rng.choice([2, 3, 4, 5]))
    u = np.mod((y + sway) * repeats + 0.06 * noise(rng, canvas.size, 44), 1)
    return 0.5 * u ** rng.uniform(0.6, 1.6), int(rng.integers(2, 6))
