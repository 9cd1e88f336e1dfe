"""Print fields as the renderer samples them: decoded once a print and design, never finer than the photograph can show."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.bank import Style

    Array = NDArray[np.float32]

KEPT = 64
"""Fields kept in memory; one is 1.5 MB."""

SHARPEST = 3.0
"""The logits' multiplier where a cell is much larger than a pixel: edges stay crisp however far a field is magnified."""


class FieldCache:
    """Fields by print, design and how far they are reduced. Safe to call from several threads."""

    def __init__(self, decode: Callable[[str, Array], Array]) -> None:
        self._decode = decode
        self._kept: OrderedDict[tuple[str, int, tuple[bool, bool], int], Array] = OrderedDict()
        self._lock = threading.Lock()
        self.flat = np.zeros((1, 6, 8, 8), np.float32)
        """A field without a design, for edits that are one colour."""

    def get(self, family: str, style: Style, cells_a_pixel: float) -> tuple[Array, float]:
        """Palette logits (1, 6, s, s), and the sharpness to sample them with, for a photograph that shows so many cells a pixel."""
        reduction = int(np.clip(2 ** np.floor(np.log2(max(cells_a_pixel, 1.0))), 1, 32))
        key = (family, style.design, style.mirror, reduction)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = self._make(family, style, reduction)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            field = self._kept[key]
        return field, float(np.clip(1 / max(cells_a_pixel, 1e-3), 1.0, SHARPEST)) if reduction == 1 else 1.0

    def _make(self, family: str, style: Style, reduction: int) -> Array:
        field = self._decode(family, style.code)
        for axis, mirrored in zip((3, 2), style.mirror, strict=True):
            field = np.flip(field, axis) if mirrored else field
        if reduction > 1:
            # mean palette weights of the cells that a pixel covers: a photograph of fine print, not a sample of it
            share = np.exp(field - field.max(1, keepdims=True))
            share /= share.sum(1, keepdims=True)
            size = field.shape[-1] // reduction
            share = share.reshape(1, share.shape[1], size, reduction, size, reduction).mean((3, 5))
            field = np.log(np.maximum(share, 1e-4))
        return np.ascontiguousarray(field, np.float32)
