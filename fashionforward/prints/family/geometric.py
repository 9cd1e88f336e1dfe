"""geometric: tilings, lattices and scattered shapes, from tumbling blocks to Memphis and mudcloth."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, spaced, tossed
from fashionforward.prints.motifs import tilings
from fashionforward.prints.noise import noise
from fashionforward.prints.outlines import blob, circle, curve, ribbon, turned
from fashionforward.prints.palettes import pick

PALETTES = (
    "f4efe4 1f2a44 c8553d e9b44c 7a9e9f", "1f2a44 f4efe4 e07a5f f2cc8f 81b29a", "fbf7ee 264653 2a9d8f e9c46a e76f51",
    "f7f3ea 1c1c1f b3202c d9a441 8a857c", "efe6dd 6b4a35 c98b4b 3f4238 ddbea9", "0f4c5c f6ead2 e36414 fb8b24 5fa8a0",
    "ffffff 0d3b66 f4d35e ee964b f95738", "2f4a3f f0e2c2 b5533a d9b45f 7a9a7a", "f3d9cf 8c2f4b e58f7b 5c6b73 f7f0e6",
    "f8f0fb 5b3a72 c285b8 f2b6a0 7d8cc4", "e8ecef 0b3c49 16697a 82c0cc ffa62b", "141414 f3ede0 c9a36a 7f5539 a89f91",
    "d9e4d4 3d5a45 8fb58a f4ead2 c97b63", "f2c9b8 a8413a 5b2a35 f8ebdc d98a5a", "fff6e0 d1495b edae49 30638e 66a182",
    "dfe5e8 33415c d9534f f0ad4e 7f8fa6", "f4e3c1 d9572b e8a33d 7a3b1e 8a9a3f", "fdfaf3 3f7cac 95c3d9 1f3a5f f2c57c",
)  # fmt: skip

Tiling = Callable[[np.random.Generator, np.ndarray, np.ndarray, int], np.ndarray]
TILINGS: tuple[tuple[Tiling, tuple[int, ...]], ...] = (
    (tilings.triangles, (2, 3, 4, 5)), (tilings.chevrons, (2, 3, 4, 5)), (tilings.herringbone, (2, 2, 3)),
    (tilings.honeycomb, (2, 3, 4, 5)), (tilings.scallops, (2, 3, 4)), (tilings.truchet, (2, 3)),
    (tilings.houndstooth, (2,)), (tilings.ogee, (2, 3, 4)), (tilings.argyle, (3, 4)), (tilings.quarters, (3, 4, 5)),
    (tilings.cubes, (3,)), (tilings.ikat, (3, 4, 5)), (tilings.basketweave, (2, 3)), (tilings.arches, (3, 4, 5)),
    (tilings.quatrefoil, (2, 3)), (tilings.circles, (2, 3, 4)), (tilings.waves, (2, 3, 4)), (tilings.maze, (2, 3)),
)  # fmt: skip
"""Each tiling with the numbers of inks that suit it."""


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A tiling, ruled or unsteady, or one of the scattered designs."""
    scattered = (_memphis, _memphis, _terrazzo, _mudcloth, _brush_lattice)
    palette = pick(rng, PALETTES)
    choice = int(rng.integers(len(TILINGS) + len(scattered)))
    if choice >= len(TILINGS):
        return palette[: scattered[choice - len(TILINGS)](rng, canvas)]
    tiling, suits = TILINGS[choice]
    inks = int(rng.choice(suits))
    x, y = canvas.coordinates()
    if rng.random() < 0.35:
        # A hand that follows a ruler only roughly.
        x = x + 1.0 * noise(rng, canvas.pixels, 26) + 0.3 * noise(rng, canvas.pixels, 5)
        y = y + 1.0 * noise(rng, canvas.pixels, 26) + 0.3 * noise(rng, canvas.pixels, 5)
    canvas.assign(tiling(rng, x, y, inks))
    # Any of the inks, so long as the first stands out from the ground.
    order = 1 + rng.permutation(4)
    contrast = np.abs(palette[order] - palette[0]).sum(axis=1)
    first = order[0] if contrast[0] > 0.9 else order[contrast.argmax()]
    return palette[np.concatenate([[0, first], order[order != first]])][:inks]


def _memphis(rng: np.random.Generator, canvas: Canvas) -> int:
    """Squiggles, triangles, rings, bars and dots, tossed."""
    size = rng.uniform(11, 19)
    points = spaced(rng, size * 2.15)
    for i, at in enumerate(points):
        ink = 1 + int(rng.integers(4))
        canvas.stamp(_token(rng, size * rng.uniform(0.75, 1.1), i % 6, ink), at, rng.uniform(0, 2 * np.pi))
    for at in tossed(rng, len(points), keep_from=points, tries=40):
        canvas.disc(at, max(1.9, size * 0.13), 1 + int(rng.integers(4)))
    return 5


def _token(rng: np.random.Generator, size: float, kind: int, ink: int) -> list[Shape]:
    corner = np.arange(3) * 2 * np.pi / 3
    if kind == 0:  # squiggle
        s = np.linspace(-1, 1, 50)
        path = np.stack([s * size * 1.15, size * 0.30 * np.sin(s * 2.5 * np.pi)], axis=1)
        return [(ribbon(path, max(1.6, size * 0.11)), ink)]
    if kind == 1:  # triangle, solid or open
        triangle = size * 0.8 * np.stack([np.cos(corner), np.sin(corner)], axis=1)
        return [(triangle, ink)] if rng.random() < 0.5 else [(triangle, ink), (triangle * 0.48, 0)]
    if kind == 2:  # ring
        return [(circle(size * 0.68), ink), (circle(size * 0.40), 0)]
    if kind == 3:  # three bars
        bar = curve(size * 1.2, points=4) - np.array([size * 0.6, 0])
        return [(ribbon(bar + np.array([0, k * size * 0.46]), max(1.4, size * 0.1)), ink) for k in (-1, 0, 1)]
    if kind == 4:  # half moon
        angle = np.linspace(0, np.pi, 24)
        return [(size * 0.8 * np.stack([np.cos(angle), np.sin(angle)], axis=1), ink)]
    arm = curve(size * 1.3, points=4) - np.array([size * 0.65, 0])  # cross
    return [(ribbon(arm, max(1.5, size * 0.13)), ink), (ribbon(turned(arm, np.pi / 2), max(1.5, size * 0.13)), ink)]


def _terrazzo(rng: np.random.Generator, canvas: Canvas) -> int:
    """Chips of stone in two sizes."""
    size = rng.uniform(7, 14)
    big = spaced(rng, size * 2.0)
    for scale, points in ((1.0, big), (0.42, spaced(rng, size * 1.15, keep_from=big))):
        for at in points:
            corners = int(rng.integers(4, 7))
            angle = np.sort(
                rng.uniform(0, 2 * np.pi / corners * 0.7, corners) + np.arange(corners) * 2 * np.pi / corners
            )
            r = size * scale * rng.uniform(0.6, 1.05, corners)
            canvas.polygon(at + np.stack([r * np.cos(angle), r * np.sin(angle)], axis=1), 1 + int(rng.integers(4)))
    return 5


def _mudcloth(rng: np.random.Generator, canvas: Canvas) -> int:
    """Rows of painted signs, as on bògòlanfini: zigzags, crosses, darts, dots, bars."""
    rows = int(rng.integers(6, 10))
    height = FIELD_SIZE / rows
    half = max(1.45, height * 0.06)
    two = rng.random() < 0.4
    for row in range(rows):
        y = (row + 0.5) * height
        ink = 2 if two and row % 3 == 1 else 1
        kind = int(rng.integers(6))
        count = max(4, round(FIELD_SIZE / (height * rng.uniform(0.8, 1.2))))
        step = FIELD_SIZE / count
        if kind == 0:
            t = np.arange(2 * count + 1)
            path = np.stack([t * step / 2, y + np.where(t % 2 == 0, -1, 1) * height * 0.26], axis=1)
            dense = np.stack(
                [np.interp(np.linspace(0, 2 * count, 12 * count + 1), t, path[:, k]) for k in (0, 1)], axis=1
            )
            canvas.polygon(ribbon(dense, half), ink)
            continue
        for k in range(count):
            at = np.array([(k + 0.5) * step, y]) + rng.normal(0, 0.5, 2)
            canvas.stamp(_sign(rng, kind, height, half, ink), at, rng.normal(0, 0.05))
        if kind == 5:
            line = np.stack([np.linspace(0, FIELD_SIZE, 60), y + height * 0.4 + rng.normal(0, 0.25, 60)], axis=1)
            canvas.polygon(ribbon(line, half * 0.9), ink)
    return 3 if two else 2


def _sign(rng: np.random.Generator, kind: int, height: float, half: float, ink: int) -> list[Shape]:
    stroke = curve(height * 0.62, points=6) - np.array([height * 0.31, 0])
    if kind == 1:
        return [(ribbon(turned(stroke, angle), half), ink) for angle in (0.78, -0.78)]
    if kind == 2:
        limb = curve(height * 0.4, points=5)
        return [(ribbon(turned(limb, angle, (height * 0.16, 0)), half), ink) for angle in (2.4, -2.4)]
    if kind == 3:
        return [(blob(rng, height * 0.15, 0.06, 3, points=20), ink)]
    if kind == 4:
        diamond = height * 0.32 * np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])
        return [(diamond, ink), (diamond * 0.42, 0)]
    return [(ribbon(turned(stroke * 0.7, np.pi / 2), half), ink)]


def _brush_lattice(rng: np.random.Generator, canvas: Canvas) -> int:
    """Crossed brush strokes in a regular toss: plus signs, asterisks, dashes."""
    columns = int(rng.choice([6, 8, 10]))
    arms = int(rng.choice([1, 2, 3]))
    room = FIELD_SIZE / columns
    inks = int(rng.integers(2, 5))
    for i, at in enumerate(hand_placed(rng, lattice(columns, columns * 3 // 4 if columns != 10 else 8), room * 0.05)):
        turn = rng.normal(0, 0.12) + (np.pi / 2 if arms == 1 and (i // columns) % 2 else 0)
        for arm in range(arms):
            path = curve(room * 0.72, bend=rng.normal(0, 0.15), points=10) - np.array([room * 0.36, 0])
            width = max(1.5, room * 0.085) * (1 + rng.normal(0, 0.08)) * np.linspace(1.12, 0.85, 10)
            canvas.polygon(turned(ribbon(path, width), turn + arm * np.pi / arms, tuple(at)), 1 + i % (inks - 1))
    return inks
