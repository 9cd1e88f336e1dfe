"""polka_dot: spots in rows, half-drop or scattered, of one size or many, printed or painted."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice, spaced, torus_distance
from fashionforward.prints.outlines import blob, circle
from fashionforward.prints.palettes import blend, pick

PAIRS = (
    "1b2a49 f7f3ea", "ffffff 1c1c1f", "c62b34 fff8f0", "f7f1e6 c8553d", "2f5d50 f3ead3", "f6d6d9 b23a5b",
    "1c1c1f f5f0e6", "e9c46a fffaf0", "fdf9f2 3f7cac", "8fb8c9 ffffff", "6b4a35 ecd9bf", "f4ede4 7a5230",
    "5b3a52 e8c6d0", "d9e4d4 3e6b48", "f28482 fff4ec", "0f4c4a f2b9a0", "ece7de 33415c", "b9a7d1 fbf6ff",
)  # fmt: skip
MULTI = (
    "fbf6ec d9573f 2f6f73 f0b429 1f2a44 e9a6a1", "1b2a49 f7f3ea e07a5f f2cc8f 81b29a 5b7aa8",
    "fff9f2 e58fa5 8fb8c9 f5cf7a a3c293 8367a5", "f4ede0 7a3b2e c98b4b 4a6670 dbb957 2f3e46",
    "ffffff 1c1c1f b3202c f0b429 3f7cac d9d4c7", "2b2d42 ef8354 f4f1ea bfc0c0 8d99ae f2c14e",
    "f7e7e1 b23a5b e8927c 59636e f3c9b5 7d9d9c", "eef3ee 2a6f5e 7fb685 f2d16b e07a5f 264653",
    "f6f0ff 6a4c93 b08bbb f2b5d4 7bdff2 f7d6e0", "171a21 e3d5ca b08968 d6a24a 7f5539 8d99ae",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the layouts below."""
    kinds = (
        _regular,
        _regular,
        _regular,
        _two_sizes,
        _tossed,
        _confetti,
        _painted,
        _rings,
        _shaded,
        _wave,
        _overlap,
        _clusters,
    )
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _grid(rng: np.random.Generator, low: int, high: int) -> tuple[np.ndarray, float]:
    """Half-drop or square rows, and the distance between neighbours."""
    columns = int(rng.integers(low, high + 1))
    if rng.random() < 0.75:
        columns += columns % 2
        rows = max(2, round(columns / 2 * rng.choice([1.0, 1.0, 1.15])))
        points = lattice(columns, rows)
        width, height = FIELD_SIZE / columns, FIELD_SIZE / rows
        return points, float(min(height, np.hypot(width, height / 2)))
    return lattice(columns, columns, drop=0.0), FIELD_SIZE / columns


def _regular(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """The classic: one size, one colour, from pin dot to coin dot."""
    points, gap = _grid(rng, 5, 16)
    radius = float(np.clip(gap * rng.uniform(0.2, 0.38), 2.8, 24))
    for at in points:
        canvas.disc(at, radius, 1)
    return pick(rng, PAIRS)


def _two_sizes(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Large dots with small ones in between, in a second colour or the same."""
    columns = int(rng.choice([4, 6, 8]))
    points = lattice(columns, columns // 2)
    gap = FIELD_SIZE / columns
    large, small = gap * rng.uniform(0.32, 0.5), max(2.6, gap * rng.uniform(0.1, 0.2))
    second = 1 if rng.random() < 0.4 else 2
    for at in points:
        canvas.disc(at, large, 1)
        canvas.disc(at + np.array([0, gap]), small, second)
    return pick(rng, MULTI)[: second + 1]


def _tossed(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One size, scattered without rows, in one to three colours."""
    radius = rng.uniform(4, 15)
    inks = int(rng.integers(1, 4))
    for i, at in enumerate(spaced(rng, radius * rng.uniform(2.7, 3.6), limit=220)):
        canvas.disc(at, radius, 1 + i % inks)
    return pick(rng, MULTI)[: inks + 1] if inks > 1 else pick(rng, PAIRS)


def _confetti(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Many sizes and every colour, the large ones first, the rest in the spaces they leave."""
    inks = int(rng.integers(2, 6))
    points, radii = np.empty((0, 2)), np.empty(0)
    top = rng.uniform(11, 22)
    for radius, tries in ((top, 60), (top * 0.62, 160), (top * 0.38, 300), (max(2.8, top * 0.22), 300)):
        for at in rng.uniform(0, FIELD_SIZE, (tries, 2)):
            if not len(points) or (torus_distance(at[None], points)[0] - radii).min() > radius + 3.2:
                points, radii = np.vstack([points, at]), np.append(radii, radius * rng.uniform(0.9, 1.1))
    for at, radius in zip(points, radii, strict=True):
        canvas.disc(at, radius, 1 + int(rng.integers(inks)))
    return pick(rng, MULTI)[: inks + 1]


def _painted(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Dabs of a brush: uneven, with a bristle's gap or a drier edge in a second tone."""
    palette = pick(rng, PAIRS)
    palette = np.vstack([palette, blend(palette[0], palette[1], 0.72)])
    points, gap = _grid(rng, 5, 11)
    points = points + rng.normal(0, gap * 0.06, points.shape)
    dry = rng.random() < 0.6
    for at in points:
        radius = gap * rng.uniform(0.27, 0.37)
        canvas.polygon(at + blob(rng, radius, 0.07, 5), 2 if dry else 1)
        if dry:
            canvas.polygon(at + rng.normal(0, radius * 0.07, 2) + blob(rng, radius * 0.86, 0.09, 6), 1)
    return palette[: 3 if dry else 2]


def _rings(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Dots within rings."""
    points, gap = _grid(rng, 3, 7)
    outer = gap * rng.uniform(0.36, 0.46)
    layers = int(rng.integers(2, 4))
    by_hand = rng.random() < 0.5
    for i, at in enumerate(points):
        for layer in range(layers):
            radius = outer * (1 - layer / layers * 0.95)
            entry = 0 if (layer == 1 and layers == 3) else 1 + (layer + i % 2) % 2
            outline = blob(rng, radius, 0.03, 4) if by_hand else circle(radius, 60)
            canvas.polygon(at + outline, entry)
    return pick(rng, MULTI)[:3]


def _shaded(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Each dot with its shadow or its misprint beside it."""
    palette = pick(rng, MULTI)
    points, gap = _grid(rng, 4, 9)
    radius = gap * rng.uniform(0.25, 0.33)
    shift = radius * rng.uniform(0.25, 0.5) * np.array([1.0, rng.choice([-1, 1])])
    outline = rng.random() < 0.4
    for at in points:
        canvas.disc(at + shift, radius, 2)
        canvas.disc(at, radius, 1)
        if outline:
            canvas.disc(at, radius - 2.8, 0)
    return palette[:3]


def _wave(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Rows of dots that swell and shrink across the cloth."""
    columns = int(rng.choice([10, 12, 14, 16]))
    points = lattice(columns, columns // 2)
    gap = FIELD_SIZE / columns * 1.35
    axis = points[:, int(rng.integers(2))]
    phase = rng.uniform(0, 2 * np.pi)
    both = 0.5 * np.cos(2 * np.pi * points[:, 0] / FIELD_SIZE) if rng.random() < 0.4 else 0.0
    swell = 0.5 + 0.5 * np.cos(2 * np.pi * axis / FIELD_SIZE + phase) * (1.0 if np.isscalar(both) else 0.5) + 0.5 * both
    for at, amount in zip(points, swell, strict=True):
        canvas.disc(at, max(2.5, gap * (0.17 + 0.36 * amount)), 1)
    return pick(rng, PAIRS)


def _overlap(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Big translucent spots: where two overlap, their inks mix."""
    palette = pick(rng, MULTI)
    one, two = Canvas(canvas.size), Canvas(canvas.size)
    radius = rng.uniform(13, 24)
    for at in spaced(rng, radius * 2.15):
        one.disc(at, radius * rng.uniform(0.8, 1.0), 1)
    for at in spaced(rng, radius * 2.15):
        two.disc(at, radius * rng.uniform(0.6, 1.0), 2)
    canvas.assign(one.labels + two.labels)
    mixed = palette[1] * palette[2] if palette[0].mean() > 0.4 else blend(palette[1], palette[2])
    return np.vstack([palette[:3], mixed])


def _clusters(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Little groups of dots, like petals or pawprints, in half-drop."""
    columns = int(rng.choice([4, 6, 8]))
    points = lattice(columns, columns // 2 + int(rng.integers(0, 2)))
    gap = FIELD_SIZE / columns
    count = int(rng.choice([3, 4, 5, 6]))
    radius = max(2.8, gap * (0.15 if count < 5 else 0.12))
    turn = rng.uniform(0, 2 * np.pi)
    for i, at in enumerate(points):
        for k in range(count):
            angle = turn + k * 2 * np.pi / count + (i % 2) * np.pi / count
            canvas.disc(at + gap * 0.27 * np.array([np.cos(angle), np.sin(angle)]), radius, 1)
        if count > 3:
            canvas.disc(at, radius, 2)
    return pick(rng, MULTI)[:3]
