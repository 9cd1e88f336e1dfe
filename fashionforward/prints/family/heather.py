"""heather: yarns spun of several colours: melange, marl, neps, slub, space-dye and Donegal."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import tossed
from fashionforward.prints.noise import noise
from fashionforward.prints.outlines import blob
from fashionforward.prints.palettes import pick

# wool, then what is blended in
PALETTES = (
    "b5b7ba 6f7378 dcdedf 4a4d52 e8e6e0 3a5a7a", "3f444c 23262b 6a717b 8f97a1 c9ccd0 b5733a",
    "2f3f5f 1f2a44 566a90 8a9cc0 c9d0dc d98a5a", "d9cdb8 b09a78 efe6d6 8a7455 f7f2e8 5f6f5a",
    "6a7a5f 46543e 94a386 b9c4a8 dfe2cf c9803a", "8a4a4f 5f2a32 b0747a d0a0a2 ecd2d0 e0b05f",
    "c98a5a 9a5f36 e0b184 f0d6b4 6f4226 3f5e5a", "4f7f86 2f5a62 7fa8ac acc8c8 dbe6e2 e8a05a",
    "a890b8 7a6290 c9b6d4 e4daea 5a4670 e6c65a", "e3a3ac c0707f f2c9cd f9e4e4 9a4a5f 7f9a9a",
    "e6c56f c09a3f f4dfa0 faf0cf 8a6a2a 5a6a7a", "5f4a3f 3f2f28 86705f b09a86 d6c8b8 c8553d",
    "ececea bfc1c3 fafaf8 8f9295 d9d9d6 6a6d70", "2a2a2e 17171a 4a4a50 74747b a3a3a9 c23b4a",
    "7f9ab8 56759a a8bed6 cfdcea 3a5578 f2b872", "9fae8a 76895f c2cdb0 e0e6d4 566a44 d1788a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the yarns below, knitted or woven."""
    kinds = (_melange, _melange, _melange, _marl, _slub, _space, _space, _donegal, _donegal)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _fibres(rng: np.random.Generator, canvas: Canvas, length: float, fine: float = 2.0) -> np.ndarray:
    """Short hairs lying about one way: noise drawn out along x."""
    return noise(rng, canvas.size, fine, 2, stretch=(length, 1.0))


def _blended(canvas: Canvas, levels: list[np.ndarray], sharp: float) -> None:
    """Each level is how much of an entry there is for the taking; the most wins, softly."""
    logits = sharp * np.stack(levels)
    share = np.exp(logits - logits.max(axis=0, keepdims=True))
    canvas.assign_weights(share / share.sum(axis=0, keepdims=True))


def _melange(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """T-shirt melange: fibres of two to five shades, short or long, in calm or lively contrast."""
    count = int(rng.integers(2, 6))
    length = rng.uniform(1.5, 6.0)
    upright = rng.random() < 0.3
    levels = [rng.uniform(0.7, 1.6) + 0 * _fibres(rng, canvas, length)]
    for _ in range(count - 1):
        field = _fibres(rng, canvas, length, rng.uniform(1.6, 3.0)) + 0.3 * noise(rng, canvas.size, 40)
        levels.append(field)
    _blended(canvas, [level.T for level in levels] if upright else levels, rng.uniform(1.2, 2.6))
    return pick(rng, PALETTES)[:count]


def _marl(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Two yarns twisted together and knitted: stitches in which now one lies on top, now the other."""
    size = canvas.size
    axis = (np.arange(size) + 0.5) / size
    courses, wales = int(rng.choice([32, 42, 52])), int(rng.choice([28, 36, 44]))
    leg = np.abs(2 * np.mod(axis[None, :] * wales, 1) - 1)
    course = np.mod(axis[:, None] * courses + 0.45 * leg, 1)
    row = np.floor(axis[:, None] * courses + 0.45 * leg).astype(np.int64) % courses
    twist = np.sin(
        2 * np.pi * (axis[None, :] * int(rng.integers(9, 20)) + rng.uniform(0, 1, courses)[row])
    ) + 0.6 * noise(rng, size, 3.0)
    bright = [0.4 * noise(rng, size, 2.4), twist, -twist]
    groove = 1.3 * (np.cos(2 * np.pi * course) > 0.75) * rng.uniform(0.5, 1.2)
    bright.append(groove - 0.3)
    _blended(canvas, bright, rng.uniform(1.4, 3.0))
    return pick(rng, PALETTES)[:4]


def _slub(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Linen and flamé: threads that thicken for a stretch, both ways."""
    size = canvas.size
    weft = noise(rng, size, 2.2, stretch=(rng.uniform(8, 16), 1.0))
    warp = noise(rng, size, 2.2, stretch=(1.0, rng.uniform(8, 16)))
    levels = [
        0.9 + 0 * weft,
        weft + 0.2 * noise(rng, size, 30),
        warp if rng.random() < 0.6 else weft[::-1] * 0.9,
        0.6 * np.minimum(weft, warp) + 0.1,
    ]
    _blended(canvas, levels, rng.uniform(1.6, 3.0))
    return pick(rng, PALETTES)[:4]


def _space(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Space-dyed: each course changes colour every few inches, its neighbour elsewhere."""
    size = canvas.size
    courses = int(rng.choice([26, 32, 42, 60]))
    count = int(rng.integers(3, 7))
    axis = (np.arange(size) + 0.5) / size
    wave = axis[:, None] * courses + 0.12 * noise(rng, size, 10)
    row = np.floor(wave).astype(np.int64) % courses
    turns = int(rng.integers(1, 3))
    drift = np.cumsum(rng.normal(0, rng.choice([0.04, 0.12, 0.4]), courses)) + rng.uniform()
    drift -= (drift[-1] - drift[0]) * np.arange(courses) / courses  # closes from the last course to the first
    place = np.mod(axis[None, :] * turns + drift[row] + 0.04 * noise(rng, size, 18), 1) * count
    levels = [
        -np.abs(np.mod(place - k + count / 2, count) - count / 2) + 0.12 * noise(rng, size, 2.2, stretch=(3.0, 1.0))
        for k in range(count)
    ]
    _blended(canvas, levels, rng.uniform(3.5, 8.0))
    palette = pick(rng, PALETTES)
    return palette[rng.permutation(6)[:count]]


def _donegal(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Tweed with neps: knots of bright wool in a salt-and-pepper cloth."""
    for entry in (5, 4, 2, 3):
        for at in tossed(rng, int(rng.integers(14, 44)), tries=3):
            nep = blob(rng, rng.uniform(1.5, 3.0), 0.3, 4, points=14, stretch=rng.uniform(1.0, 1.7))
            canvas.polygon(at + nep, entry)
    neps = canvas.weights()
    ground = neps[0].copy()
    size = canvas.size
    field = noise(rng, size, 2.3, stretch=(rng.uniform(1.0, 2.4), 1.0)) + 0.25 * noise(rng, size, 34)
    if rng.random() < 0.4:
        axis = (np.arange(size) + 0.5) * FIELD_SIZE / size
        i = np.floor(axis[None, :] * 12 / FIELD_SIZE)
        bone = np.cos(2 * np.pi * 26 / FIELD_SIZE * (axis[:, None] + np.where(i % 2 == 0, 1, -1) * axis[None, :]))
        field = field * 0.6 + bone
    share = 1 / (1 + np.exp(-rng.uniform(1.4, 3.0) * field))
    neps[0], neps[1] = ground * (1 - share), neps[1] + ground * share
    canvas.assign_weights(neps)
    return pick(rng, PALETTES)
