"""Means, least and largest values over square windows: of whole planes by doubling, at a few pixels by sums from the corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Rows = NDArray[np.intp]


CHUNK = 1 << 13
"""Pixels that are worked on at once, where it is pixel by pixel: what is known of them stays in the cache."""


def mean(planes: Array, reach: int) -> Array:
    """Means (..., H, W) over windows of 2 reach + 1 pixels a side; beyond the border its pixels are repeated."""
    return _swept(planes, reach, np.add) / np.float32((2 * reach + 1) ** 2)


def largest(plane: Array, reach: int) -> Array:
    """Largest value in each window, as `mean`."""
    return _swept(plane, reach, np.maximum)


def least(plane: Array, reach: int) -> Array:
    """Least value in each window, as `mean`."""
    return _swept(plane, reach, np.minimum)


def _swept(planes: Array, reach: int, join: Callable[..., Array]) -> Array:
    """Along each axis 2, 4, 8 … neighbours are joined, and the window put together from these: a few additions a pixel."""
    edges = [(0, 0)] * (planes.ndim - 2) + [(reach, reach)] * 2
    out = np.pad(np.asarray(planes, np.float32), edges, mode="edge")
    for axis in (-2, -1):
        out = _along(out, axis, 2 * reach + 1, join)
    return out


def _along(values: Array, axis: int, window: int, join: Callable[..., Array]) -> Array:
    length = values.shape[axis] - window + 1

    def shifted(array: Array, start: int, count: int) -> Array:
        return array[..., start : start + count, :] if axis == -2 else array[..., start : start + count]

    power, size, taken = values, 1, 0
    out = None
    while True:
        if window & size:
            part = shifted(power, taken, length)
            out = part if out is None else join(out, part)
            taken += size
        if taken == window:
            return np.ascontiguousarray(out)
        count = power.shape[axis] - size
        power = join(shifted(power, 0, count), shifted(power, size, count))
        size *= 2


def means_near(
    planes: Sequence[Array], weight: Array, at: tuple[Rows, Rows], reaches: Sequence[int], fewest: float
) -> tuple[Array, NDArray[np.bool_]]:
    """Means of K planes in the smallest window that weighs enough: (N, K), and whether one does.

    planes: K of (H, W), each already multiplied by the weight. weight: (H, W) in [0, 1]. at: rows and columns of N pixels.
    reaches: half the windows, smallest first. fewest: what a window must weigh, as a share of the most that it could.
    """
    y, x = at
    means, found = np.zeros((len(y), len(planes)), np.float32), np.zeros(len(y), bool)
    if not weight.any():
        return means, found
    sums = _sums([*planes, weight])
    todo = np.arange(len(y))
    for reach in reaches:
        total = _inside(sums, y[todo], x[todo], reach)
        enough = total[:, -1] > fewest * (2 * reach + 1) ** 2
        means[todo[enough]] = total[enough, :-1] / total[enough, -1:]
        found[todo[enough]] = True
        todo = todo[~enough]
    return means, found


def shrunk(plane: Array, factor: int) -> Array:
    """Means of squares of `factor` pixels a side; what is left over at the ends is a smaller one."""
    if factor == 1:
        return plane
    return np.asarray(Image.fromarray(plane).reduce(factor), np.float32)


def _sums(planes: Sequence[Array]) -> NDArray[np.float64]:
    """Sums (H + 1, W + 1, K) of all that is above and left of a corner."""
    height, width = planes[0].shape
    sums = np.zeros((height + 1, width + 1, len(planes)))
    inner = sums[1:, 1:]
    np.stack(planes, -1, out=inner)
    np.cumsum(inner, axis=1, out=inner)
    for row in range(1, len(inner)):  # a row at a time: along the other axis the cache misses each value
        inner[row] += inner[row - 1]
    return sums


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


def sample(planes: Array, y: Rows, x: Rows, shape: tuple[int, int]) -> Array:
    """Bilinear samples (n, K) of small planes (h, w, K) at pixels of a plane of `shape`, which they cover whole."""
    height, width, count = planes.shape
    flat = np.ascontiguousarray(planes, np.float32).reshape(-1, count)
    rows = np.clip((y + 0.5) * (height / shape[0]) - 0.5, 0, height - 1)
    columns = np.clip((x + 0.5) * (width / shape[1]) - 0.5, 0, width - 1)
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    down, across = (rows - top).astype(np.float32)[:, None], (columns - left).astype(np.float32)[:, None]
    below, right = np.minimum(top + 1, height - 1) * width, np.minimum(left + 1, width - 1)
    top = top * width
    upper, lower = flat.take(top + left, axis=0), flat.take(below + left, axis=0)
    upper += across * (flat.take(top + right, axis=0) - upper)
    lower += across * (flat.take(below + right, axis=0) - lower)
    upper += down * (lower - upper)
    return upper
