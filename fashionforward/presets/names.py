"""The presets' names and sizes, for whoever must choose between them before anything heavy is imported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Shape:
    """What a preset sees and makes: square images of `side` pixels, of 1 channel (grey) or 3 (sRGB).

    reach: how far an edit goes by group of attributes, 1 from an item's own to the one asked for, and 1 where it is not named.
    redrawn: groups whose edits are drawn from the code alone: skips carry the form that such an edit changes.
    """

    side: int
    channels: int
    # no part of what a cache of pixels is named by, which is how a shape is written
    reach: Mapping[str, float] = field(default_factory=dict, repr=False, hash=False)
    redrawn: tuple[str, ...] = field(default=(), repr=False, hash=False)


FAR = MappingProxyType({"style": 1.5})
"""What a code still says of the old style is outdone."""

SMALL = {
    "style28": Shape(28, 1),
    "base64": Shape(64, 3, FAR),
    "unet64": Shape(64, 3, FAR, redrawn=("style",)),
}
"""The presets beside `catalog`."""
