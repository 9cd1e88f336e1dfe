"""Small pictures for contact sheets and for the page, kept in the output folder beside the sheets.

OUT/sheets/before/<relative path>.jpg          of the photographs
OUT/sheets/after/<edit>/<relative path>.jpg    of the images

They are made in the run that has the pixels at hand. Sheets, PDF and page are put together from them without opening a
photograph again, and where the originals have moved away they still show what was before.
"""

import contextlib
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashionforward.catalog.names import with_added
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.profiles import Values
from fashionforward.catalog.write import partial_path

SIZE = (420, 560)
"""Width and height that a thumbnail fits in, in pixels: on paper 36 x 47 mm at 300 dpi."""

QUALITY = 82


def before_path(root: Path, relative: PurePath) -> Path:
    """Where a photograph's thumbnail lies in the output folder. The whole name stays, so `a.jpg` and `a.png` have two."""
    return root / "sheets" / "before" / with_added(relative, ".jpg")


def after_path(root: Path, edit: str, relative: PurePath) -> Path:
    """Where the thumbnail of an item under an edit lies."""
    return root / "sheets" / "after" / edit / with_added(relative, ".jpg")


def thumbnail(photograph: Photograph, pixels: Values) -> Image.Image:
    """A small sRGB picture of pixels that are as the photograph's: over white where they are transparent."""
    values = pixels if pixels.dtype == np.uint8 else (pixels >> 8).astype(np.uint8)
    small = _reduced(np.ascontiguousarray(values), SIZE)
    return Image.fromarray(np.rint(photograph.srgb_of(small) * 255).astype(np.uint8))


def shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A picture no wider and no higher than `size`, in its own shape; as it is where it fits already."""
    return Image.fromarray(_reduced(np.asarray(image), size))


def _reduced(values: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """(H, W, C), halved while it can be, then sampled between pixels."""
    from fashionforward.imaging.opencv import cv2  # a run that finds nothing to do does without

    height, width = values.shape[:2]
    factor = min(size[0] / width, size[1] / height)
    if factor >= 1:
        return values
    target = max(1, round(width * factor)), max(1, round(height * factor))
    while factor <= 0.5 and min(values.shape[:2]) > 1:
        half = values.shape[1] // 2, values.shape[0] // 2
        values = cv2.resize(values[: 2 * half[1], : 2 * half[0]], half, interpolation=cv2.INTER_AREA)
        factor *= 2
    return np.asarray(cv2.resize(values, target, interpolation=cv2.INTER_LINEAR), np.uint8).reshape(*target[::-1], -1)


def save_thumbnail(path: Path, image: Image.Image) -> None:
    """Write a thumbnail, whole or not at all.

    It is not flushed to disk as images are: one that a power cut takes costs a picture on a page, and no work.

    Raises:
        OSError: with the reason.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(path)
    try:
        partial.unlink(missing_ok=True)  # whatever link somebody put there is not followed
        image.save(partial, "JPEG", quality=QUALITY, optimize=False)
        partial.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
