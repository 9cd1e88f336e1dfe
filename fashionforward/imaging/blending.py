"""New cloth put into the photograph at soft edges: y = x + m (A - F) in linear light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.transfer import LUMA, to_linear, to_srgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Places = NDArray[np.intp]


@dataclass(frozen=True)
class Rim:
    """What new cloth is blended with, where it is not all that a pixel holds.

    soft: (S,) which of the cloth's pixels those are, ascending. share: (S, 1), their alpha. rest: (S, 3), the photograph there without its
    share of old cloth, in linear light.
    tinted: (T,) pixels that hold more of the cloth's hue than of its light, ascending. bleed: (T, 1), how much more. old: (T, 3)
    sRGB, the old cloth there.
    """

    soft: Places
    share: Array
    rest: Array
    tinted: Places
    bleed: Array
    old: Array

    def of(self, part: slice | Places) -> Rim:
        """The same for some of the cloth's pixels: of a start and an end, or places in ascending order."""
        (soft, s), (tinted, t) = (_among(part, places) for places in (self.soft, self.tinted))
        return Rim(soft, self.share[s], self.rest[s], tinted, self.bleed[t], self.old[t])


def _among(part: slice | Places, places: Places) -> tuple[Places, slice | Places]:
    """Which pixels of a part are among some places, counted in the part, and which of the places those are."""
    if isinstance(part, slice):
        first, last = np.searchsorted(places, (part.start, part.stop))
        return places[first:last] - part.start, slice(first, last)
    which = np.searchsorted(places, part)
    at = np.flatnonzero(np.append(places, -1).take(which) == part)
    return at, which[at]


def find_rim(photo: Array, old: Array, inside: Places, alpha: Array, bleed: Array) -> Rim:
    """The rim of N pixels of cloth, which lie at the places `inside` (N,) of planes laid flat; alpha (N,).

    photo, old: (..., 3) sRGB, what the planes show, and the old cloth there. bleed: (N,), how much further than alpha the old hue
    reaches (`bleed.find_bleed`).
    """
    soft, tinted = np.flatnonzero(alpha < 1), np.flatnonzero(bleed > 0)
    share, at = alpha.take(soft)[:, None], inside.take(soft)
    shown, cloth = (to_linear(plane.reshape(-1, 3).take(at, axis=0)) for plane in (photo, old))
    under = old.reshape(-1, 3).take(inside.take(tinted), axis=0)
    return Rim(soft, share, shown - share * cloth, tinted, bleed.take(tinted)[:, None], under)


def blend(new: Array, rim: Rim) -> Array:
    """New cloth (N, 3) sRGB, which is written to, put in: the photograph with its share of old cloth taken out and the new put in.

    Where alpha is 1 that is the new cloth. As far as the old hue reaches further goes the new one, and the light stays.
    """
    turn = new.take(rim.tinted, axis=0) - rim.old
    new[rim.soft] = to_srgb(rim.rest + rim.share * to_linear(new.take(rim.soft, axis=0)))
    if len(rim.tinted):
        turn -= turn @ np.array(LUMA, np.float32)[:, None]
        new[rim.tinted] = np.clip(new.take(rim.tinted, axis=0) + rim.bleed * turn, 0, 1)
    return new


def put(photo: Array, at: Places, values: Array) -> None:
    """Write values (N, 3) to their places in a photograph (M, 3), laid flat: three numbers at once, in a quarter of NumPy's own time."""
    whole = np.dtype((np.void, 3 * photo.itemsize))
    np.put(photo.view(whole)[:, 0], at, np.ascontiguousarray(values, photo.dtype).view(whole)[:, 0])
