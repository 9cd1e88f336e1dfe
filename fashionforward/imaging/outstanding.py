"""What stands out from the cloth around it, at a size at which buttons and cords have some pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import resize, shrink
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.shade import in_shade
from fashionforward.imaging.transfer import luma_and_differences
from fashionforward.imaging.window import gaussian, shrunk, stacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

WORKING = 400
"""Width of the garment, in pixels, at which it is looked at; a smaller photograph is taken as it is."""

NARROWEST = 40
"""Pixels of the photograph across a garment under which nothing can be told."""

AROUND = 0.06
"""Standard deviation of the Gaussian that says what the cloth around is, in garment widths."""

COARSE = 3
"""Squares to that standard deviation."""

CONTRAST = 0.08
"""How far a pixel stands out, as a distance in luma and both colour differences."""


@dataclass(frozen=True)
class Outstanding:
    """The box of a garment, w pixels wide and h high.

    cut: where it lies in the photograph. alpha: (h, w). planes: luma and both colour differences, and around: the same of the cloth
    around, (h, w, 3). away: (h, w), the distance of the two.
    """

    cut: tuple[slice, slice]
    alpha: Array
    planes: Array
    around: Array
    away: Array

    @cached_property
    def pixels(self) -> NDArray[np.bool_]:
        """(h, w): which pixels of the cloth stand out."""
        return (self.away > CONTRAST) & (self.alpha > 0.95)

    @cached_property
    def other(self) -> NDArray[np.bool_]:
        """(h, w): which of them are not the cloth in other light, as its folds and seams are."""
        out, at = self.pixels.copy(), np.flatnonzero(self.pixels)
        shown, around = (planes.reshape(-1, 3).take(at, axis=0) for planes in (self.planes, self.around))
        out.reshape(-1)[at] = ~in_shade(shown, around)
        return out


def stand_out(alpha: Array, rgb: Array) -> Outstanding | None:
    """What stands out on a garment with the matte (H, W), in the photograph (H, W, 3) sRGB; None where it is too small to tell."""
    columns, rows = np.flatnonzero(alpha.max(0) > 0.5), np.flatnonzero(alpha.max(1) > 0.5)
    if len(columns) < NARROWEST:
        return None
    cut = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
    factor = min(1.0, WORKING / len(columns))
    inner, photo = alpha[cut], rgb[cut]
    if factor < 1:
        size = round(len(rows) * factor), round((columns[-1] - columns[0] + 1) * factor)
        inner, photo = shrink(inner, size), shrink(photo, size)
    planes, sigma = luma_and_differences(photo), AROUND * inner.shape[1]
    cloth = (inner > 0.95).astype(np.float32)
    # what lies around is smooth: found on squares, it is brought back
    step = max(1, int(sigma / COARSE))
    held = gaussian(shrunk(stacked([cv2.copyTo(planes, cloth.astype(np.uint8)), cloth]), step), sigma / step)
    held[..., :3] /= np.maximum(held[..., 3:], 1e-3)
    around = resize(held[..., :3], cloth.shape, (0, 0, cloth.shape[1] / step, cloth.shape[0] / step))
    beside = cv2.split(planes - around)
    return Outstanding(cut, inner, planes, around, np.sqrt(sum(plane * plane for plane in beside)))
