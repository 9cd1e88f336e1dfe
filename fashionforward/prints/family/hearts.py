"""hearts: tossed, in rows, painted, ringed, scattered among dots, folded like paper, laced into damask."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs.hearts_and_stars import heart
from fashionforward.prints.noise import broad
from fashionforward.prints.outlines import beads, curve, inset, ribbon, taper, turned, wander
from fashionforward.prints.palettes import pick

# ground, hearts
PALETTES = (
    "fdf3ee c2253f e8788a f7c5c5 7a1f2f", "ffffff d7263d f2a0ac 1b1b1f f9d5d9", "1f2a44 f4efe6 e07a7a c2384a f2c8a8",
    "f9dcdc b5304a fff6f2 e0808f 6a2436", "17171a f4ece2 c2253f e89aa4 8a8078", "f4e9d8 a83a2f d98a5a 3f5a5a e8c08a",
    "e4dcf0 6a4a9a c28ac8 f2e8f6 e0708f", "c2253f fff3ea f2a0a4 7a0f20 f4c95d", "dfeaf0 2f5a8a f4f7f9 e0707a 8fb5d0",
    "f6e6c4 e4572e 2e4057 f2b134 fff8e6", "2f4a3f f0e2cc d9737a a8c09a c23b4a", "fbf8f2 1b1b1f 8a8580 d9c9b8 c2253f",
    "fce4ec ad1457 f06292 fff7fa 6a1b4d", "f2d0c0 8a2f3f c9605a fff0e6 4a2030", "0f3d4c f4e6d6 f28f8a e0475b f4c95d",
    "eef3e6 5f7a4a c2586a f4c9c4 2f4a3a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the layouts below."""
    kinds = (_tossed, _tossed, _rows, _rows, _brushed, _rings, _scatter, _halves, _sprigged, _dots)
    kinds[int(rng.integers(len(kinds)))](rng, canvas)
    palette = pick(rng, PALETTES)
    order = 1 + rng.permutation(4)
    if np.abs(palette[order[0]] - palette[0]).sum() < 0.7:
        order = np.roll(order, 1)
    return palette[[0, *order]]


def _dressed(
    rng: np.random.Generator, canvas: Canvas, at: np.ndarray, size: float, angle: float, entry: int, style: int
) -> None:
    """A heart filled, outlined, ringed, striped, dotted, or with a light on its shoulder."""
    shape = turned(heart(rng, size, 0.015, rng.uniform(0.92, 1.08)), angle)
    canvas.polygon(at + shape, entry)
    if style == 1 and size > 12:
        canvas.polygon(at + inset(shape, max(2.2, size * 0.1)), 0)
    elif style == 2 and size > 20:
        canvas.polygon(at + inset(shape, size * 0.11), 0)
        canvas.polygon(at + shape * 0.52, 1 + entry % 4)
    elif style == 3 and size > 18:
        light = turned(
            curve(size * 0.26, bend=0.9, points=10),
            angle - 2.5,
            tuple(at + turned(np.array([[-size * 0.17, -size * 0.24]]), angle)[0]),
        )
        canvas.polygon(ribbon(light, size * 0.045 * taper(10, 0.5, 0.6) + 0.7), 0)
    elif style == 4 and size > 22:
        inner = inset(shape, size * 0.1)
        where, _ = beads(inner, max(5.0, size * 0.16))
        for dot in where:
            canvas.disc(at + dot, max(1.5, size * 0.035), 0)


def _tossed(rng: np.random.Generator, canvas: Canvas) -> None:
    """Every way, of one size or several, with small ones between."""
    size = float(rng.choice([14, 20, 28, 40]))
    inks, style = int(rng.integers(1, 5)), int(rng.integers(5))
    points = relaxed(tossed(rng, max(4, round((FIELD_SIZE / size / 1.45) ** 2)), tries=10), 5)
    for at in points:
        _dressed(
            rng,
            canvas,
            at,
            size * rng.uniform(0.75, 1.1),
            rng.normal(0, 0.45),
            1 + int(rng.integers(inks)),
            style if rng.random() < 0.7 else 0,
        )
    if size > 18:
        for at in spaced(rng, size * 0.62, keep_from=points, limit=60):
            canvas.polygon(at + heart(rng, size * 0.24), 1 + int(rng.integers(inks)))


def _rows(rng: np.random.Generator, canvas: Canvas) -> None:
    """In half-drop or straight, upright or by turns upside down."""
    columns = int(rng.choice([4, 5, 6, 8, 10, 14]))
    rows = max(3, round(columns * rng.uniform(0.85, 1.15)))
    size = FIELD_SIZE / max(columns, rows) * rng.uniform(0.5, 0.82)
    style, flip = int(rng.integers(5)), rng.random() < 0.25
    inks = int(rng.integers(1, 5))
    for i, at in enumerate(hand_placed(rng, lattice(columns, rows, drop=float(rng.choice([0.0, 0.5]))), size * 0.02)):
        entry = 1 + (i % columns + i // columns) % inks
        _dressed(rng, canvas, at, size, np.pi * (flip and (i % columns + i // columns) % 2), entry, style)


def _brushed(rng: np.random.Generator, canvas: Canvas) -> None:
    """Two strokes of a brush each, that meet at the foot."""
    size = float(rng.choice([22, 30, 42]))
    inks = int(rng.integers(1, 4))
    for at in relaxed(tossed(rng, max(4, round((FIELD_SIZE / size / 1.35) ** 2)), tries=10), 5):
        entry, tilt = 1 + int(rng.integers(inks)), rng.normal(0, 0.25)
        weight = size * rng.uniform(0.12, 0.19)
        shape = heart(rng, size * rng.uniform(0.8, 1.0), 0.02)
        half = len(shape) // 2
        for side in (shape[2 : half + 1], shape[half : len(shape) - 1]):
            n = len(side)
            body = (
                weight
                * (0.55 + 0.45 * np.sin(np.linspace(0.2, 2.6, n)))
                * np.clip(1 + wander(rng, n, 0.08), 0.7, 1.3)
                * 0.5
                + 0.5
            )
            canvas.polygon(at + turned(ribbon(side, body), tilt), entry)


def _rings(rng: np.random.Generator, canvas: Canvas) -> None:
    """Hearts within hearts, large."""
    columns = int(rng.choice([2, 3, 4]))
    size = FIELD_SIZE / columns * rng.uniform(0.84, 0.98)
    rings = int(rng.integers(3, 6))
    for at in lattice(columns, columns, drop=0.5 if columns % 2 == 0 else 0.0):
        shape = heart(rng, size, 0.008)
        for k in range(rings):
            canvas.polygon(
                at + shape * (1 - k / rings) + [0, -size * 0.02 * k], 1 + k % 4 if k % 2 == 0 or rings > 3 else 0
            )
    for at in lattice(columns, columns, drop=0.5 if columns % 2 == 0 else 0.0) + FIELD_SIZE / columns / 2:
        canvas.polygon(at + heart(rng, size * 0.2), 2)


def _scatter(rng: np.random.Generator, canvas: Canvas) -> None:
    """Confetti: hearts from tiny to large, thick in drifts, thin between."""
    drift = broad(rng, 64, 60)
    for size in (30.0, 20.0, 13.0, 8.0, 6.0):
        for at in spaced(rng, size * 0.95, limit=round(2600 / size)):
            if drift[int(at[1] / 4) % 64, int(at[0] / 4) % 64] > rng.normal(0.5 if size > 14 else -0.2, 0.5):
                canvas.polygon(
                    at + turned(heart(rng, size * rng.uniform(0.8, 1.1), 0.02), rng.uniform(0, 6.3)),
                    int(rng.integers(1, 5)),
                )


def _halves(rng: np.random.Generator, canvas: Canvas) -> None:
    """Folded hearts: one half in shade, as paper casts it, on tiles of two grounds."""
    columns = int(rng.choice([3, 4, 5, 6]))
    size = FIELD_SIZE / columns
    x, y = canvas.coordinates()
    if columns % 2 == 0 and rng.random() < 0.7:
        canvas.assign(np.where((np.floor(x / size) + np.floor(y / size)) % 2 == 0, 0, 4))
    for i, at in enumerate(lattice(columns, columns, drop=0.0)):
        shape = heart(rng, size * 0.72, 0.0)
        entry = 1 + (i + i // columns) % 2
        canvas.polygon(at + shape, entry)
        canvas.polygon(at + np.stack([np.maximum(shape[:, 0], 0), shape[:, 1]], axis=1), 3)


def _sprigged(rng: np.random.Generator, canvas: Canvas) -> None:
    """Hearts on stems with leaves: folk art."""
    columns = int(rng.choice([4, 6]))
    size = FIELD_SIZE / columns
    for i, at in enumerate(lattice(columns, columns)):
        lean = 0.12 if i % 2 else -0.12
        stem = turned(curve(size * 0.42, bend=lean * 4, points=14), np.pi / 2 + lean, tuple(at))
        canvas.polygon(ribbon(stem, 1.5), 3)
        for k, side in ((6, 1), (9, -1), (12, 1)):
            leaf = turned(curve(size * 0.17, bend=-side * 0.6, points=10), np.pi / 2 - side * 1.9, tuple(stem[k]))
            canvas.polygon(ribbon(leaf, size * 0.04 * taper(10, 0.5, 0.6)), 3)
        _dressed(rng, canvas, at - [0, size * 0.14], size * 0.44, lean, 1, int(rng.choice([0, 2, 4])))
        canvas.polygon(at - [0, size * 0.15] + heart(rng, size * 0.16), 2)


def _dots(rng: np.random.Generator, canvas: Canvas) -> None:
    """Small hearts standing where a polka dot's would, every so many of another colour."""
    count = int(rng.choice([10, 12, 16, 18]))
    size = FIELD_SIZE / count * rng.uniform(0.46, 0.62)
    every = int(rng.integers(3, 8))
    for i, at in enumerate(lattice(count, count)):
        canvas.polygon(at + heart(rng, size, 0.0), 2 if (i * 7 + i // count) % every == 0 else 1)
