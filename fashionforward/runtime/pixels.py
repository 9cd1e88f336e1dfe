"""Running the renderer over any number of pixels, in calls of few shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.sessions import Sessions

    Array = NDArray[np.float32]

MOST, CPU_MOST = 1 << 16, 1 << 13
"""Pixels that the renderer takes at once: memory does not grow with the photograph. On a CPU they stay in its cache."""

BUCKETS = (1 << 12, 1 << 14, MOST)
"""A GPU's last call is filled up to one of these, so that its kernels and its memory see three shapes in all."""


def run_pixels(sessions: Sessions, planes: Mapping[str, Array], shared: Mapping[str, Array]) -> Array:
    """(N, 3) sRGB of N pixels. planes: the renderer's inputs with a column a pixel, (C, N); shared: its others, carried over once."""
    count = next(iter(planes.values())).shape[1]
    out = np.empty((1, count, 3), np.float32)
    resident = {name: sessions.put(value) for name, value in shared.items()}
    step = MOST if sessions.device.is_gpu else CPU_MOST
    for start in range(0, count, step):
        stop = min(start + step, count)
        size = bucket(stop - start) if sessions.device.is_gpu else stop - start
        part = {name: filled(value[:, start:stop], size) for name, value in planes.items()}
        rgb = sessions.run("renderer", {**part, **resident})["rgb"][:, : stop - start]
        cv2.merge([plane[None] for plane in rgb], out[:, start:stop])
    return out[0]


def bucket(count: int) -> int:
    """The pixels to compute for `count` of them, 1 to `MOST`."""
    return next(size for size in BUCKETS if size >= count)


def filled(planes: Array, size: int) -> Array:
    """Planes (C, n) as they are, with zeros behind them up to (C, size)."""
    if planes.shape[1] == size:
        return np.ascontiguousarray(planes, np.float32)
    out = np.zeros((len(planes), size), np.float32)
    out[:, : planes.shape[1]] = planes
    return out
