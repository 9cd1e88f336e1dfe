"""The sRGB transfer curve on arrays (IEC 61966-2-1): light is mixed in linear values, never in encoded ones.

Both ways go by table, with straight lines between its entries: four times as fast as powers, and within 3e-7 of them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float32]

LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Rec. 709 luminance of linear red, green and blue."""

STEPS = 4096
"""Pieces of each table."""

CHUNK = 1 << 15
"""Values looked up at once: what lies between two steps of it stays in the cache."""


def to_linear(srgb: ArrayLike) -> Array:
    """SRGB, clipped to [0, 1], to linear light in [0, 1], any shape."""
    return _look_up(srgb, _linear_table(), np.positive)


def to_srgb(linear: ArrayLike) -> Array:
    """Linear light to sRGB, clipped to [0, 1], any shape."""
    return _look_up(linear, _srgb_table(), np.sqrt)


def _look_up(values: ArrayLike, table: tuple[Array, Array], scale: Callable[..., Array]) -> Array:
    """A curve at values in [0, 1]; the table is even in `scale` of them."""
    start, slope = table
    whole = np.asarray(values, np.float32)
    flat, out = whole.reshape(-1), np.empty(whole.size, np.float32)
    for begin in range(0, whole.size, CHUNK):
        place = np.clip(flat[begin : begin + CHUNK], 0, 1)
        scale(place, out=place)
        place *= STEPS
        with np.errstate(invalid="ignore"):  # what is no number stays none
            index = place.astype(np.intp)
        place -= index
        part = out[begin : begin + CHUNK]
        np.take(slope, index, out=part, mode="clip")
        part *= place
        part += start.take(index, mode="clip")
    return out.reshape(whole.shape)


@cache
def _linear_table() -> tuple[Array, Array]:
    x = np.linspace(0, 1, STEPS + 1)
    return _pieces(np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4))


@cache
def _srgb_table() -> tuple[Array, Array]:
    # over the root of light the curve is nearly straight, down into black
    x = np.linspace(0, 1, STEPS + 1) ** 2
    return _pieces(np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** (1 / 2.4) - 0.055))


def _pieces(curve: NDArray[np.float64]) -> tuple[Array, Array]:
    """Where each piece starts, and how far it rises to the next; behind the last it is level."""
    return curve.astype(np.float32), np.diff(curve, append=curve[-1]).astype(np.float32)
