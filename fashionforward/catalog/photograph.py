"""A decoded photograph: its own integer values, what the engine sees of them, and how an edit is put back."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashionforward.catalog.profiles import from_srgb, to_srgb

WHITE = 1  # what shows through transparent pixels: catalogs put cut-outs on white


@dataclass(frozen=True)
class Photograph:
    """One image, upright.

    Attributes:
        pixels: (H, W, 3) or (H, W, 4) uint8: the file's own values; greyscale and palettes are widened to RGB,
            alpha, not premultiplied, is the fourth channel.
        format: what the content is: "JPEG", "PNG", "WEBP", "TIFF" or "AVIF".
        icc: the RGB profile that the values are under; None: sRGB.
        encoding: arguments for Pillow's `save` that make the output like the input, metadata included.
        notes: what a reader of the report should know, such as a file name that does not tell the truth.
    """

    pixels: NDArray[np.uint8]
    format: str
    icc: bytes | None = None
    encoding: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.pixels.shape[0], self.pixels.shape[1]

    def srgb(self) -> NDArray[np.float32]:
        """(H, W, 3) float32, sRGB (encoded), [0, 1], over white where it is transparent: what the engine sees."""
        return _over_white(self._srgb_values(), self._alpha())

    def composite(self, rgb: NDArray[np.float32], matte: NDArray[np.float32]) -> NDArray[np.uint8]:
        """The photograph with an edit put in.

        Args:
            rgb: (H, W, 3) sRGB in [0, 1]: the whole picture as the engine rendered it.
            matte: (H, W) in [0, 1]. Where it is exactly 0, the photograph's own values stay, bit for bit.

        Returns:
            Pixels shaped and profiled as `self.pixels`; alpha is the photograph's own.
        """
        changed = matte > 0
        alpha = self._alpha()
        if alpha is not None:
            changed &= alpha[..., 0] > 0
            rgb = _from_over_white(rgb, alpha)
        values = np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)
        if self.icc is not None:
            values = np.asarray(from_srgb(Image.fromarray(values), self.icc))
        out = self.pixels.copy()
        out[changed, :3] = values[changed]
        return out

    def _alpha(self) -> NDArray[np.float32] | None:
        return self.pixels[..., 3:].astype(np.float32) / np.float32(255) if self.pixels.shape[2] == 4 else None

    def _srgb_values(self) -> NDArray[np.float32]:
        values = self.pixels[..., :3]
        if self.icc is not None:
            values = np.asarray(to_srgb(Image.fromarray(np.ascontiguousarray(values)), self.icc))
        return values.astype(np.float32) / np.float32(255)


def _over_white(rgb: NDArray[np.float32], alpha: NDArray[np.float32] | None) -> NDArray[np.float32]:
    return rgb if alpha is None else rgb * alpha + WHITE * (1 - alpha)


def _from_over_white(rgb: NDArray[np.float32], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Undo `_over_white`; where alpha is 0 there is nothing to find."""
    own = (rgb - WHITE * (1 - alpha)) / np.maximum(alpha, 1 / 255)
    return own.astype(np.float32, copy=False)
