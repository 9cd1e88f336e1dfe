"""What a drawn print is: soft palette weights on a torus, and a palette."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PALETTE_SIZE = 6
"""Palette entries of every design, ground included."""

FIELD_SIZE = 256
"""Cells along each side of a field. One tile is about as wide as a garment (50 cm), so a cell is about 2 mm."""


@dataclass(frozen=True)
class Design:
    """One print, colours and layout apart.

    weights: (PALETTE_SIZE, size, size) float32, >= 0, sums to 1 over axis 0. A torus: it tiles both ways.
    palette: (PALETTE_SIZE, 3) float32, sRGB in [0, 1]. Entry 0 is the ground, the colour of the cloth behind the
        motifs; entries that the design does not use repeat the last one it does.
    """

    weights: np.ndarray
    palette: np.ndarray
    family: str
    seed: int

    def __post_init__(self) -> None:
        if self.weights.ndim != 3 or self.weights.shape[0] != PALETTE_SIZE:
            raise ValueError(f"weights must be ({PALETTE_SIZE}, size, size), not {self.weights.shape}")
        if self.palette.shape != (PALETTE_SIZE, 3):
            raise ValueError(f"palette must be ({PALETTE_SIZE}, 3), not {self.palette.shape}")
        if self.weights.dtype != np.float32 or self.palette.dtype != np.float32:
            raise ValueError(f"weights and palette must be float32, not {self.weights.dtype} and {self.palette.dtype}")


def colorize(design: Design, palette: np.ndarray | None = None) -> np.ndarray:
    """Paint a design: (size, size, 3) float32, sRGB in [0, 1], mixed in linear light as the renderer does.

    palette: (PALETTE_SIZE, 3) sRGB in [0, 1] in place of the design's own.
    """
    colors = design.palette if palette is None else np.asarray(palette, dtype=np.float32)
    linear = np.einsum("khw,kc->hwc", design.weights, srgb_to_linear(colors))
    return linear_to_srgb(linear).astype(np.float32)


def srgb_to_linear(srgb: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1, from display values in [0, 1] to light in [0, 1]."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((np.maximum(srgb, 0.0) + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(linear: np.ndarray) -> np.ndarray:
    """The inverse of `srgb_to_linear`; clips to [0, 1]."""
    linear = np.clip(linear, 0.0, 1.0)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
