"""Symmetric matrices of three, as covariances of colour are: a system of equations a pixel, written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

PAIRS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
"""Rows and columns of the six entries that are kept, in their order."""


def solve(entries: Sequence[Array], right: Sequence[Array]) -> Array:
    """(3, …): what the matrices take to the vectors `right`. entries: six arrays, in the order of `PAIRS`; right: three."""
    rr, rg, rb, gg, gb, bb = entries
    x, y, z = right
    a, b, c = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    determinant = rr * a + rg * b + rb * c
    return np.stack([
        a * x + b * y + c * z,
        b * x + (rr * bb - rb * rb) * y + (rg * rb - rr * gb) * z,
        c * x + (rg * rb - rr * gb) * y + (rr * gg - rg * rg) * z,
    ]) / determinant  # fmt: skip
