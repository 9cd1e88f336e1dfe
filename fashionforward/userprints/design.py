"""What is kept of one swatch, and how it becomes a field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import resize
from fashionforward.prints.design import FIELD_SIZE, PALETTE_SIZE
from fashionforward.prints.palettes import padded, to_oklab
from fashionforward.userprints.palette import find_palette, mix_exactly, shares_of
from fashionforward.userprints.tiling import make_square_tile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

DRAWN = 4 * FIELD_SIZE
"""Pixels a side at which colours are told apart before they are averaged to cells."""

KEPT = 0.05
"""A cell kept its colour where it moved less than this in Oklab: a difference one has to look for."""


@dataclass(frozen=True)
class UserDesign:
    """One swatch of a print.

    tile: (256, 256, 3) uint8 sRGB, the swatch as it repeats. weights: (6, 256, 256) uint8, shares of 255. palette: (6, 3) float32
    sRGB. colors: how many of them are used. exact: the field is `weights` itself; else it is decoded from `code`, (4, 64, 64)
    float32, under the print `family`, by the decoder whose sha256 is `decoder`. kept: share of cells that keep their colour.
    tiled: the swatch repeated by itself.
    """

    tile: NDArray[np.uint8]
    weights: NDArray[np.uint8]
    palette: Array
    colors: int
    exact: bool
    tiled: bool
    code: Array | None = None
    family: str = ""
    decoder: str = ""
    kept: float = 1.0

    def hexes(self) -> tuple[str, ...]:
        """The colours in use, the ground first, as #rrggbb."""
        used = np.round(self.palette[: self.colors] * 255).astype(int)
        return tuple("#" + "".join(f"{value:02x}" for value in colour) for colour in used.tolist())

    def shares(self) -> Array:
        """(6, 256, 256) float32, >= 0, summing to 1."""
        weights = self.weights.astype(np.float32)
        return weights / np.maximum(weights.sum(0), 1)

    def logits(self) -> Array:
        """(1, 6, 256, 256): what the renderer's softmax turns into `shares`."""
        return np.log(np.maximum(self.shares(), 1e-4))[None].astype(np.float32)


def design_of(image: Array, *, colors: int | None = None, exact: bool = False) -> UserDesign:
    """A design of (H, W, 3) sRGB in [0, 1]; not encoded yet.

    colors: how many to find, 1 to 6; None: as many as it takes. exact: keep the swatch's own pixels, mixed from six colours.
    """
    square, tiled = make_square_tile(image)
    tile = resize(square, (FIELD_SIZE, FIELD_SIZE))
    palette = find_palette(resize(square, (min(len(square), DRAWN),) * 2), colors)
    if exact:
        weights, full = mix_exactly(tile, palette)
        shares, used = weights.T.reshape(PALETTE_SIZE, FIELD_SIZE, FIELD_SIZE), PALETTE_SIZE
    else:
        shares, used = _drawn(square, palette), len(palette)
        full = padded(palette)
    order = np.concatenate([np.argsort(-shares[:used].mean((1, 2)), kind="stable"), np.arange(used, PALETTE_SIZE)])
    return UserDesign(
        tile=np.round(tile * 255).clip(0, 255).astype(np.uint8),
        weights=np.round(shares[order] * 255).astype(np.uint8),
        palette=full[order].astype(np.float32),
        colors=used,
        exact=exact,
        tiled=tiled,
    )


def _drawn(square: Array, palette: Array) -> Array:
    """Shares of each cell that each colour covers: (6, 256, 256)."""
    fine = resize(square, (DRAWN, DRAWN))
    entries = shares_of(fine, palette)
    block = DRAWN // FIELD_SIZE
    shares = np.zeros((PALETTE_SIZE, FIELD_SIZE, FIELD_SIZE), np.float32)
    for entry in range(len(palette)):
        shares[entry] = (entries == entry).reshape(FIELD_SIZE, block, FIELD_SIZE, block).mean((1, 3))
    return shares


def kept_share(tile: NDArray[np.uint8], painted: Array) -> float:
    """The share of cells whose colour is the swatch's: tile (n, n, 3) uint8, painted (n, n, 3) sRGB in [0, 1]."""
    far = np.sqrt(((to_oklab(tile / 255.0) - to_oklab(painted.astype(np.float64))) ** 2).sum(-1))
    return float((far < KEPT).mean())


def paint(logits: Array, palette: Array) -> Array:
    """(6, n, n) palette logits and (6, 3) sRGB -> (n, n, 3) sRGB, mixed in linear light."""
    from fashionforward.imaging.transfer import to_linear, to_srgb

    share = np.exp(logits - logits.max(0))
    share /= share.sum(0)
    return to_srgb(np.einsum("khw,kc->hwc", share, to_linear(palette)))
