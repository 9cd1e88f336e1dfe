"""Cloth coordinates: where on the print each pixel of a garment lies."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.runtime.limbs import find_limbs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

DISPLACEMENT = 0.012
"""How far, in garment widths, the print is carried along where log shading changes by one over a hundredth of that width."""

LIMIT = 0.02
"""No pixel is carried further than this share of the garment's width."""


def place(alpha: Array, light: Array) -> Array:
    """(H, W, 2) widths of the garment across and down its box, turned with its limbs, displaced by the shading's slope.

    alpha (H, W), the matte; light (H, W), log shading smoothed over folds.
    """
    rows, columns = np.flatnonzero(alpha.max(1) > 0.5), np.flatnonzero(alpha.max(0) > 0.5)
    top, left = (rows[0], columns[0]) if len(rows) and len(columns) else (0, 0)
    width = float(columns[-1] - left + 1) if len(columns) else float(alpha.shape[1])
    y, x = np.mgrid[0 : alpha.shape[0], 0 : alpha.shape[1]].astype(np.float32)
    for limb in find_limbs(alpha):
        across, down = x[limb.inside] - limb.pivot[0], y[limb.inside] - limb.pivot[1]
        cos, sin = np.cos(limb.angle), np.sin(limb.angle)
        x[limb.inside] = limb.pivot[0] + cos * across + sin * down
        y[limb.inside] = limb.pivot[1] - sin * across + cos * down
    step = max(1, round(width / 200))
    across, down = (ndimage.gaussian_filter1d(light, step, axis=a, order=1, mode="nearest") for a in (1, 0))
    shift = np.stack([across, down], -1) * (width / 100) * DISPLACEMENT
    here = np.stack([(x - left) / width, (y - top) / width], -1) + np.clip(shift, -LIMIT, LIMIT)
    return here.astype(np.float32)


def coordinates(here: Array, sku: str, scale: float) -> Array:
    """Repeats across and down, (..., 2), of what `place` gave, with the SKU's own phase; scale: garment widths a repeat."""
    return (here / np.float32(scale) + phase(sku)).astype(np.float32)


def phase(sku: str) -> Array:
    """(2,) in [0, 1): where on its cloth a SKU was cut, the same in all photographs of that SKU."""
    digest = zlib.crc32(sku.encode("utf-8", "surrogatepass"))
    return np.array([(digest & 0xFFFF) / 65536, (digest >> 16) / 65536], np.float32)
