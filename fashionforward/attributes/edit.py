"""An edit: the attributes to apply to an item."""

from dataclasses import dataclass

RGB = tuple[float, float, float]
"""sRGB (encoded), each channel in [0, 1]."""

Mix = tuple[tuple[str, float], ...]
"""Prints and their shares, the largest first; the shares are positive and sum to 1."""

SOLID = "solid"
PALETTE_SIZE = 6
MIX_SIZE = 4
SCALE_LIMITS = (0.05, 20.0)


@dataclass(frozen=True)
class Edit:
    """A named set of attributes. One item under one edit gives one output image.

    Attributes:
        name: made from the attributes ("palm_print", "color-navy"), or the manifest's; safe as a folder's name.
        print: the surface design; None: `color` alone, a colourway; "solid" paints the whole garment. Of a mix, its
            text: "palm_print:0.6+floral:0.4".
        color: alone, the main colour's new colour; with a print, its ground (palette entry 0).
        colors: the palette, in order, 1 to 6 colours; empty: the design's own.
        scale: size of one repeat; 1 is as wide as the garment's box. 0.05 to 20. Always what is to be rendered: where
            centimetres were given, what they come to.
        region: one of `attributes.regions.REGIONS`.
        seed: which design of the print; equal seeds give equal prints.
        mix: the prints that `print` mixes; empty: one print, or none.
        repeat_cm: size of one repeat in centimetres, where that was asked for; `scale` is repeat_cm / width_cm then.
        width_cm: the width of what is changed, in centimetres; given exactly where `repeat_cm` is.
        settings: what to set of a small preset's attributes: (("color", "red"), ("lace", "off")). The others above are not used.
        output_size: height and width of the output where that is not the photograph's: what a small preset decodes.
        own: the user's own prints among those, each with the sha256 of its file: another swatch makes another output.
    """

    name: str
    print: str | None = None
    color: RGB | None = None
    colors: tuple[RGB, ...] = ()
    scale: float = 1.0
    region: str = "auto"
    seed: int = 0
    mix: Mix = ()
    repeat_cm: float | None = None
    width_cm: float | None = None
    settings: tuple[tuple[str, str], ...] = ()
    output_size: tuple[int, int] | None = None
    own: tuple[tuple[str, str], ...] = ()

    @property
    def prints(self) -> tuple[str, ...]:
        """Names of the prints that this draws: none, one, or those of the mix."""
        return tuple(name for name, _ in self.mix) if self.mix else (self.print,) if self.print is not None else ()
