"""Sizes of a repeat as people write them: a share of the garment's width, or centimetres."""

import math
import re
from dataclasses import dataclass

from fashionforward.attributes.edit import SCALE_LIMITS
from fashionforward.errors import BadAttribute

WIDTH_LIMITS = (5.0, 500.0)
"""Garments from a doll's to a tent, in centimetres."""


@dataclass(frozen=True)
class Repeat:
    """The size of one repeat of a print: `share` of the garment's width, or `cm`. Exactly one is given."""

    share: float | None = None
    cm: float | None = None

    def scale(self, width_cm: float | None) -> float:
        """It as a share of a garment's width in centimetres.

        Raises:
            BadAttribute: centimetres without a width, or out of range on that width.
        """
        if self.share is not None:
            return self.share
        assert self.cm is not None
        if width_cm is None:
            raise BadAttribute(
                f"scale={self.cm:g}cm needs the garment's width.", "Add width_cm=54, or whatever it measures across."
            )
        share = self.cm / width_cm
        if not SCALE_LIMITS[0] <= share <= SCALE_LIMITS[1]:
            raise BadAttribute(
                f"scale={self.cm:g}cm on a garment of {width_cm:g} cm is out of range.",
                f"A repeat measures {SCALE_LIMITS[0]:g} to {SCALE_LIMITS[1]:g} garment widths.",
            )
        return share


def parse_scale(text: str) -> Repeat:
    """Read `0.6` or `12cm`. Raises BadAttribute."""
    low, high = SCALE_LIMITS
    in_cm = re.fullmatch(r"(.*?)\s*cm", text.strip().lower())
    size = _number(in_cm[1] if in_cm else text)
    if in_cm and low * WIDTH_LIMITS[0] <= size <= high * WIDTH_LIMITS[1]:
        return Repeat(cm=size)
    if in_cm or not low <= size <= high:
        raise BadAttribute(
            f"scale={text} is out of range.",
            f"A number from {low:g} to {high:g}, where 1 is the garment's width, or centimetres: 12cm.",
        )
    return Repeat(share=size)


def parse_width(text: str) -> float:
    """Read a garment's width in centimetres, `54` or `54cm`. Raises BadAttribute."""
    low, high = WIDTH_LIMITS
    width = _number(re.sub(r"\s*cm$", "", text.strip().lower()))
    if not low <= width <= high:
        raise BadAttribute(f"width_cm={text} is out of range.", f"A number of centimetres from {low:g} to {high:g}.")
    return width


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
