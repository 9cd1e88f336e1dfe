"""Small pictures for contact sheets."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.profiles import to_srgb

SIZE = (288, 384)
"""Width and height that a thumbnail fits in, in pixels."""


def thumbnail(photograph: Photograph, pixels: NDArray[np.uint8]) -> Image.Image:
    """A small sRGB picture of pixels that are as the photograph's: over white where they are transparent."""
    image = Image.fromarray(pixels)
    image.thumbnail(SIZE, Image.Resampling.LANCZOS, reducing_gap=3.0)
    rgb = image.convert("RGB")
    if photograph.icc is not None:
        rgb = to_srgb(rgb, photograph.icc)
    if image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(rgb, mask=image.getchannel("A"))
        return white
    return rgb
