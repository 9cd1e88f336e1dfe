"""houndstooth: broken checks from puppytooth to a coat's, in two yarns or more, ruled, painted and graded."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.motifs.weaves import unsteady
from fashionforward.prints.palettes import pick

# ground, tooth, second tooth, overcheck
PALETTES = (
    "f6f1e6 17171a 8c2f3b c9a36a", "ffffff 1c1c20 8f9299 c0272d", "efe4d0 4a3222 a8703f 7a2e2e",
    "e9e6df 33383f 7f8d96 b5733a", "f3e3d3 7a2e3a c98a76 2f3d4f", "dfe5e2 1f4038 6f8f7a d9a441",
    "f7e9d2 8a5424 d9a25a 3f5e4a", "d9dee6 1f2f5a 6f86b3 e0b05f", "1b1b1f e8dcc4 8a6a4a b3202c",
    "f9d9df 9b2f5b e0859c 5a3a6a", "14213d f4efe2 8fa8d0 fca311", "f4efe6 3e4a3a 8b8f5f c8553d",
    "e7d3b8 5a2a22 b5573a f7efe0", "f2efe9 5b3a72 a98fc4 e6c65a", "cfd8dc 0f2d3a 3f7c85 f28f5b",
    "fff6e0 c8472f f2a55a 2e4057", "c7ad88 2b211c 7a5a3c f4ead6", "eef2ee 0f4c4a 6fb0a0 d1495b",
    "f6d3c2 5b2333 c2554a fff3e6", "2f3136 d8d2c6 8c8f94 d9a441",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the cloths below."""
    cloths = (_classic, _classic, _gun_club, _gun_club, _overcheck, _painted, _graded, _bias, _within)
    return cloths[int(rng.integers(len(cloths)))](rng, canvas)


def _places(x: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Number of the check, and the place within it in [0, 1)."""
    place = np.mod(x * count / FIELD_SIZE, count)
    index = np.minimum(np.floor(place), count - 1).astype(np.int64)
    return index, place - index


def _teeth(x: np.ndarray, y: np.ndarray, count: int) -> np.ndarray:
    """Where the dark yarn shows: bool. Four ends dark, four light, in a 2/2 twill, as areas."""
    u, v = _places(x, count)[1], _places(y, count)[1]
    warp, weft = u < 0.5, v < 0.5
    return np.where(np.mod(u - v, 0.5) < 0.25, warp, weft)


def _order(rng: np.random.Generator, colors: np.ndarray) -> np.ndarray:
    """Light on dark as often as a quarter of the time."""
    return colors[::-1] if rng.random() < 0.25 else colors


def _classic(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Two yarns at one of many sizes."""
    x, y = canvas.coordinates()
    canvas.assign(_teeth(x, y, int(rng.choice([3, 4, 5, 6, 7, 8, 10, 12, 14]))))
    return _order(rng, pick(rng, PALETTES)[:2])


def _gun_club(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """The dark yarn changes from check to check, both ways: two dogs, or a shepherd's check in three."""
    x, y = canvas.coordinates()
    count = int(rng.choice([4, 6, 6, 8, 10]))
    (i, u), (j, v) = _places(x, count), _places(y, count)
    third = rng.random() < 0.4
    dark = np.array([1, 2, 1, 3] if third and count % 4 == 0 else [1, 2])
    warp = np.where(u < 0.5, dark[i % len(dark)], 0)
    weft = np.where(v < 0.5, dark[j % len(dark)], 0)
    canvas.assign(np.where(np.mod(u - v, 0.5) < 0.25, warp, weft))
    return pick(rng, PALETTES)


def _overcheck(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Small teeth under a windowpane of another yarn."""
    x, y = canvas.coordinates()
    count, panes = ((12, 3), (12, 4), (12, 2), (10, 2), (15, 3))[int(rng.integers(5))]
    teeth = _teeth(x, y, count).astype(np.uint8)
    line = rng.uniform(3.0, 5.0)
    middle = FIELD_SIZE / count / 4  # down the middle of a dark stripe
    near = [
        np.abs(np.mod(axis - middle + FIELD_SIZE / panes / 2, FIELD_SIZE / panes) - FIELD_SIZE / panes / 2)
        for axis in (x, y)
    ]
    pane = (near[0] < line / 2) | (near[1] < line / 2)
    canvas.assign(np.where(pane, 2, teeth))
    return pick(rng, PALETTES)[[0, 1, 3 if rng.random() < 0.6 else 2]]


def _painted(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Large teeth laid in with a brush, some with a second coat."""
    x, y = unsteady(rng, canvas, rng.uniform(1.2, 2.4), rng.uniform(0.3, 0.7))
    count = int(rng.choice([3, 4, 5, 6]))
    teeth = _teeth(x, y, count).astype(np.uint8)
    if rng.random() < 0.5:
        shift = int(canvas.pixels * rng.uniform(0.010, 0.018))
        beside = np.roll(teeth, (shift, shift), axis=(0, 1))
        teeth = np.where(teeth == 1, 1, 2 * beside)
    canvas.assign(teeth)
    return pick(rng, PALETTES)[:3]


def _graded(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Teeth that grow and shrink over the cloth, as op art has it."""
    x, y = canvas.coordinates()
    swell = rng.uniform(14, 26)
    across = x + swell * np.sin(2 * np.pi * x / FIELD_SIZE) * (rng.random() < 0.75)
    along = y + swell * np.sin(2 * np.pi * y / FIELD_SIZE + rng.uniform(0, 6))
    canvas.assign(_teeth(across, along, int(rng.choice([6, 7, 8, 9]))))
    return _order(rng, pick(rng, PALETTES)[:2])


def _bias(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Cut on the bias: teeth that stand upright."""
    x, y = canvas.coordinates()
    canvas.assign(_teeth(x + y, x - y, int(rng.choice([2, 3, 4, 5, 6, 7]))))
    return _order(rng, pick(rng, PALETTES)[:2])


def _within(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Great teeth, filled with small ones or with pinstripes."""
    x, y = canvas.coordinates()
    count = int(rng.choice([2, 3, 4]))
    great = _teeth(x, y, count)
    inner = _teeth(x, y, 16) if rng.random() < 0.5 else np.mod((x + y) * 24 / FIELD_SIZE, 1) < 0.45
    canvas.assign(np.where(great, 1 + inner, 0))
    return pick(rng, PALETTES)[:3]
