"""What is evaluated: a small preset, or `catalog` brought to the same size."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fashionforward.attributes.edit import RGB, Edit
from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import FashionForwardError, NothingToEdit
from fashionforward.presets.engine import SmallEngine
from fashionforward.presets.names import Shape
from fashionforward.presets.pixels import Pixels, to_small, unit
from fashionforward.presets.sampling import sample
from fashionforward.presets.vocabulary import Settings
from fashionforward.runtime.engine import Engine

Images = NDArray[np.float32]
BATCH = 32
SEEDS = 4
"""Seeds that diversity is measured over."""


class System(Protocol):
    """Items are rows of `Pixels`; images are (n, side, side, C) in [0, 1]."""

    sets: tuple[str, ...]
    """Which groups of attributes it sets: color, style, binary."""

    def reconstruct(self, pixels: Pixels) -> Images:
        """Each item under its own attributes."""
        ...

    def edit(self, pixels: Pixels, key: str, values: list[str]) -> Images:
        """Each item with one attribute, `color` or `style`, set anew."""
        ...

    def switch(self, pixels: Pixels, edits: list[tuple[str, str]]) -> Images:
        """Each item with one binary attribute set: its name, and `on` or `off`."""
        ...

    def seeds(self, pixels: Pixels) -> list[Images]:
        """Groups of images that differ in their seed alone."""
        ...


class SmallSystem:
    """A small preset. Its items' own attributes are read from their pixels, as in a run, and not taken from the labels."""

    sets: tuple[str, ...] = ("color", "style", "binary")

    def __init__(self, engine: SmallEngine) -> None:
        self.engine = engine

    def _decode(self, pixels: Pixels, settings: list[Settings]) -> Images:
        made = []
        for start in range(0, len(pixels), BATCH):
            code = self.engine.encode(unit(pixels.images[start : start + BATCH]))
            made.append(self.engine.edit(code, settings[start : start + BATCH]))
        return np.concatenate(made)

    def reconstruct(self, pixels: Pixels) -> Images:
        """Through the code and back."""
        return self._decode(pixels, [()] * len(pixels))

    def edit(self, pixels: Pixels, key: str, values: list[str]) -> Images:
        """The same code under another attribute."""
        return self._decode(pixels, [((key, value),) for value in values])

    def switch(self, pixels: Pixels, edits: list[tuple[str, str]]) -> Images:
        """The same."""
        return self._decode(pixels, [(edit,) for edit in edits])

    def seeds(self, pixels: Pixels) -> list[Images]:
        """Codes from the prior, under each of some attributes; over the form of some items where there are skips."""
        if self.engine.has_skips:
            likes = [unit(image) for image in pixels.images[:8]]
            return [sample(self.engine, (), SEEDS, 0, like) for like in likes]
        vocabulary = self.engine.vocabulary
        key, names = ("style", vocabulary.styles) if vocabulary.styles else ("color", vocabulary.colors)
        return [sample(self.engine, ((key, name),), SEEDS, 0) for name in names]


class CatalogSystem:
    """`catalog` on the photographs themselves, in their full size; results are then brought to the small size.

    typical: the colour that stands for each name, sRGB. Items that it finds nothing in stay as they are, and are counted.
    """

    sets: tuple[str, ...] = ("color",)

    def __init__(self, engine: Engine, shape: Shape, typical: dict[str, RGB]) -> None:
        self.engine, self.shape, self.typical = engine, shape, typical
        self.untouched = 0

    def _render(self, pixels: Pixels, row: int, edit: Edit) -> NDArray[np.float32]:
        item = pixels.items[row]
        rgb = read_photograph(item.image).srgb()
        try:
            parse = self.engine.parse(rgb)
            made = self.engine.render(rgb, parse, edit, sku=item.image.stem).rgb
        except NothingToEdit:
            self.untouched += 1
            made = rgb
        return to_small(made, self.shape)

    def reconstruct(self, pixels: Pixels) -> Images:
        """Each garment recoloured to the main colour that it has."""
        if pixels.colour is None:
            raise FashionForwardError("catalog's reconstruction needs measured main colours: the data have no mattes.")
        return np.stack(
            [self._render(pixels, i, Edit("own", color=_rgb(pixels.colour[i]))) for i in range(len(pixels))]
        )

    def edit(self, pixels: Pixels, key: str, values: list[str]) -> Images:
        """A colourway in the colour that stands for the name."""
        edits = [Edit(value, color=self.typical[value]) for value in values]
        return np.stack([self._render(pixels, i, edit) for i, edit in enumerate(edits)])

    def switch(self, pixels: Pixels, edits: list[tuple[str, str]]) -> Images:
        """It sets none: see `sets`."""
        raise NotImplementedError

    def seeds(self, pixels: Pixels) -> list[Images]:
        """One print on some items, in several designs."""
        name = "palm_print" if "palm_print" in self.engine.card.prints else next(iter(self.engine.card.prints))
        return [
            np.stack([self._render(pixels, i, Edit(name, print=name, seed=seed)) for seed in range(SEEDS)])
            for i in range(min(8, len(pixels)))
        ]


def _rgb(values: NDArray[np.float32]) -> RGB:
    red, green, blue = (float(v) for v in values)
    return red, green, blue
