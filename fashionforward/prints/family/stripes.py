"""stripes: breton, awning, ticking, bayadere, shaded, and stripes painted by hand."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.noise import noise
from fashionforward.prints.palettes import blend, colors, jitter, pick

# ground, ink, second, third, fourth, fifth
MULTI = (
    "f6efe2 1f2a44 c8553d e9b872 6b9080 d9cbb4",
    "fdf8ef 2a4d69 e26d5c f4b860 7fb2b0 b9cfd4",
    "f2e8dc 7d2e3b d98880 e8b7a0 59636e c9b79c",
    "14213d fca311 f4f1ea e07a5f 5b8e7d 8d99ae",
    "f7f1e5 264653 2a9d8f e9c46a f4a261 e76f51",
    "fff7f3 8c5e8c d8a7b1 b6d6cc f6d7a7 6d8aa8",
    "efe6d8 5c4033 b5651d d9a066 8a9a5b 3d405b",
    "1d1d22 e8e3d9 b23a48 d9a441 4f6d7a 8f8a80",
    "eef3f2 0b3c49 16697a 82c0cc ffa62b ede7e3",
    "faf3ea 3e6b48 8fb27c d4c95f e58f65 c44536",
    "f4d9d0 8e3b46 e0777d 4c6e81 f5efe6 d6a78c",
    "ffffff 0d3b66 faf0ca f4d35e ee964b f95738",
)
PAIRS = (
    "f8f4ea 1b2a49", "ffffff c0272d", "1b2a49 f8f4ea", "f5efe0 2f5d50", "fffaf2 4a7ebb", "2b2b2f f2eee6",
    "f9e7e0 b5473c", "f4ead2 c58b2a", "e9eef0 4f6d7a", "f6d8dd 8c2f4b", "d9e4d4 3d5a45", "0f4c4a f1e3c6",
    "fdf6e3 d9692e", "c9d6e3 ffffff", "8a1c2b f3d9c6", "efe8dc 6b4a35", "ffe08a f7f7f2", "3b3355 d9c7e8",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A sequence of bands, laid across, along or aslant, ruled or painted."""
    sequences = (_breton, _even, _even, _ticking, _group, _group, _bayadere, _bayadere, _graded, _shadow)
    bands, palette = sequences[int(rng.integers(len(sequences)))](rng)
    u = _across(rng, canvas)
    if rng.random() < 0.3:
        u = _by_hand(rng, canvas, u)
    edges = np.cumsum([width for width, _ in bands])
    entries = np.array([entry for _, entry in bands], dtype=np.uint8)
    u = np.mod(u, edges[-1])
    canvas.assign(entries[np.minimum(np.searchsorted(edges, u, side="right"), len(entries) - 1)])
    return palette


Bands = list[tuple[float, int]]


def _across(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """The coordinate that runs across the stripes, in cells: integer turns over the tile, so that it closes."""
    x, y = canvas.coordinates()
    kind = rng.random()
    if kind < 0.46:
        return y + 0 * x
    if kind < 0.84:
        return x + 0 * y
    return x + y if kind < 0.92 else x - y


def _by_hand(rng: np.random.Generator, canvas: Canvas, u: np.ndarray) -> np.ndarray:
    """Edges that waver slowly and fray a little, as a loaded brush leaves them."""
    slow = noise(rng, canvas.pixels, rng.uniform(25, 50)) * rng.uniform(0.6, 1.8)
    return u + slow + noise(rng, canvas.pixels, 4.5) * rng.uniform(0.25, 0.6)


def _repeat(bands: Bands, repeats: int) -> Bands:
    """Scale a sequence so that it fits `repeats` times into the tile."""
    total = sum(width for width, _ in bands)
    return [(width * FIELD_SIZE / repeats / total, entry) for width, entry in bands]


def _breton(rng: np.random.Generator) -> tuple[Bands, np.ndarray]:
    """Narrow even stripes on wider ground."""
    repeats = int(rng.integers(8, 19))
    return _repeat([(rng.uniform(1.3, 2.4), 0), (1.0, 1)], repeats), pick(rng, PAIRS)


def _even(rng: np.random.Generator) -> tuple[Bands, np.ndarray]:
    """Awning and candy: as wide as the ground, from pyjama to deckchair."""
    return _repeat([(1.0, 0), (1.0, 1)], int(rng.choice([3, 4, 5, 6, 8, 10, 13, 16]))), pick(rng, PAIRS)


def _ticking(rng: np.random.Generator) -> tuple[Bands, np.ndarray]:
    """A stripe between fine lines."""
    line, space = 2.6, rng.uniform(2.8, 3.6)
    middle = rng.uniform(3.5, 9)
    lines: Bands = [(line, 1), (space, 0)] * int(rng.integers(1, 3))
    bands = [(rng.uniform(9, 26), 0), *lines, (middle, 1), *[(width, entry) for width, entry in lines[::-1]]]
    repeats = max(2, round(FIELD_SIZE / sum(width for width, _ in bands)))
    return _repeat(bands, repeats), pick(rng, PAIRS)


def _group(rng: np.random.Generator) -> tuple[Bands, np.ndarray]:
    """Two or three colours in a mirrored group on open ground: blazer and regimental stripes."""
    count = int(rng.integers(2, 4))
    half: Bands = []
    for entry in 1 + rng.permutation(count):
        half += [(float(rng.choice([3, 5, 8, 13])), int(entry))]
        if rng.random() < 0.5:
            half += [(float(rng.choice([3, 4, 6])), 0)]
    bands = [(rng.uniform(10, 34), 0), *half, *(half[-2::-1] if rng.random() < 0.7 else [])]
    repeats = max(2, round(FIELD_SIZE / sum(width for width, _ in bands)))
    return _repeat(bands, repeats), pick(rng, MULTI)[: count + 1]


def _bayadere(rng: np.random.Generator) -> tuple[Bands, np.ndarray]:
    """Every colour in turn in uneven widths, without a ground: serape, deckchair, rugby."""
    rugby = rng.random() < 0.35
    entries: list[int] = []
    while len(entries) < (5 if rugby else int(rng.integers(8, 17))):
        entry = int(rng.integers(6))
        if not entries or (entry != entries[-1] and (len(entries) < 3 or entry != entries[0])):
            entries.append(entry)
    widths = np.full(len(entries), 1.0) if rugby else rng.choice([1.0, 1.0, 1.6, 2.6, 4.2], len(entries))
    bands = [(float(width), entry) for width, entry in zip(widths, entries, strict=True)]
    total = sum(widths)
    repeats = max(1, min(2, int(FIELD_SIZE / total / 3.4)))
    return _repeat(bands, repeats), pick(rng, MULTI)


def _graded(rng: np.random.Generator) -> tuple[Bands, np.ndarray]:
    """Stripes that swell from lines to bars and shrink again."""
    steps = int(rng.integers(7, 12))
    share = 0.2 + 0.6 * (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(steps) / steps))
    bands: Bands = []
    for part in share:
        bands += [(float(1 - part), 0), (float(part), 1)]
    return _repeat(bands, 1), pick(rng, PAIRS)


def _shadow(rng: np.random.Generator) -> tuple[Bands, np.ndarray]:
    """A bar with its own half tone beside it."""
    palette = pick(rng, PAIRS)
    palette = np.vstack([palette, blend(palette[0], palette[1], rng.uniform(0.35, 0.6))])
    bands = [(rng.uniform(1.2, 3.0), 0), (rng.uniform(0.5, 1.0), 2), (1.0, 1), (rng.uniform(0.4, 1.0), 2)]
    if rng.random() < 0.4:
        palette, bands = (
            np.vstack([palette, jitter(rng, colors("c8553d"), 3.0)]),
            [*bands, (0.8, 0), (0.45, 3), (0.0, 0)],
        )
    return _repeat(bands, int(rng.integers(3, 8))), palette
