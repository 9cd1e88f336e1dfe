"""argyle: diamonds under crossed lines: golf socks, intarsia with its steps, stitched and painted ones, small motifs within."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.motifs.weaves import unsteady
from fashionforward.prints.outlines import circle
from fashionforward.prints.palettes import blend, pick

# ground, diamond, second diamond, line, accent
PALETTES = (
    "1f2a44 8c2f3b 4f6d7a f4ead6 d9a441", "efe6d6 3f5e4a c98b4b 7a2e2e 1f2a44", "5b2333 1f2a44 a85a4a e8c07a f4ead6",
    "dfe3e6 33415c 8a94a6 c0392b ffffff", "2f4a3f d9b45f 6f8a6a f4ead6 b5533a", "f6e3e6 c2587a 8a9ab8 5a2a3f ffffff",
    "3a3c42 8a8d94 55585f e8c547 f2f2f0", "f4ead2 2a4d69 d9923f 8c2f3b 6f9a8a", "111318 3c4048 7a1f2b d8d2c6 c9a36a",
    "c9b08a 5a3a28 8a6a4a f7efe0 7a2e2e", "0f4c5c e36414 5fa8a0 f6ead2 fb8b24", "fff7e8 e07a5f 81b29a 3d405b f2cc8f",
    "7a8a6a 3f4a3a b5a878 f4efe0 8c3b2e", "e3dcf0 6a4a9a b08fd0 2f2350 f4c95d", "8c1c2b f4ead6 3a0f18 d9a441 1f2a44",
    "cfe0ea 1f5a7e 7fb2d0 f4f7f8 e0704f", "f2d6b8 a8412f d98a5a 4a2a22 fff6ea", "4a2a4f c25b8a 7a5a9a f4d9e6 e0b05f",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A lattice of diamonds, how its edges are made, and what lies over it."""
    columns = int(rng.choice([2, 3, 4, 4, 6, 6, 8]))
    rows = max(1, round(columns * rng.uniform(0.45, 0.9)))
    if columns % 2 == 0 and rng.random() < 0.6:
        rows += rows % 2
    x, y, stepped = _edges(rng, canvas, columns)
    u, v = x * columns / FIELD_SIZE, y * rows / FIELD_SIZE
    palette = pick(rng, PALETTES)
    labels = _diamonds(rng, u, v, columns, rows)
    cell = FIELD_SIZE / np.hypot(columns, rows)  # between parallel lines, cells
    if rng.random() < 0.22:
        # Sheer: the diamonds one tone, their overlap with the lines another.
        palette[2] = blend(palette[0], palette[1], 0.5)
    labels = np.where(_lines(rng, u, v, cell, stepped), 3, labels)
    canvas.assign(labels)
    if columns <= 4 and rng.random() < 0.35:
        _hearts(rng, canvas, columns, rows)
    return palette


def _edges(rng: np.random.Generator, canvas: Canvas, columns: int) -> tuple[np.ndarray, np.ndarray, bool]:
    """Coordinates ruled, stepped as intarsia is knitted (the flag), or unsteady."""
    x, y = canvas.coordinates()
    kind = rng.random()
    if kind < 0.5:
        return x, y, False
    if kind < 0.75:
        stitch = FIELD_SIZE / (64 if columns > 3 else int(rng.choice([42, 52, 64])))
        x, y = ((np.floor(axis / stitch) + 0.5) * stitch for axis in (x, y))
        return x, y, True
    x, y = unsteady(rng, canvas, rng.uniform(3.0, 6.0) / columns, rng.uniform(0.2, 0.4))
    return x, y, False


def _diamonds(rng: np.random.Generator, u: np.ndarray, v: np.ndarray, columns: int, rows: int) -> np.ndarray:
    """Entries 0 to 2: chess of diamonds, by columns, by rows, or tone in tone within each."""
    a, b = np.floor(u + v).astype(np.int64), np.floor(u - v).astype(np.int64)
    figure = np.mod(a + b, 2) == 1
    column, row = (a + b) // 2, (a - b) // 2
    kind = int(rng.integers(4))
    if kind == 1 and columns % 2 == 0:
        return np.where(figure, 1 + column % 2, 0)
    if kind == 2 and rows % 2 == 0:
        return np.where(figure, 1 + row % 2, 0)
    if kind == 3:
        # A smaller diamond inside each.
        near = np.maximum(np.abs(np.mod(u + v, 1) - 0.5), np.abs(np.mod(u - v, 1) - 0.5))
        return np.where(figure, np.where(near < rng.uniform(0.22, 0.34), 2, 1), 0)
    return np.where(figure, 1, 0)


def _lines(rng: np.random.Generator, u: np.ndarray, v: np.ndarray, cell: float, stepped: bool) -> np.ndarray:
    """Raker lines through the diamonds' middles: single, double, or stitched; whole where the steps would cut them up."""
    half = (2.4 if stepped else rng.uniform(1.5, min(2.4, cell * 0.06 + 1.2))) / cell
    kind = int(rng.integers(4)) if not stepped else 0
    lines = np.zeros(np.broadcast(u, v).shape, dtype=bool)
    for s, t in ((u + v, u - v), (u - v, u + v)):
        off = np.abs(np.mod(s, 1) - 0.5)
        if kind == 1 and cell > 34:
            off = np.abs(off - 2.6 * half)
        line = off < half
        if kind >= 2 and cell > 26:
            stitches = max(2, round(cell / rng.uniform(9, 12)))
            line = line & (np.mod(t * stitches, 1) < 0.62)
        lines |= line
    return lines


def _hearts(rng: np.random.Generator, canvas: Canvas, columns: int, rows: int) -> None:
    """A dot, a ring or a cluster at the middle of every other diamond."""
    wide, high = FIELD_SIZE / columns, FIELD_SIZE / rows
    radius = min(wide, high) * rng.uniform(0.07, 0.11)
    kind = int(rng.integers(3))
    for i in range(columns):
        for j in range(rows):
            at = np.array([i * wide, (j + 0.5) * high])
            if kind == 2:
                for angle in np.arange(4) * np.pi / 2 + np.pi / 4:
                    canvas.polygon(at + radius * np.array([np.cos(angle), np.sin(angle)]) + circle(radius * 0.5, 16), 4)
            else:
                canvas.polygon(at + circle(radius, 28), 4)
                if kind == 1 and radius > 5:
                    canvas.polygon(at + circle(radius * 0.45, 20), 1)
