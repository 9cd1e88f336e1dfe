"""Cloth coordinates: where on the print each pixel of a garment lies."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import resize, shrink
from fashionforward.imaging.window import slope
from fashionforward.runtime.limbs import CUT_APART
from fashionforward.runtime.roundness import unroll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from fashionforward.runtime.limbs import Limb

    Array = NDArray[np.float32]

DISPLACEMENT = 0.012
"""How far, in garment widths, the print is carried along where log shading changes by one over a hundredth of that width."""

FINENESS = 2
"""Samples to the distance over which that slope is measured."""

LIMIT = 0.02
"""No pixel is carried further than this share of the garment's width."""


def place(
    alpha: Array,
    light: Array,
    y: NDArray[np.intp],
    x: NDArray[np.intp],
    limbs: Iterable[Limb] = (),
    opening: Array | None = None,
    *,
    worn: bool = False,
) -> Array:
    """(..., 2) widths of the garment across and down its box, turned with its limbs, displaced by the shading's slope.

    alpha (H, W), the matte; light (H, W), log shading smoothed over folds; y, x (...): rows and columns of the pixels asked about.
    opening: (H,) columns at which the front opens, across which the print does not go on. worn: body and limbs are round.
    """
    rows, columns = np.flatnonzero(alpha.max(1) > 0.5), np.flatnonzero(alpha.max(0) > 0.5)
    top, left = (rows[0], columns[0]) if len(rows) and len(columns) else (0, 0)
    width = float(columns[-1] - left + 1) if len(columns) else float(alpha.shape[1])
    u, v = x.astype(np.float32), y.astype(np.float32)
    at = y * alpha.shape[1] + x
    body = np.ones(at.shape, bool)
    for limb in limbs:
        inside = limb.inside.take(at)
        body &= ~inside
        across, down = u[inside] - np.float32(limb.pivot[0]), v[inside] - np.float32(limb.pivot[1])
        cos, sin = np.float32(np.cos(limb.angle)), np.float32(np.sin(limb.angle))
        turned = cos * across + sin * down
        if worn:
            turned = unroll(turned)
        u[inside] = limb.pivot[0] + turned + np.float32(limb.apart[0] * width)
        v[inside] = limb.pivot[1] - sin * across + cos * down + np.float32(limb.apart[1] * width)
    if worn:
        u[body] = unroll(u[body])
    here = np.empty((*y.shape, 2), np.float32)
    beyond = None if opening is None else x >= opening[y]
    slopes = _slopes(light, max(1, round(width / 200)))
    for index, (coordinate, start, change) in enumerate(zip((u, v), (left, top), slopes, strict=True)):
        coordinate -= np.float32(start)
        coordinate *= np.float32(1 / width)
        if beyond is not None:
            coordinate[beyond] += np.float32(CUT_APART[index])
        carried = change.take(at)
        carried *= np.float32(width / 100 * DISPLACEMENT)
        coordinate += np.clip(carried, -LIMIT, LIMIT, out=carried)
        here[..., index] = coordinate
    return here


def _slopes(light: Array, step: int) -> tuple[Array, Array]:
    """Change a pixel across and down (H, W), over `step` of them: measured small where light is smooth over many pixels."""
    factor = max(1, step // FINENESS)
    size = tuple(max(1, round(side / factor)) for side in light.shape)
    small = shrink(light, (size[0], size[1]))
    sigma = step * small.shape[0] / light.shape[0]
    across, down = (resize(slope(small, sigma, axis), light.shape) * np.float32(sigma / step) for axis in (1, 0))
    return across, down


def coordinates(here: Array, sku: str, scale: float) -> Array:
    """Repeats across and down, (..., 2), of what `place` gave, with the SKU's own phase; scale: garment widths a repeat."""
    out = np.multiply(here, np.float32(1 / scale), dtype=np.float32)
    for axis, start in enumerate(phase(sku)):
        out[..., axis] += start  # rows of two are slow to work on as such
    return out


def phase(sku: str) -> Array:
    """(2,) in [0, 1): where on its cloth a SKU was cut, the same in all photographs of that SKU."""
    digest = zlib.crc32(sku.encode("utf-8", "surrogatepass"))
    return np.array([(digest & 0xFFFF) / 65536, (digest >> 16) / 65536], np.float32)
