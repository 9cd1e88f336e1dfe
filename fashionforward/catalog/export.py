"""Marketplaces: the size, shape, background, format and name that they ask of an image. Sources: docs/files.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WHITE_ENOUGH = 250
"""A photograph's edge is called white where its median is at least this in every channel."""


@dataclass(frozen=True)
class ExportPreset:
    """What one marketplace asks for. Images are sRGB JPEG, never enlarged and never cropped.

    Attributes:
        box: width and height that an image fits in, in pixels.
        shape: width over height; what is missing is added at the edges. None: as it is.
        least: width and height below which the marketplace complains.
        background: what is added, and what shows through transparency: (255, 255, 255), or None: the photograph's own edge.
        white: whether the marketplace wants a white background; a photograph without one is reported.
        name: the template of paths below the output folder.
        wants_marking: whether the marketplace asks that images say that a model made or changed them.
        quality: of the JPEG, to begin with.
        bytes: the largest file that is taken; quality goes down to 75 for it.
    """

    box: tuple[int, int]
    least: tuple[int, int]
    bytes: int
    name: str
    shape: float | None = None
    background: tuple[int, int, int] | None = (255, 255, 255)
    white: bool = True
    wants_marking: bool = False
    quality: int = 92
    extension: str = ".jpg"


PRESETS = {
    "amazon": ExportPreset(
        box=(10_000, 10_000), least=(1000, 1000), bytes=10_000_000, name="{edit}/{sku}.MAIN{ext}"
    ),
    "zalando": ExportPreset(
        box=(1801, 2600), least=(762, 1100), bytes=20_000_000, shape=1801 / 2600, name="{edit}/{folder}/{sku}{ext}"
    ),
    "shopify": ExportPreset(
        box=(2048, 2048), least=(800, 800), bytes=20_000_000, shape=1.0, background=None, white=False,
        name="{edit}/{folder}/{sku}{ext}",
    ),
    "google": ExportPreset(
        box=(1500, 1500), least=(500, 500), bytes=16_000_000, shape=1.0, name="{edit}/{folder}/{sku}{ext}",
        wants_marking=True,
    ),
}  # fmt: skip


def frame(rgb: NDArray[np.uint8], preset: ExportPreset) -> NDArray[np.uint8]:
    """Scale an image down to the marketplace's box, and give it its shape.

    rgb: (H, W, 3) sRGB, over the preset's background already. Returns (h, w, 3).
    """
    import numpy as np  # a run that finds nothing to do knows the presets, and does without
    from PIL import Image

    image = Image.fromarray(rgb)
    width, height = _canvas(image.size, preset)
    fit = min(width / image.width, height / image.height)
    size = max(1, round(image.width * fit)), max(1, round(image.height * fit))
    if size != image.size:
        image = image.resize(size, Image.Resampling.LANCZOS)
    if image.size != (width, height):
        canvas = Image.new("RGB", (width, height), preset.background or edge_colour(rgb))
        canvas.paste(image, ((width - image.width) // 2, (height - image.height) // 2))
        image = canvas
    return np.asarray(image)


def complaints(rgb: NDArray[np.uint8], preset: ExportPreset) -> tuple[str, ...]:
    """What the marketplace will not like about an image that was framed for it. rgb: (H, W, 3) sRGB, before framing."""
    found = []
    width, height = _canvas((rgb.shape[1], rgb.shape[0]), preset)
    # only the longest side counts where the shape is free
    small = max(width, height) < max(preset.least) if preset.shape is None else width < preset.least[0]
    if small:
        found.append(f"{width}x{height} pixels are fewer than the {preset.least[0]}x{preset.least[1]} asked for")
    if preset.white and min(edge_colour(rgb)) < WHITE_ENOUGH:
        found.append("its background is not white")
    return tuple(found)


def edge_colour(rgb: NDArray[np.uint8]) -> tuple[int, int, int]:
    """The median colour along the edges of (H, W, 3)."""
    import numpy as np

    edges = np.concatenate([rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]])
    red, green, blue = (int(value) for value in np.median(edges, axis=0))
    return red, green, blue


def _canvas(size: tuple[int, int], preset: ExportPreset) -> tuple[int, int]:
    """Width and height of the framed image: the photograph's own pixels at most, in the preset's shape and box."""
    width, height = float(size[0]), float(size[1])
    if preset.shape is not None:
        width, height = max(width, height * preset.shape), max(height, width / preset.shape)
    fit = min(1.0, preset.box[0] / width, preset.box[1] / height)
    return max(1, round(width * fit)), max(1, round(height * fit))
