"""ditsy_floral: flowers no larger than a fingernail, thrown close: calico, tea dress, Liberty lawn, millefleurs, two-colour."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs import flowers
from fashionforward.prints.outlines import blob, circle, curve, headings, ribbon, taper, turned
from fashionforward.prints.palettes import pick

# ground, petals, second petals, leaf, centre, third petals
PALETTES = (
    "1b2340 f4d9d0 d9738a 5f8a6f e8c05f 9ab0d8", "fbf4e6 c2485f e8a0a0 6f8a5a e0b04f 7f95b8",
    "2f4a3f f4e2cf e08a7a 8fb08a e8c76a d9c0d8", "f3d9d4 8c2f4b fff4ee 5f7a5a d9a04f c9606f",
    "17171a f2e6d6 c9566a 6f8a6a d9a85a 8f9ac0", "e3ebe2 5f4a8a c08ac8 5a7f60 e6c65a f4e6ee",
    "f8e6b4 c4492e f28f5a 5f7a3f 7a3a20 fff6dc", "d5e0ea 27508b 7fa5d4 4a7a68 f0c64b ffffff",
    "7a1f2f f6dcc8 e8a08a 8fa07a f0c25a d9c0a8", "fff9f2 e4674a f2b24f 3f7a6a 3a4a6a f4a0a8",
    "4a3a6a f0e0f0 d99ac0 8fb09a f2d06a a8a0e0", "c9a35f fff4dc 7a2f28 4f5f3a f4d9a0 a85a3a",
    "f4efe6 2f3a4a 8a95a0 5a6a60 c9a36a c8bfae", "0f4c5c f8e0c8 f08a6a 7fc0a8 f4c95d d9e8e4",
    "e8c4b0 7a2e2e fbeee4 6f7a52 d9a24f a84f44", "a8bfa0 fdf8ec c9566a 4a6a4a e8c060 f0d8c8",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the cloths below."""
    kinds = (_tea, _tea, _tea, _calico, _lawn, _lawn, _mille, _two)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _small(rng: np.random.Generator, radius: float, body: int, eye: int, kind: int) -> list[tuple[np.ndarray, int]]:
    """A flower of few strokes: five rounds, a daisy, a notched blossom, a tulip, a bell."""
    if kind == 0:
        start = rng.uniform(0, 6)
        shapes = [
            (circle(radius * 0.44, 18) + radius * 0.5 * np.array([np.cos(start + a), np.sin(start + a)]), body)
            for a in np.arange(5) * 2 * np.pi / 5
        ]
        return [*shapes, (circle(max(1.5, radius * 0.3), 14), eye)]
    if kind == 1:
        return flowers.daisy(rng, radius * 1.1, (body, body, eye))
    if kind == 2:
        return flowers.blossom(rng, radius * 1.1, (body, body, eye))
    if kind == 3:
        return [(points, tone) for points, tone in flowers.tulip(rng, radius * 1.9, (body, body, eye))]
    return [(blob(rng, radius, 0.16, 5), body), (blob(rng, radius * 0.42, 0.15, 3, points=18), eye)]


def _leaves(
    rng: np.random.Generator, canvas: Canvas, at: np.ndarray, radius: float, count: int, entry: int = 3
) -> None:
    start = rng.uniform(0, 2 * np.pi)
    for k in range(count):
        angle = start + k * rng.uniform(0.7, 1.4)
        foot = at + radius * 0.7 * np.array([np.cos(angle), np.sin(angle)])
        leaf = turned(curve(radius * rng.uniform(1.1, 1.7), bend=rng.normal(0, 0.6), points=10), angle, tuple(foot))
        canvas.polygon(ribbon(leaf, max(1.5, radius * 0.26) * taper(10, 0.45, 0.7)), entry)


def _tea(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Tossed evenly, each with a leaf or two, buds and dots between."""
    radius = float(rng.choice([5, 6.5, 8, 10]))
    kind, other = int(rng.integers(5)), int(rng.integers(5))
    room = rng.uniform(1.55, 2.3)
    places = relaxed(tossed(rng, round((FIELD_SIZE / (radius * 2 * room)) ** 2 * 1.15), tries=6), 5)
    shades = (1, 2) if rng.random() < 0.5 else (1, 2, 5)
    for i, at in enumerate(places):
        _leaves(rng, canvas, at, radius, int(rng.integers(1, 4)))
        size = radius * rng.uniform(0.85, 1.15)
        canvas.stamp(_small(rng, size, shades[i % len(shades)], 4, kind if i % 3 else other), at, rng.uniform(0, 6))
    for at in spaced(rng, radius * 1.5, keep_from=places, limit=110):
        canvas.disc(at, max(1.5, radius * 0.24), int(rng.choice([1, 2, 3])))
    return pick(rng, PALETTES)


def _calico(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Sprigs in half-drop, small and plain, with a pin dot."""
    columns = int(rng.choice([6, 8, 10, 12]))
    size = FIELD_SIZE / columns
    kind = int(rng.choice([0, 2, 3, 4]))
    for i, at in enumerate(lattice(columns, columns)):
        side = 1 if (i % columns + i // columns) % 2 else -1
        stem = turned(
            curve(size * 0.5, bend=side * 0.8, points=12), np.pi / 2 + side * 0.2, (at[0], at[1] - size * 0.12)
        )
        canvas.polygon(ribbon(stem, 1.25), 3)
        for k, lean in ((5, 0.9), (8, -0.9)):
            leaf = turned(curve(size * 0.2, bend=0.3 * lean, points=8), float(headings(stem)[k]) + lean, tuple(stem[k]))
            canvas.polygon(ribbon(leaf, max(1.5, size * 0.05) * taper(8, 0.5, 0.6)), 3)
        canvas.stamp(
            _small(rng, size * rng.uniform(0.19, 0.22), 1 if side > 0 else 2, 4, kind),
            at - [0, size * 0.14],
            -np.pi / 2,
        )
    for at in lattice(columns, columns) + [size / 2, 0]:
        canvas.disc(at, 1.6, 5)
    return pick(rng, PALETTES)


def _lawn(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Closely packed in three sizes so that little ground is left, on twining stems."""
    for at in spaced(rng, 20):
        stem = turned(curve(rng.uniform(26, 44), bend=rng.normal(0, 1.4), points=18), rng.uniform(0, 6), tuple(at))
        canvas.polygon(ribbon(stem, 1.2), 3)
    top = float(rng.choice([8, 10, 13]))
    taken = np.empty((0, 2))
    kinds = rng.permutation(5)[:3]
    for level, radius in enumerate((top, top * 0.66, top * 0.42)):
        places = spaced(rng, radius * (2.05 if level == 0 else 1.9), keep_from=taken if len(taken) else None, limit=140)
        if level:
            places = places[: round(len(places) * 0.85)]
        for at in places:
            if level < 2:
                _leaves(rng, canvas, at, radius, 2)
            canvas.stamp(
                _small(rng, radius * rng.uniform(0.85, 1.05), int(rng.choice([1, 2, 5])), 4, int(kinds[level])),
                at,
                rng.uniform(0, 6),
            )
        taken = np.vstack([taken, places])
    return pick(rng, PALETTES)


def _mille(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A thousand flowers: little plants that all stand upright on dark ground, no two alike."""
    for at in relaxed(tossed(rng, int(rng.choice([40, 60, 90])), tries=6), 6):
        tall = rng.uniform(11, 19)
        for lean in rng.normal(0, 0.4, int(rng.integers(1, 4))):
            stem = turned(curve(tall, bend=lean, points=10), -np.pi / 2 + lean, tuple(at + [0, tall * 0.5]))
            canvas.polygon(ribbon(stem, 1.2), 3)
            canvas.stamp(
                _small(rng, rng.uniform(3.4, 5.0), int(rng.choice([1, 2, 5])), 4, int(rng.integers(5))),
                stem[-1],
                -np.pi / 2,
            )
        for side in (-1, 1):
            leaf = turned(
                curve(tall * 0.5, bend=side * 0.9, points=8), -np.pi / 2 + side * 0.9, tuple(at + [0, tall * 0.45])
            )
            canvas.polygon(ribbon(leaf, 1.9 * taper(8, 0.5, 0.6)), 3)
    return pick(rng, PALETTES)


def _two(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One ink on a ground: silhouettes of blossoms, leaves and dots."""
    radius = float(rng.choice([5, 7, 9, 12]))
    kind = int(rng.choice([0, 2, 2, 4]))
    places = relaxed(tossed(rng, round((FIELD_SIZE / (radius * rng.uniform(3.2, 4.4))) ** 2), tries=8), 6)
    for at in places:
        _leaves(rng, canvas, at, radius, int(rng.integers(1, 4)), 1)
        canvas.stamp(_small(rng, radius * rng.uniform(0.85, 1.15), 1, 0, kind), at, rng.uniform(0, 6))
    for at in spaced(rng, radius * 1.5, keep_from=places, limit=140):
        canvas.disc(at, max(1.5, radius * 0.2), 1)
    return pick(rng, PALETTES)[:2]
