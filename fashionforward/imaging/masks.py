"""Masks: what lies inside, how deep, in how many pieces; grown, shrunk and closed. Beyond the border nothing is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fashionforward.imaging.opencv import cv2

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

NEAREST = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
"""A pixel and the four beside it."""

FAR = np.float32(1e6)
"""Further than any mask reaches."""


def rectangle(height: int, width: int) -> NDArray[np.uint8]:
    """A window of so many rows and columns, both odd, for `dilated` and its like."""
    return np.ones((height, width), np.uint8)


def eroded(mask: Mask, times: int = 1, window: NDArray[np.uint8] = NEAREST) -> Mask:
    """A mask (H, W) without its outermost pixels."""
    return _changed(cv2.erode, mask, window, times)


def dilated(mask: Mask, times: int = 1, window: NDArray[np.uint8] = NEAREST) -> Mask:
    """A mask (H, W) with the pixels around it."""
    return _changed(cv2.dilate, mask, window, times)


def opened(mask: Mask, window: NDArray[np.uint8] = NEAREST) -> Mask:
    """A mask (H, W) without what is narrower than a window."""
    return dilated(eroded(mask, 1, window), 1, window)


def closed(mask: Mask, window: NDArray[np.uint8] = NEAREST) -> Mask:
    """A mask (H, W) with its gaps that are narrower than a window; none at the border."""
    return eroded(dilated(mask, 1, window), 1, window)


def _changed(how: Callable[..., Any], mask: Mask, window: NDArray[np.uint8], times: int) -> Mask:
    edge = {"borderType": cv2.BORDER_CONSTANT, "borderValue": 0}
    return np.asarray(how(np.ascontiguousarray(mask).view(np.uint8), window, iterations=times, **edge)).view(np.bool_)


def filled(mask: Mask) -> Mask:
    """A mask (H, W) without holes."""
    around = np.pad(~mask, 1, constant_values=True)
    _, pieces = cv2.connectedComponents(around.view(np.uint8), connectivity=4)
    return np.asarray((pieces != pieces[0, 0])[1:-1, 1:-1])


def pieces_of(mask: Mask) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """The pieces of a mask (H, W): a number for each pixel, 0 outside, and how many pixels have each number, outside's first.

    Pixels that touch at a corner alone are not of one piece.
    """
    count, pieces = cv2.connectedComponents(np.ascontiguousarray(mask).view(np.uint8), connectivity=4)
    return pieces, np.bincount(pieces.reshape(-1), minlength=count)


def distance(mask: Mask) -> NDArray[np.float32]:
    """Distance (H, W), in pixels, of each pixel to the nearest of a mask; 0 in it, and `FAR` all over where it is empty."""
    found = np.minimum(cv2.distanceTransform((~mask).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE), FAR)
    # its last digits are not the same each time, but squares of distances are whole numbers
    return np.sqrt(np.rint(found * found))


def depth(mask: Mask) -> NDArray[np.float32]:
    """Distance (H, W), in pixels, of each pixel of a mask to the nearest that is not in it; 0 for those."""
    return distance(~np.pad(mask, 1))[1:-1, 1:-1]
