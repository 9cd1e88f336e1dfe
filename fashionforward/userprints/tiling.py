"""Making a swatch repeat: seeing whether it does, and closing it where it does not, along the cut that shows least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

CLOSES = 1.35
"""A swatch tiles where its far sides differ by no more than so many times as much as neighbouring lines inside do."""

OVERLAP = 0.18
"""Share of each side that is laid over the other to close a swatch."""

FEATHER = 1.5
"""Pixels over which the two sides pass into one another at the cut."""

MOST_REPEATS, STRETCH = 4, 1.12
"""A repeat that is not square is laid so many times each way until it is nearly; what is left, up to this, is stretched."""


def tiles_already(image: Array) -> bool:
    """Whether (H, W, 3) closes on itself both ways, as artwork in repeat does."""
    return all(_closes(image if axis == 0 else image.swapaxes(0, 1)) for axis in (0, 1))


def _closes(image: Array) -> bool:
    """Whether the last row leads on to the first as rows inside lead on to their neighbours."""
    inside = np.abs(np.diff(image, axis=0)).mean((1, 2))
    seam = float(np.abs(image[0] - image[-1]).mean())
    # the busiest lines inside: a ruled edge may lie on the seam of a repeat as it may anywhere
    return seam <= max(CLOSES * float(np.quantile(inside, 0.98)), 0.004)


def make_square_tile(image: Array) -> tuple[Array, bool]:
    """A square (n, n, 3) that tiles, and whether the swatch did so by itself.

    Repeats are kept whole and laid side by side until they are about square. Other swatches give their largest centred
    square, evened out if one side was in less light, and closed by `close`.
    """
    if tiles_already(image):
        across, down, stretch = _nearly_square(image.shape[0] / image.shape[1])
        if stretch <= STRETCH:
            return _resized_square(np.tile(image, (down, across, 1))), True
    side = min(image.shape[:2])
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    square = even_light(image[top : top + side, left : left + side])
    return close(square), False


def _nearly_square(aspect: float) -> tuple[int, int, float]:
    """Repeats across and down, and the stretch that is left, for a repeat of height / width `aspect`."""
    options = [
        (across, down, max(down * aspect / across, across / (down * aspect)))
        for across in range(1, MOST_REPEATS + 1)
        for down in range(1, MOST_REPEATS + 1)
    ]
    return min(
        options, key=lambda option: (option[2] > STRETCH, option[0] * option[1] if option[2] <= STRETCH else option[2])
    )


def _resized_square(image: Array) -> Array:
    from fashionforward.imaging.letterbox import resize

    side = max(image.shape[:2])
    return resize(np.ascontiguousarray(image, np.float32), (side, side))


def even_light(image: Array) -> Array:
    """Take out the plane that log luminance lies on: one side of a photographed swatch is nearer to the window."""
    luminance = np.log(image.mean(-1) + 0.05)
    down, across = (axis / max(len(axis) - 1, 1) - 0.5 for axis in (np.arange(side) for side in image.shape[:2]))
    # the two directions are at right angles on a grid, so that each slope is a projection of its own
    slopes = [
        float((luminance.mean(1 - axis) * place).sum() / (place**2).sum()) for axis, place in ((0, down), (1, across))
    ]
    plane = slopes[0] * down[:, None] + slopes[1] * across[None, :]
    return np.clip((image + 0.05) * np.exp(-plane)[..., None] - 0.05, 0, 1).astype(np.float32)


def close(square: Array, overlap: float = OVERLAP) -> Array:
    """Lay the right side over the left, then the bottom over the top, each along its minimum-error cut (Efros and Freeman, 2001).

    square: (n, n, 3) in any colours. Returns (m, m, 3), m = n less the overlap, which tiles.
    """
    wide = max(2, round(square.shape[1] * overlap))
    once = _close_rows(square, wide, closed=False)
    return np.ascontiguousarray(_close_rows(once.swapaxes(0, 1), wide, closed=True).swapaxes(0, 1), np.float32)


def _close_rows(image: Array, wide: int, *, closed: bool) -> Array:
    """The last `wide` columns laid over the first. closed: the rows lie on a ring, so that the cut has to end where it began."""
    start, end = image[:, :wide], image[:, -wide:]
    path = _cut(((start - end) ** 2).sum(-1), closed)
    share = np.clip((np.arange(wide)[None, :] - path[:, None]) / FEATHER + 0.5, 0, 1)[..., None]
    out = image[:, :-wide].copy()
    # left of the cut stands the far side, which the last column kept leads on to
    out[:, :wide] = (1 - share) * end + share * start
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
