"""An edit: the attributes to apply to every item of a run."""

from dataclasses import dataclass

RGB = tuple[float, float, float]
"""sRGB (encoded), each channel in [0, 1]."""

SOLID = "solid"
PALETTE_SIZE = 6
SCALE_LIMITS = (0.05, 20.0)


@dataclass(frozen=True)
class Edit:
    """A named set of attributes. One item under one edit gives one output image.

    Attributes:
        name: made from the attributes ("palm_print", "color-navy"); safe as a folder's name.
        print: the surface design; None: `color` alone, a colourway; "solid" paints the whole garment.
        color: alone, the main colour's new colour; with a print, its ground (palette entry 0).
        colors: the palette, in order, 1 to 6 colours; empty: the design's own.
        scale: size of one repeat; 1 is as wide as the garment's box. 0.05 to 20.
        region: one of `attributes.regions.REGIONS`.
        seed: which design of the print; equal seeds give equal prints.
    """

    name: str
    print: str | None = None
    color: RGB | None = None
    colors: tuple[RGB, ...] = ()
    scale: float = 1.0
    region: str = "auto"
    seed: int = 0
