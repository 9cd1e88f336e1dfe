"""tropical: aloha shirts: hibiscus, plumeria, bird of paradise, pineapples and parrots among leaves; sunsets behind palms."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs import flowers, leaves
from fashionforward.prints.outlines import blob, circle, curve, headings, ribbon, shares, taper, turned
from fashionforward.prints.palettes import pick

# ground, dark leaf, leaf, petal, light petal, accent
PALETTES = (
    "123f4a 0b2a33 2f8f7a f0604a f9a88a f7c948", "f9f1df 1f4a3a 4f8f5a e0475b f7a6a0 f2b134",
    "1b2340 16513f 3f9a6a e85a8a f9b8c8 f4c95d", "f7d9c8 2f5a4a 6fa87a d1495b f58a6a fff1dc",
    "0f1a1a 1f5a44 4fa070 f2703f f9b26a f4e0a0", "c9e4e0 12584f 3fa08a e8604f fba68f f6d05f",
    "e8473f 7a1420 2f5a44 fff0d9 f9c9a0 f4b942", "2a7f9a 0f3f5a 5fc0a8 f7e6c4 f9a870 f05f5a",
    "fbe6a8 2f6a4a 7ab05a e8508a f79ab0 f08a2f", "3a2a5a 1f5a5a 4fa89a e86aa8 f6b0d0 f4c05a",
    "f4efe6 3a4a3f 8a9a7f b5605a dfa898 c9a24f", "17171a 3a3a3d 7a7a78 e9e2d2 bdb5a4 c9a36a",
    "1f6a5a 0f3f38 6fb088 f4ead0 f6b7a0 ef7a5a", "f6b26b 8a3a24 2f7a6a fff0d0 e8544a f4d35e",
    "dfeaf2 1f3f7a 5f8fc4 2f5aa8 9fc0e6 f0b04a", "7a1f3a 1f4a3f 4f8a6a f6b0a0 fbdcd0 f2b84b",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the shirts below."""
    kinds = (_hibiscus, _hibiscus, _plumeria, _paradise, _paradise, _pineapples, _parrots, _parrots, _sunset, _aloha)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _foliage(rng: np.random.Generator, canvas: Canvas, scale: float, cover: float) -> None:
    """Leaves behind everything: fronds in the dark, monsteras and banana leaves over them."""
    for at in spaced(rng, 62 * scale):
        canvas.stamp(leaves.frond(rng, 92 * scale, (1, 1, 1)), at, rng.uniform(0, 6.3))
    for at in spaced(rng, 66 * scale / cover):
        shapes = (
            leaves.monstera(rng, 56 * scale, (1, 2, 2))
            if rng.random() < 0.4
            else leaves.banana(rng, 80 * scale, (1, 2, 2))
        )
        canvas.stamp(shapes, at, rng.uniform(0, 6.3))


def _plumeria_flower(rng: np.random.Generator, radius: float, tones: tuple[int, int, int]) -> list[Shape]:
    """Five waxy petals that overlap like a propeller. tones: shade, petal, heart."""
    shapes: list[Shape] = []
    for k in range(5):
        path = turned(curve(radius, bend=0.75, points=16), k * 2 * np.pi / 5)
        half = radius * 0.3 * np.sin(np.pi * (0.12 + 0.86 * shares(16))) ** 0.75
        shapes.append((ribbon(path, half * 1.1, half * 0.9), tones[0]))
        shapes.append((ribbon(path * 0.95, half * 0.66, half * 0.86), tones[1]))
        shapes.append((ribbon(path[:8], np.linspace(radius * 0.13, 0.6, 8)), tones[2]))
    return shapes


def _bird_of_paradise(rng: np.random.Generator, length: float) -> list[Shape]:
    """A beak of a sheath along +x with pointed sepals and a blue tongue rising from it."""
    shapes: list[Shape] = []
    stem = curve(length * 0.9, bend=0.3, points=16) - [length * 0.9, length * 0.1]
    shapes.append((ribbon(stem, length * 0.035), 2))
    for k, (lean, tone) in enumerate(((-1.65, 3), (-1.25, 4), (-0.95, 3), (-0.65, 4))):
        sepal = turned(
            curve(length * (0.72 - 0.06 * k), bend=0.25, points=14), lean, (length * 0.08 * k, -length * 0.02)
        )
        shapes.append((ribbon(sepal, length * 0.085 * taper(14, 0.4, 0.7)), tone))
        shapes.append((ribbon(sepal[2:12], 0.9), 5))
    tongue = turned(curve(length * 0.5, bend=-0.2, points=12), -0.8, (length * 0.1, -length * 0.02))
    shapes.append((ribbon(tongue, length * 0.05 * taper(12, 0.6, 0.6)), 5))
    beak = curve(length, bend=0.28, points=20) - [length * 0.12, 0]
    shapes.append((ribbon(beak, length * 0.10 * taper(20, 0.22, 0.75)), 1))
    shapes.append((ribbon(beak[2:15], length * 0.04 * taper(13, 0.4, 0.7)), 2))
    return shapes


def _pineapple(rng: np.random.Generator, tall: float) -> list[Shape]:
    """Upright about its middle: crown, body, its lattice of eyes."""
    shapes: list[Shape] = []
    for lean in (-0.95, 0.95, -0.6, 0.6, -0.3, 0.3, 0.0):
        blade = turned(
            curve(tall * (0.52 - 0.16 * abs(lean)), bend=lean * 0.6, points=12),
            -np.pi / 2 + lean * 0.75,
            (lean * tall * 0.07, -tall * 0.18),
        )
        shapes.append((ribbon(blade, tall * 0.045 * taper(12, 0.35, 0.7)), 1 if abs(lean) in (0.95, 0.3) else 2))
    angle = np.linspace(0, 2 * np.pi, 50, endpoint=False)
    body = np.stack(
        [tall * 0.23 * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.8, tall * 0.33 * np.sin(angle)], axis=1
    ) + [0, tall * 0.14]
    shapes.append((body, 5))
    pitch = max(6.5, tall * 0.1)
    for i in range(-5, 6):
        for j in range(-6, 7):
            at = np.array([(i + 0.5 * (j % 2)) * pitch, j * pitch * 0.62 + tall * 0.14])
            if np.hypot(at[0] / 0.2, (at[1] - tall * 0.14) / 0.3) < tall:
                diamond = np.array([[-0.36, 0], [0, -0.42], [0.36, 0], [0, 0.42]]) * pitch * [1, 0.8]
                shapes.append((diamond + at, 4 if at[0] < tall * 0.04 else 3))
    return shapes


def _parrot(rng: np.random.Generator, length: float) -> list[Shape]:
    """A macaw perched, facing left, about its middle: tail, body, wing in three rows, head, beak."""
    shapes: list[Shape] = []
    for k, tone in enumerate((1, 5, 3)):
        tail = turned(
            curve(length * (0.62 - 0.06 * k), bend=0.15, points=14), 1.2 + 0.09 * k, (length * 0.06, length * 0.12)
        )
        shapes.append((ribbon(tail, length * 0.055 * taper(14, 0.5, 0.6)), tone))
    body = turned(blob(rng, length * 0.2, 0.02, 2, stretch=1.32), 1.1)
    shapes += [(body + [0, 0], 3), (circle(length * 0.125, 30) + [-length * 0.13, -length * 0.25], 3)]
    shapes.append((turned(blob(rng, length * 0.16, 0.02, 2, stretch=1.25), 1.15) + [-length * 0.05, -length * 0.1], 3))
    for row, (tone, reach) in enumerate(((1, 0.5), (5, 0.4), (2, 0.28))):
        for k in range(5):
            feather = turned(
                curve(length * reach * (1 - 0.07 * k), bend=0.25, points=10),
                0.95 + 0.13 * k,
                (-length * 0.02 + k * length * 0.025, -length * 0.16 + row * 0.0),
            )
            shapes.append((ribbon(feather, length * 0.034 * taper(10, 0.6, 0.6)), tone))
    face = circle(length * 0.062, 24) + [-length * 0.165, -length * 0.255]
    beak = turned(curve(length * 0.15, bend=-1.7, points=12), np.pi - 0.35, (-length * 0.19, -length * 0.29))
    return [
        *shapes,
        (face, 4),
        (ribbon(beak, length * 0.05 * taper(12, 0.25, 0.6)), 1),
        (circle(max(1.3, length * 0.017), 12) + [-length * 0.15, -length * 0.27], 1),
    ]


def _hibiscus(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Hibiscus of two colours over leaves."""
    scale = rng.uniform(0.7, 1.1)
    _foliage(rng, canvas, scale, rng.uniform(0.8, 1.2))
    for i, at in enumerate(relaxed(tossed(rng, int(rng.integers(5, 11)), tries=14), 5)):
        tones = (3, 5, 1) if i % 3 else (4, 3, 1)
        canvas.stamp(flowers.hibiscus(rng, rng.uniform(25, 34) * scale, tones), at, rng.uniform(0, 6.3))
    return pick(rng, PALETTES)


def _plumeria(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Plumeria in clusters with a leaf or two, on open ground or dense leaves."""
    scale = rng.uniform(0.7, 1.2)
    if rng.random() < 0.5:
        _foliage(rng, canvas, scale, 1.0)
    for at in spaced(rng, 66 * scale):
        start = rng.uniform(0, 6.3)
        for lean in (0.0, 2.2):
            canvas.stamp(leaves.banana(rng, 50 * scale, (1, 2, 2)), at, start + lean)
        for k in range(int(rng.integers(2, 4))):
            away = start + 1.1 + k * 2.1
            spot = at + 17 * scale * np.array([np.cos(away), np.sin(away)])
            canvas.stamp(_plumeria_flower(rng, rng.uniform(18, 24) * scale, (3, 4, 5)), spot, rng.uniform(0, 6.3))
    return pick(rng, PALETTES)


def _paradise(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Strelitzias in half-drop or tossed, over leaves."""
    scale = rng.uniform(0.75, 1.1)
    _foliage(rng, canvas, scale, rng.uniform(0.7, 1.1))
    if rng.random() < 0.5:
        places = lattice(4, 3)
        turns = np.where(np.arange(12) % 2 == 0, -0.5, 0.1)
    else:
        places = relaxed(tossed(rng, 9, tries=14), 6)
        turns = rng.uniform(0, 6.3, 9)
    for i, (at, turn) in enumerate(zip(places, turns, strict=True)):
        canvas.stamp(_bird_of_paradise(rng, 52 * scale), at, float(turn), mirror=bool(i % 2))
    return pick(rng, PALETTES)


def _pineapples(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Pineapples in half-drop, fronds or blossoms between."""
    columns, rows = ((2, 2), (4, 3), (4, 3), (6, 4))[int(rng.integers(4))]
    tall = FIELD_SIZE / rows * rng.uniform(0.72, 0.88)
    between = lattice(columns, rows) + [0, FIELD_SIZE / rows / 2]
    leafy = rng.random() < 0.5
    for at in between:
        if leafy:
            canvas.stamp(leaves.frond(rng, tall * 0.5, (2, 2, 2)), at, rng.uniform(0, 6.3))
        else:
            canvas.stamp(_plumeria_flower(rng, tall * 0.16, (3, 4, 5)), at, rng.uniform(0, 6.3))
    for i, at in enumerate(lattice(columns, rows)):
        canvas.stamp(_pineapple(rng, tall), at, 0.18 if i % 2 else -0.18)
    return pick(rng, PALETTES)


def _parrots(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Macaws on branches in the leaves."""
    scale = rng.uniform(0.8, 1.15)
    _foliage(rng, canvas, scale * 0.9, rng.uniform(0.7, 1.0))
    for i, at in enumerate(lattice(2, 2) + rng.normal(0, 8, (4, 2))):
        length = 92 * scale
        branch = turned(
            curve(length * 1.1, bend=0.4, points=20) - [length * 0.5, 0], -0.12, tuple(at + [0, length * 0.2])
        )
        canvas.polygon(ribbon(branch, length * 0.032), 1)
        canvas.stamp(_parrot(rng, length), at, 0.0 if i % 2 else np.pi, mirror=not i % 2)
        for k in (2, 17):
            canvas.stamp(
                leaves.banana(rng, 38 * scale, (1, 2, 2)), branch[k], float(headings(branch)[k]) + rng.normal(0, 0.8)
            )
    for at in tossed(rng, 6, tries=10):
        canvas.stamp(flowers.hibiscus(rng, rng.uniform(15, 22) * scale, (4, 5, 3)), at, rng.uniform(0, 6.3))
    return pick(rng, PALETTES)


def _sunset(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Suns cut by bands of sea, palms before them."""
    columns, rows = ((2, 2), (2, 3), (4, 3))[int(rng.integers(3))]
    radius = min(FIELD_SIZE / columns, FIELD_SIZE / rows) * rng.uniform(0.36, 0.45)
    for i, at in enumerate(lattice(columns, rows)):
        canvas.polygon(at + circle(radius, 60), 3)
        canvas.polygon(at + circle(radius, 60) * [1, 0.98] * 0.78 + [0, -radius * 0.16], 4)
        for k in range(5):
            y = radius * (0.2 + 0.17 * k)
            wide = np.sqrt(max(radius**2 - y**2, 0)) * 1.04
            bar = np.stack([np.linspace(-wide, wide, 14), y + 0.02 * radius * np.sin(np.linspace(0, 9, 14))], axis=1)
            canvas.polygon(at + ribbon(bar, radius * (0.022 + 0.012 * k)), 0)
        foot = at + [radius * (0.5 if i % 2 else -0.5), radius * 0.98]
        trunk = turned(
            curve(radius * 1.5, bend=0.35 if i % 2 else -0.35, points=14),
            -np.pi / 2 - (0.2 if i % 2 else -0.2),
            tuple(foot),
        )
        canvas.polygon(ribbon(trunk, np.linspace(radius * 0.06, radius * 0.03, 14)), 1)
        for angle in np.linspace(0.15, np.pi - 0.15, 6) + rng.normal(0, 0.1, 6):
            side = 1 if np.cos(angle) > 0 else -1
            canvas.stamp(leaves.frond(rng, radius * 0.62, (1, 1, 1), spread=1.3), trunk[-1], -angle + side * 0.25)
    for at in lattice(columns, rows) + [0, FIELD_SIZE / rows / 2]:
        canvas.stamp(flowers.hibiscus(rng, radius * 0.28, (3, 5, 1)), at, rng.uniform(0, 6.3))
    return pick(rng, PALETTES)


def _aloha(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Two inks: silhouettes of hibiscus and fern, large, the quiet surf shirt."""
    scale = rng.uniform(0.8, 1.4)
    for at in spaced(rng, 58 * scale):
        canvas.stamp(leaves.frond(rng, 84 * scale, (2, 2, 2)), at, rng.uniform(0, 6.3))
    for at in spaced(rng, 62 * scale):
        canvas.stamp(leaves.monstera(rng, 50 * scale, (1, 1, 1)), at, rng.uniform(0, 6.3))
        canvas.stamp(flowers.hibiscus(rng, 24 * scale, (4, 4, 0)), at, rng.uniform(0, 6.3))
    return pick(rng, PALETTES)[:5]
