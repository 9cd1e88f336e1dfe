"""The retoucher's colourways as training pairs: light on a garment in one colour, and the same pixels in another."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from fashionforward.errors import DataError
from fashionforward.imaging.letterbox import enter, resize
from fashionforward.imaging.levels import measure_light
from fashionforward.presets.pixels import unit
from fashionforward.training.dataset_file import Source
from fashionforward.training.images import read_image

PIXELS = 12000
"""Pixels kept of each garment and view."""

VIEWS = ((1.0, False), (0.5, False), (0.3, False), (0.5, True))
"""How a garment is seen: at shares of its photograph's size, since relief is finer in a smaller one; and with its light taken from
the luminance, as for a colourway, or from the parser's shading, as for a print."""

Look = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""(h, w, 3) canvas and (h, w) where the photograph lies on it -> (64,) features of the cloth, and its log shading (h, w)."""


@dataclass
class Garment:
    """One SKU in one view, W ways: pixels inside the retoucher's region, the same ones in all.

    levels (W, N, LEVELS), rgb (W, N, 3) sRGB, colour (W, 3) sRGB median of the cloth, statistics (W, S), features (W, 64).
    canvases: what `features` were worked out from.
    """

    sku: str
    levels: np.ndarray
    rgb: np.ndarray
    colour: np.ndarray
    statistics: np.ndarray
    features: np.ndarray
    canvases: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)


def _median_rgb(source: Source, row: dict[str, str]) -> np.ndarray:
    """(3,) float32 sRGB in [0, 1], the cloth's median colour as the table has it: "#rrggbb"."""
    text = row["median_rgb"]
    if not re.fullmatch("#[0-9a-fA-F]{6}", text):
        raise DataError(f"{source.table}: median_rgb of {row['filename']} is {text!r}; write #rrggbb")
    return np.array([*bytes.fromhex(text[1:])], np.float32) / 255


def read_garments(source: Source, split: str, canvas: tuple[int, int], look: Look) -> list[Garment]:
    """Every garment of a split of a colourway source, in every view."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in source.rows(split):
        groups.setdefault(row["sku"], []).append(row)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda group: _garments(source, group[0], group[1], canvas, look), sorted(groups.items()))
        return [garment for views in found for garment in views]


def _garments(
    source: Source, sku: str, rows: list[dict[str, str]], canvas: tuple[int, int], look: Look
) -> list[Garment]:
    assert source.recolored is not None
    rng = np.random.default_rng(zlib.crc32(sku.encode()))
    mask = unit(read_image(source.recolored / f"{sku}.png", "L", str(source.table)))
    photographs = [unit(read_image(source.images / row["filename"], "RGB", str(source.table))) for row in rows]
    canvases = []
    for photograph in photographs:
        small, box = enter(photograph, canvas)
        lies = np.zeros(canvas, np.float32)
        lies[box.top : box.top + box.height, box.left : box.left + box.width] = 1
        canvases.append((small, lies))
    seen = [look(*c) for c in canvases]
    colours = np.stack([_median_rgb(source, row) for row in rows])
    features = np.stack([f for f, _ in seen])
    garments = []
    for scale, learned in VIEWS:
        size = (round(mask.shape[0] * scale), round(mask.shape[1] * scale))
        region = resize(mask, size)
        inside = np.argwhere(region > 0.98)
        if not len(inside):
            raise DataError(f"{source.recolored / sku}.png: no pixel is white; it marks where the colourways differ")
        y, x = inside[rng.choice(len(inside), min(PIXELS, len(inside)), replace=False)].T
        whole = (slice(None), slice(None))
        levels, pixels, statistics = [], [], []
        for photograph, (_, known) in zip(photographs, seen, strict=True):
            rgb = resize(photograph, size)
            small, box = enter(rgb, canvas)
            light = measure_light(rgb, region, box, whole, small, known if learned else None)
            levels.append(light.levels[:, y, x].T)
            pixels.append(rgb[y, x])
            statistics.append(light.statistics)
        light_in_all, colour_in_all, spread = (np.stack(v).astype(np.float32) for v in (levels, pixels, statistics))
        garments.append(Garment(sku, light_in_all, colour_in_all, colours, spread, features, canvases))
    return garments
