"""camo: woodland, tiger stripe, brushstroke, digital, spotted, and the fashion versions of them."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import tossed
from fashionforward.prints.noise import noise, threshold, warped
from fashionforward.prints.outlines import blob, curve, ribbon, taper, turned, wander
from fashionforward.prints.palettes import pick

# ground, then in order of painting
PALETTES = (
    "8a8a5c 4b5a35 5c4630 1e1e1a c2b98f",  # woodland
    "c8b48a a58a5c 6f5a3c 8f9a78 4a3d2c",  # desert
    "7d8471 565e4f 373d35 a8ad9a 23272a",  # forest grey
    "b9c0c4 8a949b 59636b 2e353b e4e7e8",  # urban
    "f0efea cfd3d2 9aa3a6 5f6a70 e1ddd2",  # snow
    "3a5068 24364b 6d8aa3 141f2e a9bccb",  # navy
    "e9b9c0 c97f92 8c4a62 f6e1dc 4a2c3a",  # blush
    "6b705c a5a58d cb997e 3f4238 ddbea9",  # clay and sage
    "3b3b3f 26262a 55555b 141416 74747a",  # blackout
    "b7a99a 8d7b68 6f7f6a 4c4238 dcd2c3",  # stone
    "4f6d5a 2f4a3f 8aa37b 1b2b27 c9cfa4",  # jungle
    "c9763c 8f4a2a 3f3a2f e3b27a 1f1c18",  # autumn
    "8b7fa8 5c5080 b9aecf 332c50 e4dcee",  # violet
    "4a7c7e 2c5558 86b0a8 1a3337 d6e2d2",  # teal
)


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the patterns below; three to five colours."""
    kinds = (_woodland, _woodland, _woodland, _tiger, _brush, _digital, _digital, _spots, _contour, _giant)
    palette = pick(rng, PALETTES)
    count = int(rng.integers(4, 6))
    kinds[int(rng.integers(len(kinds)))](rng, canvas, count)
    return palette[:count]


def _pulled(
    rng: np.random.Generator, canvas: Canvas, scale: float, stretch: tuple[float, float], pull: float
) -> np.ndarray:
    """Noise whose blobs are pulled about by slower noise, which gives them the hooked arms of a painted pattern."""
    field = noise(rng, canvas.pixels, scale, 2, stretch, gain=0.55)
    return warped(field, *(pull * noise(rng, canvas.pixels, scale * 1.3) for _ in range(2)))


def _woodland(rng: np.random.Generator, canvas: Canvas, count: int) -> None:
    """Hooked blobs in layers, the last of them thin and branching."""
    scale = rng.uniform(15, 30)
    stretch = (rng.uniform(1.3, 2.1), 0.8) if rng.random() < 0.75 else (1.0, 1.0)
    shares = rng.uniform(0.30, 0.42), rng.uniform(0.22, 0.34), rng.uniform(0.14, 0.22), rng.uniform(0.07, 0.12)
    for label in range(1, count):
        size = scale * (1.0, 0.95, 0.72, 0.55)[label - 1]
        field = _pulled(rng, canvas, size, stretch, pull=scale * 0.24)
        canvas.paint(threshold(field, shares[label - 1]), label)


def _giant(rng: np.random.Generator, canvas: Canvas, count: int) -> None:
    """A few very large, calm shapes: camouflage for a coat."""
    scale = rng.uniform(34, 48)
    for label in range(1, count):
        field = _pulled(rng, canvas, scale * (1.0 - 0.12 * label), (1.2, 0.9), pull=scale * 0.24)
        canvas.paint(threshold(field, (0.42, 0.32, 0.2, 0.1)[label - 1]), label)


def _contour(rng: np.random.Generator, canvas: Canvas, count: int) -> None:
    """One landscape cut into levels, each colour running along the next; the dark one lines the edges."""
    field = _pulled(rng, canvas, rng.uniform(17, 30), (rng.uniform(1.0, 1.8), 1.0), pull=4.5)
    levels = np.quantile(field[::4, ::4], np.linspace(0, 1, count + 1)[1:-1])
    order = rng.permutation(count)
    canvas.assign(order[np.searchsorted(levels, field.ravel())].reshape(field.shape))


def _tiger(rng: np.random.Generator, canvas: Canvas, count: int) -> None:
    """Long torn strokes across the cloth."""
    scale = rng.uniform(8, 13)
    upright = rng.random() < 0.3
    for label in range(1, count):
        stretch = (4.2, 0.95) if label > 1 else (3.0, 1.2)
        field = _pulled(rng, canvas, scale * (1.25 if label == 1 else 0.92), stretch, pull=scale * 0.3)
        where = threshold(field, (0.42, 0.30, 0.24, 0.10)[label - 1])
        canvas.paint(where.T if upright else where, label)


def _brush(rng: np.random.Generator, canvas: Canvas, count: int) -> None:
    """Strokes of a wide dry brush, laid over one another, their ends forked."""
    lean = rng.uniform(-0.5, 0.5)
    for label in range(1, count):
        for at in tossed(rng, int(rng.integers(11, 17))):
            length, width = rng.uniform(50, 100), rng.uniform(6, 12)
            turn = lean + rng.normal(0, 0.22) + np.pi * int(rng.integers(2))
            bend, sway = rng.normal(0, 0.5), rng.normal(0, 0.25)
            # Three hairs side by side, that start and end at different places.
            for part in (-0.62, 0.0, 0.6):
                path = curve(length * rng.uniform(0.62, 1.0), bend=bend, sway=sway, points=30)
                path = path + np.array([rng.uniform(-9, 9) - length / 2, part * width])
                half = width * 0.48 * taper(30, rng.uniform(0.2, 0.8), 0.45) * (1 + wander(rng, 30, 0.08, 6))
                canvas.polygon(turned(ribbon(path, half), turn, tuple(at)), label)


def _digital(rng: np.random.Generator, canvas: Canvas, count: int) -> None:
    """Square cells, as a loom or a printer of pixels makes them; two sizes of blob."""
    cells = int(rng.choice([32, 42, 51, 64]))
    stretch = (1.7, 0.9) if rng.random() < 0.6 else (1.0, 1.0)
    grid = np.zeros((cells, cells), dtype=np.uint8)
    for label in range(1, count):
        coarse = noise(rng, 256, rng.uniform(13, 22), 2, stretch)
        fine = noise(rng, 256, rng.uniform(6, 9), 1, stretch)
        field = coarse + 0.75 * fine
        index = (np.arange(cells) + 0.5) * 256 / cells
        small = ndimage.uniform_filter(field, 256 // cells, mode="wrap")[np.ix_(index.astype(int), index.astype(int))]
        grid[small > np.quantile(small, 1 - (0.42, 0.30, 0.20, 0.10)[label - 1])] = label
    place = np.arange(canvas.pixels) * cells // canvas.pixels
    canvas.assign(grid[np.ix_(place, place)])


def _spots(rng: np.random.Generator, canvas: Canvas, count: int) -> None:
    """Spots that gather into clouds, colour by colour."""
    size = rng.uniform(3.2, 5.2)
    for label in range(1, count):
        cloud = noise(rng, 256, rng.uniform(16, 28), 2)
        dots = rng.uniform(0, FIELD_SIZE, (1100, 2))
        row, column = (dots[:, ::-1].astype(int) % 256).T
        dots = dots[cloud[row, column] > (0.15, 0.45, 0.75, 1.1)[label - 1]]
        for at in dots[:520]:
            canvas.polygon(at + blob(rng, size * rng.uniform(0.75, 1.5), 0.14, 3, points=14), label)
