"""tie_dye: spirals, bursts, rings, pleats and crumples, where dyes run into one another."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.noise import noise
from fashionforward.prints.palettes import pick

# ground, then in the order of the dye pots (neighbours blend well)
PALETTES = (
    "f7f3ea d6336c f08c2e f4d13d 3a9d5d 2f6fb7",  # rainbow
    "f6f4ef 1f3a68 3f6fa8 8fb4d6 d6e4ee 2b2f5e",  # indigo
    "fdf5ee f4a6a0 f7cf9a f3e6a8 b9dcc0 a8c6e6",  # pastel
    "fbf1e4 c8553d e58f4e f0bf72 8c3b3b f6dcb4",  # desert sunset
    "f2f2f0 3a3a40 77777f b4b4ba 1d1d22 d9d9dc",  # acid black
    "f5f0fa 6a3fa0 a46cc8 e3a6d8 4a6fd0 8fd0e6",  # galaxy
    "f4f6ee 2f5d50 5f9a72 a9cf94 e0e6a6 1f4a5a",  # forest
    "fff6f2 e0457b f28aa8 f9c6cf f7a072 c2346b",  # raspberry
    "f1f7f7 0f7c8c 3fb0b0 9adcd0 f2d98a 0a4f6a",  # lagoon
    "1d1b2c d94f70 f2945b f6d55c 5ec2b7 6a5acd",  # neon night
    "f3ebdf 7a4a2f b07d52 d9b48a 55604f e9d8bd",  # earth
    "fffaf0 f2b134 ed553b 20639b 3caea3 173f5f",  # festival
)


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One way to fold and tie, dyed in three to six colours."""
    kinds = (_spiral, _spiral, _spiral, _burst, _burst, _rings, _pleats, _crumple, _crumple)
    palette = pick(rng, PALETTES)
    count = int(rng.integers(3, 7))
    ring, bleed = kinds[int(rng.integers(len(kinds)))](rng, canvas, count)
    canvas.assign_weights(_dyed(ring, bleed, count, softness=rng.uniform(0.5, 0.95)))
    return palette[:count]


def _dyed(ring: np.ndarray, bleed: np.ndarray, count: int, softness: float) -> np.ndarray:
    """Weights of dyes around a colour ring: (count, size, size).

    ring: position around the ring, in turns. bleed: share of undyed cloth (entry 0) that shows through, in [0, 1].
    softness: how much of the way from one dye to the next is a blend, up to 1.
    """
    place = np.mod(ring, 1.0) * (count - 1)
    lower = np.floor(place).astype(int) % (count - 1)
    share = np.clip((place - np.floor(place) - 0.5) / softness + 0.5, 0, 1)
    share = share * share * (3 - 2 * share)
    weights = np.zeros((count, *ring.shape))
    for dye in range(count - 1):
        weights[1 + dye] += np.where(lower == dye, 1 - share, 0)
        weights[1 + (dye + 1) % (count - 1)] += np.where(lower == dye, share, 0)
    weights *= 1 - bleed
    weights[0] += bleed
    return weights


def _plane(canvas: Canvas) -> np.ndarray:
    """The tile as complex numbers, x + iy in [0, 1): (size, size)."""
    axis = (np.arange(canvas.size) + 0.5) / canvas.size
    return axis[None, :] + 1j * axis[:, None]


def _theta(z: np.ndarray) -> np.ndarray:
    """Jacobi's first theta function on the square torus: zero at the lattice points alone."""
    q = np.exp(-np.pi)
    return 2 * sum((-1) ** n * q ** ((n + 0.5) ** 2) * np.sin((2 * n + 1) * np.pi * z) for n in range(3))


def _vortices(canvas: Canvas, one: complex, two: complex) -> tuple[np.ndarray, np.ndarray]:
    """Polar coordinates about two points of the torus at once: angle (radians) and log radius, periodic both.

    The angle turns one way around the first point and the other way around the second; the log radius falls to the
    first and rises to the second. So a spiral drawn in them has no seam anywhere.
    """
    z = _plane(canvas)
    quotient = _theta(z - one) / _theta(z - two)
    gap = one - two
    # theta(z + i) = -exp(pi - 2 pi i z) theta(z): the quotient gains exp(2 pi i gap) over the tile's height.
    # Its modulus and its angle are made periodic by terms that are linear in y.
    angle = np.angle(quotient) - 2 * np.pi * gap.real * z.imag
    radius = np.log(np.abs(quotient) + 1e-9) + 2 * np.pi * gap.imag * z.imag
    return angle, radius


def _centres(rng: np.random.Generator) -> tuple[complex, complex]:
    one = complex(*rng.uniform(0, 1, 2))
    return one, one + complex(*(0.5 + rng.normal(0, 0.06, 2)))


def _wet(rng: np.random.Generator, canvas: Canvas, scale: float, octaves: int = 3) -> np.ndarray:
    """How dye creeps through wet cloth: noise at the field's resolution."""
    return noise(rng, canvas.size, scale, octaves, gain=0.6)


def _streaks(rng: np.random.Generator, angle: np.ndarray, low: int, high: int) -> np.ndarray:
    """Uneven rays by angle, about -1 to 1: the pleats that the cord left undyed."""
    total = np.zeros_like(angle)
    for _ in range(3):
        total += np.cos(int(rng.integers(low, high)) * angle + rng.uniform(0, 2 * np.pi))
    return total / 1.7


def _spiral(rng: np.random.Generator, canvas: Canvas, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Two spirals, wound opposite ways, their arms in every colour by turns."""
    angle, radius = _vortices(canvas, *_centres(rng))
    # The ring of colours goes round so often that there are five to ten arms in all.
    turns = max(1, round(rng.uniform(5, 10) / (count - 1)))
    twist = rng.uniform(1.0, 2.2) * rng.choice([-1, 1])
    wound = angle + twist * radius + 0.16 * _wet(rng, canvas, 26, 2)
    ring = turns * wound / (2 * np.pi) + 0.035 * _wet(rng, canvas, 8, 2)
    folds = _streaks(rng, wound, 7, 13) + 0.35 * _wet(rng, canvas, 14, 2)
    bleed = np.clip((folds - rng.uniform(0.5, 1.1)) / 1.3, 0, 0.9)
    return ring, bleed


def _burst(rng: np.random.Generator, canvas: Canvas, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Sunbursts: rings of dye drawn out into rays along the tied folds."""
    angle, radius = _vortices(canvas, *_centres(rng))
    bent = angle + 0.10 * _wet(rng, canvas, 30, 1)
    rays = _streaks(rng, bent, 9, 17)
    ring = rng.uniform(0.22, 0.4) * radius + rng.uniform(0.07, 0.13) * rays + 0.05 * _wet(rng, canvas, 11, 2)
    folds = _streaks(rng, bent, 8, 15) + 0.4 * _wet(rng, canvas, 12, 2)
    return ring, np.clip((folds - rng.uniform(0.5, 0.9)) / 1.2, 0, 0.92)


def _rings(rng: np.random.Generator, canvas: Canvas, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Bullseyes: rings with feathered rims and undyed circles where the bands sat."""
    angle, radius = _vortices(canvas, *_centres(rng))
    feather = 0.05 * _streaks(rng, angle, 14, 26) + 0.06 * _wet(rng, canvas, 16, 2)
    ring = rng.uniform(0.3, 0.5) * radius + feather
    bands = np.cos(2 * np.pi * (ring * (count - 1) + 0.5)) + 0.3 * _wet(rng, canvas, 9, 2)
    return ring, np.clip((bands - rng.uniform(0.4, 0.8)) / 0.7, 0, 0.95)


def _pleats(rng: np.random.Generator, canvas: Canvas, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Shibori: accordion pleats dyed from their edges, bars across the cloth, pinched at intervals."""
    z = _plane(canvas)
    along, across = (z.real, z.imag) if rng.random() < 0.5 else (z.imag, z.real)
    if rng.random() < 0.35:
        along, across = z.real + z.imag, z.real - z.imag
    folds = int(rng.integers(3, 7))
    bars = np.cos(2 * np.pi * folds * (across + 0.018 * _wet(rng, canvas, 40, 1)) + 0.35 * _wet(rng, canvas, 10, 2))
    pinches = np.cos(2 * np.pi * (int(rng.integers(4, 9)) * along + 0.12 * _wet(rng, canvas, 30, 1)))
    ring = 0.18 * bars + 0.07 * _wet(rng, canvas, 18, 2) + rng.uniform(0, 1)
    bleed = np.clip((bars + rng.uniform(0.1, 0.6) * pinches + 0.25 * _wet(rng, canvas, 9, 2) - 0.1) / 0.9, 0, 0.95)
    return ring, bleed


def _crumple(rng: np.random.Generator, canvas: Canvas, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Scrunched and dyed: clouds of colour, with pale creases that fork through some of them."""
    scale = rng.uniform(26, 50)
    field = _wet(rng, canvas, scale)
    ring = rng.uniform(0.18, 0.3) * field + 0.05 * _wet(rng, canvas, scale / 3, 2) + rng.uniform(0, 1)
    crease = np.abs(_wet(rng, canvas, scale * 0.7, 2) + 0.3 * _wet(rng, canvas, 9, 1))
    depth = np.clip(0.55 + 0.6 * _wet(rng, canvas, 36, 1), 0, 1)  # creases fade in and out
    bleed = np.clip(1 - crease / rng.uniform(0.4, 0.8), 0, 1) * depth * 0.95
    if rng.random() < 0.45:
        # Bare patches, where the cloth was bunched too tightly for any dye.
        bleed = np.maximum(bleed * 0.6, np.clip((_wet(rng, canvas, scale * 0.8) - 0.4) / 1.1, 0, 0.97))
    return ring, bleed
