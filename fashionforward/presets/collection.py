"""A labelled collection of photographs, whatever format it was published in."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fashionforward.errors import DataError
from fashionforward.presets.vocabulary import Vocabulary

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPLITS = ("train", "val")
HELD_OUT = 10
"""Where the data do not say which items to hold out: about one in so many, chosen by its name."""


@dataclass(frozen=True)
class Labelled:
    """One photograph with its labels. `where` names the file and row that they come from, for messages."""

    image: Path
    where: str
    split: str
    color: str | None = None
    style: str | None = None
    binary: tuple[str, ...] = ()
    matte: Path | None = None


@dataclass(frozen=True)
class Collection:
    """Photographs with labels, and every label that occurs.

    measured: the colour's name is that of the median colour inside each matte, measured when pixels are read.
    drawn: (N, 28, 28) uint8 pixels by item, of data that come as one array and not as files.
    licences: of each source its name and licence, where a dataset file says them.
    """

    name: str
    root: Path
    items: tuple[Labelled, ...]
    vocabulary: Vocabulary
    measured: bool = False
    drawn: NDArray[np.uint8] | None = None
    licences: tuple[tuple[str, str], ...] = ()


def hold_out(name: str) -> str:
    """`train` or `val` by the name alone: the same in every run, whatever else is in the folder."""
    return "val" if zlib.crc32(name.encode()) % HELD_OUT == 0 else "train"


def check_split(split: str, where: str) -> str:
    """The split as written in a table; DataError where it is neither `train` nor `val`."""
    if split not in SPLITS:
        raise DataError(f"{where}: unknown split '{split}'", "It is train or val.")
    return split


def open_collection(data: Path) -> Collection:
    """Read the labels of a folder in any of the formats that docs/presets.md shows, or of a dataset file's sources together.

    Raises DataError: no known format, or a file and row that cannot be used.
    """
    from fashionforward.presets import fashion_mnist, flattened, inshop, mixture, styles

    readers: tuple[tuple[Callable[[Path], bool], Callable[[Path], Collection]], ...] = (
        (inshop.is_here, inshop.read),
        (flattened.is_here, flattened.read),
        (styles.is_here, styles.read),
        (fashion_mnist.is_here, fashion_mnist.read),
        (mixture.is_here, mixture.read),
    )
    if not data.is_dir() and not (data.is_file() and data.suffix == ".toml"):
        raise DataError(f"{data}: no such folder or dataset file")
    for is_here, read in readers:
        if is_here(data):
            collection = read(data)
            if not collection.items:
                raise DataError(f"{data}: its tables name no photograph")
            return collection
    raise DataError(
        f"{data}: none of styles.csv, colorways.csv, list_color_cloth.txt, list_color_cloth.csv, Fashion-MNIST's files and "
        "dataset.toml is there",
        "docs/presets.md shows what such a folder holds.",
    )
