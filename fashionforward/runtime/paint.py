"""What an edit puts onto the cloth: one colour, or a print's design in its palette, as albedo at each pixel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.transfer import to_linear
from fashionforward.imaging.window import CHUNK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


@dataclass(frozen=True)
class Paint:
    """palette: (K, 3) sRGB in [0, 1]. field: (1, K, s, s) palette logits on a torus, None for one colour; sharpness multiplies them."""

    palette: Array
    field: Array | None = None
    sharpness: float = 1.0

    @cached_property
    def _cells(self) -> Array:
        """((s + 2)², K) logits, a cell a row, with one cell more all around: a modulo alone leaves a seam."""
        assert self.field is not None
        around = np.pad(self.field[0] * np.float32(self.sharpness), ((0, 0), (1, 1), (1, 1)), mode="wrap")
        return np.ascontiguousarray(around.reshape(len(around), -1).T)

    def albedo(self, uv: Array) -> Array:
        """Linear light (N, 3) at cloth coordinates uv (N, 2), one unit a repeat, u across; mixed in linear light."""
        out = np.empty((len(uv), 3), np.float32)
        if self.field is None:
            out[:] = to_linear(self.palette[0])
            return out
        mix = np.column_stack([to_linear(self.palette), np.ones(len(self.palette), np.float32)])
        for start in range(0, len(uv), CHUNK):
            weights = self._sampled(uv[start : start + CHUNK])
            weights -= np.maximum.reduce(list(weights.T))[:, None]
            mixed = cv2.exp(weights) @ mix
            np.divide(mixed[:, :3], mixed[:, 3:], out=out[start : start + CHUNK])
        return out

    def _sampled(self, uv: Array) -> Array:
        """Bilinear samples of the logits, (n, K)."""
        assert self.field is not None
        size = self.field.shape[-1]
        row, place = size + 2, uv - np.floor(uv)
        place *= np.float32(size)
        place += np.float32(0.5)
        corner = place.astype(np.intp)
        place -= corner
        at, across, down = corner[:, 1] * row + corner[:, 0], place[:, :1], place[:, 1:]
        upper, lower = (self._between(at + step, across) for step in (0, row))
        lower -= upper
        lower *= down
        upper += lower
        return upper

    def _between(self, at: NDArray[np.intp], across: Array) -> Array:
        left, right = self._cells.take(at, axis=0), self._cells.take(at + 1, axis=0)
        right -= left
        right *= across
        left += right
        return left
