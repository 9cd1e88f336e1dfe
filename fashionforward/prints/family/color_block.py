"""color_block: a few large panels, straight, slanted, curved or cut by hand."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import relaxed, torus_distance, tossed
from fashionforward.prints.noise import noise
from fashionforward.prints.outlines import blob, circle
from fashionforward.prints.palettes import pick

PALETTES = (
    "f2ece0 1f2a44 c8553d e9b44c 7a9e9f d9c9b4", "f7f3ea 2b2d42 ef8354 8d99ae f2c14e d8d4c9",
    "fbe8d8 e4572e 2e4057 f3a712 a8c686 669bbc", "f4f1ea 264653 2a9d8f e9c46a e76f51 cbb994",
    "efe6dd 6b4a35 c98b4b a5a58d 3f4238 ddbea9", "fff8f0 d7263d 1b998b 2e294e f46036 c5d86d",
    "f3d9cf 8c2f4b e58f7b 5c6b73 f2c6a0 3d2c2e", "e8ecef 0b3c49 16697a 82c0cc ffa62b 1f2d3a",
    "f8f0fb 5b3a72 c285b8 f2b6a0 7d8cc4 3a2d4f", "1c1c1f f3efe6 b3202c d9a441 4f6d7a 8a857c",
    "f5efe0 2f5d50 8fb58a d9c077 b5533a 1d3b2a", "ffffff e63946 1d3557 a8dadc f4c95d 457b9d",
    "f9e4d4 d17b88 7d9bb5 f2c57c 9fb78f 6a4c7d", "dfe5e8 33415c d9534f f0ad4e 7f8fa6 1e2636",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the cuts below in three to six colours, now and then with piping between the panels."""
    kinds = (_bars, _mondrian, _mondrian, _slant, _chevron, _waves, _arcs, _cutouts, _shards, _inset, _steps)
    count = int(rng.integers(3, 7))
    labels = kinds[int(rng.integers(len(kinds)))](rng, canvas, count)
    canvas.assign(labels)
    palette = pick(rng, PALETTES)
    order = np.concatenate([[0], 1 + rng.permutation(5)]) if rng.random() < 0.7 else rng.permutation(6)
    palette = palette[order][:count]
    if count < 6 and rng.random() < 0.22:
        _piping(canvas, rng.uniform(1.5, 2.6), count)
        piping = pick(rng, ("f7f3ea", "1c1c1f", "ffffff"), 0.3)
        return np.vstack([palette, piping])
    return palette


def _piping(canvas: Canvas, half: float, label: int) -> None:
    """A line along every boundary between panels."""
    labels = canvas.labels
    reach = max(1, round(half * canvas.pixels / FIELD_SIZE))
    edge = np.zeros(labels.shape, dtype=bool)
    # Differences along both axes and both diagonals, near enough to a round pen.
    for dy, dx in ((1, 0), (0, 1), (0.7, 0.7), (0.7, -0.7)):
        shift = (round(dy * reach), round(dx * reach))
        edge |= np.roll(labels, shift, (0, 1)) != np.roll(labels, (-shift[0], -shift[1]), (0, 1))
    canvas.paint(edge, label)


def _cuts(rng: np.random.Generator, count: int, least: float) -> np.ndarray:
    """Cumulative ends of `count` panels over the tile, each at least `least` cells."""
    shares = rng.dirichlet(np.full(count, 3.0)) * (FIELD_SIZE - least * count) + least
    return np.cumsum(shares)


def _in_turn(rng: np.random.Generator, panels: int, count: int) -> np.ndarray:
    """A colour for each panel around the torus, never the same beside itself, every colour used if there is room."""
    order = np.concatenate([rng.permutation(count) for _ in range(panels // count + 2)])[: panels * 2]
    kept: list[int] = []
    for label in order:
        if (
            len(kept) < panels
            and (not kept or label != kept[-1])
            and not (len(kept) == panels - 1 and label == kept[0])
        ):
            kept.append(int(label))
    while len(kept) < panels:
        kept.append(next(k for k in range(count) if k != kept[-1] and k != kept[0]))
    return np.array(kept)


def _bars(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Broad bars across or along, uneven."""
    x, y = canvas.coordinates()
    panels = int(rng.integers(2, 5))
    ends = _cuts(rng, panels, 34)
    u = y if rng.random() < 0.65 else x
    colors = _in_turn(rng, panels, max(count, 3))
    return colors[np.minimum(np.searchsorted(ends, np.mod(u, FIELD_SIZE)), panels - 1)] % count


def _mondrian(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Columns cut at different heights."""
    x, y = canvas.coordinates()
    if rng.random() < 0.4:
        x, y = y.T, x.T
        flip = True
    else:
        flip = False
    columns = int(rng.integers(2, 4))
    ends = _cuts(rng, columns, 60)
    labels = np.zeros((canvas.pixels, canvas.pixels), dtype=np.uint8)
    column = np.minimum(np.searchsorted(ends, np.mod(x, FIELD_SIZE)), columns - 1).ravel()
    for k in range(columns):
        panels = int(rng.integers(2, 4))
        rows = _cuts(rng, panels, 45)
        colors = _in_turn(rng, panels, count)
        start = rng.uniform(0, FIELD_SIZE)
        row = np.minimum(np.searchsorted(rows, np.mod(y.ravel() + start, FIELD_SIZE)), panels - 1)
        labels[:, column == k] = colors[row][:, None]
    return labels.T if flip else labels


def _slant(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Bars on a slope that closes on the torus."""
    x, y = canvas.coordinates()
    slope = ((1, 1), (1, -1), (2, 1), (1, 2), (2, -1))[int(rng.integers(5))]
    u = (
        np.mod(slope[0] * x + slope[1] * y, FIELD_SIZE)
        if max(np.abs(slope)) == 1
        else np.mod((slope[0] * x + slope[1] * y), 2 * FIELD_SIZE)
    )
    span = FIELD_SIZE if max(np.abs(slope)) == 1 else 2 * FIELD_SIZE
    # Over a slope of two the sequence runs twice, so that the tile closes.
    panels = int(rng.integers(2, 4))
    ends = _cuts(rng, panels, 60)
    colors = _in_turn(rng, panels, max(3, count))
    return colors[np.minimum(np.searchsorted(ends, np.mod(u, span) % FIELD_SIZE), panels - 1)] % count


def _chevron(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Yokes: bars that meet in a point."""
    x, y = canvas.coordinates()
    depth = rng.uniform(0.4, 1.1)
    points = int(rng.choice([1, 1, 2]))
    peak = np.abs(np.mod(x * points, FIELD_SIZE) - FIELD_SIZE / 2) * depth / points
    panels = int(rng.integers(3, 5))
    ends = _cuts(rng, panels, 36)
    colors = _in_turn(rng, panels, count)
    return colors[np.minimum(np.searchsorted(ends, np.mod(y + peak, FIELD_SIZE)), panels - 1)]


def _waves(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Bars with a slow swell, each edge its own."""
    x, y = canvas.coordinates()
    if rng.random() < 0.3:
        x, y = y, x
    panels = int(rng.integers(3, 5))
    ends = np.concatenate([[0.0], _cuts(rng, panels, 46)])[:-1]
    colors = _in_turn(rng, panels, count)
    labels = np.full((canvas.pixels, canvas.pixels), colors[-1], dtype=np.uint8)
    for k in range(panels):
        swell = sum(
            rng.normal(0, 11) / order * np.cos(2 * np.pi * order * x / FIELD_SIZE + rng.uniform(0, 2 * np.pi))
            for order in (1, 2)
        )
        # From its own edge half a turn onwards; the next panel covers what is too much.
        after = np.mod(y - ends[k] - swell, FIELD_SIZE) < FIELD_SIZE / 2
        labels[np.broadcast_to(after, labels.shape)] = colors[k]
    return labels


def _arcs(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Blocks, each with a quarter or a half circle in another colour."""
    blocks = int(rng.choice([2, 2, 3]))
    size = FIELD_SIZE / blocks
    for row in range(blocks):
        for column in range(blocks):
            ground, figure = rng.permutation(count)[:2]
            corner = np.array([column, row]) * size
            square = np.array([[0, 0], [size, 0], [size, size], [0, size]])
            canvas.polygon(corner + square, int(ground))
            angle = np.linspace(0, np.pi / 2, 40)
            quarter = np.vstack([[0, 0], size * np.stack([np.cos(angle), np.sin(angle)], axis=1)])
            turn = int(rng.integers(4))
            for _ in range(turn):
                quarter = np.stack([size - quarter[:, 1], quarter[:, 0]], axis=1)
            if rng.random() < 0.25:
                canvas.polygon(corner + size / 2 + circle(size * 0.36, 60), int(figure))
            else:
                canvas.polygon(corner + quarter, int(figure))
    return canvas.labels


def _cutouts(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Paper shapes cut by hand and laid over bars."""
    canvas.assign(_bars(rng, canvas, 3) % 2 if count < 4 else _bars(rng, canvas, 3) % (count - 2))
    for i, at in enumerate(tossed(rng, int(rng.integers(3, 6)))):
        canvas.polygon(
            at + blob(rng, rng.uniform(34, 56), 0.16, 4, points=90, stretch=rng.uniform(0.8, 1.3)), count - 1 - i % 2
        )
    return canvas.labels


def _shards(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Large facets that meet at odd angles."""
    seeds = relaxed(tossed(rng, int(rng.integers(6, 11))), 2)
    step = 2
    x, y = canvas.coordinates()
    bend = 0.0 if rng.random() < 0.5 else 7 * noise(rng, canvas.pixels, 50)
    del step
    best = np.full((canvas.pixels, canvas.pixels), np.inf)
    owner = np.zeros(best.shape, dtype=np.uint8)
    for k, seed in enumerate(seeds):
        gap_x, gap_y = np.abs(x - seed[0]), np.abs(y - seed[1])
        far = np.hypot(np.minimum(gap_x, FIELD_SIZE - gap_x), np.minimum(gap_y, FIELD_SIZE - gap_y)) + (
            bend if k % 2 else 0.0
        )
        nearer = far < best
        best[nearer], owner[nearer] = far[nearer], k
    return _apart(seeds, count)[owner]


def _apart(seeds: np.ndarray, count: int) -> np.ndarray:
    """Colours for facets: each takes the one least used among its nearest neighbours."""
    colors = np.full(len(seeds), -1)
    far = torus_distance(seeds, seeds)
    for k in range(len(seeds)):
        weight = np.zeros(count)
        for other in np.argsort(far[k])[1:7]:
            if colors[other] >= 0:
                weight[colors[other]] += 1 / far[k, other]
        weight += 1e-4 * np.bincount(colors[colors >= 0], minlength=count)
        colors[k] = int(weight.argmin())
    return colors.astype(np.uint8)


def _steps(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Blocks that climb like stairs."""
    x, y = canvas.coordinates()
    stairs = int(rng.choice([2, 4]))
    panels = stairs if stairs == 4 else 2 * int(rng.integers(1, 3))
    rise = np.floor(x * stairs / FIELD_SIZE) * FIELD_SIZE / stairs
    colors = _in_turn(rng, panels, max(count, 2))
    return colors[np.floor(np.mod(y + rise, FIELD_SIZE) * panels / FIELD_SIZE).astype(int)]


def _inset(rng: np.random.Generator, canvas: Canvas, count: int) -> np.ndarray:
    """Two halves, and one great disc or diamond whose halves are exchanged."""
    x, y = canvas.coordinates()
    across = rng.random() < 0.5
    u = (x if across else y) + 0 * (x + y)
    half = (np.mod(u, FIELD_SIZE) < FIELD_SIZE / 2).astype(int)
    kind = int(rng.integers(3))
    dx, dy = np.abs(x - FIELD_SIZE / 2), np.abs(y - FIELD_SIZE / 2)
    size = rng.uniform(58, 92)
    inside = (np.hypot(dx, dy) < size, dx + dy < size * 1.3, np.maximum(dx, dy) < size)[kind]
    colors = rng.permutation(count) if count > 3 else np.array([0, 1, 2, 0])
    return np.where(
        inside, colors[2 + half * (len(colors) > 3) % 2] if count > 3 else colors[2 - 2 * half], colors[half]
    )
