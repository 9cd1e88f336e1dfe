"""The sRGB transfer curve on arrays (IEC 61966-2-1): light is mixed in linear values, never in encoded ones."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float32]

LUMINANCE = (0.2126, 0.7152, 0.0722)
"""Rec. 709 luminance of linear red, green and blue."""

LUMA = (0.299, 0.587, 0.114)
"""Rec. 601 luma of sRGB as it is encoded, which JPEG keeps apart from colour."""

CHUNK = 1 << 14
"""Values worked on at once: what lies between two steps of it stays in the cache."""

DARKEST = 1e-6
"""Linear light under which a colour is black, so that it has a logarithm."""

STEPS = 65535
"""Steps of sRGB that have their linear light in a table."""

KNEE, SLOPE, OFFSET, POWER = 0.04045, 12.92, 0.055, 2.4
"""sRGB value under which the curve is a line of that slope; above it, it is a power of the value and the offset."""


TO_LUMA = np.array([LUMA, (1 - LUMA[0], -LUMA[1], -LUMA[2]), (-LUMA[0], -LUMA[1], 1 - LUMA[2])], np.float32)
"""Red, green and blue to luma, and to red and blue less it: rows of a matrix."""


def luma_and_differences(srgb: Array) -> Array:
    """(H, W, 3) or (N, 3) sRGB -> the same shape: luma in [0, 1], red less luma, blue less luma."""
    planes = np.ascontiguousarray(srgb, np.float32).reshape(-1, 1, 3)
    return np.asarray(cv2.transform(planes, TO_LUMA), np.float32).reshape(srgb.shape)


@cache
def _table() -> Array:
    """Linear light of sRGB in steps of 16 bits, (1, 65536)."""
    srgb = np.arange(STEPS + 1) / STEPS
    light = np.where(srgb <= KNEE, srgb / SLOPE, ((srgb + OFFSET) / (1 + OFFSET)) ** POWER)
    return light.astype(np.float32)[None]


def to_linear(srgb: ArrayLike) -> Array:
    """SRGB, clipped to [0, 1], to linear light in [0, 1], any shape. By table: exact at 8 and 16 bits, within 2e-5 between them."""
    whole = np.ascontiguousarray(srgb, np.float32)
    if not whole.size:
        return whole.copy()
    flat = whole.reshape(1, -1)
    # rounds, and stops at both ends; `multiply` takes twice as long
    steps = cv2.addWeighted(flat, float(STEPS), flat, 0.0, 0.0, dtype=cv2.CV_16U)
    return np.asarray(cv2.LUT(steps, _table()), np.float32).reshape(np.shape(srgb))


def to_srgb(linear: ArrayLike) -> Array:
    """Linear light to sRGB, clipped to [0, 1], any shape."""
    knee = KNEE / SLOPE
    start = np.full((1, 1), knee, np.float32)
    _above(start, start)  # as the curve itself has it, so that 0 stays exactly 0
    whole = np.asarray(linear, np.float32)
    flat, out = whole.reshape(1, -1), np.empty((1, whole.size), np.float32)
    for begin in range(0, whole.size, CHUNK):
        given, part = np.maximum(flat[:, begin : begin + CHUNK], np.float32(0)), out[:, begin : begin + CHUNK]
        np.minimum(given, np.float32(1), out=given)
        np.maximum(given, np.float32(knee), out=part)
        _above(part, part)
        part -= start
        # below the knee a line on from there; without a branch for each value
        np.minimum(given, np.float32(knee), out=given)
        given *= np.float32(SLOPE)
        part += given
    return out.reshape(whole.shape)


def _above(linear: Array, out: Array) -> None:
    cv2.pow(linear, 1 / POWER, dst=out)
    out *= np.float32(1 + OFFSET)
    out -= np.float32(OFFSET)
