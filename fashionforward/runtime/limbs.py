"""Sleeves and legs: the parts of a garment that point away from its body, so that a print turns with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.letterbox import resize, shrink
from fashionforward.imaging.masks import closed, depth, distance, filled, pieces_of, rectangle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

SIDE = 128
"""Longer side, in pixels, at which a garment's outline is taken apart."""

BRIDGED = 4
"""How far from a front's opening the outline is closed, in those pixels."""

BODY = 0.8
"""The body is what a disc of this share of the outline's largest inscribed radius can reach; sleeves hang on it."""

SMALLEST = 0.015
"""Share of the garment under which a piece is a corner, not a limb."""

REACH = 0.25
"""How far a sleeve leads from the body at the least, in radii of that disc."""

HEM, TALL = 0.52, 0.5
"""A piece that hangs on the body's lower end (share of the garment's height) and is less tall than this is a corner of the hem."""

LEG, ALIKE = 0.25, 1.8
"""Two legs are at least so tall, as a share of the garment's height, and neither is wider than the other by more than this."""

UPRIGHT, UPWARDS = np.deg2rad(4), np.deg2rad(125)
"""Sleeves that hang straighter are left as they are; what points further up is a hood or a strap."""


CUT_APART = (0.382, 0.236)
"""Garment widths, across and down, by which the print of one piece of cloth lies apart from that of the next, where a seam parts them."""


@dataclass(frozen=True)
class Limb:
    """inside: (H, W) bool. pivot: (x, y) in pixels, where it hangs on the body. angle: radians that turn straight down into its axis.

    apart: how far its print lies from the body's, in garment widths across and down.
    """

    inside: NDArray[np.bool_]
    pivot: tuple[float, float]
    angle: float
    apart: tuple[float, float] = (0.0, 0.0)


def find_limbs(alpha: Array, opening: Array | None = None, *, legs: bool = True, sleeves: bool = True) -> list[Limb]:
    """Legs, or else sleeves, of the garment in a matte (H, W), and which way each points.

    opening: (H,) columns of a front that opens; a zip that the matte leaves there does not part the garment. legs, sleeves:
    whether it may have some.
    """
    factor = SIDE / max(alpha.shape)
    size = (max(4, round(alpha.shape[0] * factor)), max(4, round(alpha.shape[1] * factor)))
    outline = shrink(alpha, size) > 0.5
    if opening is not None:
        line = np.interp(np.arange(size[0]), (np.arange(len(opening)) + 0.5) * factor - 0.5, opening * factor)
        near = np.abs(np.arange(size[1]) - line[:, None]) <= BRIDGED
        outline |= closed(outline, rectangle(1, 2 * BRIDGED + 1)) & near
    outline = filled(outline)
    limbs, both = [], _legs(outline) if legs else []
    for piece, start, end in both or (_sleeves(outline) if sleeves else []):
        angle = float(np.arctan2(start[0] - end[0], end[1] - start[1]))
        if both or UPRIGHT < abs(angle) < UPWARDS:
            inside = resize(piece.astype(np.float32), alpha.shape) > 0.5
            limbs.append(Limb(inside, (start[0] / factor, start[1] / factor), angle))
    return limbs


Point = tuple[float, float]
Axis = tuple["NDArray[np.bool_]", Point, Point]
"""A piece of an outline, and (x, y) where it begins and where it leads to."""


def _legs(outline: NDArray[np.bool_]) -> list[Axis]:
    """Two pieces of much the same width, side by side from the crotch down; none where there is no crotch.

    Each with its side of what lies above, since trousers are cut and sewn from two halves; it leads where the leg below leads.
    """
    rows = np.flatnonzero(outline.any(1))
    if len(rows) < 8:
        return []
    crotch = len(outline)
    for y in range(int(rows[-1]), int(rows[0]), -1):
        runs = _runs(outline[y])
        if y > rows[-1] - 0.1 * len(rows) and len(runs) < 2:
            continue  # one foot may reach further down
        widths = [stop - start for start, stop in runs]
        if len(runs) != 2 or max(widths) > ALIKE * min(widths):
            break
        crotch = y
    if rows[-1] - crotch < LEG * len(rows):
        return []
    below = outline.copy()
    below[:crotch] = False
    pieces, _ = pieces_of(below)
    first, second = _runs(outline[crotch])
    left = np.arange(outline.shape[1]) < (first[1] + second[0]) / 2
    found: list[Axis] = []
    for (start, _), side in ((first, left), (second, ~left)):
        piece = pieces == pieces[crotch, start]
        ys = np.flatnonzero(piece.any(1))
        ends = [float(np.flatnonzero(piece[y]).mean()) for y in (ys[0], ys[int(0.9 * (len(ys) - 1))])]
        whole = piece | (outline & ~below & side)
        found.append((whole, (ends[0], float(ys[0])), (ends[1], float(ys[int(0.9 * (len(ys) - 1))]))))
    return found


def _runs(row: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _sleeves(outline: NDArray[np.bool_]) -> list[Axis]:
    """What a morphological opening takes away, but the corners of the hem."""
    deep = depth(outline)
    radius = BODY * float(deep.max())
    core = deep > radius
    if not core.any():
        return []
    away = distance(distance(core) <= radius)
    pieces, areas = pieces_of((away > 0) & outline)
    rows = np.flatnonzero(outline.any(1))
    found: list[Axis] = []
    for piece in (pieces == number for number in range(1, len(areas))):
        joint = piece & (away <= 2)
        if piece.sum() < SMALLEST * outline.sum() or away[piece].max() < REACH * radius or not joint.any():
            continue
        (y0, x0), (y1, x1) = (np.argwhere(m).mean(0) for m in (joint, piece & (away > 0.5 * away[piece].max())))
        if (y0 - rows[0]) > HEM * len(rows) and piece.any(1).sum() < TALL * len(rows):
            continue
        found.append((piece, (float(x0), float(y0)), (float(x1), float(y1))))
    return found
