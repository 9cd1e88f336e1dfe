"""terrazzo: chips of stone in cement, from a scatter to a crazy paving, cut sharp or worn round."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import relaxed, spaced, torus_distance, tossed
from fashionforward.prints.motifs.cells import voronoi
from fashionforward.prints.noise import broad
from fashionforward.prints.outlines import blob, smooth
from fashionforward.prints.palettes import pick

# cement, then chips
PALETTES = (
    "f4efe8 d9826a 3f6b6b e8b95a 8a7f78 2b2f36", "f7e9e4 c2586a 8a4a5a e8a598 5a6a70 f9d6c4",
    "e9edea 2f5a4f 8fb5a0 d9c27a 5f6f68 1f302b", "2b2d31 e8e4da c98a5a 7f8a90 5a5f66 d9b45a",
    "fbf8f2 1f3a5f 7fa0c4 d9e2ec c8553d e9b44c", "f0e2d0 8a5a3a c9976a 5a4034 e6c8a0 a8a090",
    "dfe6ee 33507a a8bcd6 e0704f f4f6f9 7a8aa0", "fdf4dc e07a2f f2b84b 7a9a5a c8472f 4a3a2a",
    "f3eef8 6a4a94 b59ad2 e8a8c0 4a4a6a d9d0ea", "1f3b3a e0d9c4 d98a6a 7fb0a0 f2c76a 3f6360",
    "ffffff 1a1a1c 8a8a8c d0cec8 c9a36a 4a4a4c", "f6d9d0 7a2e3a d9745f fff4ec 3a4f5a e8b08a",
    "c9d4c4 3a4f3a f4efe0 8a9a6a d9a05a 5f7a6a", "efe9e0 a83a2f 2a4a7a e8b93c 2a2a2c 7f9a8a",
    "e4d5e0 8a3a6a f0a8b8 5a5a8a fff2ea c9788a", "f9f1e4 17766f 5fb5a8 f2a65a e15f41 22384a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the floors below."""
    kinds = (_chips, _chips, _chips, _slabs, _paving, _paving, _pebbles, _flakes)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _chip(rng: np.random.Generator, radius: float, corners: int, long: float) -> np.ndarray:
    """A convex splinter: uneven corners on an ellipse, one of them broken off."""
    angle = np.sort(rng.uniform(0, 2 * np.pi / corners * 0.75, corners) + np.arange(corners) * 2 * np.pi / corners)
    r = radius * rng.uniform(0.78, 1.12, corners)
    points = np.stack([r * np.cos(angle) * long, r * np.sin(angle) / long], axis=1)
    turn = rng.uniform(0, 2 * np.pi)
    cos, sin = np.cos(turn), np.sin(turn)
    return points @ np.array([[cos, sin], [-sin, cos]])


def _thrown(rng: np.random.Generator, sizes: tuple[float, ...], close: float) -> tuple[np.ndarray, np.ndarray]:
    """Places for chips of falling sizes that keep clear of one another: (n, 2) and radii (n,)."""
    points, radii = np.empty((0, 2)), np.empty(0)
    for size in sizes:
        for at in rng.uniform(0, FIELD_SIZE, (int(110 * (20 / size) ** 0.8), 2)):
            if not len(points) or (torus_distance(at[None], points)[0] - radii * close).min() > size * close:
                points, radii = np.vstack([points, at]), np.append(radii, size)
    return points, radii


def _inks(rng: np.random.Generator) -> np.ndarray:
    """Entries to draw chips from: all five, or a few of which one prevails."""
    count = int(rng.choice([2, 3, 4, 5]))
    entries = 1 + rng.permutation(5)[:count]
    return np.append(entries, entries[0])


def _chips(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Chips of three sizes or four, and dust between them."""
    top = float(rng.choice([10, 14, 19, 26]))
    inks = _inks(rng)
    points, radii = _thrown(rng, (top, top * 0.62, top * 0.38, max(2.3, top * 0.22)), rng.uniform(0.95, 1.25))
    corners = int(rng.integers(4, 7))
    for at, radius in zip(points, radii, strict=True):
        chip = _chip(rng, radius, corners, rng.uniform(1.0, 1.35))
        canvas.polygon(at + chip, int(rng.choice(inks)))
        if radius > 13 and rng.random() < 0.5:
            # Marble in marble: a vein of the next stone.
            canvas.polygon(at + chip * [0.55, 0.3] + rng.normal(0, 1.5, 2), int(rng.choice(inks)))
    return pick(rng, PALETTES)


def _slabs(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A few great slabs that overlap, with small chips in front."""
    inks = _inks(rng)
    for at in spaced(rng, rng.uniform(44, 60)):
        canvas.polygon(at + _chip(rng, rng.uniform(24, 36), 5, rng.uniform(1.0, 1.4)), int(rng.choice(inks)))
    for at in spaced(rng, rng.uniform(17, 24)):
        canvas.polygon(at + _chip(rng, rng.uniform(3, 7), 5, 1.15), int(rng.choice(np.append(inks, 0))))
    return pick(rng, PALETTES)


def _paving(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Crazy paving: stones fitted edge to edge, joints of cement."""
    size = float(rng.choice([13, 18, 25, 34]))
    count = round((FIELD_SIZE / size) ** 2)
    points = tossed(rng, count, tries=3)
    points = relaxed(points, 3) if rng.random() < 0.5 else points
    wall, owner = voronoi(points, canvas.pixels)
    inks = _inks(rng)
    canvas.assign(np.where(wall > rng.uniform(1.3, 2.6), rng.choice(inks, count)[owner], 0))
    return pick(rng, PALETTES)


def _pebbles(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Worn round by water, lying close, some banded."""
    top = float(rng.choice([11, 15, 20]))
    points, radii = _thrown(rng, (top, top * 0.7, top * 0.48, top * 0.3), rng.uniform(0.92, 1.02))
    inks = _inks(rng)
    for at, radius in zip(points, radii, strict=True):
        stone = blob(rng, max(2.0, radius * 0.92), 0.09, 3, stretch=rng.uniform(0.92, 1.12))
        ink = int(rng.choice(inks))
        canvas.polygon(at + stone, ink)
        if radius > 9 and rng.random() < 0.35:
            canvas.polygon(at + stone * [0.62, 0.5] - radius * 0.12, int(rng.choice(inks)))
    return pick(rng, PALETTES)


def _flakes(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Torn paper rather than stone: soft outlines on a clouded ground."""
    inks = _inks(rng)
    canvas.paint(broad(rng, canvas.pixels, 44, 2) > 0.5, int(inks[-2]))
    for at in spaced(rng, rng.uniform(24, 34)):
        flake = smooth(_chip(rng, rng.uniform(8, 17), 6, rng.uniform(1.0, 1.5)), 4)
        canvas.polygon(at + flake, int(rng.choice(np.append(inks, 0))))
    return pick(rng, PALETTES)
