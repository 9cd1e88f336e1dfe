"""The sRGB transfer curve on arrays (IEC 61966-2-1): light is mixed in linear values, never in encoded ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float32]

LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Rec. 709 luminance of linear red, green and blue."""

LUMA = (0.299, 0.587, 0.114)
"""Rec. 601 luma of sRGB as it is encoded, which JPEG keeps apart from colour."""

CHUNK = 1 << 14
"""Values worked on at once: what lies between two steps of it stays in the cache."""

KNEE, SLOPE, OFFSET, POWER = 0.04045, 12.92, 0.055, 2.4
"""sRGB value under which the curve is a line of that slope; above it, it is a power of the value and the offset."""


TO_LUMA = np.array([LUMA, (1 - LUMA[0], -LUMA[1], -LUMA[2]), (-LUMA[0], -LUMA[1], 1 - LUMA[2])], np.float32)
"""Red, green and blue to luma, and to red and blue less it: rows of a matrix."""


def luma_and_differences(srgb: Array) -> Array:
    """(H, W, 3) or (N, 3) sRGB -> the same shape: luma in [0, 1], red less luma, blue less luma."""
    planes = np.ascontiguousarray(srgb, np.float32).reshape(-1, 1, 3)
    return np.asarray(cv2.transform(planes, TO_LUMA), np.float32).reshape(srgb.shape)


def to_linear(srgb: ArrayLike) -> Array:
    """SRGB, clipped to [0, 1], to linear light in [0, 1], any shape."""

    def curve(values: Array, out: Array) -> None:
        np.maximum(values, np.float32(KNEE), out=out)
        out += np.float32(OFFSET)
        out *= np.float32(1 / (1 + OFFSET))
        cv2.pow(out, POWER, dst=out)

    return _joined(srgb, KNEE, 1 / SLOPE, curve)


def to_srgb(linear: ArrayLike) -> Array:
    """Linear light to sRGB, clipped to [0, 1], any shape."""

    def curve(values: Array, out: Array) -> None:
        np.maximum(values, np.float32(KNEE / SLOPE), out=out)
        cv2.pow(out, 1 / POWER, dst=out)
        out *= np.float32(1 + OFFSET)
        out -= np.float32(OFFSET)

    return _joined(linear, KNEE / SLOPE, SLOPE, curve)


def _joined(values: ArrayLike, knee: float, slope: float, curve: Callable[[Array, Array], None]) -> Array:
    """A curve above the knee, and below it a line on from there; without a branch for each value."""
    start = np.full((1, 1), knee, np.float32)
    curve(start, start)  # as the curve itself has it, so that 0 stays exactly 0
    whole = np.asarray(values, np.float32)
    flat, out = whole.reshape(1, -1), np.empty((1, whole.size), np.float32)
    for begin in range(0, whole.size, CHUNK):
        given, part = np.maximum(flat[:, begin : begin + CHUNK], np.float32(0)), out[:, begin : begin + CHUNK]
        np.minimum(given, np.float32(1), out=given)
        curve(given, part)
        part -= start
        np.minimum(given, np.float32(knee), out=given)
        given *= np.float32(slope)
        part += given
    return out.reshape(whole.shape)
