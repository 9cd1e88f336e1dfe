"""snake: scales in their lattice, coloured by the markings below them: python, viper, diamondback, coral snake, cobra."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.noise import broad, noise, sample
from fashionforward.prints.palettes import pick

# seams, ground, marking, its rim, light, second ground
PALETTES = (
    "2a241d d9c49a 5a4430 1f1814 f0e4c4 b59a6a", "1d1f22 c4c6c4 4a4d52 17181b ecece6 8f9396",
    "3a2a1c e6c88a 8a4f24 2a1a10 f8e8c0 c98f4a", "16201a a9b58a 3f5a3c 141c15 dfe4c0 6f8a5a",
    "2b1518 d9a79a 8a2f38 250f13 f4d9cc b56a66", "0f1720 8fb0c0 2a4a66 0d141d d9e8ec 5a829a",
    "201a26 c0aed0 5f3f7f 1a1322 ece2f2 8f74ac", "f4ead8 c9a878 7a5230 3a2818 fff8ea a87f4c",
    "111112 3a3a3e 111113 000000 8a8a8c 232326", "1c1408 e0b04a 5f3a10 170f05 f9e3a0 b07f26",
    "e9e4da bfb5a4 6f665a 38332c fbf8f0 968c7c", "0d1f1a 5fae8f 1a5a48 0a1814 c4ecd6 3a8a70",
    "2a100c d9603a 5a1a14 1c0a08 f5b07a a83a24", "f7e6e2 e0a8a6 a8485a 5a1f30 fff4f0 c9777e",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A lattice of scales, and a marking read at each one's middle, so that its edges run along the seams."""
    columns = int(rng.choice([16, 19, 22, 26]))
    ratio = rng.uniform(0.62, 0.95)
    rows = max(10, round(columns * ratio))
    seam = rng.uniform(0.13, 0.17)
    x, y = canvas.coordinates()
    if rng.random() < 0.6:
        # The skin lies in soft bends.
        x = x + rng.uniform(1, 3.0) * broad(rng, canvas.pixels, 60)
        y = y + rng.uniform(1, 3.0) * broad(rng, canvas.pixels, 60)
    if rng.random() < 0.3:
        x, y = y, x
    u, v = x * columns / FIELD_SIZE, y * rows / FIELD_SIZE
    a, b = np.floor(u + v), np.floor(u - v)
    wall = 0.5 - np.maximum(np.abs(u + v - a - 0.5), np.abs(u - v - b - 0.5))
    middle_x = (a + b + 1) / 2 * FIELD_SIZE / columns
    middle_y = (a - b) / 2 * FIELD_SIZE / rows
    marking = sample(_markings(rng), middle_x, middle_y)
    # Here and there a scale of the neighbouring tone, and light on a few: no skin is dyed in the piece.
    odd = sample(noise(rng, FIELD_SIZE, 3.0), middle_x * 1.0, middle_y * 1.0)
    marking = np.where((odd > 1.5) & (marking == 1), 5, np.where((odd < -1.9) & (marking == 1), 4, marking))
    bare = rng.random() < 0.25  # seams in the ground's own tone
    canvas.assign(np.where(wall < seam / 2, 5 if bare else 0, marking))
    return pick(rng, PALETTES)


def _markings(rng: np.random.Generator) -> np.ndarray:
    """Palette entries 1 to 5, (256, 256): one animal's pattern on the torus."""
    kinds = (_python, _python, _python, _diamonds, _diamonds, _saddles, _coral, _cobra)
    return kinds[int(rng.integers(len(kinds)))](rng)


def _axes() -> tuple[np.ndarray, np.ndarray]:
    axis = np.arange(FIELD_SIZE) + 0.5
    return axis[None, :], axis[:, None]


def _python(rng: np.random.Generator) -> np.ndarray:
    """Large blotches with dark rims and light hearts that join into nets."""
    field = noise(rng, FIELD_SIZE, rng.uniform(18, 38), 2, stretch=(rng.uniform(1, 1.8), 1.0))
    level = float(np.quantile(field, rng.uniform(0.45, 0.62)))
    labels = np.where(field > level, 2, 1)
    labels = np.where(np.abs(field - level) < rng.uniform(0.14, 0.24), 3, labels)
    labels = np.where(field < level - rng.uniform(0.6, 0.9), 4, labels)
    return np.where(field > level + rng.uniform(0.9, 1.3), 5, labels)


def _diamonds(rng: np.random.Generator) -> np.ndarray:
    """The diamondback's chain: rimmed lozenges down the back, half ones on the flanks."""
    x, y = _axes()
    columns, rows = ((2, 3), (2, 4), (3, 4), (3, 5), (4, 6))[int(rng.integers(5))]
    sway = 0.05 * noise(rng, FIELD_SIZE, 30)
    u = np.abs(2 * np.mod(x * columns / FIELD_SIZE + sway, 1) - 1)
    v = np.abs(
        2 * np.mod(y * rows / FIELD_SIZE + 0.5 * (np.floor(x * columns / FIELD_SIZE) % 2) * (columns % 2 == 0), 1) - 1
    )
    far = u + rng.uniform(0.75, 1.0) * v
    labels = np.where(far < 0.8, 2, 1)
    labels = np.where((far > 0.62) & (far < 0.86), 3, labels)
    labels = np.where((far > 0.86) & (far < 1.02), 4, labels)
    return np.where(far < 0.26, 5, labels) + 0 * labels


def _saddles(rng: np.random.Generator) -> np.ndarray:
    """Bands that widen over the back and narrow on the flanks."""
    x, y = _axes()
    columns, rows = int(rng.choice([2, 3, 4])), int(rng.choice([4, 5, 6, 8]))
    across = np.cos(2 * np.pi * columns * x / FIELD_SIZE)
    wave = np.cos(2 * np.pi * (rows * y / FIELD_SIZE + 0.12 * noise(rng, FIELD_SIZE, 30))) + 0.6 * across
    labels = np.where(wave > 0.35, 2, np.where(wave > 0.1, 3, 1))
    return np.where(wave < -1.0, 4, labels)


def _coral(rng: np.random.Generator) -> np.ndarray:
    """Rings around the body: wide, narrow, wide."""
    x, y = _axes()
    bands = int(rng.choice([3, 4, 5]))
    place = np.mod((y + 5 * noise(rng, FIELD_SIZE, 50)) * bands / FIELD_SIZE + 0 * x, 1)
    return np.searchsorted(np.array([0.34, 0.42, 0.72, 0.8]), place)[:, :].astype(np.int64).choose([2, 4, 1, 4, 3])


def _cobra(rng: np.random.Generator) -> np.ndarray:
    """Nearly plain: scales that pass from one tone to the next by chance."""
    field = broad(rng, FIELD_SIZE, rng.uniform(30, 60)) + rng.uniform(0.5, 1.1) * noise(rng, FIELD_SIZE, 3.5)
    return np.where(field > 0.9, 4, np.where(field > -0.2, 1, np.where(field > -1.2, 5, 2)))
