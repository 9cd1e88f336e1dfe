"""Photographs that an eight-bit parser is calibrated on: of a dataset file's training split, never of what measures it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import DataError
from fashionforward.imaging.letterbox import enter
from fashionforward.training.dataset_file import read_dataset

COUNT = 48
"""So many photographs tell all ranges; more made no difference."""

LEAST = 3


def read_photographs(data: Path, canvas: tuple[int, int], count: int = COUNT) -> list[np.ndarray]:
    """Up to `count` photographs, each (1, 3, h, w) float32 sRGB on the parser's canvas (h, w), the sources taking turns.

    Raises DataError where the dataset file makes no sense or names fewer than three; UnreadableImage.
    """
    sources = read_dataset(data)
    chosen: list[tuple[float, Path]] = []
    for source in sources:
        rows = source.rows("train")
        share = min(len(rows), -(-count // len(sources)))
        chosen += [(i / share, source.images / rows[i * len(rows) // share]["filename"]) for i in range(share)]
    paths = [path for _, path in sorted(chosen, key=lambda turn: turn[0])][:count]
    if len(paths) < LEAST:
        raise DataError(f"{data}: {len(paths)} photographs to train on, and calibration needs {LEAST} at the least")
    return [
        np.ascontiguousarray(enter(read_photograph(path).srgb(), canvas)[0].transpose(2, 0, 1)[None]) for path in paths
    ]
