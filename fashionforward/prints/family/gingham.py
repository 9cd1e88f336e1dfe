"""gingham: even checks of a white and a dyed yarn, with the half tone where they cross."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice
from fashionforward.prints.motifs import flowers
from fashionforward.prints.noise import noise
from fashionforward.prints.palettes import blend, pick

# white yarn, dyed yarn, second dyed yarn
YARNS = (
    "ffffff c62b34 1d3557", "fdfaf3 1f3a5f a63d40", "ffffff 3f7cac f2b134", "fffaf5 e58fa5 8fb8c9",
    "fbf7ee 3e6b48 d9a441", "ffffff 1c1c1f b3202c", "fffdf5 f0b429 4a7c59", "f8f5ff 8367a5 e2a9c0",
    "fdf8f0 d9692e 2f6f73", "f6f1e7 7a5230 b5875b", "f7fbfa 1f8a8a f28482", "fef6f4 b23a5b 5c7f6b",
    "f4efe4 5f6f52 c07f5a", "f5f7fa 8ea8c3 33415c", "fff8e7 a8b86b e79a7c", "f3eadd 2d3142 bf6b4b",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the checks below."""
    kinds = (_classic, _classic, _classic, _two_dyes, _two_dyes, _hatched, _painted, _bias, _embroidered)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _checks(canvas: Canvas, repeats: int, share: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Where warp, (1, pixels), and weft, (pixels, 1), are dyed."""
    x, y = canvas.coordinates()
    return np.mod(x * repeats / FIELD_SIZE, 1) < share, np.mod(y * repeats / FIELD_SIZE, 1) < share


def _half(rng: np.random.Generator) -> np.ndarray:
    """White, dyed and half tone, in that order."""
    yarns = pick(rng, YARNS)
    return np.vstack([yarns[:2], blend(yarns[0], yarns[1], rng.uniform(0.42, 0.56))])


def _weave(warp: np.ndarray, weft: np.ndarray) -> np.ndarray:
    return np.array([0, 2, 1])[warp.astype(int) + weft.astype(int)]


def _classic(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """From shirting to tablecloth."""
    repeats = int(rng.choice([6, 7, 8, 9, 10, 12, 14, 16, 18, 21]))
    canvas.assign(_weave(*_checks(canvas, repeats, float(rng.choice([0.5, 0.5, 0.5, 0.42, 0.58])))))
    return _half(rng)


def _bias(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Cut on the bias: checks become diamonds."""
    x, y = canvas.coordinates()
    repeats = int(rng.choice([4, 5, 6, 8, 10, 12]))
    warp, weft = (np.mod(u * repeats / FIELD_SIZE, 1) < 0.5 for u in (x + y, x - y))
    canvas.assign(_weave(warp, weft))
    return _half(rng)


def _two_dyes(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One dye along, another across (or by turns both ways)."""
    yarns = pick(rng, YARNS)
    repeats = 2 * int(rng.choice([3, 4, 5, 6, 7, 8]))
    warp, weft = _checks(canvas, repeats)
    x, y = canvas.coordinates()
    if rng.random() < 0.5:
        table = np.array([[0, 2], [1, 3]])
        mixed = [blend(yarns[0], yarns[1]), blend(yarns[0], yarns[2]), blend(yarns[1], yarns[2])]
        canvas.assign(table[warp.astype(int), weft.astype(int)])
        return np.vstack([yarns[:1], mixed])
    turn_x, turn_y = (np.floor(u * repeats / FIELD_SIZE).astype(int) % 2 for u in (x, y))
    one, two = np.where(warp, 1 + turn_x, 0), np.where(weft, 1 + turn_y, 0)
    table = np.array([[0, 3, 4], [3, 1, 5], [4, 5, 2]])
    canvas.assign(table[one, two])
    pairs = ((0, 1), (0, 2), (1, 2))
    return np.vstack([yarns, *[blend(yarns[i], yarns[j]) for i, j in pairs]])


def _hatched(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """The half tone drawn as twill: broad diagonal hatching."""
    repeats = int(rng.choice([4, 5, 6, 8]))
    warp, weft = _checks(canvas, repeats)
    x, y = canvas.coordinates()
    lines = repeats * (8 if repeats <= 5 else 5)
    hatch = np.mod((x + y) * lines / FIELD_SIZE, 1) < 0.5
    count = warp.astype(int) + weft.astype(int)
    canvas.assign((count == 2) | ((count == 1) & hatch))
    return _half(rng)[:2]


def _painted(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Brushed by hand: bands that waver, thin out and overlap."""
    repeats = int(rng.choice([5, 6, 7, 8, 9, 11]))
    x, y = canvas.coordinates()
    period = FIELD_SIZE / repeats
    size = canvas.pixels
    sway = [noise(rng, size, 40) * 0.035 * period + noise(rng, size, 5) * 0.009 * period for _ in range(4)]
    warp = np.abs(np.mod((x + sway[0]) / period, 1) - 0.5) < 0.25 + sway[1] / period
    weft = np.abs(np.mod((y + sway[2]) / period, 1) - 0.5) < 0.25 + sway[3] / period
    canvas.assign(_weave(warp, weft))
    return _half(rng)


def _embroidered(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Little motifs worked into the white checks."""
    repeats = int(rng.choice([6, 8]))
    canvas.assign(_weave(*_checks(canvas, repeats)))
    motif = int(rng.integers(4))
    check = FIELD_SIZE / repeats
    every = lattice(repeats // 2, repeats // 2, drop=0.0) if rng.random() < 0.5 else lattice(repeats, repeats, drop=0.0)
    centres = np.floor(every / check) * check + 0.75 * check
    for at in centres:
        if motif == 0:
            canvas.stamp(flowers.blossom(rng, check * 0.21, (3, 3, 0)), at, rng.uniform(0, 2 * np.pi))
        elif motif == 1:
            canvas.stamp(flowers.daisy(rng, check * 0.22, (3, 3, 1)), at, rng.uniform(0, 2 * np.pi))
        elif motif == 2:
            canvas.disc(at, check * 0.13, 3)
        else:
            canvas.polygon(at + _heart(check * 0.2), 3)
    return np.vstack([_half(rng), pick(rng, YARNS)[2]])


def _heart(radius: float) -> np.ndarray:
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)
    return radius / 15 * np.stack([x, -y], axis=1)
