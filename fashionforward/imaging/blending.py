"""New cloth put into the photograph at soft edges: y = x + m (A - F) in linear light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.transfer import LUMA, to_linear, to_srgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


def blend(photo: Array, old: Array, alpha: Array, new: Array, bleed: Array | None = None) -> Array:
    """The photograph (N, 3) with its share alpha (N, 1) of old cloth (N, 3) taken out and of new (N, 3) put in; all sRGB.

    Where alpha is 1 that is the new cloth, as `old` is the photograph there. bleed: (N, 1), how much further than alpha the old
    hue reaches (`bleed.find_bleed`): so far goes the new one, and the light stays.
    """
    out = new.copy()
    soft = np.flatnonzero(alpha[:, 0] < 1)
    change = to_linear(new[soft]) - to_linear(old[soft])
    out[soft] = to_srgb(to_linear(photo[soft]) + alpha[soft] * change)
    if bleed is not None:
        tinted = np.flatnonzero(bleed[:, 0] > 0)
        turn = new[tinted] - old[tinted]
        turn -= turn @ np.array(LUMA, np.float32)[:, None]
        out[tinted] = np.clip(out[tinted] + bleed[tinted] * turn, 0, 1)
    return out
