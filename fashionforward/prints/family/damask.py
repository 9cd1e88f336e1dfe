"""damask: woven tone on tone: palmettes, acanthus and pomegranates, mirrored about a stem, in half-drop, in ogee frames."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice
from fashionforward.prints.outlines import at as point_at
from fashionforward.prints.outlines import circle, curve, headings, ribbon, taper, turned
from fashionforward.prints.palettes import pick

# ground, figure, vein, accent
PALETTES = (
    "1f2a44 33436a 1a2238 5a6c94", "f3ead9 d9c49a e9dcc0 b59a6a", "7a1f2b a83a44 5f1720 d9a441",
    "ece6dc c4b8a6 dad0c0 a0917c", "2f4a3f 4f7360 243a31 b59f5f", "17171a 35353a 222226 6a6a70",
    "f4e3e0 dca9a6 eccbc8 b0706f", "3a2a4f 5f4a7c 2e2140 a890c0", "c9a45a e9d39a b48a3f fbf0d0",
    "e4ecef a9c2cc cbdce2 6f95a6", "5a3a28 8a6244 48301f c9a06a", "0f4c5c 2f7a86 0c3c48 c9b06a",
    "fbf8f2 1f3a6e 5f7fb0 1f3a6e", "f6efe2 8c2f3b b5666c d9a441", "101318 b5924f 6f5a30 e6cf94",
    "d9e2d3 8fa886 b7c7ae 5f7a58", "efd9c4 c47f5f dba98a 8a4a34", "4a4a4e 7a7a80 5f5f64 c9c9cc",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One figure in half-drop, a smaller one between or a frame around it."""
    columns, rows = ((2, 2), (2, 2), (2, 3), (4, 2), (4, 3), (4, 3), (6, 4))[int(rng.integers(7))]
    wide, high = FIELD_SIZE / columns, FIELD_SIZE / rows
    points = lattice(columns, rows)
    frame = rng.random() < 0.5
    if frame:
        _frames(rng, canvas, points, wide, high)
    tall = min(high * (0.66 if frame else 0.86), wide * (1.25 if frame else 1.75))
    shapes = _figure(rng, tall, min(wide * (0.66 if frame else 0.92), tall * 0.85))
    for at in points:
        canvas.stamp(shapes, at + [0, tall * 0.5])
    if not frame:
        small = _figure(rng, tall * 0.4, tall * 0.3, simple=True)
        for at in points + [0, high / 2]:
            canvas.stamp(small, at + [0, tall * 0.2])
    palette = pick(rng, PALETTES)
    return palette[[1, 0, 0, 3]] if rng.random() < 0.2 else palette


def _frames(rng: np.random.Generator, canvas: Canvas, points: np.ndarray, wide: float, high: float) -> None:
    """Ogee bands between the figures, smooth, leafy, or doubled."""
    s = np.linspace(0, 1, 60)
    waist = rng.uniform(0.02, 0.08)
    side = wide * (0.5 - waist) * np.sin(np.pi * s) ** rng.uniform(0.8, 1.15)
    y = (s - 0.5) * high
    leafy = rng.random() < 0.55
    half = rng.uniform(1.7, 1.4 + wide * 0.02)
    for at in points:
        for sign in (-1, 1):
            path = at + np.stack([sign * side, y], axis=1)
            canvas.polygon(ribbon(path, half + 0.5 * np.sin(np.pi * s)), 1)
            if leafy:
                for k in range(5, 56, max(3, round(420 / high))):
                    heading = float(headings(path)[k])
                    for lean in (-0.8, 0.8):
                        leaf = turned(curve(wide * 0.1, bend=-lean * 0.6, points=8), heading + lean, tuple(path[k]))
                        canvas.polygon(ribbon(leaf, max(1.4, wide * 0.022) * taper(8, 0.5, 0.7)), 1)
        knot = at + np.array([0, high / 2])
        canvas.polygon(knot + circle(max(3.0, wide * 0.06), 30), 3)
        canvas.polygon(knot + circle(max(1.4, wide * 0.03), 20), 0)


def _both(shapes: list[Shape]) -> list[Shape]:
    """Shapes and their mirror images about the stem (x = 0)."""
    return [(points * [sign, 1], label) for points, label in shapes for sign in (1, -1)]


def _leaf(length: float, angle: float, foot: tuple[float, float], bend: float, plump: float, vein: bool) -> list[Shape]:
    """A smooth leaf with a vein cut out of it."""
    path = turned(curve(length, bend=bend, points=18), angle, foot)
    shapes: list[Shape] = [(ribbon(path, plump * length * taper(18, 0.45, 0.75)), 1)]
    if vein and length * plump > 4.5:
        shapes.append((ribbon(path[2:15], np.linspace(1.3, 0.7, 13)), 0))
    return shapes


def _acanthus(
    rng: np.random.Generator, length: float, angle: float, foot: tuple[float, float], bend: float
) -> list[Shape]:
    """A lobed leaf that curls at its tip: lobes on the outer side, smaller ones inside, a vein."""
    spine = turned(curve(length, bend=bend, points=30), angle, foot)
    along = headings(spine)
    count = max(4, int(length / 9))
    shapes: list[Shape] = []
    for s in np.linspace(0.12, 0.92, count):
        reach = length * 0.3 * np.sin(np.pi * (0.15 + 0.8 * s)) ** 0.8
        heading = float(np.interp(s, np.linspace(0, 1, 30), np.unwrap(along)))
        for side, size in ((-np.sign(bend), 1.0), (np.sign(bend), 0.62)):
            lobe = turned(
                curve(reach * size, bend=-side * 0.9, points=10), heading + side * 0.85, tuple(point_at(spine, s))
            )
            shapes.append((ribbon(lobe, max(1.5, length * 0.055) * taper(10, 0.5, 0.6)), 1))
    shapes.append((ribbon(spine, np.linspace(max(2.0, length * 0.06), 1.2, 30)), 1))
    if length > 30:
        shapes.append((ribbon(spine[2:24], np.linspace(1.3, 0.7, 22)), 0))
    return shapes


def _scroll(rng: np.random.Generator, size: float, foot: tuple[float, float], turn: float) -> list[Shape]:
    """A tendril that winds into a spiral and ends in a bead."""
    path = turned(curve(size * 2.4, bend=turn, points=40), -np.pi / 2 + rng.uniform(0.5, 1.1), foot)
    return [
        (ribbon(path, np.linspace(max(1.5, size * 0.09), 1.2, 40)), 1),
        (circle(max(1.9, size * 0.13), 20) + path[-1], 3),
    ]


def _palmette(rng: np.random.Generator, radius: float, foot: tuple[float, float], petals: int) -> list[Shape]:
    """A fan of tear-shaped petals over a heart."""
    half: list[Shape] = []
    for k in range(petals, 0, -1):
        angle = -np.pi / 2 + k * 0.95 * (np.pi / 2) / petals
        reach = radius * (1 - 0.3 * (k / petals) ** 1.5)
        half += _leaf(reach, angle, foot, 0.35, 0.17, radius > 26)
    shapes = _both(half) + _leaf(radius * 1.05, -np.pi / 2, foot, 0.0, 0.17, radius > 26)
    heart = circle(radius * 0.2, 30) + np.asarray(foot)
    return [*shapes, (heart, 0), (circle(max(1.5, radius * 0.13), 26) + np.asarray(foot), 3)]


def _pomegranate(rng: np.random.Generator, radius: float, foot: tuple[float, float]) -> list[Shape]:
    """A fruit with a crown and a lattice of seeds."""
    middle = np.asarray(foot) - [0, radius]
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    body = np.stack([np.cos(angle) * (0.82 + 0.1 * np.sin(angle)), np.sin(angle)], axis=1) * radius + middle
    shapes: list[Shape] = []
    for k in (-2, -1, 0, 1, 2):
        shapes += _leaf(
            radius * 0.8, -np.pi / 2 + k * 0.36, (float(middle[0]), float(middle[1] - radius * 0.75)), 0.0, 0.15, False
        )
    shapes += [(body, 1), ((body - middle) * 0.8 + middle, 0), ((body - middle) * 0.66 + middle, 1)]
    pitch = max(5.0, radius * 0.3)
    for i in range(-3, 4):
        for j in range(-3, 4):
            seed = np.array([(i + 0.5 * (j % 2)) * pitch, j * pitch * 0.8])
            if np.hypot(*seed) < radius * 0.5:
                shapes.append((circle(max(1.3, pitch * 0.24), 14) + middle + seed, 3))
    return shapes


def _figure(rng: np.random.Generator, tall: float, wide: float, simple: bool = False) -> list[Shape]:
    """The whole ornament, its foot at the origin, upwards: a stem, leaves in pairs, scrolls, and a head."""
    if simple:
        base = _leaf(tall * 0.6, -np.pi / 2 + 0.8, (0.0, 0.0), -0.9, 0.16, False)
        return _both(base) + _palmette(rng, tall * 0.55, (0.0, -tall * 0.35), 2)
    half: list[Shape] = []
    pairs = int(rng.integers(2, 4))
    lobed = rng.random() < 0.6
    for k in range(pairs):
        s = 0.04 + 0.46 * k / pairs
        length = wide * (0.74 - 0.14 * k) * rng.uniform(0.9, 1.1)
        angle = -np.pi / 2 + rng.uniform(0.75, 1.15)
        bend = rng.choice([-1.0, 1.0, 1.0, 1.0]) * rng.uniform(0.8, 1.5)
        foot = (1.0, -tall * s)
        half += _acanthus(rng, length, angle, foot, bend) if lobed else _leaf(length, angle, foot, bend, 0.15, True)
        if rng.random() < 0.5:
            half += _leaf(length * 0.6, angle - 0.6, foot, -bend * 0.6, 0.17, True)
    if rng.random() < 0.7:
        half += _scroll(
            rng,
            wide * rng.uniform(0.2, 0.3),
            (1.0, -tall * rng.uniform(0.36, 0.5)),
            rng.choice([-1, 1]) * rng.uniform(4.0, 5.6),
        )
    stem = np.stack([np.zeros(12), np.linspace(0, -tall * 0.6, 12)], axis=1)
    shapes = [*_both(half), (ribbon(stem, max(1.5, tall * 0.014)), 1)]
    head = (0.0, -tall * rng.uniform(0.5, 0.58))
    if rng.random() < 0.6:
        return shapes + _palmette(rng, tall * 0.38, head, int(rng.integers(3, 6)))
    return shapes + _pomegranate(rng, tall * 0.17, head)
