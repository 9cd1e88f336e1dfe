"""A matte's edges, undone: what print and colourway of one photograph have in common where they change the same pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.bleed import find_bleed
from fashionforward.imaging.blending import Rim, find_rim
from fashionforward.imaging.guided import bounds, undo_edges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.look import Window

    Array = NDArray[np.float32]

EDGE = 0.004
"""How far whole cloth is looked for from a soft edge, as a share of the photograph's diagonal."""

TINTED = 1e-3
"""Alpha of pixels that hold no cloth, but its hue."""


@dataclass(frozen=True)
class Edged:
    """The cloth in one matte.

    of: the matte (h, w) that this was worked out from. cut: rows and columns of it that hold the cloth, on which what follows lies.
    alpha: (a, b), a little above 0 where there is but its hue. inside: (N,) its pixels, in the cut laid flat, with share: (N,) their
    alpha. at: (N,) the same in the photograph laid flat. rim: what new cloth is blended with. matte: (H, W), alpha in the whole
    photograph.
    """

    of: Array
    cut: Window
    alpha: Array
    inside: NDArray[np.intp]
    share: Array
    at: NDArray[np.intp]
    rim: Rim
    matte: Array


def find_edges(
    rgb: Array, of: Array, window: Window, image: tuple[int, int], *, only_inside: bool = False
) -> tuple[Edged, Array]:
    """Undo the edges of a matte (h, w) that lies on a window of a photograph of `image` (height, width), rgb (h, w, 3) sRGB there.

    Returns them, and the old cloth (a, b, 3) sRGB on the cut: a plane of a large photograph is much, and may be let go.
    only_inside: what the matte says is no cloth stays as it is, bit for bit, even where it holds the cloth's hue.
    """
    cut = bounds(of > 0, of.shape)
    assert cut is not None, "an empty matte"
    seen, alpha = rgb[cut], of[cut]
    diagonal = float(np.hypot(*image))
    bleed = find_bleed(seen, alpha, diagonal)
    if only_inside:
        bleed *= alpha > 0
    alpha = np.where((bleed > 0) & (alpha == 0), np.float32(TINTED), alpha)
    old = undo_edges(seen, alpha, max(2, round(EDGE * diagonal)))
    inside = np.flatnonzero(alpha)
    share, tint = alpha.reshape(-1).take(inside), bleed.reshape(-1).take(inside)
    y = inside // alpha.shape[1]
    at = (y + (cut[0].start + window[0].start)) * image[1] + (inside - y * alpha.shape[1])
    at += cut[1].start + window[1].start
    matte = np.zeros(image, np.float32)
    matte.reshape(-1)[at] = share
    rim = find_rim(seen, old, inside, share, tint)
    return Edged(of, cut, alpha, inside, share, at, rim, matte), old
