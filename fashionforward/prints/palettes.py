"""Colours of designs: palettes picked by hand, moved a little by the seed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fashionforward.prints.design import PALETTE_SIZE, linear_to_srgb, srgb_to_linear

# Björn Ottosson's Oklab (2020): small moves in it look equally large on every colour, which HSV does not give.
_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                 [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                 [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip


def colors(*codes: str) -> np.ndarray:
    """(n, 3) float64 sRGB in [0, 1] from hex codes without the hash; `colors("fffaf0 1f3d2b")` works too."""
    split = " ".join(codes).split()
    return np.array([[int(code[i : i + 2], 16) for i in (0, 2, 4)] for code in split]) / 255.0


def pick(rng: np.random.Generator, palettes: Sequence[str], amount: float = 1.0) -> np.ndarray:
    """One of the palettes (each a string of hex codes), jittered: (n, 3) sRGB in [0, 1]."""
    return jitter(rng, colors(palettes[int(rng.integers(len(palettes)))]), amount)


def jitter(rng: np.random.Generator, srgb: np.ndarray, amount: float = 1.0) -> np.ndarray:
    """Shift a palette as a dyer's lot would: all entries together in hue and lightness, each a little by itself."""
    lab = to_oklab(srgb)
    turn = rng.normal(0, 0.06) * amount
    chroma = 1.0 + rng.normal(0, 0.07) * amount
    cos, sin = np.cos(turn), np.sin(turn)
    a, b = lab[:, 1] * chroma, lab[:, 2] * chroma
    lab = np.stack([lab[:, 0] + rng.normal(0, 0.008) * amount, cos * a - sin * b, sin * a + cos * b], axis=1)
    return from_oklab(lab + rng.normal(0, 0.006, lab.shape) * amount)


def blend(first: np.ndarray, second: np.ndarray, share: float = 0.5) -> np.ndarray:
    """The colour of two yarns woven together: mixed in light, `share` of the second."""
    return linear_to_srgb((1 - share) * srgb_to_linear(np.asarray(first)) + share * srgb_to_linear(np.asarray(second)))


def in_use(weights: np.ndarray, srgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leave out the entries that a design came not to use, so that every entry asked for shows on the cloth.

    The ground stays first; where it is hardly seen, the colour that covers most takes its place.
    weights: (PALETTE_SIZE, size, size); srgb: (n, 3). Returns both, reordered; weights keep their shape.
    """
    shares = weights.mean(axis=(1, 2))
    ground = 0 if shares[0] > 0.03 else int(shares.argmax())
    kept = [ground, *(k for k in range(len(srgb)) if k != ground and shares[k] > 1e-3)]
    ordered = np.zeros_like(weights)
    ordered[: len(kept)] = weights[kept]
    ordered[0] = np.maximum(ordered[0] + 1 - ordered.sum(axis=0), 0)  # with what the entries left out had covered
    return ordered, np.atleast_2d(srgb)[kept]


def padded(srgb: np.ndarray) -> np.ndarray:
    """(PALETTE_SIZE, 3) float32: unused entries repeat the last used."""
    srgb = np.atleast_2d(srgb)
    if not 1 <= len(srgb) <= PALETTE_SIZE:
        raise ValueError(f"a palette has 1 to {PALETTE_SIZE} colours, not {len(srgb)}")
    index = np.minimum(np.arange(PALETTE_SIZE), len(srgb) - 1)
    return np.clip(srgb[index], 0.0, 1.0).astype(np.float32)


def to_oklab(srgb: np.ndarray) -> np.ndarray:
    """(..., 3) sRGB in [0, 1] to Oklab (lightness in [0, 1], a, b)."""
    return np.cbrt(srgb_to_linear(srgb) @ _LMS.T) @ _LAB.T


def from_oklab(lab: np.ndarray) -> np.ndarray:
    """The inverse of `to_oklab`, clipped to sRGB."""
    return linear_to_srgb((lab @ np.linalg.inv(_LAB).T) ** 3 @ np.linalg.inv(_LMS).T)
