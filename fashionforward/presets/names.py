"""The presets' names and sizes, for whoever must choose between them before anything heavy is imported."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """What a preset sees and makes: square images of `side` pixels, of 1 channel (grey) or 3 (sRGB)."""

    side: int
    channels: int


SMALL = {"style28": Shape(28, 1), "base64": Shape(64, 3), "unet64": Shape(64, 3)}
"""The presets beside `catalog`."""
