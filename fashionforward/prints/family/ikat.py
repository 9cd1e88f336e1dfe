"""ikat: motifs dyed into the yarns before weaving, so that their ends feather: diamonds, medallions, ogees, arrows, bands."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.noise import broad
from fashionforward.prints.palettes import pick

# ground, then rings from the outermost inwards
PALETTES = (
    "f4ead6 1f2a44 b23a2f e0a04a 3f7a7a 7a2436", "7a1f2b f2dfc0 1f2a44 d9a441 3f6b52 e8b59a",
    "eef1f0 1f3f7a 6f9ac8 ffffff d9b24f 14274f", "16202f e8dcc4 c8553d 4f8a8a e0b05f 8a2f3b",
    "f6e6d8 5a2a4f c24f7a f0a05a 2f6f6f fff6e6", "e9c46a 264653 f4efe0 e76f51 2a9d8f 7a2e1f",
    "f3efe6 17171a 8a8378 d9d2c4 b23a2f 4a4640", "2f4a3f f0e2c2 d98a4a 8c2f2f 7fb09a 16241f",
    "fdf1e6 d1495b f2b5a0 3a5a8a f4c95d 7a2a45", "0f4c5c f4e6c4 e36414 9a031e fb8b24 5fb0a8",
    "efe0cf 7a4a2f c98f5f 3f3028 e3b98a a85a3a", "e6ecef 3a4a6a d9734f 8fb0c4 f4d9a8 1f2940",
    "f8e8ee 8a2f5f e07aa0 4a4a8a f2c14e fffafc", "d9cdb4 2f5a5a b5533a f6eedc 7a8a4a 1f2f30",
    "fff6dd 2a5a3a 8fb55a e8a03a c8472f 163a28", "241a2e d9a0c0 8a4a9a f0d9a8 4a9aa0 6a2f5f",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One motif, its ends feathered along the warp (or the weft), its rings in two to five colours."""
    kinds = (_diamonds, _diamonds, _medallions, _medallions, _ogees, _arrows, _bands)
    x, y = canvas.coordinates(2)
    along, across = _feathered(rng, canvas, x, y)
    rings = kinds[int(rng.integers(len(kinds)))](rng, across, along)
    inks = int(rng.integers(3, 7))
    labels = np.where(rings < inks, rings, 1 + (rings - 1) % (inks - 1)).astype(np.uint8)
    canvas.assign(labels.T if rng.random() < 0.2 else labels)
    return pick(rng, PALETTES)[:inks]


def _feathered(rng: np.random.Generator, canvas: Canvas, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates along and across the warp: each thread slips by itself, bundles of threads slip together."""
    bundle = FIELD_SIZE / int(rng.choice([64, 76, 86]))
    count = round(FIELD_SIZE / bundle)
    slip = rng.normal(0, rng.uniform(1.2, 3.4), count)
    slip += np.repeat(rng.normal(0, 1.6, count // 2 + 1), 2)[:count]
    index = np.mod(np.floor(x / bundle).astype(np.int64), count)
    along = y + slip[index] + 0.5 * broad(rng, canvas.pixels // 2, 6)
    return along, x + 0.35 * broad(rng, canvas.pixels // 2, 24) + 0 * y


def _fold(place: np.ndarray) -> np.ndarray:
    """0 in the middle of each repeat, 1 at its ends."""
    return np.abs(2 * np.mod(place, 1) - 1)


def _diamonds(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Diamonds in diamonds, stepped or straight, touching or apart."""
    columns = int(rng.choice([2, 2, 3, 4, 5]))
    rows = max(1, round(columns * rng.uniform(0.5, 1.0)))
    u, v = _fold(x * columns / FIELD_SIZE), _fold(y * rows / FIELD_SIZE)
    if rng.random() < 0.5:
        steps = int(rng.choice([5, 7, 9]))
        u = (np.floor(u * steps) + 0.5) / steps
    far = u + v
    if rng.random() < 0.4:
        far = np.minimum(far, 2 - far)  # small diamonds between the large
        return np.floor((1 - far) * rng.uniform(4.5, 6.5)).astype(np.int64)
    return np.where(
        far > rng.uniform(0.95, 1.15), 0, 1 + np.floor((1.1 - far) * rng.uniform(3.5, 6)).clip(0, 5)
    ).astype(np.int64)


def _medallions(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Rounds and pomegranates in half-drop with horns to left and right, as in Bukhara."""
    columns, rows = ((2, 2), (4, 2), (4, 3), (6, 4))[int(rng.integers(4))]
    wide, high = FIELD_SIZE / columns, FIELD_SIZE / rows
    place = x / wide
    drop = 0.5 * np.mod(np.floor(place), 2)
    dx, dy = (np.mod(place, 1) - 0.5) * wide, (np.mod(y / high + drop, 1) - 0.5) * high
    far = np.hypot(dx / (0.47 * wide), dy / (0.45 * min(high, wide * 1.5)))
    lobes = int(rng.choice([0, 4, 6, 8]))
    if lobes:
        far = far * (1 - rng.uniform(0.05, 0.12) * np.cos(lobes * np.arctan2(dy, dx)))
    rings = np.where(far < 1, np.ceil((1 - far) * 5).clip(0, 5), 0).astype(np.int64)
    # Between four rounds, where the drop leaves room, horns about a bud.
    horn = np.hypot(np.abs(dx) / wide - 0.42, (np.abs(dy) / high - 0.5) * high / wide)
    free = far > 1.08
    rings = np.where(free & (np.abs(horn - 0.15) < 0.035), 2, rings)
    return np.where(free & (horn < 0.07), 3, rings)


def _ogees(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Onion shapes that fill the cloth in half-drop, one within another."""
    columns = int(rng.choice([2, 3, 4]))
    rows = max(1, round(columns * rng.uniform(0.5, 0.85)))
    wave = np.cos(2 * np.pi * y * rows / FIELD_SIZE)
    wave = np.sign(wave) * np.abs(wave) ** rng.uniform(0.7, 1.2)
    place = np.abs(np.cos(np.pi * x * columns / FIELD_SIZE)) - np.abs(np.sin(np.pi * x * columns / FIELD_SIZE))
    far = np.abs(place + wave)
    return np.searchsorted(np.array([0.18, 0.45, 0.8, 1.15, 1.5]), far).reshape(far.shape)


def _arrows(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Columns of arrowheads between plain stripes."""
    columns = int(rng.choice([3, 4, 5, 6]))
    rows = int(rng.choice([3, 4, 5, 6, 8]))
    place = np.mod(x * columns / FIELD_SIZE, 1)
    body = place < rng.uniform(0.6, 0.8)
    within = np.abs(place / 0.7 - 0.5) * 2
    column = np.floor(x * columns / FIELD_SIZE)
    up = np.where(column % 2 == 0, 1, -1) if columns % 2 == 0 and rng.random() < 0.6 else 1
    v = np.mod(y * rows / FIELD_SIZE + up * 0.35 * within, 1)
    heads = 1 + np.floor(v * int(rng.integers(3, 6))).astype(np.int64)
    stripe = np.where((place > 0.88) & (place < 0.94), 1, 0)
    return np.where(body, heads, stripe)


def _bands(rng: np.random.Generator, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Rows of small motifs, each row of another: zigzag, lozenge, comb, stripe."""
    rows = int(rng.choice([3, 4, 5, 6]))
    place = np.mod(y * rows / FIELD_SIZE, rows)
    row = np.minimum(np.floor(place), rows - 1).astype(np.int64)
    v = place - row
    kind = rng.integers(0, 4, rows)[row]
    count = int(rng.choice([4, 6, 8]))
    u = _fold(x * count / FIELD_SIZE)
    zigzag = 1 + (np.abs(v - 0.3 - 0.4 * u) < 0.12)
    lozenge = np.where(u + np.abs(2 * v - 1) < 0.75, np.where(u + np.abs(2 * v - 1) < 0.36, 4, 3), 0)
    comb = np.where((u < 0.5) & (v > 0.2) | (v > 0.78), 2, 5)
    stripe = np.floor(v * 5).astype(np.int64) % 3
    rings = np.choose(kind, [zigzag, lozenge, comb, stripe])
    rule = (v < 0.06) | (v > 0.94)
    return np.where(rule, 1, rings).astype(np.int64)
