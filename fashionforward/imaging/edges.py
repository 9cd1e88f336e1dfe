"""Edges of a matte at the photograph's own resolution, found by colour between the cloth and what lies beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.letterbox import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BAND = 2
"""How far from a soft edge the true one may lie, in pixels at the middle resolution."""

REACHES = (4, 9, 20)
"""Half the windows in which sure cloth and sure ground are looked for, at the middle resolution, nearest first."""

NOISE = 0.06
"""Distance of two colours in sRGB under which neither tells an edge."""

UNLIKE = 0.12
"""How far from the line between both colours, in sRGB, a pixel may lie before it is taken for neither."""


def sharpen_edges(alpha: Array, rgb: Array, scale: float) -> Array:
    """Alpha as the share of cloth in a pixel's colour, as sampling-based matting finds it (Wang and Cohen, CVPR 2007).

    alpha (H, W) in [0, 1]; rgb (H, W, 3) sRGB in [0, 1]; scale: middle resolution over the photograph's -> (H, W) float32. In a
    band about soft edges the colours of the nearest sure cloth and sure ground, F and B, give alpha by projection on F - B; where
    they are alike, vary, or the pixel is like neither, the alpha given stays.
    """
    size = (max(8, round(alpha.shape[0] * scale)), max(8, round(alpha.shape[1] * scale)))
    rough, small = resize(alpha, size), resize(rgb, size)
    inside = ndimage.minimum_filter(rough, 2 * BAND + 1) > 0.97
    outside = ndimage.maximum_filter(rough, 2 * BAND + 1) < 0.03
    band = resize((~inside & ~outside).astype(np.float32), alpha.shape) > 0.5
    if not inside.any() or not outside.any() or not band.any():
        return alpha
    y, x = np.nonzero(band)
    cloth, cloth_spread, cloth_found = (_at(p, y, x, alpha.shape) for p in _nearest(small, inside))
    ground, ground_spread, ground_found = (_at(p, y, x, alpha.shape) for p in _nearest(small, outside))
    apart, offset, prior = cloth - ground, rgb[y, x] - ground, alpha[y, x]
    distance = np.maximum((apart**2).sum(-1), 1e-6)
    share = np.clip((offset * apart).sum(-1) / distance, 0, 1)
    stray = ((offset - share[:, None] * apart) ** 2).sum(-1)
    told = distance / (distance + NOISE**2 + 12 * (cloth_spread + ground_spread)) * np.exp(-stray / (2 * UNLIKE**2))
    told = told * (cloth_found > 0.99) * (ground_found > 0.99)
    out = alpha.copy()
    out[y, x] = prior + told * (share - prior)
    return out


def _nearest(rgb: Array, sure: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Mean colour (h, w, 3) of the sure pixels nearby, its variance (h, w), and 1 where some were found."""
    mean, spread = np.zeros_like(rgb), np.zeros(sure.shape, np.float32)
    found = np.zeros(sure.shape, bool)
    weight = sure.astype(np.float32)
    for reach in REACHES:
        window = 2 * reach + 1
        share = ndimage.uniform_filter(weight, window, mode="constant")
        new = ~found & (share > 0.02)
        if not new.any():
            continue
        local = [
            ndimage.uniform_filter(rgb[..., c] * weight, window, mode="constant")[new] / share[new] for c in range(3)
        ]
        square = ndimage.uniform_filter((rgb**2).sum(-1) * weight, window, mode="constant")[new] / share[new]
        mean[new] = np.stack(local, -1)
        spread[new] = np.maximum(square - sum(v**2 for v in local), 0)
        found |= new
    return mean, spread, found.astype(np.float32)


def _at(plane: Array, y: NDArray[np.intp], x: NDArray[np.intp], shape: tuple[int, int]) -> Array:
    """Bilinear samples of a small plane at pixels of a (H, W) one."""
    rows = (y + 0.5) * plane.shape[0] / shape[0] - 0.5
    columns = (x + 0.5) * plane.shape[1] / shape[1] - 0.5
    planes = plane[..., None] if plane.ndim == 2 else plane
    values = [
        ndimage.map_coordinates(planes[..., c], [rows, columns], order=1, mode="nearest")
        for c in range(planes.shape[-1])
    ]
    return values[0] if plane.ndim == 2 else np.stack(values, -1)
