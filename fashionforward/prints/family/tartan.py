"""tartan: symmetrical setts of three to six yarns, hatched where they cross as a twill is."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.motifs.weaves import Sett, mirrored, threads, twill, unsteady
from fashionforward.prints.palettes import pick

# ground, second field, dark, line, second line, third line
PALETTES = (
    "a81e2d 1d3b2a 14213d f4ede0 e8b93c 1a1a1d", "16243f 1f4a3a 0f1218 e8c547 f4f1ea 9a1f2b",
    "1d4a35 16243f 0f1512 f4f1ea d9a441 7a1f2b", "efe6d3 7a1f2b 1f2a44 3f5e4a d9a441 2b1f1c",
    "8a8d90 3c3f45 1c1d21 f2f0ea b23a48 5f6a72", "c9a56a 5a3a28 1f1a17 8c1c22 f6ecd6 2f4a4f",
    "5b2540 2f2a4a 1a1420 d9b0c4 e8c07a 7f9a8a", "d98a3a 7a3a22 2a1a14 f6e4c0 3f5e4a f2c14e",
    "3a6a8a 1f3a5a 101a28 f4f4ef e0704f a8c8d8", "6a7a4a 3a4630 1c2018 e8d9a8 b5533a c9c08a",
    "f4dfe0 b0567a 5a3a52 7f9ab8 ffffff 3f5e5a", "e9e4d8 9a8f7f 4a443c b5533a 2f4a6a d9c9a8",
    "b5402f d9823f 3a1f1a f7e6c4 2f5a5a f2c14e", "2f5d5a 8fb5a0 14302f f6ead2 d9673f e8c547",
    "4a4f8a 8a5a9a 1f1f3a f2e6f0 e6c65a 5fa0a0", "f7f4ec 1b1b1f 6a6a6c c0272d b5b0a4 2f3f5f",
    "7a4a2a a87a4a 2f1f14 efe0c2 3f5a6a c8553d", "0f4c5c 16242e 0a1216 f2d9a8 e36414 5fa8a0",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A sett of its own for every seed, the same in warp and weft, rarely with another weft."""
    sett = _sett(rng)
    total = sum(width for width, _ in sett)
    finest = min(width for width, _ in sett)
    most = max(1, int(FIELD_SIZE * finest / total / 2.7))
    repeats = int(np.clip(round(FIELD_SIZE / total * rng.uniform(0.7, 1.8)), 1, most))
    kind = rng.random()
    x, y = canvas.coordinates()
    if kind < 0.12:
        x, y = x + y, x - y
    elif kind < 0.3:
        x, y = unsteady(rng, canvas, 0.9, 0.25)
    warp = threads(sett, x, repeats)
    weft = threads(sett if rng.random() < 0.85 else _sett(rng), y, repeats)
    ribs = int(rng.choice([22, 26, 26, 30])) if kind >= 0.12 else 20
    canvas.assign(np.where(twill(*canvas.coordinates(), ribs), warp, weft))
    return pick(rng, PALETTES)


def _sett(rng: np.random.Generator) -> Sett:
    """Half a sett, from one pivot to the other, mirrored: fields, guards, and fine lines that stand apart."""
    field, second = rng.uniform(26, 54), rng.uniform(16, 44)
    line = rng.uniform(2.8, 4.4)
    guard = rng.uniform(4.5, 8)
    first, other = (0, 1) if rng.random() < 0.7 else (1, 0)
    styles: tuple[Sett, ...] = (
        [(line, 3), (field / 2, first), (guard, 2), (guard, first), (second, other), (line, 4)],
        [(field, first), (line, 3), (guard, first), (second / 2, 2), (second / 2, other), (line, 4), (guard, other)],
        [(field, first), (guard, 2), (guard, first), (guard, 2), (second, other), (line, 3)],
        [(line * 1.4, 3), (second, other), (guard, 2), (field, first), (line, 5), (guard, first)],
        [(field * 1.2, first), (line, 4), (guard, first), (line, 3), (second, 2)],
        [
            (field / 2, first),
            (line, 3),
            (field / 2, first),
            (guard * 1.6, 2),
            (line, 5),
            (guard * 1.6, 2),
            (second, other),
        ],
        [(field, first), (second, 2), (line, 3), (second / 2, 2), (guard, other), (line, 4)],
    )
    return mirrored(styles[int(rng.integers(len(styles)))])
