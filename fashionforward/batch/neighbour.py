"""Whether two clothes changed where one was asked for."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from fashionforward.imaging.masks import opened, pieces_of
from fashionforward.imaging.opencv import cv2

Array = NDArray[np.float32]

SIDE = 64
"""Clothes are told apart on cells, about so many on the longer side: a print's motifs are mixed in one."""

LIGHTNESS = 0.5
"""What a difference in lightness counts beside one in hue: light and shade make the former on one cloth, too."""

LEAST = 0.05
"""Share of what changed that the smaller cloth has in one piece: less is trim, a logo, a pocket."""

STEPS = 10


def neighbour(lab: Array, there: NDArray[np.bool_]) -> float:
    """How far apart, in CIELAB with lightness counted half, the two clothes are that were there; 0: it was one.

    A neighbouring garment that is taken along ends at edges that are really there, so the outline says nothing of it; but
    it is seldom of the same colour. Stripes and prints are two colours as well, but nowhere in one piece.

    Args:
        lab, there: as `cells` gives them.
    """
    colours = lab[there]
    second = _parted(colours * np.array([LIGHTNESS, 1, 1], np.float32))
    if second is None:
        return 0.0
    smaller = np.zeros_like(there)
    smaller[there] = second
    pieces, sizes = pieces_of(opened(smaller))
    sizes[0] = 0
    if sizes.max() < LEAST * len(colours):
        return 0.0
    one, other = lab[pieces == sizes.argmax()], colours[~second]
    return float(np.linalg.norm((np.median(one, 0) - np.median(other, 0)) * (LIGHTNESS, 1, 1)))


def cells(rgb: Array, whole: NDArray[np.bool_], to_lab: Callable[[Array], Array]) -> tuple[Array, NDArray[np.bool_]]:
    """The mean colour of what changed in each cell, (h, w, 3) CIELAB, and the cells that mostly did, (h, w).

    Args:
        rgb: (H, W, 3) sRGB of the photograph.
        whole: (H, W), where all of it changed.
        to_lab: CIELAB of sRGB.
    """
    step = max(1, round(max(whole.shape) / SIDE))
    height, width = (-(-side // step) for side in whole.shape)
    room = (0, height * step - whole.shape[0], 0, width * step - whole.shape[1])

    def mean(planes: Array) -> Array:
        padded = cv2.copyMakeBorder(planes, *room, cv2.BORDER_CONSTANT)
        return np.asarray(cv2.resize(padded, (width, height), interpolation=cv2.INTER_AREA), np.float32)

    mask = whole.astype(np.uint8)
    share, means = mean(mask.astype(np.float32)), mean(cv2.copyTo(rgb, mask))
    return to_lab(np.asarray(means / np.maximum(share, 1e-6)[..., None], np.float32)), share > 0.5


def _parted(colours: Array) -> NDArray[np.bool_] | None:
    """Which of (N, 3) colours belong to the smaller of two groups (k-means); None: there is one."""
    if len(colours) < 2:
        return None
    away = colours - colours.mean(0)
    first = away @ np.linalg.eigh(away.T @ away)[1][:, -1] > 0
    for _ in range(STEPS):
        if first.all() or not first.any():
            return None
        means = colours[first].mean(0), colours[~first].mean(0)
        nearer = ((colours - means[0]) ** 2).sum(1) < ((colours - means[1]) ** 2).sum(1)
        if (nearer == first).all():
            break
        first = nearer
    return first if 2 * first.sum() < len(first) else ~first
