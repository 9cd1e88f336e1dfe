"""Buttons, drawstrings and half zips taken out of a print's matte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.buttons import find_buttons
from fashionforward.imaging.cords import find_cords
from fashionforward.imaging.letterbox import resize
from fashionforward.imaging.outstanding import stand_out
from fashionforward.imaging.window import gaussian

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

SOFT = 0.6
"""Standard deviation, in pixels, by which their places are softened before they are brought to the photograph."""


def leave_fastenings(alpha: Array, rgb: Array) -> Array:
    """The native matte (H, W) of a print with the places of fastenings taken out of it; rgb (H, W, 3) sRGB, the photograph."""
    seen = stand_out(alpha, rgb)
    if seen is None:
        return alpha
    found = [mask for mask in (find_buttons(seen), find_cords(seen)) if mask is not None]
    if not found:
        return alpha
    left = 1 - resize(gaussian(np.maximum.reduce(found), SOFT), alpha[seen.cut].shape)
    out = alpha.copy()
    out[seen.cut] *= left
    return out
