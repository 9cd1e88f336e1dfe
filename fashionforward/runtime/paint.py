"""What an edit puts onto the cloth: one colour, or a print's design in its palette, as log albedo at each pixel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.transfer import DARKEST, to_linear
from fashionforward.imaging.window import CHUNK, NOTHING, in_fours, samples

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
    def _planes(self) -> list[Array]:
        """Logits with one cell more all around: a modulo alone leaves a seam."""
        assert self.field is not None
        around = np.pad(self.field[0] * np.float32(self.sharpness), ((0, 0), (1, 1), (1, 1)), mode="wrap")
        return in_fours(around.transpose(1, 2, 0))

    def log_albedo(self, uv: Array) -> Array:
        """Natural log of linear light (3, N) at cloth coordinates uv (N, 2), one unit a repeat, u across; mixed in linear light."""
        out, colours = np.empty((3, len(uv)), np.float32), np.maximum(to_linear(self.palette), np.float32(DARKEST))
        if self.field is None:
            out[:] = np.log(colours[0])[:, None]
            return out
        mix = np.vstack([colours.T, np.ones(len(colours), np.float32)])
        for start in range(0, len(uv), CHUNK):
            weights = self._sampled(uv[start : start + CHUNK])
            weights -= weights.max(0)
            np.maximum(weights, np.float32(NOTHING), out=weights)
            mixed = mix @ cv2.exp(weights)
            mixed /= mixed[-1]
            out[:, start : start + CHUNK] = cv2.log(mixed[:-1])
        return out

    def _sampled(self, uv: Array) -> Array:
        """Bilinear samples of the logits, (K, n): a row a colour, as rows are what is worked on as a whole."""
        assert self.field is not None
        place = uv - np.floor(uv)
        place *= np.float32(self.field.shape[-1])
        place += np.float32(0.5)
        return np.stack([plane for some in samples(self._planes, place) for plane in cv2.split(some)])[:, 0]
