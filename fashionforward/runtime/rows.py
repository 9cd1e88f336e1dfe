"""Running the renderer over any number of pixels, in calls of few shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.sessions import Sessions

    Array = NDArray[np.float32]

ROWS, CPU_ROWS = 1 << 16, 1 << 14
"""Pixels that the renderer takes at once: memory does not grow with the photograph. On a CPU they stay in its cache."""

BUCKETS = (1 << 12, 1 << 14, ROWS)
"""A GPU's last call is filled up to one of these, so that its kernels and its memory see three shapes in all."""


def run_rows(sessions: Sessions, rows: Mapping[str, Array], shared: Mapping[str, Array]) -> Array:
    """(N, 3) sRGB of N pixels. rows: the renderer's inputs with a row a pixel, (N, …); shared: its others, carried over once."""
    count = len(next(iter(rows.values())))
    out = np.empty((count, 3), np.float32)
    resident = {name: sessions.put(value) for name, value in shared.items()}
    step = ROWS if sessions.device.is_gpu else CPU_ROWS
    for start in range(0, count, step):
        stop = min(start + step, count)
        size = bucket(stop - start) if sessions.device.is_gpu else stop - start
        part = {name: filled(value[start:stop], size) for name, value in rows.items()}
        out[start:stop] = sessions.run("renderer", {**part, **resident})["rgb"][: stop - start]
    return out


def bucket(count: int) -> int:
    """The rows to compute for `count` of them, 1 to `ROWS`."""
    return next(size for size in BUCKETS if size >= count)


def filled(rows: Array, size: int) -> Array:
    """Rows (n, …) as they are, with zeros behind them up to `size`."""
    if len(rows) == size:
        return np.ascontiguousarray(rows, np.float32)
    out = np.zeros((size, *rows.shape[1:]), np.float32)
    out[: len(rows)] = rows
    return out
