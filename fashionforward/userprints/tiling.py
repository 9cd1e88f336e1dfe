"""Making a swatch repeat: seeing whether it does, and closing it where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.userprints.closing import close

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

CLOSES = 1.35
"""A swatch tiles where its far sides differ by no more than so many times as much as neighbouring lines inside do."""

BANDS = (1, 5, 25)
"""Lines that are taken together to compare the far sides: what closes line by line may still be lighter on one side."""

MOST_REPEATS, STRETCH = 4, 1.12
"""A repeat that is not square is laid so many times each way until it is nearly; what is left, up to this, is stretched."""


def tiles_already(image: Array) -> bool:
    """Whether (H, W, 3) closes on itself both ways, as artwork in repeat does."""
    return all(_closes(image if axis == 0 else image.swapaxes(0, 1)) for axis in (0, 1))


def _closes(image: Array) -> bool:
    """Whether the last rows lead on to the first as rows inside lead on to their neighbours, at every scale."""
    return all(_closes_in(_banded(image, rows)) for rows in BANDS if len(image) >= 8 * rows)


def _closes_in(rows: Array) -> bool:
    inside = np.abs(np.diff(rows, axis=0)).mean((1, 2))
    seam = float(np.abs(rows[0] - rows[-1]).mean())
    # the busiest lines inside: a ruled edge may lie on the seam of a repeat as it may anywhere
    return seam <= max(CLOSES * float(np.quantile(inside, 0.98)), 0.004)


def _banded(image: Array, rows: int) -> Array:
    """Means over blocks of so many rows and columns; what is over in the middle is left out."""
    if rows == 1:
        return image
    for axis in (0, 1):
        count = image.shape[axis] // rows
        half = count // 2 * rows
        lines = np.moveaxis(image, axis, 0)
        lines = np.concatenate([lines[:half], lines[len(lines) - (count * rows - half) :]])
        image = np.moveaxis(lines.reshape(count, rows, *lines.shape[1:]).mean(1), 0, axis)
    return image


def make_square_tile(image: Array) -> tuple[Array, bool]:
    """A square (n, n, 3) that tiles, and whether the swatch did so by itself.

    Repeats are kept whole and laid side by side until they are about square. Other swatches give their largest centred
    square, closed by `close`.
    """
    if tiles_already(image):
        across, down, stretch = _nearly_square(image.shape[0] / image.shape[1])
        if stretch <= STRETCH:
            return _resized_square(np.tile(image, (down, across, 1))), True
    side = min(image.shape[:2])
    top, left = (image.shape[0] - side) // 2, (image.shape[1] - side) // 2
    return _resized_square(close(image[top : top + side, left : left + side])), False


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
