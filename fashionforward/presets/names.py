"""The presets' names and sizes, for whoever must choose between them before anything heavy is imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Shape:
    """What a preset sees and makes: square images of `side` pixels, of 1 channel (grey) or 3 (sRGB).

    reach: how far an edit goes by group of attributes, 1 from an item's own to the one asked for, and 1 where it is not named.
    """

    side: int
    channels: int
    # no part of what a cache of pixels is named by, which is how a shape is written
    reach: Mapping[str, float] = field(default_factory=dict, repr=False, hash=False)


SMALL = {
    "style28": Shape(28, 1),
    "base64": Shape(64, 3, MappingProxyType({"style": 1.5})),  # what its code still says of the old style is outdone
    "unet64": Shape(64, 3),
}
"""The presets beside `catalog`."""
