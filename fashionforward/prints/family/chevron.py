"""chevron: zigzags in step, in many yarns, as flame stitch, as arrows, and drawn by hand."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice
from fashionforward.prints.motifs.weaves import unsteady
from fashionforward.prints.outlines import ribbon, wander
from fashionforward.prints.palettes import pick

# ground, then inks in the order in which they follow each other
PALETTES = (
    "f6efe2 1f2a44 c8553d e9b872 6b9080 d9cbb4", "fdf8ef 2a4d69 e26d5c f4b860 7fb2b0 b9cfd4",
    "2b1f2e c2346b f08a5a f4c95d 6aa39a 3a5a8a", "f2e8dc 7d2e3b d98880 e8b7a0 59636e c9b79c",
    "14213d fca311 f4f1ea e07a5f 5b8e7d 8d99ae", "faf3ea 3e6b48 8fb27c d4c95f e58f65 c44536",
    "efe6d8 5c4033 b5651d d9a066 8a9a5b 3d405b", "ffffff 0d3b66 7fa8c9 f4d35e ee964b f95738",
    "f4d9d0 8e3b46 e0777d 4c6e81 f5efe6 d6a78c", "1d1d22 e8e3d9 b23a48 d9a441 4f6d7a 8f8a80",
    "eef3f2 0b3c49 16697a 82c0cc ffa62b ede7e3", "f3eef8 4a2f6a 8a5fb0 c9a0d8 f0b8b0 6a8ab8",
    "3b2a23 e8743b f2b84b f7e6c4 c94f4f 8fa35a", "e6ebe0 36484a 9bc1bc 5ca4a9 ed6a5a f4f1bb",
    "fff4e4 9b2915 e9b44c 50a2a7 d3662e 4a2f27", "e9dcc9 2f4f4f 8a9a8a b5733a 6b2a2a cbb08a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the zigzags below; a quarter of them run down the cloth."""
    kinds = (_even, _even, _yarns, _yarns, _flame, _flame, _arrows, _strokes, _broken)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _plane(rng: np.random.Generator, canvas: Canvas, hand: float) -> list[np.ndarray]:
    x, y = unsteady(rng, canvas, rng.uniform(0.6, 1.8), 0.35) if rng.random() < hand else canvas.coordinates()
    return [y, x] if rng.random() < 0.25 else [x, y]


def _zigzag(place: np.ndarray) -> np.ndarray:
    """0 at whole numbers, 1 half way between."""
    return 1 - np.abs(2 * np.mod(place, 1) - 1)


def _even(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Two colours, or three with a fine line between."""
    x, y = _plane(rng, canvas, 0.3)
    points = int(rng.choice([2, 3, 4, 5, 6, 8, 10]))
    rise = rng.uniform(0.7, 1.15) * FIELD_SIZE / points / 2
    repeats = max(2, round(FIELD_SIZE / (rise * rng.uniform(0.9, 2.2))))
    repeats = min(repeats, 18)
    u = np.mod((y + rise * _zigzag(x * points / FIELD_SIZE)) * repeats / FIELD_SIZE, 1)
    palette = pick(rng, PALETTES)
    if FIELD_SIZE / repeats > 22 and rng.random() < 0.5:
        line = 3.6 * repeats / FIELD_SIZE
        labels = np.where(
            u < 0.44, 1, np.where((u > 0.5) & (u < 0.5 + line), 2, np.where((u > 0.94 - line) & (u < 0.94), 2, 0))
        )
        canvas.assign(labels)
        return palette[:3]
    canvas.assign(u < rng.choice([0.5, 0.5, 0.36, 0.62]))
    return palette[:2]


def _yarns(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Every colour in uneven bands, the knitted zigzag of Milan; the points' heights sway over the cloth."""
    x, y = _plane(rng, canvas, 0.2)
    points = int(rng.choice([3, 4, 5, 6, 8, 10]))
    rise = rng.uniform(0.5, 1.0) * FIELD_SIZE / points / 2
    sway = rng.uniform(0, 12) * np.sin(2 * np.pi * (x / FIELD_SIZE + rng.uniform()))
    count = int(rng.integers(8, 17))
    entries = [0]
    while len(entries) < count:
        entry = int(rng.integers(6))
        if entry != entries[-1] and (len(entries) < count - 1 or entry != entries[0]):
            entries.append(entry)
    widths = rng.choice([1.0, 1.0, 1.7, 2.6], count)
    repeats = max(1, int(FIELD_SIZE / widths.sum() / 3.6))
    repeats = int(rng.integers(1, min(repeats, 3) + 1))
    ends = np.cumsum(widths) / widths.sum()
    u = np.mod((y + rise * _zigzag(x * points / FIELD_SIZE) + sway) * repeats / FIELD_SIZE, 1)
    canvas.assign(np.array(entries)[np.minimum(np.searchsorted(ends, u, side="right"), count - 1)])
    return pick(rng, PALETTES)


def _flame(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Bargello: a line of peaks of several heights, stitched in steps, each colour a shade beside the next."""
    x, y = canvas.coordinates()
    stitches = int(rng.choice([48, 64, 64]))
    turns = 2 * int(rng.integers(2, 6))
    places = np.round((np.arange(turns) + rng.uniform(-0.22, 0.22, turns)) * stitches / turns)
    heights = np.where(np.arange(turns) % 2 == 0, rng.uniform(0, 0.35, turns), rng.uniform(0.6, 1.0, turns))
    profile = np.interp(np.arange(stitches), places, heights, period=stitches)
    step = FIELD_SIZE / stitches
    column = np.mod(np.floor(x / step), stitches).astype(np.int64)
    rise = rng.uniform(34, 74)
    lift = np.round(profile * rise / step) * step
    shades = int(rng.integers(4, 7))
    repeats = int(rng.choice([1, 2, 2, 3])) if shades < 6 else int(rng.choice([1, 2]))
    bands = shades if rng.random() < 0.6 else 2 * shades - 2
    order = np.arange(shades) if bands == shades else np.concatenate([np.arange(shades), np.arange(shades - 2, 0, -1)])
    u = np.mod((y + lift[column]) * repeats / FIELD_SIZE, 1)
    canvas.assign(order[np.minimum((u * bands).astype(np.int64), bands - 1)])
    return pick(rng, PALETTES)[:shades]


def _arrows(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Columns of arrowheads with ground between, alternately up and down."""
    x, y = _plane(rng, canvas, 0.45)
    columns = int(rng.choice([4, 6, 6, 8]))
    place = np.mod(x * columns / FIELD_SIZE, columns)
    i = np.minimum(np.floor(place), columns - 1).astype(np.int64)
    u = place - i
    rise = rng.uniform(0.4, 0.75) * FIELD_SIZE / columns
    up = np.where(i % 2 == 0, 1, rng.choice([-1, 1]))
    repeats = int(np.clip(round(FIELD_SIZE / (rise * rng.uniform(0.8, 1.5))), 5, 20))
    v = np.mod((y + up * rise * np.abs(2 * u - 1) + (i % 2) * rng.uniform(0, 20)) * repeats / FIELD_SIZE, repeats)
    row = np.floor(v).astype(np.int64)
    gap = 3.4 * columns / FIELD_SIZE
    inks = (
        1 + rng.integers(0, int(rng.integers(2, 5)), (repeats, columns))
        if rng.random() < 0.5
        else 1 + np.add.outer(np.zeros(repeats, int), np.arange(columns) % 2)
    )
    ink = inks[np.minimum(row, repeats - 1), i]
    canvas.assign(np.where((np.mod(v, 1) < 0.55) & (u > gap) & (u < 1 - gap), ink, 0))
    return pick(rng, PALETTES)


def _strokes(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Single marks of the brush, each a V, in half-drop."""
    columns = int(rng.choice([4, 6, 8]))
    size = FIELD_SIZE / columns
    rows = max(2, round(columns * rng.uniform(1.1, 1.7)))
    inks = int(rng.integers(1, 4))
    heavy = rng.uniform(0.09, 0.15) * size
    for at in lattice(columns, rows):
        ink = 1 + int(rng.integers(inks))
        s = np.linspace(0, 1, 14)
        rise = size * rng.uniform(0.3, 0.42)
        for side in (-1, 1):
            # Two pulls of the brush from the peak, the second a little over the first.
            path = np.stack([side * (s * size * 0.42 - 0.6 * heavy), s * rise], axis=1)
            path += np.stack([wander(rng, 14, 0.5), wander(rng, 14, 0.5)], axis=1) - [0, rise / 2]
            half = heavy * np.clip(1 + wander(rng, 14, 0.1), 0.75, 1.3) * (1 - (2 * s - 1) ** 8) ** 0.5
            canvas.polygon(at + ribbon(path, np.maximum(half, 0.3)), ink)
    return pick(rng, PALETTES)[: inks + 1]


def _broken(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Zigzags cut at every fold and set half a band off, so that light meets dark."""
    x, y = _plane(rng, canvas, 0.3)
    points = int(rng.choice([2, 3, 4, 5, 6]))
    place = np.mod(x * points / FIELD_SIZE, points)
    rise = rng.uniform(0.8, 1.6) * FIELD_SIZE / points / 2
    repeats = max(3, min(14, round(FIELD_SIZE / (rise * rng.uniform(0.5, 1.0)))))
    half = np.floor(2 * place).astype(np.int64) % 2
    inks = int(rng.choice([2, 2, 3, 4]))
    u = (y + rise * _zigzag(place)) * repeats / FIELD_SIZE + half * 0.5
    if inks > 2:
        band = np.floor(np.mod(u, repeats)).astype(np.int64)
        shown = rng.integers(1, inks, repeats)[np.minimum(band, repeats - 1)]
    else:
        shown = np.ones_like(half)
    canvas.assign(np.where(np.mod(u, 1) < 0.5, shown, 0))
    return pick(rng, PALETTES)[:inks]
