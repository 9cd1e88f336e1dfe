"""The retoucher's colourways as training pairs: light on a garment in one colour, and the same pixels in another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from fashionforward.imaging.letterbox import enter, resize
from fashionforward.imaging.levels import measure_light
from fashionforward.training.dataset_file import Source

PIXELS = 12000
"""Pixels kept of each garment and size."""

SCALES = (0.5, 0.3)
"""Sizes that a garment is learned at, as shares of its photograph's: relief is finer in a smaller one."""


@dataclass
class Garment:
    """One SKU at one size, W ways: pixels inside the retoucher's region, the same ones in all.

    levels (W, N, LEVELS), rgb (W, N, 3) sRGB, colour (W, 3) sRGB median of the cloth, statistics (W, S), features (W, 64).
    """

    sku: str
    levels: np.ndarray
    rgb: np.ndarray
    colour: np.ndarray
    statistics: np.ndarray
    features: np.ndarray


def hex_rgb(text: str) -> np.ndarray:
    """ "#rrggbb" -> (3,) float32 in [0, 1]."""
    return np.array([int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)


def read_garments(
    source: Source,
    split: str,
    canvas: tuple[int, int],
    features: dict[str, np.ndarray],
    scales: tuple[float, ...] = SCALES,
) -> list[Garment]:
    """Every garment of a split of a colourway source, at each scale of its photographs. features: (64,) by file name."""
    groups: dict[str, list[dict[str, str]]] = {}
    for row in source.rows(split):
        groups.setdefault(row["sku"], []).append(row)
    rng = np.random.default_rng(0)
    return [
        _garment(source, sku, rows, scale, canvas, rng, features)
        for sku, rows in sorted(groups.items())
        for scale in scales
    ]


def _garment(
    source: Source,
    sku: str,
    rows: list[dict[str, str]],
    scale: float,
    canvas: tuple[int, int],
    rng: np.random.Generator,
    features: dict[str, np.ndarray],
) -> Garment:
    assert source.recolored is not None
    region = _load(source.recolored / f"{sku}.png", scale, "L")
    inside = np.argwhere(region > 0.98)
    pick = inside[rng.choice(len(inside), min(PIXELS, len(inside)), replace=False)]
    y, x = pick.T
    levels, colours, statistics, pixels = [], [], [], []
    for row in rows:
        rgb = _load(source.images / row["filename"], scale, "RGB")
        small, box = enter(rgb, canvas)
        light = measure_light(rgb, region, box, (slice(None), slice(None)), small)
        levels.append(light.levels[:, y, x].T)
        pixels.append(rgb[y, x])
        colours.append(hex_rgb(row["median_rgb"]))
        statistics.append(light.statistics)
    known = [features[row["filename"]] for row in rows]
    return Garment(sku, *(np.stack(v).astype(np.float32) for v in (levels, pixels, colours, statistics, known)))


def _load(path: Path, scale: float, mode: str) -> np.ndarray:
    with Image.open(path) as file:
        pixels = np.asarray(file.convert(mode), np.float32) / 255
    return resize(pixels, (round(pixels.shape[0] * scale), round(pixels.shape[1] * scale)))
