"""Closing a swatch that does not repeat: at the repeat of its own print, in one light, along the cut that shows least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.letterbox import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

STRIP, SHORTEST = 0.15, 0.55
"""Shares of a swatch's side: of the strip along which its sides are laid over each other, and of the shortest repeat."""

SEARCHED = 384
"""Pixels a side at which the repeat is looked for."""

SQUARE = 1.06
"""A repeat may be so much longer one way: it is stretched to a square."""

SMALLER = 0.5
"""What a repeat that is smaller by the whole swatch would have to gain: as a share of how much strips differ by chance."""

DARK = 0.05
"""Added to colours before their logarithm: black cloth has no light to speak of."""

BLOCKS, GRADES = 6, (0.15, 0.5, 0.85)
"""Light is compared in so many blocks along a side, at these quantiles."""

CAST = 0.05
"""The most that one of a picture's channels is brightened against the others, in logarithms."""

FEATHER = 1.5
"""Pixels over which the two sides pass into one another at the cut."""


def close(square: Array) -> Array:
    """Lay the right side over the left, then the bottom over the top, each along its minimum-error cut (Efros and Freeman, 2001).

    square: (n, n, 3) sRGB in [0, 1]. Returns (h, w, 3), which tiles; h and w, 0.55 to 0.85 n, are the repeat of the print where it
    has one. Light that differs between the sides is evened out, as the sides show the same print then.
    """
    strip = max(2, round(len(square) * STRIP))
    down, across = find_repeat(square)
    once = _lay_over(_even_light(square, across, strip), across, strip, closed=False)
    turned = once.swapaxes(0, 1)
    return np.ascontiguousarray(
        _lay_over(_even_light(turned, down, strip), down, strip, closed=True).swapaxes(0, 1), np.float32
    )


def find_repeat(square: Array) -> tuple[int, int]:
    """Pixels down and across after which (n, n, 3) is most like itself, about equal; the larger, the better."""
    small = resize(square, (min(len(square), SEARCHED),) * 2)
    ratio = len(square) / len(small)
    strip = max(2, round(len(small) * STRIP))
    lengths = np.arange(round(len(small) * SHORTEST), len(small) - strip + 1)
    differ = [_differences(turned, lengths, strip) for turned in (small.swapaxes(0, 1), small)]
    total = differ[0][:, None] + differ[1][None, :]
    total -= SMALLER * (lengths[:, None] + lengths[None, :]) / len(small)
    total[np.abs(np.log(lengths[:, None] / lengths[None, :])) > np.log(SQUARE)] = np.inf
    places = np.unravel_index(int(total.argmin()), total.shape)
    down, across = (round(int(lengths[place]) * ratio) for place in places)
    return _refined(square.swapaxes(0, 1), down, ratio), _refined(square, across, ratio)


def _refined(image: Array, length: int, ratio: float) -> int:
    """The best length nearby at full resolution, for one that was found at 1 / `ratio` of it."""
    strip = max(2, round(len(image) * STRIP))
    reach = 0 if ratio == 1 else int(np.ceil(ratio))
    lengths = np.arange(length - reach, min(length + reach, image.shape[1] - strip) + 1)
    return int(lengths[_differences(image, lengths, strip).argmin()])


def _differences(image: Array, lengths: NDArray[np.int64], strip: int) -> Array:
    """How much the first columns differ from those that lie so far to the right: 0 not at all, 1 as any two strips do.

    Without regard to their mean colours, which light may have changed.
    """
    start = image[:, :strip]
    start = start - start.mean((0, 1))
    spread = max(2 * float(image.var((0, 1)).sum()), 1e-9)
    found = []
    for length in lengths.tolist():
        end = image[:, length : length + strip]
        found.append(float(((end - end.mean((0, 1)) - start) ** 2).sum(-1).mean()) / spread)
    return np.array(found, np.float32)


def _even_light(image: Array, length: int, strip: int) -> Array:
    """The same light on the first columns as on those that are laid over them, and between them what lies between.

    One side of a photographed swatch is nearer to the window, whose light is bluer than the lamp's. Brightness differs along
    the sides, but not quickly; the cast does not.
    """
    light = np.log(image + DARK)
    level = light.mean(-1, keepdims=True)
    start, end = slice(0, strip), slice(length, length + strip)
    rows = np.array_split(np.arange(len(image)), BLOCKS)
    steps = [np.full(len(block), _all_by(level[block, start], level[block, end])) for block in rows]
    brighter = ndimage.gaussian_filter1d(np.concatenate(steps), len(image) / BLOCKS, mode="nearest")
    colour = light - level
    casts = [_all_by(colour[:, start, channel], colour[:, end, channel]) for channel in range(3)]
    cast = np.clip(casts, -CAST, CAST)  # more is another mixture of the print's colours
    across = (np.arange(image.shape[1]) - strip / 2) / length - 0.5
    even = (image + DARK) * np.exp(-across[None, :, None] * (brighter[:, None, None] + cast)) - DARK
    return np.clip(even, 0, 1).astype(np.float32)


def _all_by(before: Array, after: Array) -> float:
    """By how much the values grow, the dark, the middling and the bright ones alike; what only some do is the print, not the light."""
    grown = np.quantile(after, GRADES) - np.quantile(before, GRADES)
    least = float(grown[np.abs(grown).argmin()])
    return least if abs(np.sign(grown).sum()) == len(GRADES) else 0.0


def _lay_over(image: Array, length: int, strip: int, *, closed: bool) -> Array:
    """The first `length` columns, the first `strip` of which pass into those that follow after `length`.

    closed: the rows lie on a ring, so that the cut has to end where it began.
    """
    start, end = image[:, :strip], image[:, length : length + strip]
    path = _cut(((start - end) ** 2).sum(-1), closed)
    share = np.clip((np.arange(strip)[None, :] - path[:, None]) / FEATHER + 0.5, 0, 1)[..., None]
    out = image[:, :length].copy()
    # left of the cut stands the far side, which the last column kept leads on to
    out[:, :strip] = (1 - share) * end + share * start
    return out


def _cut(error: Array, closed: bool) -> NDArray[np.int64]:
    """The cheapest column in each row that moves by at most one a row: (H, W) errors -> (H,)."""
    if not closed:
        return _cheapest(error)
    # once around to find where a cut likes to be, then again with both ends held there
    height = len(error)
    held = int(_cheapest(np.tile(error, (3, 1)))[height])
    fixed = error.copy()
    for row in (0, height - 1):
        fixed[row] += np.where(np.abs(np.arange(error.shape[1]) - held) > 0, 1e6, 0)
    return _cheapest(fixed)


def _cheapest(error: Array) -> NDArray[np.int64]:
    """Dynamic programming from top to bottom, then back."""
    total = np.array(error, np.float64)
    for row in range(1, len(total)):
        above = np.pad(total[row - 1], 1, constant_values=np.inf)
        total[row] += np.minimum(np.minimum(above[:-2], above[1:-1]), above[2:])
    path = np.empty(len(total), np.int64)
    path[-1] = int(total[-1].argmin())
    for row in range(len(total) - 2, -1, -1):
        low = max(0, path[row + 1] - 1)
        path[row] = low + int(total[row, low : path[row + 1] + 2].argmin())
    return path
