"""botanical_line: plants in line: eucalyptus, olive, fern, ginkgo, seed heads, wild flowers; some over cut-out shadows of themselves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape, place
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs import flowers
from fashionforward.prints.outlines import (
    blob,
    circle,
    curve,
    headings,
    inset,
    rays,
    ribbon,
    smooth,
    taper,
    turned,
    wander,
)
from fashionforward.prints.palettes import pick

# ground, line, wash, second wash, accent
PALETTES = (
    "f6f1e6 2f3f38 c9d2bd e6d3b8 c8553d", "fdfbf6 1b1b1f e3ddd2 d9c4b0 b5733a", "22332d e9e2cf 3f5a4a 2f463c d9a45f",
    "f3e3da 7a3a34 e8c4b4 d9a89a 4f6a5a", "1f2a44 f1eadb 33436a 2a3858 d98a6a", "e6ece6 2f5a4f b9d0c0 d3dfcc d1603d",
    "efe6d8 5a4030 d9c4a4 c9b08a 6f7a4a", "f9f0e4 c2563a f2cdb0 f6dfc4 3f6b6b", "17171a e6dcc6 35343a 2a2a2f c9a36a",
    "e9e4f0 4a3a6a cbbfe0 dcd2ea e0857a", "dfe8ee 274a6a b4cbdc cbdbe6 e0a04f", "c9b08a 3a2a20 dcc8a8 b89a70 7a2e2e",
    "fff6dc 5a5f2a e8d98a f2e6b4 c8472f", "4a5a44 f2ead6 5f7258 556850 e8b06a", "f6d9d0 5f2a3a eeb9b0 f2c8bf 7a8a6a",
    "0f3d4c e9e2cc 1f5564 184a58 f0a06a",
)  # fmt: skip

Plant = Callable[[np.random.Generator, float, float], list[Shape]]
"""A plant along +x from its foot at the origin: (rng, length, half width of its line). Entries: 1 line, 2 wash, 4 accent, 0 ground."""


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One to three plants, thrown, standing, or in columns; with washes behind them or without."""
    plants = [PLANTS[i] for i in rng.permutation(len(PLANTS))[: int(rng.integers(1, 4))]]
    half = rng.uniform(1.2, 1.4)
    scale = float(rng.choice([60, 74, 92, 116]))
    kind = int(rng.integers(4))
    if rng.random() < 0.45:
        _washes(rng, canvas, scale)
    layout = (_thrown, _thrown, _standing, _garland)[kind]
    layout(rng, canvas, plants, scale, half)
    return pick(rng, PALETTES)


def _washes(rng: np.random.Generator, canvas: Canvas, scale: float) -> None:
    """Pools of colour that do not keep to the drawing."""
    for i, at in enumerate(relaxed(tossed(rng, max(4, round((FIELD_SIZE / scale / 0.9) ** 2)), tries=8), 5)):
        pool = smooth(blob(rng, scale * rng.uniform(0.22, 0.36), 0.2, 4, points=18), 4)
        canvas.polygon(at + turned(pool * [1.25, 0.8], rng.uniform(0, 6)), 2 + i % 2)


def _thrown(rng: np.random.Generator, canvas: Canvas, plants: list[Plant], scale: float, half: float) -> None:
    """Every way, evenly."""
    places = relaxed(tossed(rng, max(4, round((FIELD_SIZE / scale / 0.78) ** 2)), tries=10), 6)
    for i, at in enumerate(places):
        angle = rng.uniform(0, 2 * np.pi)
        length = scale * rng.uniform(0.85, 1.1)
        foot = at - 0.5 * length * np.array([np.cos(angle), np.sin(angle)])
        canvas.stamp(plants[i % len(plants)](rng, length, half), foot, angle)
    if rng.random() < 0.5:
        for at in spaced(rng, scale * 0.36, keep_from=places, limit=60):
            canvas.disc(at, 1.8, 4)


def _standing(rng: np.random.Generator, canvas: Canvas, plants: list[Plant], scale: float, half: float) -> None:
    """A meadow: all grow upwards, in half-drop."""
    columns = int(np.clip(2 * round(FIELD_SIZE / scale / 1.1), 4, 8))
    rows = max(2, round(FIELD_SIZE / scale * 0.95))
    for i, at in enumerate(hand_placed(rng, lattice(columns, rows), scale * 0.05)):
        length = scale * rng.uniform(0.95, 1.25)
        canvas.stamp(plants[i % len(plants)](rng, length, half), at + [0, length / 2], -np.pi / 2 + rng.normal(0, 0.14))


def _garland(rng: np.random.Generator, canvas: Canvas, plants: list[Plant], scale: float, half: float) -> None:
    """Up the cloth in waving columns, sprays to either side."""
    columns = int(rng.choice([2, 3, 4]))
    sway = FIELD_SIZE / columns * 0.14
    s = np.linspace(0, 1, 120)
    for k in range(columns):
        phase = rng.uniform(0, 6.3)
        path = np.stack(
            [(k + 0.5) * FIELD_SIZE / columns + sway * np.sin(2 * np.pi * 2 * s + phase), FIELD_SIZE * (1 - s)], axis=1
        )
        canvas.polygon(ribbon(np.vstack([path[-3:-1] + [0, FIELD_SIZE], path]), half), 1)
        along = headings(path)
        count = max(6, round(FIELD_SIZE / scale * 2.6))
        for j in range(count):
            i = int((j + 0.3) / count * 120)
            side = 1 if j % 2 else -1
            plant = plants[j % len(plants)]
            canvas.stamp(
                plant(rng, max(52, scale * rng.uniform(0.55, 0.7)), half),
                path[i],
                float(along[i]) + side * rng.uniform(0.7, 1.0),
            )


def _outlined(shape: np.ndarray, half: float, fill: int = 0) -> list[Shape]:
    return [(shape, 1), (inset(shape, 2 * half), fill)]


def _leaf(length: float, wide: float, half: float, bend: float, vein: bool = True) -> list[Shape]:
    """A leaf in line with its midrib, along +x."""
    n = 18
    path = curve(length, bend=bend, points=n)
    shapes = _outlined(ribbon(path, wide * taper(n, 0.45, 0.75) + 0.5 * half), half * 0.9)
    return [*shapes, (ribbon(path[: n - 4], half * 0.8), 1)] if vein and wide > 3.2 * half else shapes


def _along(
    stem: np.ndarray, shares: np.ndarray, leans: np.ndarray, make: Callable[[float], list[Shape]]
) -> list[Shape]:
    """What `make(share)` draws, set on a stem at each share, leaning so far from it."""
    angle = np.unwrap(headings(stem))
    grid = np.linspace(0, 1, len(stem))
    shapes: list[Shape] = []
    for s, lean in zip(shares, leans, strict=True):
        foot = np.array([np.interp(s, grid, stem[:, 0]), np.interp(s, grid, stem[:, 1])])
        shapes += place(make(float(s)), foot, float(np.interp(s, grid, angle)) + float(lean))
    return shapes


def _sides(count: int, first: float, last: float, lean: float, paired: bool) -> tuple[np.ndarray, np.ndarray]:
    s = np.linspace(first, last, count)
    if paired:
        return np.repeat(s, 2), np.tile([lean, -lean], count)
    return s, np.where(np.arange(count) % 2 == 0, lean, -lean)


def _eucalyptus(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    stem = curve(length, bend=rng.normal(0, 0.7), points=30)
    wide = length * 0.1
    shares, leans = _sides(max(4, int(length / 15)), 0.14, 0.9, 1.0, paired=True)

    def coin(s: float) -> list[Shape]:
        r = wide * (1.1 - 0.5 * s)
        return [
            *_outlined(circle(r, 26, 0.86) + [r * 1.05, 0], half * 0.9),
            (ribbon(curve(r * 1.1, points=6), half * 0.7), 1),
        ]

    return [
        (ribbon(stem, half), 1),
        *_along(stem, shares, leans, coin),
        *place(coin(0.9), stem[-1], float(headings(stem)[-1])),
    ]


def _olive(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    stem = curve(length, bend=rng.normal(0, 0.8), points=30)
    shares, leans = _sides(max(6, int(length / 7)), 0.1, 0.95, 0.75, paired=False)
    shapes = _along(
        stem, shares, leans, lambda s: _leaf(length * 0.3 * (1 - 0.35 * s), length * 0.052, half, rng.normal(0, 0.3))
    )
    fruit = _along(
        stem,
        np.array([0.3, 0.55]),
        np.array([1.6, -1.6]),
        lambda s: [*_outlined(circle(length * 0.055, 20, 0.8) + [length * 0.09, 0], half, 4)],
    )
    return [*shapes, *fruit, (ribbon(stem, half), 1)]


def _fern(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    stem = curve(length, bend=rng.choice([-1, 1]) * rng.uniform(0.3, 0.9), points=30)
    shares, leans = _sides(max(6, int(length / 9.5)), 0.12, 0.96, 1.05, paired=True)

    def frond(s: float) -> list[Shape]:
        path = curve(length * 0.3 * np.sin(np.pi * (0.2 + 0.75 * s)), bend=0.4, points=10)
        return [(ribbon(path, half * (0.9 + 0.7 * taper(10, 0.4))), 1)]

    return [(ribbon(stem, np.linspace(half * 1.2, half * 0.7, 30)), 1), *_along(stem, shares, leans, frond)]


def _ginkgo(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    stem = curve(length, bend=rng.normal(0, 0.6), points=30)

    def fan(s: float) -> list[Shape]:
        reach = length * 0.34
        angle = np.linspace(-0.85, 0.85, 22)
        edge = reach * (1 + 0.05 * np.cos(angle * 14)) * (1 - 0.3 * np.exp(-((angle / 0.1) ** 2)))
        foot = curve(length * 0.14, points=6)
        shape = np.vstack([[[0.0, 0.0]], rays(angle, edge)]) + foot[-1]
        veins = [
            (ribbon(turned(curve(reach * 0.62, points=6), a, tuple(foot[-1])), half * 0.65), 1)
            for a in (-0.45, 0.0, 0.45)
        ]
        return [(ribbon(foot, half * 0.9), 1), *_outlined(shape, half), *veins]

    count = max(3, int(length / 22))
    shares, leans = _sides(count, 0.25, 0.9, 0.9, paired=False)
    return [(ribbon(stem, half), 1), *_along(stem, shares, leans, fan)]


def _seeds(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    """Cow parsley and dandelion clocks: umbels of stalks with beads."""
    stem = curve(length * 0.62, bend=rng.normal(0, 0.4), points=20)
    shapes: list[Shape] = [(ribbon(stem, half), 1)]
    heading = float(headings(stem)[-1])
    count = int(rng.choice([7, 9, 11]))
    for lean in np.linspace(-1.0, 1.0, count):
        stalk = turned(
            curve(length * 0.36 * (1 - 0.12 * abs(lean)), bend=-0.3 * lean, points=10), heading + lean, tuple(stem[-1])
        )
        shapes += [
            (ribbon(stalk, half * 0.75), 1),
            (circle(max(1.8, length * 0.035), 14) + stalk[-1], 4 if rng.random() < 0.3 else 1),
        ]
    leaf = _leaf(length * 0.3, length * 0.05, half, 0.5)
    return [*shapes, *place(leaf, stem[7], float(headings(stem)[7]) + 0.9)]


def _poppy(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    stem = curve(length * 0.7, bend=rng.normal(0, 0.7), points=24)
    head = place(
        flowers.line_flower(rng, length * 0.26, int(rng.choice([4, 5, 6])), 1, 0, 2 * half), stem[-1], rng.uniform(0, 6)
    )
    leaves = _along(
        stem,
        np.array([0.3, 0.5]),
        np.array([0.8, -0.8]),
        lambda s: _leaf(length * 0.32, length * 0.055, half, rng.normal(0, 0.5)),
    )
    return [(ribbon(stem, half), 1), *leaves, *head, (circle(max(1.8, length * 0.045), 16) + stem[-1], 4)]


def _tulip(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    stem = curve(length * 0.66, bend=rng.normal(0, 0.35), points=24)
    heading = float(headings(stem)[-1])
    shapes: list[Shape] = [(ribbon(stem, half), 1)]
    for lean in (-0.42, 0.42, 0.0):
        path = turned(curve(length * 0.33, bend=-lean * 1.6, points=16), heading + lean, tuple(stem[-1]))
        shapes += _outlined(ribbon(path, length * 0.075 * taper(16, 0.45, 0.7) + 0.5), half, 2 if lean == 0 else 0)
    leaf = _leaf(length * 0.55, length * 0.06, half, 0.5)
    return [
        *shapes,
        *place(leaf, stem[2], float(headings(stem)[2]) + 0.5),
        *place(_leaf(length * 0.45, length * 0.055, half, -0.5), stem[2], -0.5),
    ]


def _broad(rng: np.random.Generator, length: float, half: float) -> list[Shape]:
    """One large leaf with its side veins."""
    n = 30
    path = curve(length, bend=rng.normal(0, 0.5), points=n)
    outline = ribbon(path, length * rng.uniform(0.16, 0.24) * taper(n, 0.42, 0.75) * (1 + wander(rng, n, 0.03)) + 0.5)
    shapes = _outlined(outline, half, int(rng.choice([0, 0, 2])))
    along = headings(path)
    for k in range(4, n - 5, 4):
        for side in (-1, 1):
            vein = turned(
                curve(length * 0.17 * np.sin(np.pi * k / n), bend=-side * 0.4, points=8),
                float(along[k]) + side * 0.8,
                tuple(path[k]),
            )
            shapes.append((ribbon(vein, half * 0.7), 1))
    return [*shapes, (ribbon(path, half), 1)]


PLANTS: tuple[Plant, ...] = (_eucalyptus, _olive, _fern, _ginkgo, _seeds, _poppy, _tulip, _broad)
