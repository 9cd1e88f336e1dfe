"""marble: veined stone, agate's bands, and marbled paper: floated, combed and swirled colours. Soft where stone is."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.noise import noise, warped
from fashionforward.prints.palettes import pick

# stone, cloud, deeper cloud, vein, second vein
STONES = (
    "f7f5f1 dcdad5 b9b6b1 6f6d6c c9a36a", "1c1e21 303338 4a4e54 e8e4da c9a05a", "e9f0ea b5cfc0 7fa890 2f5a48 d9c48a",
    "f6e3dd e8c0b8 d09a94 8c4a50 d9a96a", "12352f 1f5a4f 3a7f6f d9e6dc c9b06a", "dfe6ef a9bdd6 6f8fb8 2a4a7a e8e0c8",
    "f4ead8 dfc9a4 c0a070 7a5a34 4a3a2a", "2a2140 4a3a6a 755f9a e0d3ef d9b06a", "f9f4ec e9c9a0 d98f5a 7a3a24 3a2a24",
    "3a1f26 6a3038 9a5058 f0dcd4 d9a96a", "e6eeee 9fc7c7 5f9a9e 1f5560 f2d9a0", "ececea c4c6c8 8f9498 3a3f46 b5733a",
)  # fmt: skip
# colours in the order in which they were floated
PAPERS = (
    "1f2f4f 5f86a8 d9e2e6 c8553d e8c07a 8a2f33", "f6efe0 2a4a5f 7fa8a8 d9a441 a83a2f 3a2a24",
    "efe4d2 7a2e3a d98a7a 2f4a4f 8fb0a0 d9b05f", "14161c 3f4a6a 8f9ac0 e6e2d6 c9a05a 6a2f4a",
    "e8f0ee 17766f 5fb5a8 f2a65a e15f41 22384a", "f8e8ec a8325f e8789a f6c0a8 5a3a7a f4e0b0",
    "2f3f2f 6f8a5a c4cf9a f2e8c8 b5733a 4a2f1f", "f4f1ea 1b1b1f 8a8a8c c9c5bc b23a3a 4f5a66",
    "fdf2dc e8743b f2b84b 3a7a7a 1f3a4a c94f4f", "3a2a5a 7a5aa0 c8a8d8 f2dce6 e6a85a 2a6a7a",
    "0f3a4a 2f7a8a 9fd0cc f4efdc e0a45a b5482f", "f0e0cf b5805a 7a4a2f e6b58a 4f5f5f 2f2a28",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Stone with veins, agate, or paper lifted off a bath of colours."""
    kinds = (_veined, _veined, _veined, _agate, _agate, _floated, _floated, _combed, _combed)
    return kinds[int(rng.integers(len(kinds)))](rng, canvas)


def _turbulent(rng: np.random.Generator, canvas: Canvas, scale: float, pull: float) -> np.ndarray:
    """Noise dragged about by other noise: the field that stone is made of, (size, size)."""
    dx, dy = (pull * noise(rng, canvas.size, scale * 1.2, 2) for _ in range(2))
    return warped(noise(rng, canvas.size, scale, 4, gain=0.55), dx, dy)


def _veined(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Clouds of stone, crossed by veins that fork, swell and fade; a second, finer set in another mineral."""
    clouds = _turbulent(rng, canvas, rng.uniform(24, 46), 14)
    depth = np.clip(0.5 + 0.38 * clouds, 0, 1)
    weights = np.zeros((5, canvas.size, canvas.size))
    weights[2] = np.clip(depth * 2 - 1.1, 0, 1) * rng.uniform(0.5, 1.0)
    weights[1] = (1 - weights[2]) * np.clip(depth * 1.6 - 0.35, 0, 1)
    weights[0] = 1 - weights[1] - weights[2]
    lean = rng.uniform(0.6, 2.2)
    for entry, scale, width in (
        (3, rng.uniform(30, 56), rng.uniform(0.05, 0.1)),
        (4, rng.uniform(24, 40), rng.uniform(0.04, 0.07)),
    ):
        if entry == 4 and rng.random() < 0.4:
            continue
        dx, dy = (rng.uniform(2.5, 5) * noise(rng, canvas.size, 22, 2) for _ in range(2))
        sheet = warped(noise(rng, canvas.size, scale, 1, stretch=(lean, 1.0)), dx, dy)
        strength = np.clip(0.75 + 0.7 * noise(rng, canvas.size, 30), 0, 1.3)
        body = np.clip(strength * 1.5 * np.exp(-np.abs(sheet) / (width * np.maximum(strength, 0.2))), 0, 1)
        weights *= 1 - body
        weights[entry] += body
    canvas.assign_weights(weights)
    return pick(rng, STONES)


def _shaded(place: np.ndarray, count: int, soft: float) -> np.ndarray:
    """Weights of `count` colours in a ring by place (turns), each flowing into the next over `soft` of the way."""
    at = np.mod(place, 1) * count
    lower = np.floor(at).astype(np.int64) % count
    share = np.clip((at - np.floor(at) - 1 + soft) / soft, 0, 1)
    weights = np.zeros((count, *place.shape))
    np.put_along_axis(weights, lower[None], (1 - share)[None], axis=0)
    above = np.zeros_like(weights)
    np.put_along_axis(above, ((lower + 1) % count)[None], share[None], axis=0)
    return weights + above


def _agate(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Bands around hollows, sharp on one side and shaded on the other."""
    field = noise(rng, canvas.size, rng.uniform(36, 60)) + 0.12 * _turbulent(rng, canvas, 18, 5)
    rings = rng.uniform(0.5, 1.0)
    place = field * rings + 0.012 * noise(rng, canvas.size, 4)
    count = int(rng.integers(4, 7))
    canvas.assign_weights(_shaded(place, count, rng.uniform(0.3, 0.7)))
    return pick(rng, PAPERS if count == 6 or rng.random() < 0.6 else STONES)[:count]


def _floated(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Drops let fall into the bath one after another, each pushing the last to rings, then breathed upon."""
    size = canvas.size
    axis = (np.arange(size) + 0.5) * FIELD_SIZE / size
    x, y = (np.ascontiguousarray(a) for a in np.broadcast_arrays(axis[None, :], axis[:, None]))
    pull = rng.uniform(5, 14)
    x, y = x + pull * noise(rng, size, rng.uniform(36, 60)), y + pull * noise(rng, size, rng.uniform(36, 60))
    labels = np.zeros((size, size), dtype=np.int64)
    place = np.zeros((size, size))
    for _ in range(int(rng.integers(30, 56))):
        at, radius = rng.uniform(0, FIELD_SIZE, 2), rng.uniform(22, 60)
        dx = np.mod(x - at[0] + 128, 256) - 128
        dy = np.mod(y - at[1] + 128, 256) - 128
        far = np.hypot(dx, dy) / radius
        rings = int(rng.integers(2, 6))
        inside = far < 1
        np.copyto(place, far * rings + int(rng.integers(6)), where=inside)
        np.copyto(labels, 1, where=inside)
    weights = _shaded(np.where(labels == 1, place, 0.5) / 6, 6, rng.uniform(0.12, 0.3))
    canvas.assign_weights(weights)
    return pick(rng, PAPERS)


def _combed(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Stripes of colour drawn through with combs, both ways: nonpareil, feather, bouquet."""
    size = canvas.size
    axis = (np.arange(size) + 0.5) / size
    x, y = axis[None, :], axis[:, None]
    bands = int(rng.choice([1, 2, 2, 3]))
    teeth = int(rng.choice([4, 6, 8, 10, 14]))
    drag = rng.uniform(0.5, 1.6) / teeth
    wave = np.abs(np.mod(x * teeth, 1) - 0.5) * 2
    cusp = wave ** rng.uniform(1.5, 3.0)
    flip = np.where(np.floor(x * teeth) % 2 == 0, 1, -1) if teeth % 2 == 0 and rng.random() < 0.5 else 1
    u = y + drag * cusp * flip + 0.012 * noise(rng, size, 22, 2)
    if rng.random() < 0.5:
        # A stylus, led across in waves: the combed lines swirl.
        u = u + rng.uniform(0.03, 0.08) * np.sin(
            2 * np.pi * (x * int(rng.integers(1, 4)) + 0.15 * noise(rng, size, 50))
        )
        u = u + rng.uniform(0.0, 0.05) * np.sin(2 * np.pi * 2 * (x + y))
    count = int(rng.integers(4, 7))
    weights = _shaded(u * bands * 2 if count < 6 else u * bands, count, rng.uniform(0.1, 0.3))
    canvas.assign_weights(weights if rng.random() < 0.6 else weights.transpose(0, 2, 1))
    return pick(rng, PAPERS)[:count]
