"""Where a garment opens down the front: there the pattern of its cloth does not go on, as the two sides were cut apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.letterbox import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

HEIGHT = 192
"""Rows of the garment's box at which an opening is looked for."""

CENTRE = 0.16
"""How far from the middle of its box the opening may be, in widths of that box."""

CLEAR, WHOLE = 4.0, 0.7
"""How much more light changes across the opening than it does among the pixels beside it, as a median over the rows; and the share of
the rows that must hold cloth there."""

STRAIGHT = 0.0125
"""How far from a smooth curve four fifths of it may lie at the most, in widths of the box: folds wander."""

PATIENCE = 1.0
"""What a step aside costs, in shares of the usual change."""


def find_opening(alpha: Array, light: Array) -> Array | None:
    """Column (H,) in each row of a matte (H, W) at which the front opens, where a line down it is clear to see; else None.

    light: (H, W) log light at the photograph's resolution. The line is the path down along which light changes most from side to
    side, by dynamic programming, as in seam carving (Avidan and Shamir, 2007).
    """
    rows, columns = np.flatnonzero(alpha.max(1) > 0.5), np.flatnonzero(alpha.max(0) > 0.5)
    if len(rows) < 48 or len(columns) < 32:
        return None
    top, left = int(rows[0]), int(columns[0])
    box = slice(top, int(rows[-1]) + 1), slice(left, int(columns[-1]) + 1)
    height, width = box[0].stop - top, box[1].stop - left
    factor = min(1.0, HEIGHT / height)
    size = round(height * factor), round(width * factor)
    cloth, seen = resize(alpha[box], size) > 0.9, resize(light[box], size)
    change = np.abs(ndimage.gaussian_filter1d(seen, 0.8, axis=1, order=1)) * ndimage.binary_erosion(cloth, iterations=2)
    middle, reach = size[1] // 2, max(3, round(CENTRE * size[1]))
    band = change[:, middle - reach : middle + reach + 1]
    usual = _medians(band)
    path = _path(band / np.maximum(usual, 1e-4)[:, None])
    rows_of = np.arange(len(band))
    smooth = np.polynomial.Polynomial.fit(rows_of, path, 2)(rows_of)
    straight = float(np.percentile(np.abs(path - smooth), 80)) / size[1]
    gain = band[rows_of, path] / np.maximum(usual, 1e-4)
    clear = float(np.median(gain[usual > 0])) if (usual > 0).mean() > WHOLE else 0.0
    if clear < CLEAR or straight > STRAIGHT:
        return None
    line = (path + middle - reach + 0.5) / factor + left
    return np.interp(np.arange(len(alpha)), top + (np.arange(len(line)) + 0.5) / factor, line).astype(np.float32)


def _medians(values: Array) -> Array:
    """Median of each row's values above 0; 0 where it has none."""
    above = values > 0
    count = above.sum(1)
    ordered = np.sort(np.where(above, values, np.float32(np.inf)), axis=1)
    middle = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[1] - 1)
    lower, upper = (np.take_along_axis(ordered, at[:, None], 1)[:, 0] for at in middle)
    return np.where(count > 0, (lower + upper) / 2, np.float32(0))


def _path(gain: Array) -> NDArray[np.intp]:
    """Columns (h,) from the top to the bottom of (h, w), a step aside a row at the most, that gain the most."""
    aside = PATIENCE * float(np.median(gain))
    back = np.zeros(gain.shape, np.intp)
    padded = np.full(gain.shape[1] + 2, -np.inf)
    best = padded[1:-1]
    best[:] = gain[0]
    for y in range(1, len(gain)):
        left, right = padded[:-2] - aside, padded[2:] - aside
        most = np.maximum(np.maximum(left, best), right)
        # of equals the first: from the left, straight on, from the right
        back[y] = np.where(left == most, -1, np.where(best == most, 0, 1))
        np.add(most, gain[y], out=best)
    back = np.clip(back + np.arange(gain.shape[1]), 0, gain.shape[1] - 1)
    path = np.empty(len(gain), np.intp)
    path[-1] = int(best.argmax())
    for y in range(len(gain) - 1, 0, -1):
        path[y - 1] = back[y, path[y]]
    return path
