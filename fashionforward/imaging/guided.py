"""A matte drawn at the parser's resolution, brought to the photograph's with the photograph as its guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.edges import sharpen_edges
from fashionforward.imaging.letterbox import Letterbox, leave, resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

MIDDLE = 2.0
"""Resolution at which the guide's coefficients are found, in multiples of the canvas."""

RADIUS = 4
"""Half the window, in pixels of the middle resolution."""

SMOOTHNESS = 4e-4
"""Variance of the guide, in sRGB squared, under which an edge is not followed."""

TAIL = 0.15
"""Alpha below it is 0 and above 1 - TAIL is 1, so that the matte's ends are reached exactly."""


END = 0.15
"""The same behind the last step, which leaves the noise of the photograph in it."""


def refine_matte(matte: Array, rgb: Array, box: Letterbox) -> Array:
    """Guided filter with a colour guide (He, Sun and Tang, TPAMI 2013), its coefficients found small (He and Sun, 2015).

    matte (h, w) on the canvas, in [0, 1]; rgb (H, W, 3) sRGB in [0, 1] -> (H, W) float32, exactly 0 and 1 away from edges.
    """
    out = np.zeros(rgb.shape[:2], np.float32)
    cut = bounds(leave(matte, box, (box.height, box.width)) > 0.02, rgb.shape[:2])
    if cut is None:
        return out
    part = rgb[cut]
    scale = min(MIDDLE * box.scale, 1.0)
    size = (max(8, round(part.shape[0] * scale)), max(8, round(part.shape[1] * scale)))
    near = leave(matte, box, cut=cut)
    guide, rough = resize(part, size), resize(near, size)
    slope, offset = (resize(plane, near.shape) for plane in _coefficients(guide, rough, RADIUS, SMOOTHNESS))
    alpha = np.clip((np.einsum("hwc,hwc->hw", slope, part) + offset - TAIL) / (1 - 2 * TAIL), 0, 1)
    alpha[resize(ndimage.maximum_filter(rough, 2 * RADIUS + 1), near.shape) < 0.3] = 0.0
    alpha[resize(ndimage.minimum_filter(rough, 2 * RADIUS + 1), near.shape) > 0.7] = 1.0
    alpha[near < 0.02] = 0.0
    alpha = np.clip((sharpen_edges(alpha, part, scale) - END) / (1 - 2 * END), 0, 1)
    out[cut] = alpha
    return out


def bounds(inside: NDArray[np.bool_], image: tuple[int, int], room: float = 0.03) -> tuple[slice, slice] | None:
    """Rows and columns of an `image` (height, width) that hold what is `inside` on a map of it, with some room; None if empty."""
    slices = []
    for axis, (size, cells) in enumerate(zip(image, inside.shape, strict=True)):
        some = np.flatnonzero(inside.any(1 - axis))
        if not len(some):
            return None
        edge, cell = max(8, round(room * size)), size / cells
        slices.append(slice(max(0, int(some[0] * cell) - edge), min(size, int((some[-1] + 1) * cell) + 1 + edge)))
    return slices[0], slices[1]


def _coefficients(guide: Array, target: Array, radius: int, eps: float) -> tuple[Array, Array]:
    """Per pixel the affine map of colour that fits `target` in its window: (h, w, 3) and (h, w)."""

    def mean(plane: Array) -> Array:
        return ndimage.uniform_filter(plane, 2 * radius + 1, mode="nearest")

    mu = np.stack([mean(guide[..., c]) for c in range(3)], -1)
    mean_target = mean(target)
    covariance = np.empty((*target.shape, 3, 3), np.float32)
    for i in range(3):
        for j in range(i, 3):
            covariance[..., i, j] = covariance[..., j, i] = (
                mean(guide[..., i] * guide[..., j]) - mu[..., i] * mu[..., j]
            )
        covariance[..., i, i] += eps
    cross = np.stack([mean(guide[..., c] * target) for c in range(3)], -1) - mu * mean_target[..., None]
    slope = np.linalg.solve(covariance, cross[..., None])[..., 0].astype(np.float32)
    offset = mean_target - np.einsum("hwc,hwc->hw", slope, mu)
    return np.stack([mean(slope[..., c]) for c in range(3)], -1), mean(offset)


OWN = (0.2, 0.6)
"""Alphas under which the old cloth is the mean of what lies nearby, and from which it is what the pixel itself tells."""


def extend_inside(rgb: Array, alpha: Array, radius: int) -> Array:
    """The old cloth's own colour, F: the photograph where alpha is 1; at soft edges what is left when the ground is taken away.

    rgb (H, W, 3) in linear light, alpha (H, W) -> (H, W, 3). A soft pixel is alpha F + (1 - alpha) B, with B the mean of the nearest
    ground: so no old colour stays, however wrong alpha is. Where alpha is small that says little, and F is the mean of the
    nearest whole cloth. Where nothing is within reach, the photograph itself.
    """
    soft = (alpha > 0) & (alpha < 1)
    cloth, ground = (_nearest(rgb, sure, soft, radius) for sure in (alpha > 0.98, alpha < 0.02))
    share = alpha[..., None]
    own = np.maximum(rgb - (1 - share) * ground, 0) / np.maximum(share, 1e-3)
    weight = np.clip((share - OWN[0]) / (OWN[1] - OWN[0]), 0, 1)
    # no more of the old colour than the photograph holds: taken away, it must not leave less than nothing
    old = np.minimum(weight * own + (1 - weight) * cloth, rgb / np.maximum(share, 1e-3))
    return np.where(soft[..., None], old, rgb).astype(np.float32)


def _nearest(rgb: Array, sure: NDArray[np.bool_], wanted: NDArray[np.bool_], radius: int) -> Array:
    """Means (H, W, 3) of the sure pixels about the wanted ones, in the smallest window that holds some; else the pixels themselves."""
    weight = sure.astype(np.float32)
    out = rgb.copy()
    todo = wanted
    for reach in (radius, 3 * radius, 9 * radius):
        if not todo.any():
            break
        share = ndimage.uniform_filter(weight, 2 * reach + 1, mode="nearest")
        found = todo & (share > 1e-3)
        for c in range(3):
            mean = ndimage.uniform_filter(rgb[..., c] * weight, 2 * reach + 1, mode="nearest")
            out[..., c][found] = mean[found] / share[found]
        todo = todo & ~found
    return out
