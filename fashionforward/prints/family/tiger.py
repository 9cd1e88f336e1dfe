"""tiger: tapering stripes in pairs and forks that reach in from the flanks; of the jungle, of Tibet's rugs, painted, in night colours."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.noise import broad, threshold
from fashionforward.prints.outlines import curve, headings, ribbon, taper, turned, wander
from fashionforward.prints.palettes import pick

# ground, stripe, light ground, shade beside the stripe
PALETTES = (
    "d98632 17120f f3d9a8 9a5320", "e8a24f 1d1512 f9e6c4 b5682a", "f4efe4 1a1a1d ffffff a89f90",
    "c96a2a 120d0b e9b06a 7f3d16", "e9d3ac 3a281c f8ecd2 a8804f", "1b1b20 c9a36a 2b2b32 6f5a3a",
    "9fa6ad 1d2026 d5d9dc 5f676f", "f0b8a8 5a1f2e fbe0d6 b5616a", "2f5d50 0f1a16 5f8f7a 1d3b33",
    "c23b2e 1c0c0c e58a6a 7a1f1a", "f4c945 221a10 fbe89a b5862a", "6a4a8f 17101f a98fc4 402a5c",
    "dfe6e0 2a4a42 f6f9f4 8aa89a", "e9759a 3f1226 f9bfd0 a83a62", "3a5a8a 0f1626 7f9fc4 22385c",
    "f6ead6 8a4a28 fffaf0 d0a070",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A coat: which way its stripes lie, how many, how fat, paired or single, and the light on its ground."""
    upright = rng.random() < 0.3
    _light(rng, canvas)
    kind = int(rng.integers(4))
    columns = int(rng.choice([1, 2, 2, 3]))
    gap = float(rng.choice([15.0, 19.0, 24.0, 32.0]))
    rows = max(5, round(FIELD_SIZE / gap))
    shade = rng.random() < 0.55
    fat = rng.uniform(0.15, 0.25) * gap
    strokes = []
    for column in range(columns):
        drift = rng.uniform(0, FIELD_SIZE)
        for side in (-1, 1):
            # Neighbours lie alike: lean and bend change slowly down the body.
            phase = 2 * np.pi * np.arange(rows) / rows
            leans = -0.12 + 0.14 * np.sin(phase * int(rng.integers(1, 3)) + rng.uniform(0, 6))
            bends = 0.3 + 0.3 * np.sin(phase * int(rng.integers(1, 4)) + rng.uniform(0, 6))
            for row in range(rows):
                foot = (column, columns, side, (row + 0.5 * (side > 0)) * FIELD_SIZE / rows + drift)
                strokes += _stripe(rng, kind, foot, (leans[row], bends[row]), fat)
    for path, half in strokes:
        path = path[:, ::-1] if upright else path
        if shade:
            canvas.polygon(ribbon(path + [0.8, 1.4], half * 1.25 + 0.9), 3)
    for path, half in strokes:
        path = path[:, ::-1] if upright else path
        canvas.polygon(ribbon(path, half), 1)
    return pick(rng, PALETTES)


def _light(rng: np.random.Generator, canvas: Canvas) -> None:
    """Pale bellies and cheeks: broad soft-edged fields of the light ground, drawn out along the fur."""
    if rng.random() < 0.6:
        fur = broad(rng, canvas.pixels, rng.uniform(30, 55), 2) + 0.25 * broad(rng, canvas.pixels, 5)
        canvas.paint(threshold(fur, rng.uniform(0.2, 0.4)), 2)


def _stripe(
    rng: np.random.Generator, kind: int, foot: tuple[int, int, int, float], lie: tuple[float, float], fat: float
) -> list[tuple[np.ndarray, np.ndarray]]:
    """A stripe from the flank towards the spine, (path, half widths): single, paired, forked or looped.

    foot: which body of how many, its side, and the height at which the stripe starts. lie: its lean and bend, radians.
    """
    column, columns, side, y = foot
    wide = FIELD_SIZE / columns
    spine = (column + 0.5) * wide
    length = wide * rng.uniform(0.36, 0.66)
    start = np.array([spine + side * wide * rng.uniform(0.42, 0.56), y + rng.normal(0, 1.5)])
    angle = (np.pi if side > 0 else 0.0) + side * (lie[0] + rng.normal(0, 0.05))
    n = 26
    path = turned(
        curve(length, bend=-side * (lie[1] + rng.normal(0, 0.1)), sway=rng.normal(0, 0.2), points=n),
        angle,
        (start[0], start[1]),
    )
    path[:, 1] += wander(rng, n, 1.2)
    half = (
        fat
        * rng.uniform(0.6, 1.15)
        * taper(n, rng.uniform(0.25, 0.5), 0.8)
        * np.clip(1 + wander(rng, n, 0.16), 0.6, 1.5)
    )
    half = np.maximum(half, 0.25)
    strokes = [(path, half)]
    if kind in (1, 3) and rng.random() < 0.45:
        # Its twin, that parts from it in the middle and comes back.
        lift = fat * rng.uniform(1.7, 2.3) * np.sin(np.linspace(0, 1, n) * np.pi) ** 0.7
        strokes.append((path + np.stack([0 * lift, lift], axis=1), half * 0.72))
    if kind in (2, 3) and rng.random() < 0.3:
        at = int(rng.integers(7, 14))
        lean = float(headings(path)[at]) + rng.choice([-1, 1]) * rng.uniform(0.25, 0.4)
        fork = turned(curve(length * rng.uniform(0.25, 0.4), bend=rng.normal(0, 0.3), points=14), lean, tuple(path[at]))
        strokes.append((fork, np.maximum(fat * 0.6 * taper(14, 0.2, 0.8), 0.25)))
    return strokes
