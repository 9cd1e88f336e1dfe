"""toile: engraved scenes in one ink: pastorals, pagodas, harbours, urns and garlands, on islands in half-drop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape, place
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice, torus_distance, tossed
from fashionforward.prints.motifs import engraving, flowers
from fashionforward.prints.outlines import curve, headings, ribbon, taper, turned
from fashionforward.prints.palettes import blend, pick

# ground, ink
PALETTES = (
    "f7f0e0 a8323a", "f6f1e4 24457f", "fbf7ee 1f1f24", "f4ead4 3f6b4a", "f7ece0 7a4a2f", "f6eee6 7a2f5a",
    "eef1f0 2f4a5f", "f9f0d0 b5652a", "f4e3dc 8c2f4b", "e6ecef 14304f", "24457f f4efe2", "8c2a34 f7e9d8",
    "2f4a3f efe8d2", "1f1f24 e6dcc6", "f2d9a8 7a2a24", "d9e6e0 1f5a5a", "c9d6e6 2a3a6a", "f6dfe2 b03a5f",
    "efe2c6 4a4a3a", "5a3a4a f2e2da",
)  # fmt: skip

Scene = Callable[[np.random.Generator, float], list[Shape]]


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Two scenes by turns, sprigs and birds in the space between; now and then garlands that join them."""
    columns, rows = ((2, 2), (2, 2), (2, 2), (2, 3))[int(rng.integers(4))]
    wide = min(FIELD_SIZE / columns, 1.25 * FIELD_SIZE / rows) * rng.uniform(0.84, 0.98)
    points = lattice(columns, rows)
    scenes = [SCENES[i] for i in rng.permutation(len(SCENES))[:2]]
    if rng.random() < 0.4 and columns == 2:
        _garlands(rng, canvas, points, FIELD_SIZE / columns)
    taken = np.concatenate(
        [points + [dx * wide, dy * wide] for dx in (-0.42, -0.14, 0.14, 0.42) for dy in (-0.45, -0.1, 0.2)]
    )
    for at in tossed(rng, 26, keep_from=taken, tries=30):
        if torus_distance(at[None], taken).min() < max(11.0, wide * 0.12):
            continue
        taken = np.vstack([taken, at])
        canvas.stamp(_sprig(rng, float(np.clip(wide * 0.2, 14, 24))), at, rng.uniform(0, 6.3))
    for i, at in enumerate(points):
        scene = scenes[(i + i // columns) % 2]
        canvas.stamp(_turned_about(scene(rng, wide), bool(rng.random() < 0.5)), at + [0, wide * 0.24])
    palette = pick(rng, PALETTES)
    return np.vstack([palette, blend(palette[0], palette[1], rng.uniform(0.22, 0.4))])


def _turned_about(shapes: list[Shape], flip: bool) -> list[Shape]:
    return [(points * [-1, 1], label) for points, label in shapes] if flip else shapes


def _at(shapes: list[Shape], x: float, y: float = 0.0) -> list[Shape]:
    return place(shapes, (x, y))


def _pastoral(rng: np.random.Generator, wide: float) -> list[Shape]:
    """A cottage under a tree, sheep before it."""
    shapes = _at(engraving.tree(rng, wide * 0.72), -wide * 0.27, -wide * 0.02) + engraving.mound(rng, wide * 0.98)
    shapes += _at(engraving.cottage(rng, wide * 0.34), wide * 0.1, -wide * 0.01)
    if wide > 70:
        shapes += _at(engraving.sheep(rng, wide * 0.12), -wide * 0.06, wide * 0.03) + _at(
            engraving.sheep(rng, wide * 0.1), wide * 0.1, wide * 0.06
        )
    return (
        shapes
        + _at(engraving.bird(rng, wide * 0.1), wide * 0.28, -wide * 0.5)
        + _at(engraving.bird(rng, wide * 0.08), wide * 0.4, -wide * 0.42)
    )


def _garden(rng: np.random.Generator, wide: float) -> list[Shape]:
    """A pagoda, a bridge and a tree that leans over."""
    shapes = _at(engraving.tree(rng, wide * 0.6), wide * 0.3, -wide * 0.02) + engraving.mound(rng, wide * 0.98)
    shapes += _at(engraving.pagoda(rng, wide * 0.62), -wide * 0.18, -wide * 0.02)
    if wide > 70:
        shapes += _at(engraving.bridge(rng, wide * 0.32), wide * 0.12, wide * 0.05)
    return shapes + _at(engraving.bird(rng, wide * 0.1), wide * 0.08, -wide * 0.56)


def _harbour(rng: np.random.Generator, wide: float) -> list[Shape]:
    """A boat, cypresses on a spit, gulls."""
    shapes = _at(engraving.mound(rng, wide * 0.5), -wide * 0.24)
    for x, tall in ((-0.38, 0.42), (-0.27, 0.54), (-0.16, 0.36)):
        shapes += _at(engraving.cypress(rng, wide * tall), x * wide, -wide * 0.01)
    shapes += _at(engraving.boat(rng, wide * 0.38), wide * 0.22, wide * 0.02)
    return shapes + [
        shape
        for x, y in ((0.05, -0.5), (0.3, -0.55), (0.4, -0.46))
        for shape in _at(engraving.bird(rng, wide * 0.09), x * wide, y * wide)
    ]


def _flowers(rng: np.random.Generator, wide: float) -> list[Shape]:
    """An urn of flowers between two cypresses."""
    shapes = engraving.mound(rng, wide * 0.8)
    for side in (-1, 1):
        shapes += _at(engraving.cypress(rng, wide * 0.44), side * wide * 0.3, -wide * 0.01)
    return shapes + _at(engraving.urn(rng, wide * 0.62), 0.0, -wide * 0.01)


def _grove(rng: np.random.Generator, wide: float) -> list[Shape]:
    """Trees of three sizes, sheep in their shade."""
    shapes = engraving.mound(rng, wide * 0.98)
    for x, tall in ((0.3, 0.46), (-0.32, 0.54), (0.02, 0.74)):
        shapes += _at(engraving.tree(rng, wide * tall), x * wide, -wide * 0.02)
    if wide > 70:
        for x in (-0.2, 0.16, 0.3):
            shapes += _at(engraving.sheep(rng, wide * 0.1), x * wide, wide * 0.05)
    return shapes


def _sprig(rng: np.random.Generator, length: float) -> list[Shape]:
    """A flower on a stem with leaves, around its middle."""
    stem = curve(length, bend=rng.normal(0, 0.7), points=16) - [length * 0.5, 0]
    shapes: list[Shape] = [(ribbon(stem, 1.05), 1)]
    for k, side in ((3, 1), (6, -1), (9, 1)):
        leaf = turned(
            curve(length * 0.34, bend=-side * 0.4, points=10), float(headings(stem)[k]) + side * 0.8, tuple(stem[k])
        )
        shapes.append((ribbon(leaf, length * 0.075 * taper(10, 0.45, 0.7)), 1 if k != 6 else 2))
    return shapes + place(flowers.line_flower(rng, max(7.0, length * 0.34), 5, 1, 0, 2.3), stem[-1])


def _garlands(rng: np.random.Generator, canvas: Canvas, points: np.ndarray, wide: float) -> None:
    """Swags of leaves hung between the islands."""
    for at in points:
        s = np.linspace(-1, 1, 40)
        swag = at + np.stack([wide * 0.5 + s * wide * 0.36, -wide * 0.22 + wide * 0.2 * (1 - s**2)], axis=1)
        canvas.polygon(ribbon(swag, 1.2), 1)
        for k in range(2, 39, 3):
            for side in (-1, 1):
                leaf = turned(
                    curve(wide * 0.07, bend=-side * 0.4, points=8),
                    float(headings(swag)[k]) + side * 0.9,
                    tuple(swag[k]),
                )
                canvas.polygon(ribbon(leaf, wide * 0.02 * taper(8, 0.45, 0.7) + 0.3), 1 if side > 0 else 2)


SCENES: tuple[Scene, ...] = (_pastoral, _garden, _harbour, _flowers, _grove)
