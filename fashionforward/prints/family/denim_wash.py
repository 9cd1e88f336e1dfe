"""denim_wash: indigo twill as the laundry leaves it: rinsed, stone and acid washed, bleached, sanded, splashed, overdyed."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import tossed
from fashionforward.prints.noise import noise, warped
from fashionforward.prints.palettes import pick

# darkest to lightest, then the weft
PALETTES = (
    "1a2338 2c3f63 4a678f 7d99ba b9cbdc e4e6e3", "10151f 1c2738 33455f 5a7090 93a6bc d9dcdc",
    "2a3f5f 44648c 6f93b8 9fbcd6 cfdfec f0f0ea", "17181b 2a2c30 484b51 74787f adb0b4 deddd8",
    "24343a 3a5560 5c7f8a 8cabb2 c0d2d4 e9ebe4", "3a2f2a 5a4a40 80705f aa9a86 d0c4b0 efe8d9",
    "1f2a2a 33484a 557073 84a0a0 b5c8c4 e4e8e0", "3a2f4a 564a6e 7d7099 a99dc0 d2cadf efecf2",
    "4a2f38 6f4a56 9a7280 c29fa8 e0c8cc f4ebea", "26381f 405a35 667f55 95a882 c4cfb2 ecebdd",
    "1f3350 365a86 5f8ab8 93b5d6 c6dbea f3f1e6", "2f2a26 4a433c 6f675d 9c9488 c8c1b5 ebe6dc",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A depth of dye everywhere on the cloth, taken off by one wash or another, seen through slubs and twill."""
    washes = (_rinse, _stone, _acid, _acid, _bleach, _bleach, _sanded, _splashed, _stripes)
    light = washes[int(rng.integers(len(washes)))](rng, canvas)
    light = light + _yarns(rng, canvas)
    base = rng.uniform(0.6, 2.2)
    weights = _toned(np.clip(base + 1.35 * light, 0, 3.999))
    weights[5] = 0
    # The white weft shows between the ribs, more where the dye is gone.
    ribs = int(rng.choice([28, 36, 44]))
    axis = (np.arange(canvas.size) + 0.5) / canvas.size
    rib = 0.5 + 0.5 * np.cos(2 * np.pi * ribs * (axis[None, :] + (1 if rng.random() < 0.5 else -1) * axis[:, None]))
    weft = rng.uniform(0.06, 0.3) * rib**2 * np.clip(0.9 + 0.4 * noise(rng, canvas.size, 2.5, stretch=(2.0, 1.0)), 0, 2)
    weights *= 1 - weft
    weights[5] += weft
    canvas.assign_weights(weights)
    return pick(rng, PALETTES)


def _toned(depth: np.ndarray) -> np.ndarray:
    """Weights of the tones 0 to 4 by depth of wash."""
    return np.concatenate(
        [np.stack([np.clip(1 - np.abs(depth - k), 0, 1) for k in range(5)]), np.zeros((1, *depth.shape))]
    )


def _yarns(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Slubs: warp yarns thicker and paler for a stretch, streaks as long as a hand."""
    return rng.uniform(0.12, 0.32) * noise(rng, canvas.size, 2.2, stretch=(1.0, rng.uniform(4, 9))) + rng.uniform(
        0, 0.1
    ) * noise(rng, canvas.size, 2.0, stretch=(4.0, 1.0))


def _rinse(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Hardly washed: an even cloth, a little cloudy."""
    return 0.18 * noise(rng, canvas.size, 50, 2)


def _stone(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Tumbled with pumice: soft mottles at two scales."""
    return 0.4 * noise(rng, canvas.size, rng.uniform(20, 44), 2) + 0.22 * noise(rng, canvas.size, 7, 2)


def _acid(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Stones soaked in bleach: white blooms with crisp rims, and veins where the cloth was creased."""
    dx, dy = (8 * noise(rng, canvas.size, 14, 2) for _ in range(2))
    bloom = warped(noise(rng, canvas.size, rng.uniform(14, 30), 3, gain=0.6), dx, dy)
    crease = np.exp(-np.abs(warped(noise(rng, canvas.size, rng.uniform(18, 34)), dx, dy)) / 0.13)
    return 1.1 * np.tanh(1.8 * (bloom - rng.uniform(0.1, 0.6))) + rng.uniform(0.3, 0.9) * crease


def _bleach(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Tied and dipped: great pale fields that run out along the yarns."""
    field = noise(rng, canvas.size, rng.uniform(34, 60), 2) + 0.35 * noise(rng, canvas.size, 12, 2, stretch=(0.7, 1.6))
    return 1.3 * np.tanh(rng.uniform(1.0, 2.4) * (field - rng.uniform(0, 0.7)))


def _sanded(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Whiskers: pale fans of wear, all lying about one way."""
    lean = 0.16 * noise(rng, canvas.size, 70)
    axis = (np.arange(canvas.size) + 0.5) * FIELD_SIZE / canvas.size
    folds = int(rng.integers(5, 11))
    wave = np.cos(2 * np.pi * (folds * axis[:, None] / FIELD_SIZE + lean + 0.04 * noise(rng, canvas.size, 30)))
    where = np.clip(0.4 + 0.8 * noise(rng, canvas.size, 40, stretch=(1.6, 1.0)), 0, 1.4)
    return where * (0.9 * np.clip(0.5 + 0.5 * wave, 0, 1) ** 3 + 0.1) + 0.15 * noise(rng, canvas.size, 12, 2)


def _splashed(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Bleach flung off a brush: drops of all sizes with soft rims, some run together."""
    light = 0.2 * noise(rng, canvas.size, 40, 2)
    axis = (np.arange(canvas.size) + 0.5) * FIELD_SIZE / canvas.size
    dx, dy = (1.6 * noise(rng, canvas.size, 8, 2) for _ in range(2))
    x, y = axis[None, :] + dx, axis[:, None] + dy
    count = int(rng.integers(30, 80))
    for at, radius in zip(tossed(rng, count, tries=2), 2.0 + rng.gamma(1.1, 4.0, count), strict=True):
        far = np.hypot(np.mod(x - at[0] + 128, 256) - 128, (np.mod(y - at[1] + 128, 256) - 128))
        light = np.maximum(light, 1.7 / (1 + np.exp((far - radius) / 0.9)))
    return light


def _stripes(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Hickory: railway stripes woven in, worn with the rest."""
    axis = (np.arange(canvas.size) + 0.5) / canvas.size
    count = int(rng.choice([8, 12, 18, 26]))
    stripe = np.mod(axis[None, :] * count, 1) < rng.uniform(0.3, 0.5)
    return 1.2 * stripe + 0.3 * noise(rng, canvas.size, 30, 2) + 0.12 * noise(rng, canvas.size, 5)
