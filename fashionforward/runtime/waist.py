"""Where a top ends and trousers or a skirt begin: by the parser's votes, and where those see one garment, by colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.attributes.regions import GARMENTS
from fashionforward.imaging.albedo import describe, find_dyes
from fashionforward.imaging.levels import log_luminance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

BOTTOM = GARMENTS.index("bottom")
OTHERS = [kind for kind in range(len(GARMENTS)) if kind != BOTTOM]
PURE = 0.7
"""Share of the votes that each side of a waist must have for its own kind: else there is one garment, and votes that err."""

OWN_DYES = 0.7
"""Share of the cloth above, and of that below, in dyes that lie mostly on its own side, for colour to tell a waist."""

LOW, LEAST = 0.4, 0.05
"""How far down the cloth a waist is looked for, from its top; and what lies below it at the least, as a share of the cloth."""


def part_at_waist(votes: Array, matte: Array, canvas: Array, inside: NDArray[np.bool_]) -> Array:
    """Votes (4, h, w) without bottoms above the waist.

    matte (h, w); canvas (h, w, 3) sRGB; inside (h, w), where the photograph lies. Where no row parts the two kinds, colour is asked:
    cloth that goes on to the photograph's lower border in dyes that are nowhere above is another garment. Else the kind that is
    outvoted has none.
    """
    lower = votes[BOTTOM].sum(1)
    upper = votes.sum((0, 2)) - lower
    waist = int(np.concatenate([[0.0], np.cumsum(upper - lower)]).argmax())
    votes = votes.copy()
    above, below = (_share(a, b) for a, b in ((upper[:waist], lower[:waist]), (lower[waist:], upper[waist:])))
    if min(above, below) > PURE:
        votes[BOTTOM, :waist] = 0
    elif upper.sum() >= lower.sum():
        row = waist_by_colour(matte > 0.5, canvas, inside)
        votes[BOTTOM] = 0
        if row is not None:
            votes[BOTTOM, row:] = votes[:, row:].sum(0)
            votes[OTHERS, row:] = 0
    else:
        votes[OTHERS] = 0
    return votes


def _share(kind: Array, other: Array) -> float:
    total = float(kind.sum() + other.sum())
    return float(kind.sum()) / total if total else 0.0


def waist_by_colour(cloth: NDArray[np.bool_], canvas: Array, inside: NDArray[np.bool_]) -> int | None:
    """Row of the canvas from which the cloth (h, w) has other dyes than above it; None where there is none."""
    border = int(np.flatnonzero(inside.any(1))[-1])
    rows = np.flatnonzero(cloth.any(1))
    if not len(rows) or rows[-1] < border - 1:
        return None
    y, x = np.nonzero(cloth)
    rgb = canvas[y, x]
    features = describe(rgb, log_luminance(rgb), np.zeros(len(rgb), np.float32))
    dyes = find_dyes(features)
    held = np.zeros((len(cloth), len(dyes.heights)), np.float32)
    np.add.at(held, y, dyes.share(features))
    above = np.cumsum(held, 0) - held  # of each row: all rows before it
    below = held.sum(0) - above
    count = np.maximum(np.stack([above.sum(1), below.sum(1)]), 1e-6)
    own = np.stack([np.where(below <= above, above, 0).sum(1), np.where(below > above, below, 0).sum(1)]) / count
    score = own.min(0)
    score[: rows[0] + round(LOW * len(rows))] = 0
    score[count[1] < LEAST * len(y)] = 0
    row = int(score.argmax())
    return row if score[row] >= OWN_DYES else None
