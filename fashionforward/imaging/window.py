"""Means, least and largest values over square windows: of whole planes, or at a few pixels by sums from the corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Rows = NDArray[np.intp]


NOTHING = -60.0
"""Logarithm of what is as good as nothing: of less, exponentials are no normal numbers, and take a hundred times as long."""

CHUNK = 1 << 13
"""Pixels that are worked on at once, where it is pixel by pixel: what is known of them stays in the cache."""


def stacked(planes: Sequence[Array]) -> Array:
    """Planes (H, W) and (H, W, C) behind one another: (H, W, all their channels). NumPy's own takes seven times as long."""
    merged = np.asarray(cv2.merge([np.ascontiguousarray(plane) for plane in planes]))
    return merged if merged.ndim == 3 else merged[..., None]


def mean(planes: Array, reach: int) -> Array:
    """Means (H, W) or (H, W, C) over windows of 2 reach + 1 pixels a side; beyond the border its pixels are repeated."""
    size = 2 * reach + 1
    planes = np.ascontiguousarray(planes, np.float32)
    return np.asarray(cv2.blur(planes, (size, size), borderType=cv2.BORDER_REPLICATE)).reshape(planes.shape)


def gaussian(planes: Array, sigma: float) -> Array:
    """Gaussian means (H, W) or (H, W, C); beyond the border its pixels are repeated."""
    planes = np.ascontiguousarray(planes, np.float32)
    blurred = cv2.GaussianBlur(planes, (0, 0), float(sigma), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blurred).reshape(planes.shape)


def down(plane: Array, sigma: float) -> Array:
    """Gaussian means down the columns of a plane (H, W), as `gaussian`."""
    return _filtered(plane, _bell(sigma)[0], 0)


def slope(plane: Array, sigma: float, axis: int) -> Array:
    """Change a pixel along an axis of a plane (H, W) smoothed along it by a Gaussian; beyond the border its pixels are repeated."""
    bell, away = _bell(sigma)
    return _filtered(plane, bell * away / np.float32(sigma**2), axis)


def _bell(sigma: float) -> tuple[Array, Array]:
    """A Gaussian's weights (n, 1), and how far from its middle each is."""
    reach = int(4 * sigma + 0.5)
    away = np.arange(-reach, reach + 1, dtype=np.float32)[:, None]
    return cv2.getGaussianKernel(len(away), sigma, cv2.CV_32F), away


def _filtered(plane: Array, weights: Array, axis: int) -> Array:
    one = np.ones((1, 1), np.float32)
    row, column = (one, weights) if axis == 0 else (weights, one)
    return np.asarray(cv2.sepFilter2D(plane, cv2.CV_32F, row, column, borderType=cv2.BORDER_REPLICATE), np.float32)


def largest(plane: Array, reach: int) -> Array:
    """Largest value of a plane (H, W) in each window, as `mean`."""
    return np.asarray(cv2.dilate(plane, _square(reach)), np.float32)


def least(plane: Array, reach: int) -> Array:
    """Least value in each window, as `largest`."""
    return np.asarray(cv2.erode(plane, _square(reach)), np.float32)


def _square(reach: int) -> NDArray[np.uint8]:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)


def means_near(
    planes: Sequence[Array], weight: Array, at: tuple[Rows, Rows], reaches: Sequence[int], fewest: float, apart: int = 1
) -> tuple[Array, NDArray[np.bool_]]:
    """Means of K planes in the smallest window that weighs enough: (N, K), and whether one does.

    planes: (H, W) and (H, W, C), K in all, already multiplied by the weight. weight: (H, W) in [0, 1]. at: rows and columns of N pixels,
    `apart` of them to a row or column of the planes. reaches: half the windows, smallest first. fewest: what a window must weigh, as a
    share of the most that it could.
    """
    if apart > 1:  # pixels of one square have one answer
        asked = at[0] // apart * weight.shape[1] + at[1] // apart
        squares = np.zeros(weight.size, bool)
        squares[asked] = True
        place = np.flatnonzero(squares)
        means, found = means_near(planes, weight, np.divmod(place, weight.shape[1]), reaches, fewest)
        which = np.zeros(weight.size, np.intp)
        which[place] = np.arange(len(place))
        which = which.take(asked)
        return means.take(which, axis=0), found.take(which)
    y, x = at
    count = sum(plane.shape[2] if plane.ndim == 3 else 1 for plane in planes)
    means, found = np.zeros((len(y), count), np.float32), np.zeros(len(y), bool)
    if not weight.any():
        return means, found
    sums = cv2.integral(stacked([*planes, weight]), sdepth=cv2.CV_64F)
    todo = np.arange(len(y))
    for reach in reaches:
        total = _inside(sums, y[todo], x[todo], reach)
        enough = total[:, -1] > fewest * (2 * reach + 1) ** 2
        means[todo[enough]] = total[enough, :-1] / total[enough, -1:]
        found[todo[enough]] = True
        todo = todo[~enough]
    return means, found


def shrunk(planes: Array, factor: int) -> Array:
    """Means of squares of `factor` pixels a side of (H, W[, C]); where it ends within one, its last pixels are repeated."""
    if factor == 1:
        return planes
    height, width = planes.shape[:2]
    edges = (-height % factor, -width % factor)
    if any(edges):
        planes = cv2.copyMakeBorder(planes, 0, edges[0], 0, edges[1], cv2.BORDER_REPLICATE)
    size = (planes.shape[1] // factor, planes.shape[0] // factor)
    return np.asarray(cv2.resize(planes, size, interpolation=cv2.INTER_AREA), np.float32)


def _inside(sums: NDArray[np.float64], y: Rows, x: Rows, reach: int) -> NDArray[np.float64]:
    """Sums over windows: (n, K)."""
    width = sums.shape[1]
    flat = sums.reshape(-1, sums.shape[2])
    low, high = np.maximum(y - reach, 0) * width, np.minimum(y + reach + 1, sums.shape[0] - 1) * width
    left, right = np.maximum(x - reach, 0), np.minimum(x + reach + 1, width - 1)
    inside = flat.take(high + right, axis=0)
    inside -= flat.take(low + right, axis=0)
    inside -= flat.take(high + left, axis=0)
    inside += flat.take(low + left, axis=0)
    return inside


def pieces(small: NDArray[np.bool_], shape: tuple[int, int]) -> Iterator[tuple[Rows, Rows]]:
    """Rows and columns of the pixels of a plane of `shape` that lie on a small mask which covers it, in runs of `CHUNK`."""
    rows, columns = (
        ((np.arange(side) + 0.5) * (cells / side)).astype(np.intp)
        for side, cells in zip(shape, small.shape, strict=True)
    )
    across, top = small[:, columns], 0
    while top < shape[0]:
        height = max(1, 8 * CHUNK // shape[1])
        place = np.flatnonzero(across[rows[top : top + height]])
        for start in range(0, len(place), CHUNK):
            y, x = np.divmod(place[start : start + CHUNK], shape[1])
            yield y + top, x
        top += height


def in_fours(planes: Array) -> list[Array]:
    """Planes (H, W, K) as OpenCV takes them: three or four channels side by side, those left over one by one.

    Of one, three or four channels it takes samples in full precision; of two, places are rounded to a thirty-second of a pixel.
    """
    count = planes.shape[2]
    if count == 3:
        return [np.ascontiguousarray(planes)]
    fours = count // 4 * 4
    together = [np.ascontiguousarray(planes[..., k : k + 4]) for k in range(0, fours, 4)]
    return [*together, *(np.ascontiguousarray(planes[..., k]) for k in range(fours, count))]


def sampled(planes: Sequence[Array], place: Array) -> Array:
    """Bilinear samples (n, K) of what `in_fours` gave, at places (n, 2), columns and rows in pixels."""
    if len(place) > CHUNK:  # OpenCV's rows end at 32,766
        return np.concatenate([sampled(planes, place[at : at + CHUNK]) for at in range(0, len(place), CHUNK)])
    found = samples(planes, place)
    return np.asarray(found[0].reshape(len(place), -1) if len(found) == 1 else stacked(found)[0])


def samples(planes: Sequence[Array], place: Array) -> list[Array]:
    """The same of each of them by itself, (1, n[, 3 or 4]); n up to `CHUNK`."""
    return [
        cv2.remap(some, place[None], None, interpolation=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for some in planes
    ]


def sampler(parts: Sequence[Array], shape: tuple[int, int]) -> Callable[[Rows, Rows], Array]:
    """Bilinear samples (n, K) of small planes at rows and columns of a plane of `shape`, which they cover whole.

    parts: (h, w) or (h, w, 3 or 4) each, as `in_fours` gives them: K planes in all.
    """
    down, across = (np.float32(cells / side) for cells, side in zip(parts[0].shape, shape, strict=False))

    def sample(y: Rows, x: Rows) -> Array:
        place = np.empty((len(y), 2), np.float32)
        for column, at, step in ((place[:, 0], x, across), (place[:, 1], y, down)):
            column[:] = at
            column += np.float32(0.5)
            column *= step
            column -= np.float32(0.5)
        return sampled(parts, place)

    return sample
