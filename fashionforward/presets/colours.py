"""Naming a measured colour with one of the eleven basic colour terms (Berlin and Kay, 1969)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EXAMPLES = {
    "black": ("#111111", "#26262a", "#1b1f2a"),
    "white": ("#ffffff", "#e6e6e6", "#f2efe6", "#d2d2d4"),
    "grey": ("#808080", "#a8a8a8", "#555555"),
    "red": ("#c41e2a", "#8a1420", "#e0443c"),
    "orange": ("#f07820", "#e8954a"),
    "yellow": ("#f0d030", "#f5e68c", "#c8a820"),
    "green": ("#2e8b45", "#1e4d2b", "#8fbf70", "#6b7040"),
    "blue": ("#2f5fb5", "#1f2a55", "#86b3dc", "#4a6a8c"),
    "purple": ("#6a3d8c", "#3f2450", "#b08cc8"),
    "pink": ("#f0a0b8", "#e0508a", "#d89aa0"),
    "brown": ("#6b4428", "#3f2a1e", "#a07850", "#d8c4a0", "#bca98c"),
}
"""Cloth as it is photographed: dark, middling and light of each term. Beige counts as brown."""

BASIC = tuple(EXAMPLES)

LIGHTNESS = 0.6
"""How much a step in lightness counts beside one in hue or chroma: a light says less of a colour's name than its hue."""


def name_colours(rgb: NDArray[np.float32]) -> list[str]:
    """The term whose nearest example is nearest in CIELAB; rgb (N, 3) sRGB in [0, 1]."""
    from skimage.color import rgb2lab

    names = [term for term, examples in EXAMPLES.items() for _ in examples]
    shown = np.array([[int(h[i : i + 2], 16) / 255 for i in (1, 3, 5)] for e in EXAMPLES.values() for h in e])
    weight = np.array([LIGHTNESS, 1, 1])
    distance = ((rgb2lab(np.asarray(rgb)[None])[0][:, None] - rgb2lab(shown[None])[0][None]) * weight) ** 2
    return [names[i] for i in distance.sum(-1).argmin(1)]


def main_colour(image: NDArray[np.uint8], matte: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(3,) sRGB in [0, 1]: the median inside a garment's matte (H, W); the picture's middle where it is empty."""
    inside = matte > 200
    if not inside.any():
        height, width = matte.shape
        inside[height // 3 : -(height // 3), width // 3 : -(width // 3)] = True
    return (np.median(image[inside], 0) / 255).astype(np.float32)
