"""Where a garment opens down the front: there the pattern of its cloth does not go on, as the two sides were cut apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import shrink
from fashionforward.imaging.levels import FLOOR
from fashionforward.imaging.masks import closed, dilated, eroded, rectangle
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.shade import in_shade
from fashionforward.imaging.transfer import luma_and_differences, to_linear
from fashionforward.imaging.window import slope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

HEIGHT = 192
"""Rows of the garment's box at which an opening is looked for."""

CENTRE, LEAN = 0.12, 0.15
"""How far from the middle of its box the opening may be, in widths of that box, and how far it may lean, across by down."""

CLEAR = 3.0
"""How much more light and colour change across the opening than it does among the pixels beside it, in a row where the opening is seen."""

SEEN, LEAST = 0.82, 0.5
"""Share of the rows that hold cloth there in which it must be seen; and the share of the garment's rows that these are at the least."""

MARGIN = 8
"""Pixels, at that size, beside the outermost line that reduction and slope look at."""

BENT = 1
"""Pixels, at that size, by which the line may leave a straight one."""


ZIP, EVERYWHERE = 0.05, 0.6
"""The most that a zip is wide, in garment widths, and the share of the opening's rows in which it must stand out."""

CONTRAST = 0.12
"""How far a zip stands out from the cloth to both sides of it, as a distance in luma and both colour differences."""


def find_opening(alpha: Array, rgb: Array) -> Array | None:
    """Column (H,) in each row of a matte (H, W) at which the front opens, where a line down it is clear to see; else None.

    rgb: (H, W, 3) sRGB, the photograph. Of all straight lines down the middle of the garment's box, the one across which light
    or colour changes most often from side to side.
    """
    rows, columns = np.flatnonzero(alpha.max(1) > 0.5), np.flatnonzero(alpha.max(0) > 0.5)
    if len(rows) < 48 or len(columns) < 32:
        return None
    top, left = int(rows[0]), int(columns[0])
    box = slice(top, int(rows[-1]) + 1), slice(left, int(columns[-1]) + 1)
    height, width = box[0].stop - top, box[1].stop - left
    factor = min(1.0, HEIGHT / height)
    size = max(1, round(height * factor)), max(1, round(width * factor))
    cloth = eroded(shrink(alpha[box], size) > 0.9, 2)
    reach = max(3, round(CENTRE * size[1]))
    # no line leads further from the middle, and it is light that costs
    held = (reach + LEAN * size[0] / 2 + MARGIN) / factor
    near = slice(max(0, int(width / 2 - held)), int(width / 2 + held) + 1)
    change = np.sqrt(sum(slope(light, 0.8, axis=1) ** 2 for light in _lights(rgb[box], near, size))) * cloth
    band = slice(size[1] // 2 - reach, size[1] // 2 + reach + 1)
    usual = _medians(change[:, band])
    clear = dilated(change > CLEAR * np.maximum(usual, 1e-4)[:, None], 1, rectangle(1, 2 * BENT + 1))
    line, seen = _best(clear, cloth, band)
    if seen < SEEN:
        return None
    return np.interp(
        np.arange(len(alpha)), top + (np.arange(len(line)) + 0.5) / factor, (line + 0.5) / factor + left
    ).astype(np.float32)


def _lights(rgb: Array, near: slice, size: tuple[int, int]) -> Iterator[Array]:
    """Log light of red, green and blue (h, w) of `size`, in some columns of (H, W, 3) sRGB; 0 in the others."""
    for channel in cv2.split(to_linear(rgb[:, near])):
        light = np.zeros(rgb.shape[:2], np.float32)
        light[:, near] = cv2.log(channel + np.float32(FLOOR))
        yield shrink(light, size)


def _medians(values: Array) -> Array:
    """Median of each row's values above 0; 0 where it has none."""
    above = values > 0
    count = above.sum(1)
    ordered = np.sort(np.where(above, values, np.float32(np.inf)), axis=1)
    middle = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, values.shape[1] - 1)
    lower, upper = (np.take_along_axis(ordered, at[:, None], 1)[:, 0] for at in middle)
    return np.where(count > 0, (lower + upper) / 2, np.float32(0))


def _best(clear: NDArray[np.bool_], cloth: NDArray[np.bool_], band: slice) -> tuple[Array, float]:
    """The straight line (h,) down a band of (h, w) with the largest share of clear rows among those of cloth, and that share."""
    height, width = clear.shape
    down = np.arange(height) - (height - 1) / 2
    middles, slopes = np.arange(band.start, band.stop), np.linspace(-LEAN, LEAN, 17)
    lines = middles[:, None, None] + slopes[None, :, None] * down
    at = np.clip(np.rint(lines), 0, width - 1).astype(np.intp)
    held = cloth[np.arange(height), at].sum(-1)
    share = (clear & cloth)[np.arange(height), at].sum(-1) / np.maximum(held, 1)
    share[held < LEAST * height] = 0
    best = np.unravel_index(int(share.argmax()), share.shape)
    return lines[best].astype(np.float32), float(share[best])


def leave_zip(alpha: Array, rgb: Array, line: Array) -> Array:
    """The matte (H, W) without what stands out along the opening (H,): a zip of another colour; rgb (H, W, 3) sRGB.

    In each row it reaches from the line to where the colour is that of the cloth to its left and right again.
    """
    from scipy import ndimage  # few garments have a zip

    columns = np.flatnonzero(alpha.max(0) > 0.5)
    reach = max(2, round(ZIP * len(columns)))
    rows = np.flatnonzero(
        alpha[np.arange(len(alpha)), np.clip(np.rint(line), 0, alpha.shape[1] - 1).astype(np.intp)] > 0.9
    )
    if not len(rows):
        return alpha
    at = np.rint(line[rows]).astype(np.intp)[:, None] + np.arange(-2 * reach, 2 * reach + 1)
    near = rgb[rows[:, None], np.clip(at, 0, alpha.shape[1] - 1)]
    planes = luma_and_differences(near)
    ends = slice(None, reach), slice(-reach, None)
    sides = np.stack([np.median(planes[:, part], axis=1, keepdims=True) for part in ends])
    away = np.linalg.norm(planes[None] - sides, axis=-1).min(0) > CONTRAST
    away &= ~in_shade(planes[None], sides).any(0)
    away = closed(away, rectangle(5, 3))
    inner = away[:, reach:-reach]
    if inner.any(1).mean() < EVERYWHERE or inner[:, [0, -1]].mean() > 1 - EVERYWHERE:
        return alpha
    found = inner.any(1)
    first, last = inner.argmax(1), inner.shape[1] - inner[:, ::-1].argmax(1)
    half = 0.5 * float(np.median((last - first)[found])) + 1
    middle = ndimage.median_filter(np.where(found, (first + last - 1) / 2, reach), max(3, len(rows) // 12))
    strip = inner & (np.abs(np.arange(inner.shape[1]) - middle[:, None]) <= half)
    # next to it what its colour says: taken whole, that would leave a rim of the old cloth
    beside = (planes - sides.mean(0))[:, reach:-reach]
    colour = np.median(beside[strip], axis=0)
    rim = dilated(strip, 1, rectangle(1, 5)) & ~eroded(strip, 1, rectangle(1, 3))
    share = np.where(rim, np.clip(beside @ colour / max(float(colour @ colour), 1e-6), 0, 1), strip)
    y, x = np.nonzero(share)
    out = alpha.copy()
    out[rows[y], np.clip(at[y, x + reach], 0, alpha.shape[1] - 1)] *= 1 - share[y, x]
    return out
