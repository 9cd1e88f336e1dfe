"""Sleeves that hang along the body: the outline does not show them, but the crease does, or the gap, between arm and body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import shrink
from fashionforward.imaging.levels import log_luminance
from fashionforward.imaging.masks import eroded
from fashionforward.imaging.window import gaussian, slope
from fashionforward.runtime.limbs import CUT_APART, Limb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

ROWS = 128
"""Rows of the garment's box at which the crease is looked for."""

ARMPIT, CUFF = 0.3, 0.9
"""Where it begins and ends, as shares of the garment's height."""

THIN, THICK, INNERMOST = 0.05, 0.30, 0.36
"""How far it may lie from the outline, and at the most from the box's side, in widths of that box."""

FRONT = 0.08
"""How far it stays from a front that opens, in the same."""

BESIDE = 3
"""Distance in pixels, at that size, of the light to both sides with which a crease's is compared."""

VALLEY, STEP = 0.25, 0.12
"""A crease is so much darker than both sides, in log light, or so steep a pixel, where it is clear to see."""

BEND = 0.05
"""What a step aside costs, in clear rows."""

SMOOTH = 2.5
"""Rows over which the seam is drawn smooth."""

CLEAR, SEEN, MEAN = 0.35, 0.8, 0.7
"""How clear a row must be to be seen; the share of rows that must be; and how clear all are in the mean: on garments worn in
a studio creases of sleeves have 0.74 and more, bodies in short sleeves 0.60 at the most."""

ARM, HELD = 0.75, 0.6
"""Share of the rows between armpit and cuff, from above, that tell which way it points, since cuffs end early and hands lie on them; and of
those, in how many it has cloth at the least."""


def find_hanging(alpha: Array, rgb: Array, limbs: Iterable[Limb], opening: Array | None = None) -> list[Limb]:
    """Sleeves of a top, jacket or dress that somebody wears, on the sides where none of the `limbs` points away from it.

    alpha (H, W), the matte; rgb (H, W, 3) sRGB, the photograph; opening: (H,) columns at which the front opens. The path down each
    side along which light shows a crease best, or the cloth of the sleeve begins, by dynamic programming; ground within the outline
    is as good.
    """
    rows, columns = np.flatnonzero(alpha.max(1) > 0.5), np.flatnonzero(alpha.max(0) > 0.5)
    if len(rows) < ROWS or len(columns) < ROWS // 4:
        return []
    box = slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
    height, width = (part.stop - part.start for part in box)
    size = (ROWS, max(8, round(width * ROWS / height)))
    small = shrink(alpha[box], size)
    cloth, shown = small > 0.9, _shown(log_luminance(shrink(rgb[box], size)), small > 0.9)
    front = np.full(ROWS, size[1] / 2, np.float32)
    if opening is not None:
        front = (
            np.interp((np.arange(ROWS) + 0.5) * height / ROWS, np.arange(height), opening[box[0]]) - columns[0]
        ) * (size[1] / width)
    middle = (columns[0] + columns[-1]) / 2
    taken = {float(np.flatnonzero(limb.inside.any(0)).mean()) > middle for limb in limbs if limb.inside.any()}
    found = []
    for right in {False, True} - taken:
        turn = slice(None, None, -1 if right else 1)
        line = _crease(shown[:, turn], cloth[:, turn], size[1] - front if right else front)
        if line is None:
            continue
        across = np.arange(size[1])
        sleeve = (across <= line[:, None])[:, turn]
        axis = _axis((sleeve & cloth)[_span()][: int(ARM * (CUFF - ARMPIT) * ROWS)])
        if axis is None:
            continue
        inside = np.zeros(alpha.shape, bool)
        inside[box] = _beyond(line, (height, width), size)[:, turn]
        start, slope = (axis[0] + 0.5) * width / size[1], axis[1] * (width / size[1]) / (height / ROWS)
        pivot = float(columns[0] + start - 0.5), float(rows[0] + ARMPIT * height)
        found.append(Limb(inside, pivot, float(np.arctan(-slope)), CUT_APART))
    return found


def _beyond(line: NDArray[np.intp], shape: tuple[int, int], size: tuple[int, int]) -> NDArray[np.bool_]:
    """(H, W) of `shape`: what lies to the left of a seam's columns (h,), found at `size` (h, w) in steps, or on it."""
    smooth = gaussian(line[:, None].astype(np.float32), SMOOTH)[:, 0] + 1
    rows = (np.arange(shape[0]) + 0.5) * (size[0] / shape[0]) - 0.5
    seam = np.interp(rows, np.arange(size[0]), smooth) * (shape[1] / size[1])
    return np.asarray(np.arange(shape[1]) + 0.5 < seam[:, None])


def _axis(sleeve: NDArray[np.bool_]) -> tuple[float, float] | None:
    """Where a sleeve's middle lies in its first row, and how far it moves aside a row; None where it is cloth in too few."""
    held = np.flatnonzero(sleeve.any(1))
    if len(held) < HELD * len(sleeve):
        return None
    middles = (sleeve[held] * np.arange(sleeve.shape[1])).sum(1) / sleeve[held].sum(1)
    slope, start = np.polyfit(held, middles, 1)
    return float(start), float(slope)


def _span() -> slice:
    return slice(int(ARMPIT * ROWS), int(CUFF * ROWS))


def _shown(light: Array, cloth: NDArray[np.bool_]) -> Array:
    """How clear a crease is at each pixel (h, w), in [0, 1]: darker than both sides, or where light changes from side to side."""
    smooth = gaussian(light, 0.8)
    sides = np.minimum(np.roll(smooth, BESIDE, 1), np.roll(smooth, -BESIDE, 1))
    step = np.abs(slope(smooth, 1.0, axis=1))
    clear = 0.8 * np.clip((sides - smooth) / VALLEY, 0, 1) + 0.5 * np.clip(step / STEP, 0, 1)
    return np.where(eroded(cloth, BESIDE), np.minimum(clear, 1), 0).astype(np.float32)


def _crease(shown: Array, cloth: NDArray[np.bool_], front: Array) -> NDArray[np.intp] | None:
    """Column (h,) of the crease of the sleeve at the left, straight up from its beginning and down from its end; None if not clear."""
    height, width = shown.shape
    across = np.arange(width)
    outline = np.where(cloth.any(1), cloth.argmax(1), width)
    nearest, furthest = outline + THIN * width, np.minimum(outline + THICK * width, INNERMOST * width)
    furthest = np.minimum(furthest, front - FRONT * width)
    value = np.where(~cloth & (across > outline[:, None]), 1, shown)
    value = np.where((across >= nearest[:, None]) & (across <= furthest[:, None]), value, -0.5)
    rows = range(*_span().indices(height))
    best, came = value[rows[0]], np.zeros((height, width), np.intp)
    for y in rows[1:]:
        padded = np.pad(best, 1, constant_values=-np.inf)
        reached = np.stack([padded[1:-1], padded[:-2] - BEND, padded[2:] - BEND])
        came[y] = across + np.array([0, -1, 1])[reached.argmax(0)]
        best = reached.max(0) + value[y]
    line = np.full(height, int(best.argmax()), np.intp)
    for y in reversed(rows[1:]):
        line[: y + 1] = line[y]
        line[:y] = came[y, line[y]]
    clear = value[rows, line[_span()]]
    if best.max() < MEAN * len(rows) or (clear > CLEAR).mean() < SEEN:
        return None
    return line
