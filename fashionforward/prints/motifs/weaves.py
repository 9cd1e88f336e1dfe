"""Cloth as yarns make it: setts, twills, and lines that no ruler drew."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.noise import broad

Sett = list[tuple[float, int]]
"""Widths (any unit) and yarns, in the order in which they lie."""


def threads(sett: Sett, coordinate: np.ndarray, repeats: int) -> np.ndarray:
    """The yarn at each coordinate (cells), of a sett that goes `repeats` times into the tile: uint8."""
    widths = np.array([width for width, _ in sett])
    edges = np.cumsum(widths) / widths.sum()
    yarns = np.array([yarn for _, yarn in sett], dtype=np.uint8)
    place = np.mod(coordinate * repeats / FIELD_SIZE, 1.0)
    return yarns[np.minimum(np.searchsorted(edges, place, side="right"), len(yarns) - 1)]


def mirrored(half: Sett) -> Sett:
    """A sett that runs to its pivot and back, as a tartan's does."""
    return [*half, *half[-2:0:-1]]


def unsteady(
    rng: np.random.Generator, canvas: Canvas, slow: float = 1.0, fine: float = 0.3, step: int = 1
) -> list[np.ndarray]:
    """Coordinates x and y, (pixels / step,) squared, in cells, that waver by `slow` cells over a hand's breadth and `fine` within it."""
    return [
        axis + slow * broad(rng, canvas.pixels // step, 28) + fine * broad(rng, canvas.pixels // step, 5)
        for axis in canvas.coordinates(step)
    ]


def twill(x: np.ndarray, y: np.ndarray, ribs: int, share: float = 0.5) -> np.ndarray:
    """Where the warp lies on top in a cloth of `ribs` diagonal ribs over the tile: bool."""
    return np.mod((x - y) * ribs / FIELD_SIZE, 1.0) < share
