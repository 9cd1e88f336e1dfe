"""Procedural textile designs: what the print model learns from, and what its samples are judged against.

    >>> from fashionforward.prints import draw
    >>> design = draw("palm_print", seed=7)
    >>> design.weights.shape
    (6, 256, 256)

A family is one file in `family/`; `registry` knows their names and order.
"""

from fashionforward.prints.design import FIELD_SIZE, PALETTE_SIZE, Design, colorize
from fashionforward.prints.registry import draw, families

__all__ = ["FIELD_SIZE", "PALETTE_SIZE", "Design", "colorize", "draw", "families"]
