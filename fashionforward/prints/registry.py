"""The print families by name. A new family is one file in `family/` and its name here."""

from __future__ import annotations

import difflib
import importlib
import zlib
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    import numpy as np

    from fashionforward.prints.canvas import Canvas
    from fashionforward.prints.design import Design

FAMILIES = (
    "solid",
    "palm_print",
    "floral",
    "stripes",
    "plaid",
    "gingham",
    "polka_dot",
    "camo",
    "leopard",
    "zebra",
    "geometric",
    "paisley",
    "tie_dye",
    "color_block",
    "houndstooth",
    "argyle",
    "chevron",
    "herringbone",
    "pinstripe",
    "tartan",
    "windowpane",
    "tiger",
    "snake",
    "cow",
    "giraffe",
    "terrazzo",
    "marble",
    "ombre",
    "denim_wash",
    "heather",
    "sequins",
    "ikat",
    "batik",
    "damask",
    "lace",
    "abstract_brush",
    "hearts",
    "stars",
    "ditsy_floral",
    "botanical_line",
    "tropical",
    "anchors",
    "fruit",
    "birds",
    "toile",
)
"""Documented order. The index of a name is stable: new families go to the end."""


class Family(Protocol):
    """What a module in `family/` provides."""

    @staticmethod
    def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
        """Draw one design on `canvas`; returns its colours, (1 to PALETTE_SIZE, 3) sRGB in [0, 1], ground first."""


def families() -> tuple[str, ...]:
    """Names of the families, in documented order."""
    return FAMILIES


def draw(family: str, seed: int, size: int = 256) -> Design:
    """Draw design number `seed` of a family; equal arguments give equal designs, on any machine.

    size: cells along each side. The composition does not depend on it, only its resolution does.
    Raises ValueError, naming the nearest families, for a family that is not known.
    """
    # numpy and Pillow stay out of `families()`, which a command line asks for its help.
    import numpy as np

    from fashionforward.prints.canvas import Canvas
    from fashionforward.prints.design import Design
    from fashionforward.prints.palettes import in_use, padded

    module = _module(family)
    rng = np.random.default_rng([zlib.crc32(family.encode()), seed])
    canvas = Canvas(size)
    colors = module.compose(rng, canvas)
    weights, palette = in_use(canvas.weights(), colors)
    return Design(weights=weights, palette=padded(palette), family=family, seed=seed)


def _module(family: str) -> Family:
    if family not in FAMILIES:
        near = difflib.get_close_matches(family, FAMILIES, n=3, cutoff=0.4) or list(FAMILIES)
        raise ValueError(f"unknown print family {family!r}; did you mean {', '.join(near)}?")
    return cast(Family, importlib.import_module(f"fashionforward.prints.family.{family}"))
