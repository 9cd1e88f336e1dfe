"""`ff prints from-garment`: the print of a photographed garment, flat and without its light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.errors import BadPrint
from fashionforward.imaging.letterbox import leave, resize
from fashionforward.imaging.transfer import to_linear, to_srgb
from fashionforward.runtime.regions import select

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.engine import Engine

    Array = NDArray[np.float32]

SURE = 0.75
"""Cloth is taken where the matte says so; a print makes it doubt in specks, which are closed."""

SPECK = 4
"""Pixels, half of a speck's width."""

LEAST = 64
"""Pixels a side that a patch has to have."""

WORKING = 1200
"""Longer side at which the patch is looked for."""

LEAN = 20.0
"""Degrees by which a print may lie askew on a garment and still be set upright."""


def lift(engine: Engine, rgb: Array, region: str = "auto") -> Array:
    """A square swatch (n, n, 3) sRGB of the print of (H, W, 3) sRGB, with its light divided out and set upright.

    Raises BadPrint where no piece of the garment is large and whole enough.
    """
    ratio = min(1.0, WORKING / max(rgb.shape[:2]))
    rgb = resize(rgb, (round(rgb.shape[0] * ratio), round(rgb.shape[1] * ratio)))
    parse = engine.parse(rgb)
    rgb = rgb[parse.window]
    matte = leave(parse.matte * select(parse.told, parse.matte, region, parse.canvas, parse.inside), parse.box)
    whole = ndimage.binary_closing(np.pad(matte > SURE, SPECK), iterations=SPECK)[SPECK:-SPECK, SPECK:-SPECK]
    albedo = unrender(rgb, leave(parse.shading, parse.box), whole)
    angle = lean(albedo, whole)
    if abs(angle) > 0.5:
        albedo = np.clip(ndimage.rotate(albedo, angle, axes=(1, 0), reshape=False, order=1), 0, 1)
        whole = ndimage.rotate(whole.astype(np.float32), angle, axes=(1, 0), reshape=False, order=1) > 0.99
    top, left, side = largest_square(whole)
    if side < LEAST:
        raise BadPrint(
            f"The largest whole piece of cloth is {side} pixels wide.", "Take a larger or a closer photograph."
        )
    return np.ascontiguousarray(albedo[top : top + side, left : left + side], np.float32)


def unrender(rgb: Array, shading: Array, whole: NDArray[np.bool_]) -> Array:
    """The photograph's own colours without its folds: divided by shading, whose median on the cloth is 0. sRGB."""
    if not whole.any():
        return rgb
    level = shading - np.median(shading[whole])
    return to_srgb(to_linear(rgb) * np.exp(-np.clip(level, -1.6, 1.0))[..., None])


def lean(albedo: Array, whole: NDArray[np.bool_]) -> float:
    """Degrees to turn the picture by so that the print's own lines lie along its sides; 0 where they have no direction.

    The structure tensor's angles, folded to a quarter turn: stripes, checks and rows all tell.
    """
    inside = ndimage.binary_erosion(whole, iterations=6)
    if inside.sum() < LEAST**2:
        return 0.0
    grey = ndimage.gaussian_filter(albedo.mean(-1), 1.5)
    across, down = ndimage.sobel(grey, axis=1)[inside], ndimage.sobel(grey, axis=0)[inside]
    strength = np.hypot(across, down)
    # four times the angle, so that lines at right angles to each other add up
    turn = (strength**2 * np.exp(4j * np.arctan2(down, across))).sum()
    certain = abs(turn) / max(float((strength**2).sum()), 1e-9)
    angle = float(np.degrees(np.angle(turn)) / 4)
    return angle if certain > 0.25 and abs(angle) <= LEAN else 0.0


def largest_square(whole: NDArray[np.bool_]) -> tuple[int, int, int]:
    """Top, left and side of the largest square of cloth."""
    padded = np.pad(whole, 1)
    reach = ndimage.distance_transform_cdt(padded, metric="chessboard")[1:-1, 1:-1]
    row, column = np.unravel_index(int(reach.argmax()), reach.shape)
    radius = int(reach[row, column])
    side = max(0, 2 * radius - 1)
    return int(row) - radius + 1, int(column) - radius + 1, side
