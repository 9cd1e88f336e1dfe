"""Pixels of a collection as a small preset sees them, decoded once and kept packed."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashionforward.errors import DataError
from fashionforward.presets.collection import Collection, Labelled
from fashionforward.presets.colours import main_colour, name_colours
from fashionforward.presets.names import Shape
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.training.images import read_image

READ = 256
"""Photographs are read no larger than is needed for colours to be measured well: their sides, at least."""

GROUND, LIFT = 0.0, 0.25
"""A cut-out lies on black, as in Fashion-MNIST, and its darkest cloth is so much above it that it can be told from the ground."""


@dataclass(frozen=True)
class Pixels:
    """A split of a collection. N items.

    images: (N, side, side, C) uint8, sRGB or its luma. mattes: (N, side, side) uint8, or None where the data have none.
    attributes: (N, A) float32 condition vectors. colour: (N, 3) sRGB in [0, 1], the measured main colour, or None.
    """

    items: tuple[Labelled, ...]
    images: NDArray[np.uint8]
    mattes: NDArray[np.uint8] | None
    attributes: NDArray[np.float32]
    colour: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.items)


def unit(values: NDArray[np.uint8]) -> NDArray[np.float32]:
    """uint8 -> float32 in [0, 1]."""
    found: NDArray[np.float32] = values.astype(np.float32)
    found /= 255
    return found


def to_small(rgb: NDArray[np.float32], shape: Shape, matte: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """A photograph as a preset sees it: (H, W, 3) sRGB in [0, 1] -> (side, side, C); squeezed to a square, nothing cut away.

    For grey presets a garment with a matte (H, W) is cut out: brought to the middle of a black square in its own shape.
    """
    if shape.channels == 3:
        return resize(rgb, (shape.side, shape.side))
    grey = rgb @ np.array([0.299, 0.587, 0.114], np.float32)
    if matte is None:
        return resize(grey[..., None], (shape.side, shape.side))
    ys, xs = np.nonzero(matte > 0.5)
    if not len(ys):
        return np.full((shape.side, shape.side, 1), GROUND, np.float32)
    cut = (slice(int(ys.min()), int(ys.max()) + 1), slice(int(xs.min()), int(xs.max()) + 1))
    garment = matte[cut] * (LIFT + (1 - LIFT) * grey[cut])
    height, width = garment.shape
    longest = max(height, width) / (shape.side - 2)
    size = (max(1, round(height / longest)), max(1, round(width / longest)))
    out = np.full((shape.side, shape.side, 1), GROUND, np.float32)
    top, left = (shape.side - size[0]) // 2, (shape.side - size[1]) // 2
    out[top : top + size[0], left : left + size[1]] = resize(garment[..., None], size)
    return out


def resize(array: NDArray[np.float32], size: tuple[int, int], smooth: bool = False) -> NDArray[np.float32]:
    """(h, w, C) in [0, 1] at another height and width: by areas, or for enlarging by Lanczos' filter."""
    kind = Image.Resampling.LANCZOS if smooth else Image.Resampling.BOX
    planes = [
        np.asarray(Image.fromarray(np.ascontiguousarray(array[..., c], np.float32)).resize(size[::-1], kind))
        for c in range(array.shape[-1])
    ]
    return np.stack(planes, -1).clip(0, 1)


def read_pixels(
    collection: Collection, split: str | None, shape: Shape, vocabulary: Vocabulary, cache: Path | None = None
) -> Pixels:
    """Decode a split (None: all) for a preset, its labels in the order of `vocabulary`.

    Raises DataError naming the row: a photograph is missing or broken, or a label is not in the vocabulary.
    """
    chosen = [(n, item) for n, item in enumerate(collection.items) if split is None or item.split == split]
    items = tuple(item for _, item in chosen)
    inside = [[p and os.path.relpath(p, collection.root) for p in (i.image, i.matte)] for i in items]
    key = hashlib.sha256(repr((str(collection.root.resolve()), shape, inside)).encode())
    path = cache / f"pixels-{key.hexdigest()[:16]}.npz" if cache else None
    mattes: NDArray[np.uint8] | None = None
    colour: NDArray[np.float32] | None = None
    if collection.drawn is not None:
        images = np.stack([_drawn(collection.drawn[n], shape) for n, _ in chosen])
    elif path is not None and path.is_file():
        with np.load(path) as kept:
            images, mattes, colour = kept["images"], kept["mattes"], kept["colour"]
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            read = list(pool.map(lambda item: _read(item, shape), items))
        images, mattes, colour = _stacked(read)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(path.with_suffix(".tmp.npz"), images=images, mattes=mattes, colour=colour)
            path.with_suffix(".tmp.npz").replace(path)
    has_mattes = mattes is not None and mattes.ndim == 3
    named: list[str | None] = [i.color for i in items]
    if collection.measured and colour is not None and len(items):
        named = list(name_colours(colour))
    vectors = [_vector(vocabulary, item, color) for item, color in zip(items, named, strict=True)]
    attributes = np.stack(vectors) if vectors else np.zeros((0, len(vocabulary)), np.float32)
    return Pixels(items, images, mattes if has_mattes else None, attributes, colour if has_mattes else None)


def _stacked(
    read: list[tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32]]],
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32]]:
    if not read:
        return np.zeros((0,), np.uint8), np.zeros((0,), np.uint8), np.zeros((0,), np.float32)
    return np.stack([r[0] for r in read]), np.stack([r[1] for r in read]), np.stack([r[2] for r in read])


def _vector(vocabulary: Vocabulary, item: Labelled, color: str | None) -> NDArray[np.float32]:
    try:
        return vocabulary.vector(color, item.style, item.binary if vocabulary.binary else ())
    except KeyError as error:
        raise DataError(
            f"{item.where}: unknown label '{error.args[0]}'", "The weights were trained without it."
        ) from error


def _read(item: Labelled, shape: Shape) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32]]:
    """Pixels, matte (or an empty array) and measured colour of one photograph."""
    rgb = read_image(item.image, "RGB", item.where, READ)
    if item.matte is None:
        small = to_small(unit(rgb), shape)
        return _bytes(small), np.zeros((0,), np.uint8), np.zeros(3, np.float32)
    with Image.fromarray(read_image(item.matte, "L", item.where, READ)) as mask:
        matte = np.asarray(mask.resize((rgb.shape[1], rgb.shape[0]), Image.Resampling.BOX))
    small = to_small(unit(rgb), shape, unit(matte))
    square = resize(unit(matte[..., None]), (shape.side, shape.side))[..., 0]
    return _bytes(small), _bytes(square), main_colour(rgb, matte)


def _drawn(image: NDArray[np.uint8], shape: Shape) -> NDArray[np.uint8]:
    if shape.channels != 1:
        raise DataError("these data have no colours", "Train style28 on them; base64 and unet64 are about colours.")
    return image[..., None] if len(image) == shape.side else _bytes(resize(unit(image[..., None]), (shape.side,) * 2))


def _bytes(array: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(array * 255).astype(np.uint8)
