"""Images that a dataset's table names, read upright, with an error that names the file and the table where they are not as told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from fashionforward.errors import DataError


def read_image(path: Path, mode: str | None, told_by: str, about: int | None = None) -> NDArray[np.uint8]:
    """(H, W[, C]) in Pillow's `mode`, or as stored where that is None: of an indexed PNG its indices.

    told_by: what names the file, for the error. about: a JPEG may be read smaller, while both its sides stay as large as this.
    Raises DataError where the file is missing or broken.
    """
    try:
        with Image.open(path) as file:
            if about is not None:
                file.draft(mode, (about, about))
            image = ImageOps.exif_transpose(file)
            return np.asarray(image if mode is None else image.convert(mode))
    except FileNotFoundError as error:
        raise DataError(f"{told_by}: {path} is not there") from error
    except (OSError, UnidentifiedImageError, SyntaxError) as error:
        raise DataError(f"{told_by}: {path} cannot be read: {error}") from error
