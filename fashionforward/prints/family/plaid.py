"""plaid: tartans, madras, windowpane and tattersall checks, woven from yarns whose crossings mix their colours."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.motifs.weaves import Sett, threads
from fashionforward.prints.noise import noise
from fashionforward.prints.palettes import blend, pick

# three yarns: ground, second, line
TARTANS = (
    "b3202c 14213d f2d16b", "1d3b2a 14213d d9c077", "14213d 6b1f2a e8e2d0", "8c1c1c 1d3b2a f4ede0",
    "d8c3a0 2b2b2b b3202c", "3a4a3f a8792f 1f1f24", "f3ece0 6f8ea8 c2584a", "5a2a35 c98f6b efe3cf",
    "2f5d50 b9cfae f0e3bd", "f6e3e3 b85c78 5b6f8c", "c9a36a 5b3a29 f5ead6", "2c4a6e 8fb0c9 f3e6d0",
    "e9e4d8 3e5a4a b5733a", "3c3c44 8a8d94 d9453d", "d9672e 3b2a23 f6e7c8", "7a6a8f d9c9dd 2e2a3f",
    "f4c95d 2e4057 fdf5e6", "1f1f24 b3202c f4efe6", "88a29a f6f1e6 c97b63", "27476e f4f1ea c94c4c",
)  # fmt: skip
# ground, four stripes, line
MADRAS = (
    "fbf3e4 e4572e 17bebb ffc914 2e282a 76b041", "f6ead7 c8553d 3a6ea5 e9b44c 50723c 8f2d56",
    "f3f0e8 5b8e7d f4a259 bc4b51 8cb369 33658a", "1d3557 e63946 a8dadc f1faee 457b9d f4c95d",
    "fceee6 d17b88 7d9bb5 f2c57c 9fb78f 6a4c7d", "e8dcc6 7a3b2e c98b4b 4a6670 dbb957 2f3e46",
    "f7f3e9 33658a 86bbd8 f6ae2d f26419 2f4858", "f5e6ca 8b5e3c d9a05b 6b8f71 b5485d 39424e",
)  # fmt: skip

WEIGHTS = np.array([[0, 3, 4], [3, 1, 5], [4, 5, 2]], dtype=np.uint8)
"""Palette entry where yarn i crosses yarn j: pure on the diagonal, mixed elsewhere."""


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the cloths below, straight or on the bias."""
    cloths = (_tartan, _tartan, _tartan, _tartan, _buffalo, _madras, _madras, _windowpane, _tattersall)
    return cloths[int(rng.integers(len(cloths)))](rng, canvas)


def _axes(rng: np.random.Generator, canvas: Canvas, bias: float, hand: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Warp and weft coordinates; on the bias with probability `bias`, unsteady with probability `hand`."""
    x, y = canvas.coordinates()
    warp, weft = x, y
    if rng.random() < bias:
        warp, weft = x + y, x - y
    if rng.random() < hand:
        warp = warp + noise(rng, canvas.pixels, 30) * 1.1 + noise(rng, canvas.pixels, 5) * 0.4
        weft = weft + noise(rng, canvas.pixels, 30) * 1.1 + noise(rng, canvas.pixels, 5) * 0.4
    return warp, weft


def _mixes(yarns: np.ndarray) -> np.ndarray:
    """Three yarns and their three mixtures, in the order of `WEIGHTS`."""
    pairs = ((0, 1), (0, 2), (1, 2))
    return np.vstack([yarns, *[blend(yarns[i], yarns[j]) for i, j in pairs]])


def _tartan(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A sett about two pivots: broad fields, bars, and fine lines of the third yarn."""
    field = rng.uniform(24, 56)
    bar = rng.uniform(14, 44)
    fine = rng.uniform(2.8, 5)
    styles: tuple[Sett, ...] = (
        [(field / 2, 0), (fine, 2), (field / 2, 0), (bar, 1)],
        [
            (field, 0),
            (6, 1),
            (7, 0),
            (6, 1),
            (7, 0),
            (bar, 1),
            (fine, 2),
            (bar / 2, 1),
            (fine, 2),
            (bar, 1),
            (7, 0),
            (6, 1),
            (7, 0),
            (6, 1),
        ],
        [(field, 0), (bar / 2, 1), (fine, 2), (bar / 2, 1)],
        [(field / 2, 0), (fine, 2), (field / 2, 0), (5, 1), (6, 0), (bar, 1), (6, 0), (5, 1)],
        [(field, 0), (fine, 1), (6, 0), (fine, 2), (6, 0), (fine, 1)],
        [(bar, 1), (field / 3, 0), (fine * 1.6, 2), (field / 3, 0)],
        [(field, 0), (10, 1), (5, 0), (16, 1), (5, 0), (10, 1), (field, 0), (fine, 2), (8, 0), (fine, 2)],
    )
    sett = styles[int(rng.integers(len(styles)))]
    total = sum(width for width, _ in sett)
    # Fine lines must stay lines: never so many repeats that the finest thread falls under 2.6 cells.
    finest = min(width for width, _ in sett)
    most = max(1, int(FIELD_SIZE * finest / total / 2.6))
    repeats = int(np.clip(round(FIELD_SIZE / total * rng.uniform(0.75, 1.5)), 1, most))
    warp, weft = _axes(rng, canvas, bias=0.12)
    canvas.assign(WEIGHTS[threads(sett, weft, repeats), threads(sett, warp, repeats)])
    return _mixes(pick(rng, TARTANS))


def _buffalo(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Lumberjack check: two yarns in equal blocks, with a line of the third now and then."""
    repeats = int(rng.integers(3, 6))
    sett: Sett = [(1.0, 0), (1.0, 1)]
    if rng.random() < 0.6:
        sett = [(0.46, 0), (0.09, 2), (0.46, 0), (1.0, 1)]
    warp, weft = _axes(rng, canvas, bias=0.1, hand=0.3)
    canvas.assign(WEIGHTS[threads(sett, weft, repeats), threads(sett, warp, repeats)])
    return _mixes(pick(rng, TARTANS))


def _madras(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Irregular bright stripes both ways; weft lies over warp in turns, as in a loose weave."""
    warp, weft = _axes(rng, canvas, bias=0.15, hand=0.5)

    def stripes() -> Sett:
        order: list[int] = []
        while len(order) < int(rng.integers(9, 15)):
            yarn = int(rng.choice([0, 0, 1, 2, 3, 4, 5]))
            if not order or order[-1] != yarn:
                order.append(yarn)
        return [(float(rng.choice([3, 4, 8, 14, 22]) if yarn else rng.choice([8, 16, 26])), yarn) for yarn in order]

    across, along = threads(stripes(), warp, 1), threads(stripes(), weft, 1)
    across, along = np.broadcast_arrays(across, along)
    # Where both are coloured, broad diagonal hatching shows the twill: weft and warp by turns.
    x, y = canvas.coordinates()
    over = np.mod(x + y, FIELD_SIZE / 32) < FIELD_SIZE / 64
    canvas.assign(np.where(along == 0, across, np.where(across == 0, along, np.where(over, across, along))))
    return pick(rng, MADRAS)


def _windowpane(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Single or paired lines on open ground."""
    repeats = int(rng.integers(3, 8))
    line = rng.uniform(2.8, 4.6) * repeats / FIELD_SIZE
    sett: Sett = [(1 - line, 0), (line, 1)]
    if rng.random() < 0.5:
        sett = [(1 - 3.4 * line, 0), (line, 1), (1.4 * line, 0), (line, 2 if rng.random() < 0.5 else 1)]
    warp, weft = _axes(rng, canvas, bias=0.15, hand=0.35)
    across, along = threads(sett, warp, repeats), threads(sett, weft, repeats)
    canvas.assign(np.where(along > 0, along, across))
    return pick(rng, TARTANS)


def _tattersall(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Fine lines in two colours by turns, a shirting."""
    repeats = int(rng.integers(4, 9))
    line = 2.7 * repeats / FIELD_SIZE
    sett: Sett = [(0.5 - line, 0), (line, 1), (0.5 - line, 0), (line, 2)]
    warp, weft = _axes(rng, canvas, bias=0.08)
    canvas.assign(WEIGHTS[threads(sett, weft, repeats), threads(sett, warp, repeats)])
    return _mixes(pick(rng, TARTANS))
