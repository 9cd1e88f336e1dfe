"""A matte drawn at the parser's resolution, brought to the photograph's with the photograph as its guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.edges import sharpen_edges
from fashionforward.imaging.letterbox import Letterbox, leave, resize, shrink
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.symmetric import PAIRS, solve
from fashionforward.imaging.transfer import to_linear, to_srgb
from fashionforward.imaging.window import largest, least, mean, means_near, pieces, sampler, shrunk, stacked

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


ENDS = 0.05, 0.15
"""The same behind the last step, which leaves the noise of the photograph in it: less of it below, where a JPEG's colour reaches
further than its light, and what is cut off stays as a rim of the old colour."""

NONE, WHOLE = (0.15, 0.35), (0.6, 0.75)
"""The most alpha within the window up to which a pixel is no cloth, and from which the filter is asked; and the least from which the
filter is not alone, and from which the pixel is all cloth. In steps, they would cut squares out of the matte."""


def refine_matte(matte: Array, rgb: Array, box: Letterbox) -> Array:
    """Guided filter with a colour guide (He, Sun and Tang, TPAMI 2013), its coefficients found small (He and Sun, 2015).

    matte (h, w) on the canvas, in [0, 1]; rgb (H, W, 3) sRGB in [0, 1] -> (H, W) float32, exactly 0 and 1 away from edges.
    """
    out = np.zeros(rgb.shape[:2], np.float32)
    cut = bounds(leave(matte, box, (box.height, box.width)) > 0.02, rgb.shape[:2])
    if cut is None:
        return out
    part = rgb[cut]
    shape = part.shape[:2]
    scale = min(MIDDLE * box.scale, 1.0)
    size = (max(8, round(shape[0] * scale)), max(8, round(shape[1] * scale)))
    guide, rough = shrink(part, size), resize(leave(matte, box, cut=cut), size)
    most, fewest = largest(rough, RADIUS), least(rough, RADIUS)
    small = [_coefficients(guide, rough, RADIUS, SMOOTHNESS), most, fewest]
    inner = np.ascontiguousarray(matte[box.top : box.top + box.height, box.left : box.left + box.width])
    alpha = (resize(rough, shape) > 0.5).astype(np.float32)
    # away from edges a pixel is cloth or not, whatever the filter says: it is computed in the band between
    filtered, seen = sampler(small, shape), sampler([inner], box.image)
    for at in pieces((largest(most, 1) >= NONE[0]) & (least(fewest, 1) <= WHOLE[1]), shape):
        found = filtered(*at)
        near = seen(at[0] + cut[0].start, at[1] + cut[1].start)[:, 0]
        value = np.einsum("nc,nc->n", found[:, :3], part[at]) + found[:, 3]
        value = np.clip((value - TAIL) / (1 - 2 * TAIL), 0, 1)
        value = np.minimum(value, np.clip((found[:, 4] - NONE[0]) / (NONE[1] - NONE[0]), 0, 1))
        value = np.maximum(value, np.clip((found[:, 5] - WHOLE[0]) / (WHOLE[1] - WHOLE[0]), 0, 1))
        value[near < 0.02] = 0.0
        alpha[at] = value
    alpha = sharpen_edges(alpha, part, guide)
    alpha -= ENDS[0]
    alpha /= 1 - sum(ENDS)
    np.clip(alpha, 0, 1, out=out[cut])
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


def _coefficients(guide: Array, target: Array, radius: int, eps: float) -> Array:
    """Per pixel the affine map of colour that fits `target` in its window: three slopes and the offset, (h, w, 4)."""
    planes = cv2.split(guide)  # means of one plane after the other take a third of the time of all side by side
    mu, mean_target = [mean(plane, radius) for plane in planes], mean(target, radius)
    entries = [mean(planes[i] * planes[j], radius) - mu[i] * mu[j] for i, j in PAIRS]
    for entry, (i, j) in zip(entries, PAIRS, strict=True):
        if i == j:
            entry += np.float32(eps)
    slope = solve(
        entries, [mean(plane * target, radius) - m * mean_target for plane, m in zip(planes, mu, strict=True)]
    )
    offset = mean_target - sum(s * m for s, m in zip(slope, mu, strict=True))
    return mean(stacked([*slope, offset]), radius)


OWN = (0.2, 0.6)
"""Alphas under which the old cloth is the mean of what lies nearby, and from which it is what the pixel itself tells."""


FINENESS = 2
"""Cells to half the smallest window: means over many pixels are taken over squares of them."""

APART = 4, 3, 2, 1
"""Every so manieth row and column of a square says what its mean is, where two of each are left at the least."""

STRIP = 1 << 18
"""Pixels that are reduced to squares at once."""


def undo_edges(rgb: Array, alpha: Array, radius: int) -> Array:
    """The old cloth's own colour, F: the photograph where alpha is 1; at soft edges what is left when the ground is taken away.

    rgb (H, W, 3) sRGB, alpha (H, W) -> (H, W, 3) sRGB. A soft pixel is alpha F + (1 - alpha) B in linear light, with B the mean of
    the nearest ground: so no old colour stays, however wrong alpha is. Where alpha is small that says little, and F is the mean
    of the nearest whole cloth. Where nothing is within reach, the photograph itself.
    """
    place = np.flatnonzero((alpha > 0) & (alpha < 1))
    at = np.divmod(place, alpha.shape[1])
    seen, share = to_linear(rgb.reshape(-1, 3).take(place, axis=0)), alpha.reshape(-1, 1).take(place, axis=0)
    cloth, ground = (nearest_mean(rgb, sure, at, seen, radius) for sure in (alpha > 0.98, alpha < 0.02))
    own = np.maximum(seen - (1 - share) * ground, 0) / np.maximum(share, 1e-3)
    weight = np.clip((share - OWN[0]) / (OWN[1] - OWN[0]), 0, 1)
    # no more of the old colour than the photograph holds: taken away, it must not leave less than nothing
    undone = np.minimum(weight * own + (1 - weight) * cloth, seen / np.maximum(share, 1e-3))
    out = rgb.copy()
    out.reshape(-1, 3)[place] = to_srgb(undone)
    return out


def nearest_mean(
    rgb: Array, sure: NDArray[np.bool_], at: tuple[NDArray[np.intp], NDArray[np.intp]], seen: Array, radius: int
) -> Array:
    """Means (N, 3) in linear light of the sure pixels about those `at`, in the smallest window with some; else what is `seen`."""
    factor = max(1, radius // FINENESS)
    factor -= factor % APART[0] if factor >= FINENESS * APART[0] else 0
    planes, weight = _squares(rgb, sure, factor)
    reaches = [max(1, round(radius / factor)) * times for times in (1, 3, 9)]
    means, found = means_near([planes], weight, at, reaches, 1e-3, factor)
    return np.where(found[:, None], means, seen)


def _squares(rgb: Array, sure: NDArray[np.bool_], factor: int) -> tuple[Array, Array]:
    """Light of the sure pixels in squares of `factor` pixels a side, (h, w, 3), and their share of each, (h, w)."""
    if factor == 1:
        return cv2.copyTo(to_linear(rgb), sure.astype(np.uint8)), sure.astype(np.float32)
    apart = next(step for step in APART if (factor % step == 0 and factor // step >= FINENESS) or step == 1)
    rgb, sure, factor = rgb[::apart, ::apart], sure[::apart, ::apart], factor // apart
    step = max(1, STRIP // (rgb.shape[1] * factor)) * factor
    colours, shares = [], []
    for top in range(0, len(rgb), step):
        mask = sure[top : top + step].astype(np.uint8)
        shares.append(shrunk(mask.astype(np.float32), factor))
        colours.append(shrunk(cv2.copyTo(np.ascontiguousarray(rgb[top : top + step]), mask), factor))
    weight, planes = np.concatenate(shares), np.concatenate(colours)
    place, flat = np.flatnonzero(weight), planes.reshape(-1, 3)
    share = weight.reshape(-1, 1)[place]
    flat[place] = to_linear(flat.take(place, axis=0) / share) * share
    return planes, weight
