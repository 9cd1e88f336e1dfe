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
    usual = np.array([np.median(row[row > 0]) if (row > 0).any() else 0.0 for row in band])
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


def _path(gain: Array) -> NDArray[np.intp]:
    """Columns (h,) from the top to the bottom of (h, w), a step aside a row at the most, that gain the most."""
    aside = PATIENCE * float(np.median(gain))
    best, back = gain[0].astype(np.float64), np.zeros(gain.shape, np.intp)
    index = np.arange(gain.shape[1])
    for y in range(1, len(gain)):
        padded = np.pad(best, 1, constant_values=-np.inf)
        choices = np.stack([padded[:-2] - aside, padded[1:-1], padded[2:] - aside])
        step = choices.argmax(0)
        back[y] = np.clip(index + step - 1, 0, gain.shape[1] - 1)
        best = choices.max(0) + gain[y]
    path = np.empty(len(gain), np.intp)
    path[-1] = int(best.argmax())
    for y in range(len(gain) - 1, 0, -1):
        path[y - 1] = back[y, path[y]]
    return path
