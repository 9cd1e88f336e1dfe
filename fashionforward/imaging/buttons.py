"""Buttons: small round things of one other colour, in a row down the garment, which a print leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fashionforward.imaging.letterbox import resize, shrink
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.transfer import luma_and_differences
from fashionforward.imaging.window import gaussian, least, shrunk, stacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

WORKING = 400
"""Width of the garment, in pixels, at which they are looked for; a smaller photograph is taken as it is."""

SMALLEST, LARGEST = 0.006, 0.045
"""Diameter of a button, in garment widths."""

ROUND, FULL = 1.7, 0.55
"""The most that its box is longer than wide, or wider than long, and the least of that box that it fills."""

COARSE = 3
"""Squares to the standard deviation over which the cloth around is averaged."""

CONTRAST, CLEAR = 0.08, 0.18
"""How far each of its pixels stands out from the cloth around, and all of it, as a distance in luma and both colour differences."""

FEWEST, MOST = 3, 14
"""Buttons in a row."""

OFF, LEAN = 0.015, 0.7
"""How far from the row's line one may lie, in garment widths, and how much that line may lean: across by down."""

APART = (0.05, 0.4)
"""Distance from one to the next, in garment widths."""

EVEN, ALIKE = 0.55, 0.16
"""The most that distances between neighbours differ (their deviation by their mean), and colours from the row's median."""

OTHERS = 0.8
"""So many spots beside the row, for each one in it, and they are a print's dots."""


class Spot(NamedTuple):
    """x, y: its centre; across: its diameter, all in pixels. colour: (3,) less the cloth around, luma and colour differences."""

    x: float
    y: float
    across: float
    colour: NDArray[np.float32]


def leave_buttons(alpha: Array, rgb: Array) -> Array:
    """The native matte (H, W) of a print with the buttons' places taken out of it; rgb (H, W, 3) sRGB, the photograph."""
    columns, rows = np.flatnonzero(alpha.max(0) > 0.5), np.flatnonzero(alpha.max(1) > 0.5)
    if len(columns) < 40:
        return alpha
    cut = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    factor = min(1.0, WORKING / len(columns))
    size = (round(len(rows) * factor), round((columns[-1] - columns[0] + 1) * factor)) if factor < 1 else None
    inner, photo = alpha[cut], rgb[cut]
    if size is not None:
        inner, photo = shrink(inner, size), shrink(photo, size)
    spots, away = _spots(inner, photo)
    row = find_row(spots, inner.shape[1])
    if not row:
        return alpha
    y, x = np.mgrid[: inner.shape[0], : inner.shape[1]].astype(np.float32)
    kept = np.zeros(inner.shape, np.float32)
    for spot in row:
        distance = np.hypot(x - spot.x, y - spot.y) - 0.5 * spot.across
        kept = np.maximum(kept, np.clip(1.0 - distance, 0, 1) * (away > 0.4 * CONTRAST))
    out = alpha.copy()
    out[cut] *= 1 - resize(gaussian(kept, 0.6), alpha[cut].shape)
    return out


def _spots(alpha: Array, rgb: Array) -> tuple[list[Spot], Array]:
    """What stands out from the cloth around it, and how far each pixel (H, W) does."""
    width = alpha.shape[1]
    planes = cv2.split(luma_and_differences(rgb))
    cloth = (alpha > 0.95).astype(np.float32)
    sigma = 0.6 * LARGEST * width
    # what lies around is smooth: found on squares, it is brought back
    step = max(1, int(sigma / COARSE))
    held = gaussian(shrunk(stacked([*(plane * cloth for plane in planes), cloth]), step), sigma / step)
    held[..., :3] /= np.maximum(held[..., 3:], 1e-3)
    held = resize(held[..., :3], cloth.shape, (0, 0, cloth.shape[1] / step, cloth.shape[0] / step))
    beside = [plane - around for plane, around in zip(planes, cv2.split(held), strict=True)]
    away = np.sqrt(sum(plane * plane for plane in beside))
    inside = least(cloth, max(1, round(0.5 * LARGEST * width))) > 0
    outstanding = ((away > CONTRAST) & (cloth > 0)).astype(np.uint8)
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(outstanding, connectivity=4)
    long, short, area = stats[:, 2:4].max(1), stats[:, 2:4].min(1), stats[:, cv2.CC_STAT_AREA]
    small = (long >= SMALLEST * width) & (long <= LARGEST * width)
    compact = (long <= ROUND * short) & (short >= 2) & (area >= FULL * long * short)
    small[0] = False  # all that does not stand out
    found = []
    for number in np.flatnonzero(small & compact):
        left, top, wide, tall = (int(value) for value in stats[number, :4])
        box = slice(top, top + tall), slice(left, left + wide)
        cy, cx = top + (tall - 1) / 2, left + (wide - 1) / 2
        colour = np.array([plane[box][pieces[box] == number].mean() for plane in beside], np.float32)
        if inside[round(cy), round(cx)] and np.linalg.norm(colour) >= CLEAR:
            found.append(Spot(cx, cy, float(max(tall, wide)), colour))
    return found, away


def find_row(spots: list[Spot], width: int) -> list[Spot]:
    """The longest row of alike spots down a garment so many pixels wide, if there is one and little beside it."""
    if len(spots) > (1 + OTHERS) * MOST:
        return []  # the dots of a print: too many beside any row
    best: list[Spot] = []
    for one in spots:
        for other in spots:
            if other.y - one.y < APART[0] * width or abs(other.x - one.x) > LEAN * (other.y - one.y):
                continue
            slope = (other.x - one.x) / (other.y - one.y)
            on = [s for s in spots if abs(s.x - one.x - slope * (s.y - one.y)) <= OFF * width]
            row = _even([s for s in on if np.linalg.norm(s.colour - one.colour) <= ALIKE], width)
            if len(row) > len(best):
                best = row
    return best if len(best) <= MOST and len(spots) <= (1 + OTHERS) * len(best) else []


def _even(spots: list[Spot], width: int) -> list[Spot]:
    """Those from top to bottom, if they follow each other in even steps; none if not."""
    row = sorted(spots, key=lambda spot: spot.y)
    steps = np.diff([spot.y for spot in row])
    if len(row) < FEWEST or steps.min() < APART[0] * width or steps.max() > APART[1] * width:
        return []
    sizes = [spot.across for spot in row]
    return row if steps.std() <= EVEN * steps.mean() and max(sizes) <= 2.2 * min(sizes) else []
