"""Buttons: small round things of one other colour, in a row down the garment, which a print leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.outstanding import CONTRAST
from fashionforward.imaging.window import least

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.imaging.outstanding import Outstanding

    Array = NDArray[np.float32]

SMALLEST, LARGEST = 0.006, 0.065
"""Diameter of a button, in garment widths."""

ROUND, FULL = 1.7, 0.55
"""The most that its box is longer than wide, or wider than long, and the least of that box that it fills."""

CLEAR = 0.18
"""How far all of it stands out, as a distance in luma and both colour differences."""

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


def find_buttons(seen: Outstanding) -> Array | None:
    """How much of each pixel (h, w) is button, in [0, 1]; None where there are none."""
    # a button may be of the cloth's own hue; of another, it may touch a seam that is
    rows = (find_row(_spots(seen, pixels), seen.alpha.shape[1]) for pixels in (seen.pixels, seen.other))
    row = next((row for row in rows if row), None)
    if row is None:
        return None
    y, x = np.mgrid[: seen.alpha.shape[0], : seen.alpha.shape[1]].astype(np.float32)
    found = np.zeros(seen.alpha.shape, np.float32)
    for spot in row:
        distance = np.hypot(x - spot.x, y - spot.y) - 0.5 * spot.across
        found = np.maximum(found, np.clip(1.0 - distance, 0, 1) * (seen.away > 0.4 * CONTRAST))
    return found


def _spots(seen: Outstanding, pixels: NDArray[np.bool_]) -> list[Spot]:
    """What is small and round among pixels (h, w) that stand out from the cloth around them."""
    width = seen.alpha.shape[1]
    _, pieces, stats, _ = cv2.connectedComponentsWithStats(pixels.view(np.uint8), connectivity=4)
    long, short, area = stats[:, 2:4].max(1), stats[:, 2:4].min(1), stats[:, cv2.CC_STAT_AREA]
    small = (long >= SMALLEST * width) & (long <= LARGEST * width)
    compact = (long <= ROUND * short) & (short >= 2) & (area >= FULL * long * short)
    small[0] = False  # all that does not stand out
    numbers = np.flatnonzero(small & compact)
    if not len(numbers):
        return []
    inside = least((seen.alpha > 0.95).astype(np.float32), max(1, round(0.5 * LARGEST * width))) > 0
    found = []
    for number in numbers:
        left, top, wide, tall = (int(value) for value in stats[number, :4])
        box = slice(top, top + tall), slice(left, left + wide)
        cy, cx = top + (tall - 1) / 2, left + (wide - 1) / 2
        of_it = pieces[box] == number
        colour = (seen.planes[box][of_it] - seen.around[box][of_it]).mean(0)
        if inside[round(cy), round(cx)] and np.linalg.norm(colour) >= CLEAR:
            found.append(Spot(cx, cy, float(max(tall, wide)), colour))
    return found


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
