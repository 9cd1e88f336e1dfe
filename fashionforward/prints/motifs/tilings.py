"""Tilings of the torus, as label maps.

Every function takes pixel coordinates x, (1, n), and y, (n, 1), in cells and returns labels that broadcast to (n, n).
`inks` is how many palette entries it may use, ground included; each uses at least two.
"""

from __future__ import annotations

import numpy as np

from fashionforward.prints.design import FIELD_SIZE

Grid = tuple[np.ndarray, np.ndarray]


def _cell(x: np.ndarray, count: int) -> Grid:
    """Index of the column (or row) out of `count`, and the place within it in [0, 1)."""
    place = np.mod(x, FIELD_SIZE) * count / FIELD_SIZE
    index = np.minimum(np.floor(place).astype(np.int64), count - 1)
    return index, place - index


def triangles(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Squares halved along one diagonal or the other."""
    count = int(rng.choice([4, 5, 6, 8, 10]))
    (i, u), (j, v) = _cell(x, count), _cell(y, count)
    kind = int(rng.integers(3))
    lean = (
        rng.integers(0, 2, (count, count))
        if kind == 0
        else (
            np.add.outer(np.arange(count), np.arange(count)) % 2
            if kind == 1 and count % 2 == 0
            else np.zeros((count, count), int)
        )
    )
    upper = np.where(lean[j, i] == 1, u + v < 1, u > v)
    colors = rng.integers(0, inks, (count, count))
    step = rng.integers(1, inks, (count, count))
    if kind == 2:  # pinwheels and flying geese: two colours that alternate
        colors, step = np.zeros_like(colors), 1 + np.arange(count)[None, :] % (inks - 1) + 0 * step
    return np.where(upper, colors[j, i], (colors[j, i] + step[j, i]) % inks)


def chevrons(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Zigzag bands in turn."""
    points = int(rng.choice([2, 3, 4, 5, 6, 8]))
    rise = rng.uniform(0.6, 1.1) * FIELD_SIZE / points / 2
    peak = np.abs(2 * (np.mod(x * points / FIELD_SIZE, 1)) - 1) * rise
    repeats = max(1, round(FIELD_SIZE / (inks * rng.uniform(9, 20))))
    widths = rng.choice([1.0, 1.0, 1.8], inks)
    ends = np.cumsum(widths) / widths.sum()
    return np.searchsorted(ends, np.mod((y + peak) * repeats / FIELD_SIZE, 1)).clip(0, inks - 1)


def herringbone(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Slanted bars that turn from column to column, like parquet or a broad twill."""
    columns = 2 * int(rng.integers(3, 9))
    i, u = _cell(x, columns)
    width = FIELD_SIZE / columns
    slope = np.where(i % 2 == 0, u, 1 - u) * width * rng.choice([1.0, 1.0, 1.6])
    # Whole repeats down the tile, each bar at least about four cells.
    repeats = int(np.clip(round(FIELD_SIZE / (width * rng.uniform(0.45, 0.9))), 4, 30))
    shift = (i % 2) * 0.5 * (rng.random() < 0.6)
    bar = np.floor(2 * np.mod((y + slope) * repeats / FIELD_SIZE + shift, 1)).astype(int)
    return np.where(bar == 1, 1 + (i % (inks - 1) if columns % (inks - 1) == 0 else 0 * i), 0)


def honeycomb(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Hexagons, filled or ruled, sometimes ring within ring."""
    columns = 2 * int(rng.integers(2, 5))
    rows = 2 * max(1, round(columns * 1.1547 / 2))
    best, second, owner = _nearest(x, y, columns, rows)
    wall = second - best  # twice the distance to the wall, in cells
    if rng.random() < 0.5:
        line = rng.uniform(2.8, 5.5)
        size = FIELD_SIZE / columns
        ring = np.clip(np.floor((wall - 2 * line) / size / 0.36), 0, 2).astype(int)
        return np.where(wall < 2 * line, 0, 1 + ring % (inks - 1))
    colors = rng.integers(1, inks, columns * rows)
    return np.where(wall < rng.choice([0.0, 5.6, 6.4]), 0, colors[owner])


def _nearest(x: np.ndarray, y: np.ndarray, columns: int, rows: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distance to the nearest and the second nearest centre of a brick lattice, and which the nearest is."""
    width, height = FIELD_SIZE / columns, FIELD_SIZE / rows
    row0 = np.floor(y / height).astype(int)
    best = np.full(np.broadcast(x, y).shape, np.inf)
    second, owner = best.copy(), np.zeros(best.shape, dtype=np.int64)
    for dr in (-1, 0, 1, 2):
        row = row0 + dr
        shift = (row % 2) * width / 2
        column0 = np.floor((x - shift) / width).astype(int)
        for dc in (0, 1):
            column = column0 + dc
            far = np.hypot(x - column * width - shift, y - row * height)
            closer = far < best
            second = np.where(closer, best, np.minimum(second, far))
            owner = np.where(closer, (row % rows) * columns + column % columns, owner)
            best = np.where(closer, far, best)
    return best, second, owner


def scallops(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Fish scales, waves of the sea, deco fans: discs in rows, each row over the one behind."""
    columns = 2 * int(rng.integers(2, 6))
    width = FIELD_SIZE / columns
    rows = 2 * max(1, round(FIELD_SIZE / (width * rng.uniform(0.42, 0.62)) / 2))
    height, radius = FIELD_SIZE / rows, width * 0.5 * rng.uniform(1.0, 1.06)
    rings = int(np.clip(width / rng.uniform(9, 16), 2, 5))
    rays = rng.random() < 0.35
    labels = np.zeros(np.broadcast(x, y).shape, dtype=np.int64)
    row0 = np.floor(y / height).astype(int)
    reach = int(np.ceil(radius / height)) + 1
    for dr in range(-reach, reach + 1):
        row = row0 + dr
        shift = (row % 2) * width / 2
        dx = np.mod(x - shift + width / 2, width) - width / 2
        dy = y - row * height
        far = np.hypot(dx, dy)
        ring = np.minimum((far / radius * rings).astype(int), rings - 1)
        tone = (rings - 1 - ring) % inks
        if rays and rings > 2:
            spoke = np.floor((np.arctan2(dy, dx) + np.pi) / np.pi * 9).astype(int) % 2
            tone = np.where(
                ring == rings - 1, 0, np.where(ring == 0, 1, np.where(spoke == 1, 1, (inks - 1) * np.ones_like(ring)))
            )
        labels = np.where(far < radius, tone, labels)
    return labels


def truchet(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Quarter arcs that join into wandering ribbons."""
    count = int(rng.choice([4, 6, 8, 10]))
    (i, u), (j, v) = _cell(x, count), _cell(y, count)
    u = np.where(rng.integers(0, 2, (count, count))[j, i] == 1, 1 - u, u)
    near = np.minimum(np.hypot(u, v), np.hypot(1 - u, 1 - v))
    half = rng.uniform(0.12, 0.22)
    away = np.abs(near - 0.5)
    if inks > 2:
        return np.where(away < half * 0.55, 1, np.where(away < half * 1.3, 2, 0))
    return away < half


def houndstooth(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Broken checks, large enough to read."""
    count = int(rng.choice([4, 5, 6, 8, 10]))
    (_, u), (_, v) = _cell(x, count), _cell(y, count)
    # The 2/2 twill of four dark and four light ends, as areas: a square, two half squares, and their teeth.
    one, two = u < 0.5, v < 0.5
    stripes = np.mod(u - v, 0.5) < 0.25
    return np.where(one == two, one, stripes).astype(int)


def ogee(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Onion-shaped frames in half-drop, one within another."""
    columns = int(rng.choice([2, 3, 4, 5]))
    rows = max(1, round(columns * rng.uniform(0.55, 0.9)))
    u, v = x * columns / FIELD_SIZE, y * rows / FIELD_SIZE
    wave = np.cos(2 * np.pi * v)
    wave = np.sign(wave) * np.abs(wave) ** rng.uniform(0.8, 1.3)
    height = np.abs(np.cos(np.pi * u)) - np.abs(np.sin(np.pi * u))
    shape = np.abs(height + 0.0 * wave + wave)
    levels = np.array([0.22, 0.55, 0.9, 1.3])[: max(2, min(4, inks))]
    return np.searchsorted(levels, shape) % inks


def argyle(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Diamonds crossed by fine lines."""
    columns = int(rng.choice([2, 3, 4, 5]))
    rows = max(1, round(columns * rng.uniform(0.55, 0.85)))
    u, v = x * columns / FIELD_SIZE, y * rows / FIELD_SIZE
    a, b = np.floor(u + v).astype(int), np.floor(u - v).astype(int)
    labels = np.where((a + b) % 2 == 0, 0, 1) + 0 * (x + y).astype(int)
    if inks > 2:
        labels = (
            np.where(((a + b) % 2 == 1) & (a % 2 == 0), 2, labels) if columns % 2 == 0 and rows % 2 == 0 else labels
        )
    line = 2.9 * np.hypot(columns, rows) / FIELD_SIZE / 2
    near = np.minimum(np.abs(np.mod(u + v, 1) - 0.5), np.abs(np.mod(u - v, 1) - 0.5))
    return np.where(near < line, inks - 1, labels)


def quarters(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Squares with quarter circles, half circles, leaves and discs, the Bauhaus box of bricks."""
    count = int(rng.choice([3, 4, 5, 6]))
    (i, u), (j, v) = _cell(x, count), _cell(y, count)
    turn, kind = rng.integers(0, 4, (count, count))[j, i], rng.integers(0, 5, (count, count))[j, i]
    a = np.where(turn % 2 == 0, u, 1 - u)
    b = np.where(turn // 2 == 0, v, 1 - v)
    quarter = np.hypot(a, b) < 1
    half, disc = np.hypot(a - 0.5, b) < 0.5, np.hypot(a - 0.5, b - 0.5) < 0.36
    shapes = [quarter, half, disc, quarter & (np.hypot(1 - a, 1 - b) < 1), quarter & (np.hypot(a, b) > 0.5)]
    inside = np.choose(kind, shapes)
    ground = rng.integers(0, inks, (count, count))
    figure = (ground + rng.integers(1, inks, (count, count))) % inks
    return np.where(inside, figure[j, i], ground[j, i])


def cubes(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Tumbling blocks: three faces in three tones."""
    columns = int(rng.choice([3, 4, 5, 6, 8]))
    rows = 2 * max(1, round(columns * 1.1547 / 2))
    width, height = FIELD_SIZE / columns, FIELD_SIZE / rows
    labels = np.zeros(np.broadcast(x, y).shape, dtype=np.int64)
    best = np.full(labels.shape, np.inf)
    row0 = np.floor(y / height).astype(int)
    for dr in (-1, 0, 1, 2):
        row = row0 + dr
        dx = np.mod(x - (row % 2) * width / 2 + width / 2, width) - width / 2
        dy = (y - row * height) * (0.8660254 * width / height)
        far = np.hypot(dx, dy)
        angle = np.mod(np.arctan2(dy, dx) + np.pi / 6, 2 * np.pi)
        face = np.where(angle < 2 * np.pi / 3, 0, np.where(angle < 4 * np.pi / 3, 1, 2))
        labels = np.where(far < best, face, labels)
        best = np.minimum(best, far)
    return labels % max(inks, 2) if inks < 3 else labels


def ikat(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Nested diamonds with stepped, feathered sides."""
    columns = int(rng.choice([2, 3, 4]))
    rows = max(1, round(columns * rng.uniform(0.5, 0.9)))
    steps = int(rng.integers(24, 44))
    i, _ = _cell(x, steps * 2)
    feather = rng.uniform(-3.2, 3.2, steps * 2)[i]
    u = np.abs(2 * np.mod(x * columns / FIELD_SIZE, 1) - 1)
    v = np.abs(2 * np.mod((y + feather) * rows / FIELD_SIZE, 1) - 1)
    stair = np.floor(u * 7) / 7 if rng.random() < 0.5 else u
    rings = max(3, inks)
    return np.floor(np.mod((stair + v) / 2 * rings, rings)).astype(int) % inks


def basketweave(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Bundles of strips over and under."""
    count = 2 * int(rng.integers(2, 5))
    (i, u), (j, v) = _cell(x, count), _cell(y, count)
    strips = int(rng.integers(2, 4))
    upright = (i + j) % 2 == 0
    across = np.where(upright, u, v)
    gap = 2.8 * count / FIELD_SIZE
    within = np.mod(across * strips, 1) / strips
    ground = (within < gap / 2) | (within > 1 / strips - gap / 2)
    return np.where(ground, 0, np.where(upright, 1, inks - 1))


def arches(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Rainbows: concentric arches in a brick repeat."""
    columns = int(rng.choice([2, 3, 4, 5]))
    rows = 2 * max(1, round(columns * rng.uniform(0.4, 0.6)))
    width, height = FIELD_SIZE / columns, FIELD_SIZE / rows
    j, v = _cell(y, rows)
    dx = np.mod(x - (j % 2) * width / 2, width) - width / 2
    foot = height - v * height  # above the row's base line
    legs = np.maximum(height - width / 2 - 2, 0)
    far = np.where(foot < legs, np.abs(dx), np.hypot(dx, foot - legs))
    rings = max(2, min(inks, 4)) + 1
    radius = min(width / 2 - 1.6, height - 1.6)
    ring = np.floor(far / radius * rings).astype(int)
    return np.where(far < radius, 1 + (rings - 1 - ring) % (inks - 1) if inks > 2 else 1 - ring % 2, 0)


def quatrefoil(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """A Moorish lattice of four-lobed frames."""
    count = int(rng.choice([2, 3, 4, 5, 6]))
    size = FIELD_SIZE / count
    line = max(2.8, size * rng.uniform(0.04, 0.09)) / size
    far = np.full(np.broadcast(x, y).shape, np.inf)
    for shift in (0.0, 0.5):
        u = np.abs(np.mod(x / size + shift, 1) - 0.5)
        v = np.abs(np.mod(y / size + shift, 1) - 0.5)
        lobes = np.minimum(np.hypot(u - 0.25, v), np.hypot(u, v - 0.25)) - 0.22
        far = np.minimum(far, np.maximum(np.minimum(lobes, np.maximum(u, v) - 0.22), -1))
    return np.where(np.abs(far) < line, 1, np.where(far < -line, (inks - 1) if inks > 2 else 0, 0))


def circles(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Overlapping circles, whose lenses make four-petalled stars."""
    count = int(rng.choice([2, 3, 4, 5, 6, 8]))
    size = FIELD_SIZE / count
    covered = np.zeros(np.broadcast(x, y).shape, dtype=int)
    for du in (-1, 0, 1):
        for dv in (-1, 0, 1):
            covered += (
                np.hypot(np.mod(x, size) - (0.5 + du) * size, np.mod(y, size) - (0.5 + dv) * size) < 0.7071 * size
            )
    lens = covered >= 2
    if inks == 2:
        return lens.astype(int)
    (i, _), (j, _) = _cell(x, count), _cell(y, count)
    heart = (np.abs(np.mod(x / size, 1) - 0.5) + np.abs(np.mod(y / size, 1) - 0.5)) < 0.16
    return np.where(heart, inks - 1, np.where(lens, 1, 0 if inks == 3 else np.where((i + j) % 2 == 0, 0, 2)))


def waves(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Op art: stripes that swell and lean in step."""
    stripes = int(rng.integers(6, 15)) if inks == 2 else max(1, round(16 / inks))
    swing = rng.uniform(0.4, 1.0)
    order = int(rng.choice([1, 2, 3]))
    u = y * stripes / FIELD_SIZE + swing * np.sin(
        2 * np.pi * order * x / FIELD_SIZE + 0.8 * np.sin(2 * np.pi * y / FIELD_SIZE)
    )
    return np.floor(np.mod(u, 1) * inks).astype(int)


def maze(rng: np.random.Generator, x: np.ndarray, y: np.ndarray, inks: int) -> np.ndarray:
    """Squares of nested frames, concentric, some turned into meanders."""
    count = int(rng.choice([3, 4, 5, 6]))
    (i, u), (j, v) = _cell(x, count), _cell(y, count)
    rings = int(np.clip(FIELD_SIZE / count / 8.5, 3, 5))
    diamond = rng.random() < 0.4
    far = np.abs(u - 0.5) + np.abs(v - 0.5) if diamond else 2 * np.maximum(np.abs(u - 0.5), np.abs(v - 0.5))
    ring = np.floor(far * rings).astype(int)
    turn = (i + j) % 2 if count % 2 == 0 and rng.random() < 0.6 else 0
    return (ring + turn) % inks
