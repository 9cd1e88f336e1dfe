"""solid: one colour, no motif."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.palettes import pick

DYES = [
    "1f2a44",
    "101820",
    "f5f1e8",
    "b22222",
    "2f5d50",
    "c9a227",
    "6b7f94",
    "8c3b3b",
    "d8c3a5",
    "4b5d43",
    "e8b4b8",
    "3c6e91",
    "5b3a52",
    "c65d3b",
    "a9b4a2",
    "708238",
    "efe3d0",
    "2b2d42",
    "d96c75",
    "86a3c3",
    "7a4f2a",
    "f2d16b",
    "008080",
    "b497bd",
    "e07a5f",
    "36454f",
    "c0c5c1",
    "4f6d7a",
    "9b2335",
    "dfcfbe",
    "55b4b0",
    "e15d44",
]


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Nothing to draw: the ground is the design."""
    return pick(rng, DYES, amount=1.5)
