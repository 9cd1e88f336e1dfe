"""New cloth put into the photograph at soft edges: y = x + m (A - F) in linear light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.transfer import LUMA, to_linear, to_srgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


def blend(
    photo: Array, at: NDArray[np.intp], old: Array, alpha: Array, new: Array, bleed: Array | None = None
) -> Array:
    """The photograph with its share alpha (N, 1) of old cloth (N, 3) taken out and of new (N, 3) put in; all sRGB: (N, 3).

    photo: (M, 3), laid flat; at: (N,) the places in it of what is put in. `new` is written to. Where alpha is 1 that is the new cloth,
    as `old` is the photograph there. bleed: (N, 1), how much further than alpha the old hue reaches (`bleed.find_bleed`): so far
    goes the new one, and the light stays.
    """
    soft = np.flatnonzero(alpha[:, 0] < 1)
    tinted = np.flatnonzero(bleed[:, 0] > 0) if bleed is not None else soft[:0]
    turn = new.take(tinted, axis=0) - old.take(tinted, axis=0)
    share = alpha.take(soft, axis=0)
    change = to_linear(new.take(soft, axis=0)) - to_linear(old.take(soft, axis=0))
    new[soft] = to_srgb(to_linear(photo.take(at.take(soft), axis=0)) + share * change)
    if bleed is not None and len(tinted):
        turn -= turn @ np.array(LUMA, np.float32)[:, None]
        new[tinted] = np.clip(new.take(tinted, axis=0) + bleed.take(tinted, axis=0) * turn, 0, 1)
    return new
