"""Which pixels of the parser's canvas an edit may change: the garment asked for, whole, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.attributes.regions import GARMENTS
from fashionforward.errors import NothingToEdit
from fashionforward.imaging.albedo import describe
from fashionforward.imaging.levels import log_luminance
from fashionforward.imaging.window import gaussian
from fashionforward.runtime.waist import part_at_waist

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

FIRST_GARMENT = 2
"""Channel of the first garment among the parser's parts."""

PERSON = 1
"""Channel of skin and hair among them."""

CERTAIN = 0.03
"""Pixels that are person for certain, for one of garment, from which on somebody wears it. Measured: 0.05 and more, without one 0.014."""

CONFUSED = 0.15
"""A part with less than this share of the largest one's area is taken for the parser's confusion, where nobody wears it."""

NEVER_TOGETHER = {"top": ("dress",), "bottom": ("dress",), "dress": ("top", "bottom"), "outer": ()}
"""Nobody wears these at once: where the parser finds both, the smaller is a part of the larger that it mistook."""

UPPER = ("top", "outer", "dress")
"""Kinds that are told apart by cut alone, and that have sleeves, if any has."""

ONE_CLOTH = 2.0
"""Steps of hue and log albedo (`imaging.albedo.UNIT`) within which two parts are cut from one cloth."""

SMALLEST = 0.004
"""Share of the canvas under which a garment is not there."""

SMOOTHING = 3.0
"""Canvas pixels over which the kind of garment is agreed upon."""


def select(parts: Array, matte: Array, region: str, canvas: Array, inside: NDArray[np.bool_]) -> Array:
    """Gate (h, w) in [0, 1] of the region asked for.

    parts (7, h, w) probabilities; matte (h, w), the garments' alpha; canvas (h, w, 3) sRGB; inside (h, w): where the photograph
    lies on it. Raises NothingToEdit when the garment is not there.
    """
    garments = parts[FIRST_GARMENT : FIRST_GARMENT + len(GARMENTS)] * matte
    if matte.sum() < SMALLEST * matte.size:
        raise NothingToEdit("no garment was found in the photograph")
    alone = not is_worn(parts, matte)
    if region == "all" or (alone and region == "auto"):
        return np.ones_like(matte)
    votes = np.stack([gaussian(g, SMOOTHING) for g in garments])
    if not alone:
        votes = part_at_waist(votes, matte, canvas, inside)
    winner = votes.argmax(0)
    areas = np.array([float(matte[winner == k].sum()) for k in range(len(GARMENTS))])
    if region == "auto":
        chosen = int(areas.argmax())
    else:
        chosen = GARMENTS.index(region)
        if areas[chosen] < max(SMALLEST * matte.size, CONFUSED * areas.sum() if alone else 0.0):
            raise NothingToEdit(f"no {region} was found in the photograph")
        if alone and areas[chosen] == areas.max():
            return np.ones_like(matte)
    mistaken = [GARMENTS.index(other) for other in NEVER_TOGETHER[GARMENTS[chosen]]]
    members = [chosen, *(other for other in mistaken if areas[other] < areas[chosen])]
    if region == "auto" and GARMENTS[chosen] in UPPER:
        others = (k for k in range(len(GARMENTS)) if GARMENTS[k] in UPPER and k not in members)
        members += [k for k in others if _of_one_cloth(canvas, matte, winner == chosen, winner == k)]
    mine = np.isin(winner, members).astype(np.float32)
    return np.clip(gaussian(mine, 0.7), 0, 1).astype(np.float32)


def kind_at(parts: Array, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> str:
    """Which garment most of some pixels of the canvas are, by the parser's `parts` (7, h, w)."""
    garments = parts[FIRST_GARMENT : FIRST_GARMENT + len(GARMENTS), rows, columns]
    return GARMENTS[int(garments.sum(1).argmax())]


def _of_one_cloth(canvas: Array, matte: Array, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    """Whether two parts, (h, w) each, have much the same median hue and lightness: then they are one garment, taken for two."""
    medians = []
    for part in (one & (matte > 0.5), other & (matte > 0.5)):
        if not part.any():
            return False
        rgb = canvas[part]
        medians.append(np.median(describe(rgb, log_luminance(rgb), np.zeros(len(rgb), np.float32)), axis=0))
    return float(np.linalg.norm(medians[0] - medians[1])) < ONE_CLOTH


def is_worn(parts: Array, matte: Array) -> bool:
    """Whether somebody wears the garment: the parser (`parts`, `matte` as in `select`) sees skin and hair that outweigh all else.

    Doubts do not count: in one photograph of four that show a garment alone they would add up to a person.
    """
    return float((parts[PERSON] > 0.5).sum()) >= CERTAIN * float((matte > 0.5).sum())
