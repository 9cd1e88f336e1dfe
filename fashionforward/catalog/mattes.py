"""The studio's own mattes, and ours as files."""

import io
import os
from collections import defaultdict
from pathlib import Path, PurePath

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.formats import EXTENSIONS
from fashionforward.errors import NoInput, UnreadableImage

_LIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)


class MatteFolder:
    """A folder of mattes: `tees/a.jpg` finds `tees/a.jpg`, `tees/a.jpg.png` or `tees/a.<any format>` in it, or the same
    without `tees/`. Mattes saved by `--save-mattes` are laid out so.

    Raises:
        NoInput: there is no such folder.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise NoInput(f"There is no folder of mattes {root}.", "Give --masks a folder.")
        self._root = root
        self._named: dict[PurePath, list[Path]] = defaultdict(list)
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                path = Path(folder, name)
                if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
                    continue  # a link that leads out of the folder
                if path.suffix.lower() in EXTENSIONS and not name.startswith("."):
                    self._named[path.relative_to(root).with_suffix("")].append(path)

    def find(self, relative: PurePath) -> Path | None:
        """The matte of an item, or None.

        Raises:
            UnreadableImage: several files could be it.
        """
        for candidate in (relative, PurePath(relative.name)):
            exact = self._root / candidate
            if exact.is_file():
                return exact
            for key in (candidate, candidate.with_suffix("")):
                found = self._named.get(key, [])
                if len(found) > 1:
                    raise UnreadableImage(f"several mattes could be its own: {', '.join(path.name for path in found)}")
                if found:
                    return found[0]
        return None


def read_matte(path: Path, size: tuple[int, int]) -> NDArray[np.float32]:
    """Read a matte, resized to (height, width) where it differs.

    An image with transparency is a cut-out, and its alpha the matte; of any other the lightness counts.

    Returns:
        (H, W) float32 in [0, 1].

    Raises:
        UnreadableImage: with the reason.
    """
    try:
        photograph = read_photograph(path)
    except UnreadableImage as error:
        raise UnreadableImage(f"its matte {path} {error.message}") from error
    values = photograph.pixels.astype(np.float32) / np.float32(np.iinfo(photograph.pixels.dtype).max)
    if photograph.has_alpha:
        matte = values[..., -1]
    elif photograph.space == "CMYK":
        matte = photograph.srgb() @ _LIGHTNESS
    else:
        grey = (photograph.pixels[..., :1] == photograph.pixels).all()
        matte = values[..., 0] if grey else values @ _LIGHTNESS
    height, width = size
    if matte.shape != (height, width):
        matte = np.asarray(Image.fromarray(matte).resize((width, height), Image.Resampling.BILINEAR))
    return np.clip(matte, 0, 1, dtype=np.float32)


def encode_matte(matte: NDArray[np.float32]) -> bytes:
    """An 8-bit greyscale PNG of a matte in [0, 1]. What is above 0 stays above 0."""
    values = np.rint(np.clip(matte, 0, 1) * 255)
    values[(matte > 0) & (values == 0)] = 1
    buffer = io.BytesIO()
    Image.fromarray(values.astype(np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()
