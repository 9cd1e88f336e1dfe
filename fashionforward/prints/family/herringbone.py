"""herringbone: tweed, twill, parquet, feathers of brush strokes, and columns in many yarns."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import tossed
from fashionforward.prints.motifs.weaves import unsteady
from fashionforward.prints.noise import broad
from fashionforward.prints.outlines import blob, curve, ribbon, taper, turned, wander
from fashionforward.prints.palettes import pick

# ground, bar, second bar, third, fleck
PALETTES = (
    "d9d2c4 3c3a38 6f6a62 a39a8a b5573a", "efe6d6 7a5a3c b08a5f 4a3525 3f5e4a", "2b2d33 6f747d 4a4e57 9aa0a8 c9a36a",
    "e9edf0 2a3f5f 5f7a9a 9ab0c6 d9733f", "c9b592 4a3a28 8a6a44 6b4f32 8c2f3b", "3f4a3a 8b9670 5f6b4f b8b88a d9a441",
    "f4ead9 8c3b2e c97b5a e3b08a 2f4a4f", "1f2a44 8a9ab8 4f6088 c9d0dc c8553d", "f6e9e4 a85a6a d99aa0 6a3a4a 7a8a6a",
    "5a2a30 b5766a 8a4a48 d9b09a e0b05f", "f7f5ef 1b1b1f 6f6f72 b5b2aa c0272d", "dfe6df 2f5a4f 6f9a88 a8c4b2 d98a5a",
    "f2e3c4 b5733a d9a45f 8a4f28 5a6b4f", "e6def0 5a4a8a 9484bc 3a2f5f e6c65a", "0f3d4c 5fa0a8 2f6f7a a8d0cf f28f5b",
    "fbf3e6 d1603d f0a070 7a3a2a 3a6a6a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the cloths below."""
    kinds = (_tweed, _tweed, _twill, _twill, _parquet, _parquet, _feathers, _strata)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _columns(x: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    place = np.mod(x * count / FIELD_SIZE, count)
    i = np.minimum(np.floor(place), count - 1).astype(np.int64)
    return i, place - i


def _bones(
    x: np.ndarray, y: np.ndarray, columns: int, repeats: int, slope: float, broken: bool
) -> tuple[np.ndarray, ...]:
    """Number of the column, and the place in [0, 1) across the bar there."""
    i, u = _columns(x, columns)
    rise = np.where(i % 2 == 0, u, 1 - u) * FIELD_SIZE / columns * slope
    return i, np.mod((y + rise) * repeats / FIELD_SIZE + 0.5 * broken * (i % 2), 1)


def _tweed(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Fine bars in columns, spun unevenly, with flecks of another wool."""
    x, y = unsteady(rng, canvas, 0.5, rng.uniform(0.3, 0.6))
    columns = 2 * int(rng.integers(4, 10))
    repeats = int(rng.integers(22, 34))
    i, v = _bones(x, y, columns, repeats, rng.choice([0.7, 1.0, 1.3]), rng.random() < 0.7)
    share = 0.5 + 0.08 * broad(rng, canvas.pixels, 40)
    bar = v < share
    second = i % 4 < 2 if columns % 4 == 0 and rng.random() < 0.4 else np.zeros_like(i, dtype=bool)
    canvas.assign(np.where(bar, np.where(second, 2, 1), 0))
    if rng.random() < 0.5:
        for at in tossed(rng, int(rng.integers(30, 80)), tries=6):
            canvas.polygon(at + blob(rng, rng.uniform(1.6, 2.6), 0.25, 3, points=12), 4 if rng.random() < 0.6 else 3)
    return pick(rng, PALETTES)


def _twill(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Broad clean bars; the columns of one width, or wide and narrow by turns."""
    x, y = canvas.coordinates() if rng.random() < 0.6 else unsteady(rng, canvas, 1.0, 0.3)
    if rng.random() < 0.25:
        x, y = y, x
    columns = 2 * int(rng.integers(2, 7))
    slope = float(rng.choice([0.6, 1.0, 1.0, 1.5]))
    if rng.random() < 0.4:
        # Wide and narrow columns: bend the coordinate within each pair.
        pair = FIELD_SIZE / columns * 2
        place = np.mod(x, pair) / pair
        cut = rng.uniform(0.6, 0.75)
        x = (np.floor(x / pair) + np.where(place < cut, place / cut / 2, 0.5 + (place - cut) / (1 - cut) / 2)) * pair
    width = FIELD_SIZE / columns
    repeats = int(np.clip(round(FIELD_SIZE / (width * rng.uniform(0.35, 0.8))), 5, 26))
    i, v = _bones(x, y, columns, repeats, slope, rng.random() < 0.5)
    inks = int(rng.choice([1, 1, 2, 3]))
    if inks == 3 and FIELD_SIZE / repeats > 14:
        canvas.assign(np.where(v < 0.4, 1, np.where((v > 0.55) & (v < 0.82), 2, 0)))
        return pick(rng, PALETTES)[:3]
    canvas.assign(np.where(v < rng.choice([0.5, 0.5, 0.38]), 1 + (i % 2) * (inks == 2), 0))
    return pick(rng, PALETTES)[: 3 if inks == 2 else 2]


def _parquet(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Blocks laid as a floor, each in a wood of its own, with joints between or without."""
    ratio = int(rng.choice([3, 4]))
    block = FIELD_SIZE / (2 * ratio * int(rng.choice([1, 2, 2, 3]) if ratio == 3 else rng.choice([1, 2])))
    x, y = canvas.coordinates() if rng.random() < 0.5 else unsteady(rng, canvas, 0.9, 0.35)
    i, j = np.floor(x / block).astype(np.int64), np.floor(y / block).astype(np.int64)
    u, v = x / block - i, y / block - j
    turn = np.mod(i - j, 2 * ratio)  # 0 to ratio - 1: a lying block; beyond: a standing one
    lying = turn < ratio
    along = np.where(lying, turn + u, (2 * ratio - 1 - turn) + v) / ratio
    across = np.where(lying, v, u)
    # Which block: the cell where it begins, in a table that closes on the torus.
    cells = round(FIELD_SIZE / block)
    begin_x, begin_y = (
        np.mod(i - np.where(lying, turn, 0), cells),
        np.mod(j - np.where(lying, 0, 2 * ratio - 1 - turn), cells),
    )
    inks = int(rng.integers(2, 5))
    ink = rng.integers(1, 1 + inks, (2, cells, cells))[lying.astype(np.int64), begin_y, begin_x]
    if rng.random() < 0.35:
        ink = np.where(lying, 1, 2)
    joint = rng.choice([0.0, 1.3, 1.5, 2.2]) / block
    inside = (np.minimum(across, 1 - across) > joint) & (np.minimum(along, 1 - along) * ratio > joint)
    canvas.assign(np.where(inside, ink, 0))
    return pick(rng, PALETTES)


def _feathers(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Leaf-shaped strokes of a brush, set like a fish's bones along upright stems."""
    columns = int(rng.choice([3, 4, 5, 6]))
    width = FIELD_SIZE / columns
    rows = round(FIELD_SIZE / (width * rng.uniform(0.22, 0.34)))
    inks = int(rng.integers(1, 4))
    lean = rng.uniform(0.6, 0.95)
    plump = min(0.42 * FIELD_SIZE / rows, width * rng.uniform(0.08, 0.12))
    for i in range(columns):
        flip = i % 2 == 1 and columns % 2 == 0 and lean > 0.75
        for j in range(rows):
            for side in (-1, 1):
                foot = np.array(
                    [(i + 0.5) * width + side * 1.6, (j + 0.5 * (i % 2) * (columns % 2 == 0)) * FIELD_SIZE / rows]
                )
                angle = -np.pi / 2 + side * lean if not flip else np.pi / 2 - side * lean
                path = turned(
                    curve(width * rng.uniform(0.46, 0.54), bend=-side * 0.3 * (-1 if flip else 1), points=12),
                    angle,
                    tuple(foot),
                )
                half = plump * taper(12, 0.4, 0.6) * np.clip(1 + wander(rng, 12, 0.1), 0.7, 1.3)
                canvas.polygon(ribbon(path, half), 1 + int(rng.integers(inks)))
    return pick(rng, PALETTES)[: inks + 1]


def _strata(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Every bar in a colour of its own, in turn, over columns that share them."""
    x, y = unsteady(rng, canvas, 0.8, 0.3) if rng.random() < 0.5 else canvas.coordinates()
    columns = 2 * int(rng.integers(2, 6))
    i, u = _columns(x, columns)
    rise = np.where(i % 2 == 0, u, 1 - u) * FIELD_SIZE / columns * rng.choice([0.8, 1.0, 1.4])
    bars = int(rng.integers(10, 24))
    place = np.mod((y + rise) * bars / FIELD_SIZE, bars)
    order = rng.integers(0, 5, bars)
    order = np.where(order == np.roll(order, 1), (order + 1) % 5, order)
    ink = order[np.minimum(np.floor(place), bars - 1).astype(np.int64)]
    canvas.assign(ink)
    return pick(rng, PALETTES)
