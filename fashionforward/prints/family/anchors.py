"""anchors: the sailor's wardrobe: anchors roped and plain, wheels, lifebelts, knots, boats and shells, on stripes or open."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, tossed
from fashionforward.prints.outlines import beads, circle, curve, headings, rays, ribbon, turned
from fashionforward.prints.palettes import pick

# ground, first ink, second ink, third ink, quiet tone
PALETTES = (
    "fbf8f0 1b2a49 c0272d d9a441 dfe4ea", "1b2a49 f6f2e6 c8443f d9b45f 2a3d66", "f4e9d8 2f4a5f b5533a c9a05a e6d6bc",
    "dfeaf0 1f4a7a e0604f f4f7f8 c4d9e6", "c0272d fff6ec 1b2a49 f2c14e a81f26", "ffffff 2a6f97 f07167 f4d35e e4eef3",
    "17202a e8dcc4 5f8a9a c9a36a 24313f", "f3dcd4 7a2f3a 2f4a5f fff4ee e8c8bc", "2f5d5a f2ead6 e8905a e8c86a 3a6d6a",
    "f6e3b0 1f3f5f d1603d 3f7a7a ecd394", "e9eef2 3a4a5a 8a9aa8 c9463f d6dee6", "0f3f5a f7e8cf f28a5f 7fc0c0 184d6b",
    "f9f5ec 17171a 8a857c c9a36a e9e3d6", "c9dce8 ffffff 1f3a5f e0604f b5cedf", "5a2a34 f4e4cf d99a5a 8fa8b0 6a3540",
    "eef3ea 2f6a5a e07a5f f2cc6a dbe6d8",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A ground, a cast of motifs, a layout."""
    ground = rng.random()
    if ground < 0.22:
        _stripes(rng, canvas)
    layouts = (_rows, _rows, _tossed, _tossed, _tossed, _regatta, _medallions, _ropes)
    layouts[int(rng.integers(len(layouts)))](rng, canvas)
    return pick(rng, PALETTES)


def _stripes(rng: np.random.Generator, canvas: Canvas) -> None:
    """Quiet stripes across, in the ground's own tone."""
    count = int(rng.choice([5, 8, 11, 14]))
    canvas.assign(4 * (np.mod(canvas.coordinates()[1] * count / FIELD_SIZE, 1) < 0.5))


def _rope(path: np.ndarray, half: float, ink: int, gap: int) -> list[Shape]:
    """A rope along a path, its strands told apart by slanting cuts."""
    shapes: list[Shape] = [(ribbon(path, half), ink)]
    step = np.hypot(*np.diff(path, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(step)])
    if half < 1.9:
        return shapes
    along = np.unwrap(headings(path))
    for s in np.arange(half, length[-1], max(5.6, half * 2.4)):
        at = np.array([np.interp(s, length, path[:, 0]), np.interp(s, length, path[:, 1])])
        cut = turned(curve(half * 2.4, points=4) - [half * 1.2, 0], float(np.interp(s, length, along)) + 0.9, tuple(at))
        shapes.append((ribbon(cut, max(0.8, half * 0.26)), gap))
    return shapes


def _anchor(rng: np.random.Generator, tall: float, ink: int, rope: int | None) -> list[Shape]:
    """Upright about its middle: ring, stock, shank, arms with barbed flukes, and a rope that winds about it."""
    t = max(1.5, tall * rng.uniform(0.035, 0.05))
    shapes: list[Shape] = []
    top, foot = -tall * 0.36, tall * 0.42
    shapes.append((ribbon(np.array([[0, top], [0, 0], [0, foot]]), np.array([t, t * 1.15, t * 1.5])), ink))
    shapes += [
        (circle(tall * 0.1, 30) + [0, top - tall * 0.07], ink),
        (circle(tall * 0.1 - 1.7 * t, 24) + [0, top - tall * 0.07], 0),
    ]
    stock = np.stack([np.linspace(-tall * 0.22, tall * 0.22, 9), np.full(9, top + tall * 0.13)], axis=1)
    shapes.append((ribbon(stock, t * (0.8 + 0.5 * np.abs(np.linspace(-1, 1, 9)))), ink))
    for side in (-1, 1):
        angle = np.linspace(np.pi / 2, np.pi / 2 - side * 1.25, 18)
        arm = np.stack([tall * 0.36 * np.cos(angle), foot - tall * 0.4 + tall * 0.4 * np.sin(angle)], axis=1)
        shapes.append((ribbon(arm, np.linspace(t * 1.5, t * 0.9, 18)), ink))
        tip = arm[-1]
        fluke = np.array([[0, -0.19], [0.105, 0.02], [0.0, -0.02], [-0.105, 0.05]]) * tall
        shapes.append((turned(fluke, side * 0.5, tuple(tip + [0, tall * 0.02])), ink))
    shapes.append((np.array([[-1.8 * t, foot - t], [1.8 * t, foot - t], [0, foot + 2.6 * t]]), ink))
    if rope is not None:
        s = np.linspace(0, 1, 60)
        winding = np.stack(
            [tall * (0.05 + 0.15 * s) * np.sin(2.4 * np.pi * s + 0.6), top - tall * 0.05 + tall * 0.82 * s], axis=1
        )
        shapes += _rope(winding, max(1.4, tall * 0.026), rope, 0)
    return shapes


def _wheel(rng: np.random.Generator, radius: float, ink: int, gap: int) -> list[Shape]:
    """A ship's wheel: eight spokes with turned handles."""
    t = max(1.4, radius * 0.07)
    shapes: list[Shape] = []
    for k in range(8):
        spoke = turned(curve(radius, points=12), k * np.pi / 4)
        half = t * (1 + 0.55 * np.exp(-(((np.linspace(0, 1, 12) - 0.88) / 0.09) ** 2)))
        shapes.append((ribbon(spoke, half), ink))
    for reach, thick in ((0.68, 0.09), (0.28, 0.075)):
        ring = circle(radius * reach, 60)
        shapes.append((ribbon(np.vstack([ring, ring[:2]]), max(1.5, radius * thick)), ink))
    return [*shapes, (circle(radius * 0.14, 20), ink), (circle(max(1.3, radius * 0.06), 14), gap)]


def _lifebelt(rng: np.random.Generator, radius: float, ink: int, band: int) -> list[Shape]:
    """A ring in two colours with a rope around it."""
    ring = circle(radius * 0.72, 64)
    shapes: list[Shape] = [(ribbon(np.vstack([ring, ring[:2]]), radius * 0.24), ink)]
    for k in range(4):
        a = np.linspace(k * np.pi / 2 + np.pi / 4 - 0.26, k * np.pi / 2 + np.pi / 4 + 0.26, 10)
        shapes.append((ribbon(rays(a, radius * 0.72), radius * 0.25), band))
        loop = rays(
            np.linspace(k * np.pi / 2 - np.pi / 4, k * np.pi / 2 + np.pi / 4, 14),
            radius * (1.0 + 0.12 * np.cos(np.linspace(-1.5, 1.5, 14))),
        )
        shapes.append((ribbon(loop, max(1.2, radius * 0.035)), band))
    return shapes


def _boat(rng: np.random.Generator, tall: float, ink: int, sail: int, flag: int) -> list[Shape]:
    """A sloop about its middle: hull, two sails that belly, a pennant, two waves."""
    shapes: list[Shape] = []
    mast = np.array([[0, tall * 0.26], [0, -tall * 0.5]])
    shapes.append((ribbon(np.linspace(mast[0], mast[1], 6), max(1.2, tall * 0.018)), ink))
    leech = turned(curve(tall * 0.78, bend=0.35, points=16), -np.pi / 2 - 0.62, (tall * 0.36, tall * 0.2))
    shapes.append((np.vstack([leech, [[tall * 0.04, -tall * 0.46], [tall * 0.04, tall * 0.2]]]), sail))
    jib = turned(curve(tall * 0.62, bend=-0.3, points=16), -np.pi / 2 + 0.5, (-tall * 0.3, tall * 0.2))
    shapes.append((np.vstack([jib, [[-tall * 0.04, -tall * 0.34], [-tall * 0.04, tall * 0.2]]]), flag))
    shapes.append((np.array([[0, -0.5], [0.15, -0.45], [0, -0.4]]) * tall, flag))
    hull = np.array([[-0.36, 0.25], [0.4, 0.25], [0.33, 0.34], [0.22, 0.4], [-0.2, 0.4], [-0.3, 0.34]]) * tall
    shapes.append((hull, ink))
    for row in range(2):
        x = np.linspace(-0.42 + 0.12 * row, 0.42 - 0.08 * row, 30) * tall
        wave = np.stack([x, tall * (0.455 + 0.075 * row) + tall * 0.016 * np.sin(x / tall * 38)], axis=1)
        shapes.append((ribbon(wave, max(1.2, tall * 0.015)), ink))
    return shapes


def _shell(rng: np.random.Generator, radius: float, ink: int, gap: int) -> list[Shape]:
    """A scallop with its ribs."""
    angle = np.linspace(-np.pi * 0.94, -np.pi * 0.06, 40)
    edge = rays(angle, radius * (1 + 0.045 * np.cos(angle * 18)))
    shapes: list[Shape] = [(np.vstack([edge, [[radius * 0.2, radius * 0.2], [-radius * 0.2, radius * 0.2]]]), ink)]
    for lean in np.linspace(-1.1, 1.1, 6):
        rib = turned(curve(radius * 0.72, points=6), -np.pi / 2 + lean, (0.0, radius * 0.04))
        shapes.append((ribbon(rib, np.linspace(0.8, max(1.2, radius * 0.035), 6)), gap))
    return [*shapes, (ribbon(np.array([[-0.3, 0.2], [0.0, 0.23], [0.3, 0.2]]) * radius, radius * 0.07), ink)]


def _rows(rng: np.random.Generator, canvas: Canvas) -> None:
    """Anchors alone, from pin-sized to bold, in half-drop, a dot or a small star of rope between."""
    columns = int(rng.choice([4, 6, 8, 10]))
    tall = FIELD_SIZE / columns * rng.uniform(0.72, 0.95)
    rope = 2 if tall > 34 and rng.random() < 0.6 else None
    lean = float(rng.choice([0.0, 0.0, 0.35]))
    two = rng.random() < 0.4
    for i, at in enumerate(lattice(columns, columns)):
        side = 1 if (i % columns + i // columns) % 2 else -1
        canvas.stamp(_anchor(rng, tall, 2 if two and side > 0 else 1, rope), at, side * lean)
    if rng.random() < 0.5:
        for at in lattice(columns, columns) + [FIELD_SIZE / columns / 2, 0]:
            canvas.disc(at, max(1.7, tall * 0.06), 3)


def _tossed(rng: np.random.Generator, canvas: Canvas) -> None:
    """Everything off the quay, every way."""
    size = float(rng.choice([30, 40, 54]))
    cast = rng.permutation(5)[: int(rng.integers(2, 6))]
    places = relaxed(tossed(rng, max(5, round((FIELD_SIZE / size / 1.12) ** 2)), tries=12), 6)
    for i, at in enumerate(places):
        inks = (1, 2) if i % 2 else (2, 1)
        angle = rng.normal(0, 0.4)
        motif = (
            _anchor(rng, size * 0.98, inks[0], 3 if size > 38 else None),
            _wheel(rng, size * 0.42, inks[0], 0),
            _lifebelt(rng, size * 0.36, 2, 3 if inks[0] == 2 else 1),
            _boat(rng, size * 0.95, 1, 3, 2),
            _shell(rng, size * 0.34, inks[1], 0),
        )[0 if i % 2 == 0 else int(cast[i // 2 % len(cast)])]
        canvas.stamp(motif, at, angle)
    for at in spaced(rng, size * 0.55, keep_from=places, limit=60):
        canvas.disc(at, 1.9, 3)


def _regatta(rng: np.random.Generator, canvas: Canvas) -> None:
    """Boats on rows of waves."""
    columns = int(rng.choice([3, 4, 5, 6]))
    rows = columns + columns % 2
    size = FIELD_SIZE / columns
    for row in range(rows):
        s = np.linspace(-0.05, 1.05, 220)
        y = (row + 0.88) * FIELD_SIZE / rows
        wave = np.stack([s * FIELD_SIZE, y + size * 0.05 * np.sin(2 * np.pi * columns * 2 * s)], axis=1)
        canvas.polygon(ribbon(wave, max(1.4, size * 0.022)), 4 if rng.random() < 0.3 else 1)
    for i, at in enumerate(lattice(columns, rows, brick=True)):
        canvas.stamp(_boat(rng, size * 0.8, 1, 3 if i % 2 else 2, 2 if i % 2 else 3), at, rng.normal(0, 0.05))


def _medallions(rng: np.random.Generator, canvas: Canvas) -> None:
    """Rounds of rope, each about an anchor, a wheel or a boat."""
    columns = int(rng.choice([2, 4, 4, 6]))
    size = FIELD_SIZE / columns
    for i, at in enumerate(lattice(columns, columns)):
        ring = circle(size * 0.4, 80) + at
        for points, label in _rope(np.vstack([ring, ring[:3]]), max(1.8, size * 0.03), 3, 0):
            canvas.polygon(points, label)
        motif = (_anchor(rng, size * 0.56, 1, None), _wheel(rng, size * 0.28, 2, 0), _boat(rng, size * 0.5, 1, 2, 3))[
            (i + i // columns) % 3
        ]
        canvas.stamp(motif, at)
    for at in lattice(columns, columns) + [0, size / 2]:
        canvas.disc(at, max(1.8, size * 0.03), 2)


def _ropes(rng: np.random.Generator, canvas: Canvas) -> None:
    """Ropes that wave down the cloth, anchors between them, and beads for floats."""
    columns = int(rng.choice([3, 4, 5]))
    size = FIELD_SIZE / columns
    s = np.linspace(-0.02, 1.02, 200)
    for k in range(columns):
        path = np.stack([(k + 0.0) * size + size * 0.09 * np.sin(2 * np.pi * columns * s), s * FIELD_SIZE], axis=1)
        for points, label in _rope(path, max(2.0, size * 0.035), 3, 0):
            canvas.polygon(points, label)
    for i, at in enumerate(hand_placed(rng, lattice(columns, columns, drop=0.5), 0.5)):
        canvas.stamp(_anchor(rng, size * 0.7, 1 if (i + i // columns) % 2 else 2, None), at)
    where, _ = beads(circle(size * 0.1), size * 0.1)
    if size > 70:
        for at in lattice(columns, columns, drop=0.5) + [0, size / 2]:
            for dot in where:
                canvas.disc(at + dot, 1.7, 2)
