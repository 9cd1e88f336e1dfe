"""Print fields as the renderer samples them: reduced once a design, never finer than the photograph can show."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

KEPT = 64
"""Fields kept in memory; one is 1.5 MB."""

SHARPEST = 3.0
"""The logits' multiplier where a cell is much larger than a pixel: edges stay crisp however far a field is magnified."""

MIXED, DRAWN, SOFT = 0.7, 0.2, 0.32
"""A cell is mixed where no colour has so much of it. A field drawn in flat colours has up to `DRAWN` of them, along its edges;
one with `SOFT` of them passes from colour to colour on purpose, and is not sharpened."""


class FieldCache:
    """Fields by design and how far they are reduced. Safe to call from several threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Hashable, int], tuple[Array, float]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, logits: Array, cells_a_pixel: float) -> tuple[Array, float]:
        """Palette logits (1, 6, s, s), and the sharpness to sample them with, for a photograph that shows so many cells a pixel.

        logits: (1, 6, 256, 256), the design that `key` names.
        """
        reduction = int(np.clip(2 ** np.floor(np.log2(max(cells_a_pixel, 1.0))), 1, 32))
        with self._lock:
            if (key, reduction) not in self._kept:
                self._kept[key, reduction] = _reduced(logits, reduction), sharpest(logits)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end((key, reduction))
            field, most = self._kept[key, reduction]
        return field, float(np.clip(1 / max(cells_a_pixel, 1e-3), 1.0, most)) if reduction == 1 else 1.0


def sharpest(logits: Array) -> float:
    """How far a field may be sharpened, 1 to `SHARPEST`: less, the more of it is shaded."""
    mixed = float((_shares(logits).max(1) < MIXED).mean())
    return 1.0 + (SHARPEST - 1.0) * float(np.clip((SOFT - mixed) / (SOFT - DRAWN), 0, 1))


def _shares(logits: Array) -> Array:
    share = np.exp(logits - logits.max(1, keepdims=True))
    return share / share.sum(1, keepdims=True)


def _reduced(logits: Array, reduction: int) -> Array:
    if reduction == 1:
        return np.ascontiguousarray(logits, np.float32)
    # mean palette weights of the cells that a pixel covers: a photograph of fine print, not a sample of it
    share = _shares(logits)
    size = logits.shape[-1] // reduction
    share = share.reshape(1, share.shape[1], size, reduction, size, reduction).mean((3, 5))
    return np.log(np.maximum(share, 1e-4)).astype(np.float32)
