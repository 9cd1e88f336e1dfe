"""fruit: lemons, oranges, cherries, strawberries, pears, peaches, grapes and melons: orchards, still lifes, kitchen prints."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs import flowers, fruits
from fashionforward.prints.outlines import curve, headings, ribbon, taper, turned
from fashionforward.prints.palettes import pick

# ground, body, shade, light, leaf, pith or blossom
YELLOW = (
    "eaf1f4 f4c93a d99a24 fdf0b0 4f7f4a ffffff", "1f3a6e f7d04a e0a02f fff3c4 5f9a6a ffffff",
    "fffaf0 f2b93a d98a1f fde9ae 3f6b4a f6f1e0", "2f4a3f f6ce4f d9962f fff4c8 7fae6a fbf6e4",
    "f6d9d2 f7cb45 dc9b2c fff2bf 5a8a5a ffffff", "bcd9d6 f9c93f dd9426 fff1b8 2f6b5a ffffff",
    "17171a e9c04a b98a2a fbeab0 5f7f55 f4efe0",
)  # fmt: skip
ORANGE = (
    "f4efe2 f2903a d0632a fbc98a 3f6b4a fff8ea", "173f4a f4944a d4642f fccb94 5fa087 fdf4e4",
    "fbe3d4 ef7f4f c9552f fac0a0 4a7a55 fffaf2", "f7e7a8 f08a2f cf5f24 fcc98a 4f7a3a fff9e2",
    "3a2a4a f49a5a d06a3a fcd0a8 6f9a7a f8ece0", "d9e8d4 ef8650 c45a34 f9c4a4 3a6a4a fffdf4",
)  # fmt: skip
RED = (
    "fdf5ef c2253f 8a1730 f48a90 4a7a4a fff6ee", "d9eaf0 d23a4a 961f36 f79aa0 3f7a55 ffffff",
    "1b2340 d8434f 9a2438 f9a0a0 6a9a6a fdf4ec", "fff3d0 cf3540 8f1e30 f28a88 5a7f3a fffaf0",
    "f7d4d8 b8203a 7f1630 ee7f8c 3f6b4f fff4f4", "17171a c93244 861c30 f0888e 5f8a60 f6eee6",
    "e4efdc c93a48 8d2136 f29a98 3a6440 fffdf6", "8fc4b8 d13a4a 8f2036 f8a8a4 2a5a4a fff8ee",
)  # fmt: skip
GREEN = (
    "f6f1e2 a8b84a 7a8a2f dfe6a0 4a6a3a fdfaf0", "f2d9cc 9fb552 6f8438 dde6a8 3f5f3f fffaf4",
    "2a3a4a b5c45f 829040 e8eeb4 5f8a64 f7f4e6", "fbf3da 8fae55 5f7f3a d4e3a2 7a4a2a fffcf2",
)  # fmt: skip
VIOLET = (
    "f4efe6 6a4a8f 452f66 b79ad6 5f7f4a fbf7f0", "e9e2d0 5a3f7a 38264f a88cc4 6f8a4f f9f5ea",
    "23302c 8a6ab0 5f4484 ccb4e6 6f9a6a f4f0e6", "f7dfe2 6f3f6a 4a2748 b98ab4 5a7f55 fff6f4",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One fruit to a design (or one and its blossom), in one of the layouts below."""
    kind = int(rng.integers(9))
    layouts = (_tossed, _tossed, _branches, _branches, _rows, _slices, _market)
    layouts[int(rng.integers(len(layouts)))](rng, canvas, kind)
    palettes = (YELLOW, ORANGE, RED, RED, GREEN + YELLOW[:3], ORANGE, RED, VIOLET, YELLOW + GREEN)[kind]
    return pick(rng, palettes)


def _fruit(rng: np.random.Generator, kind: int, radius: float) -> list[Shape]:
    """One piece of the design's fruit, upright."""
    tones = (1, 2, 3, 4)
    if kind == 1:
        return fruits.peach(rng, radius, tones) if rng.random() < 0.6 else fruits.citrus(rng, radius * 0.9, tones, 5)
    if kind == 6:
        return fruits.melon(rng, radius * 1.15, tones, 5, 2)
    if kind == 8:
        return fruits.lemon(rng, radius, tones) if rng.random() < 0.65 else fruits.citrus(rng, radius * 0.85, tones, 5)
    whole = {
        0: fruits.lemon,
        2: fruits.cherries,
        3: fruits.strawberry,
        4: fruits.pear,
        5: fruits.peach,
        7: fruits.grapes,
    }
    return whole[kind](rng, radius, tones)


def _sprig(rng: np.random.Generator, canvas: Canvas, at: np.ndarray, length: float) -> None:
    """A twig with leaves, from a point."""
    path = turned(curve(length, bend=rng.normal(0, 0.8), points=16), rng.uniform(0, 6.3), tuple(at))
    canvas.polygon(ribbon(path, 1.2), 4)
    for k, side in ((5, 1), (9, -1), (13, 1), (15, 0)):
        leaf = turned(curve(length * 0.42, bend=0.3, points=10), float(headings(path)[k]) + side * 0.8, tuple(path[k]))
        canvas.polygon(ribbon(leaf, length * 0.085 * taper(10, 0.45, 0.7)), 4)


def _tossed(rng: np.random.Generator, canvas: Canvas, kind: int) -> None:
    """Every way, leaves and blossoms between."""
    radius = float(rng.choice([12, 16, 21, 28]))
    places = relaxed(tossed(rng, max(5, round((FIELD_SIZE / radius / 2.75) ** 2)), tries=12), 6)
    blossoms = rng.random() < 0.5
    for at in spaced(rng, radius * 1.5, keep_from=places, limit=50):
        if blossoms and rng.random() < 0.5:
            canvas.stamp(flowers.blossom(rng, radius * 0.48, (3, 5, 1)), at, rng.uniform(0, 6))
        else:
            _sprig(rng, canvas, at, radius * 0.9)
    for at in places:
        canvas.stamp(_fruit(rng, kind, radius * rng.uniform(0.9, 1.1)), at, rng.normal(0, 0.7))


def _branches(rng: np.random.Generator, canvas: Canvas, kind: int) -> None:
    """Boughs in leaf, fruit hanging from them, blossoms at their tips."""
    radius = float(rng.choice([14, 18, 24]))
    places = relaxed(tossed(rng, max(4, round((FIELD_SIZE / radius / 3.6) ** 2)), tries=12), 6)
    for at in places:
        for k in range(3):
            start = rng.uniform(0, 6.3)
            bough = turned(curve(radius * 3.2, bend=rng.normal(0, 0.7), points=26), start + k * 2.1, tuple(at))
            canvas.polygon(ribbon(bough, np.linspace(1.8, 1.2, 26)), 2)
            for j in range(5, 26, 4):
                for side in (-1, 1):
                    leaf = turned(
                        curve(radius * rng.uniform(0.8, 1.15), bend=0.4 * side, points=12),
                        float(headings(bough)[j]) + side * rng.uniform(0.5, 1.0),
                        tuple(bough[j]),
                    )
                    canvas.polygon(ribbon(leaf, radius * 0.19 * taper(12, 0.42, 0.75)), 4)
                    if radius > 20:
                        canvas.polygon(ribbon(leaf[2:9], 0.8), 2)
            canvas.stamp(flowers.blossom(rng, radius * 0.42, (3, 5, 1)), bough[-1], rng.uniform(0, 6))
    for at in places:
        for _ in range(int(rng.integers(1, 3))):
            canvas.stamp(_fruit(rng, kind, radius), at + rng.normal(0, radius * 0.7, 2), rng.normal(0, 0.3))


def _rows(rng: np.random.Generator, canvas: Canvas, kind: int) -> None:
    """Upright in half-drop, a dot or a leaf between: the kitchen curtain."""
    columns = int(rng.choice([4, 6, 6, 8]))
    size = FIELD_SIZE / columns
    if rng.random() < 0.3:
        count = columns * 2
        x, y = canvas.coordinates()
        canvas.assign(5 * ((np.mod(x * count / FIELD_SIZE, 1) < 0.5) & (np.mod(y * count / FIELD_SIZE, 1) < 0.5)))
    for i, at in enumerate(hand_placed(rng, lattice(columns, columns), 0.6)):
        canvas.stamp(_fruit(rng, kind, size * 0.34), at, 0.2 if (i + i // columns) % 2 else -0.2)
    for at in lattice(columns, columns) + [0, size / 2]:
        canvas.disc(at, max(1.7, size * 0.035), 4)


def _slices(rng: np.random.Generator, canvas: Canvas, kind: int) -> None:
    """Cut fruit close together, wholes among it."""
    radius = float(rng.choice([17, 23, 30]))
    places = relaxed(tossed(rng, max(5, round((FIELD_SIZE / radius / 2.25) ** 2)), tries=12), 7)
    for i, at in enumerate(places):
        if kind in (0, 1, 5, 8) and i % 3:
            canvas.stamp(fruits.citrus(rng, radius * rng.uniform(0.85, 1.0), (1, 2, 3, 4), 5), at, rng.uniform(0, 6))
        else:
            canvas.stamp(_fruit(rng, kind, radius * 0.95), at, rng.normal(0, 1.0))
    for at in spaced(rng, radius * 0.95, keep_from=places, limit=60):
        leaf = turned(curve(radius * 0.6, bend=0.4, points=10), rng.uniform(0, 6), tuple(at))
        canvas.polygon(ribbon(leaf, radius * 0.12 * taper(10, 0.45, 0.7)), 4)


def _market(rng: np.random.Generator, canvas: Canvas, kind: int) -> None:
    """Heaped: large in front of small, little ground left."""
    for radius, gap in ((13.0, 22.0), (18.0, 34.0), (24.0, 50.0)):
        scale = rng.uniform(0.85, 1.15)
        for at in spaced(rng, gap * scale):
            if rng.random() < 0.25:
                _sprig(rng, canvas, at, radius * 1.4)
            canvas.stamp(_fruit(rng, kind, radius * scale), at, rng.normal(0, 0.8))
