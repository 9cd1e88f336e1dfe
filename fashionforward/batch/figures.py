"""What the quality gates look at: figures of one image, from the photograph, the edit and the matte."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.attributes.edit import RGB, SOLID, Edit
from fashionforward.batch.neighbour import cells, neighbour
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.transfer import to_linear

SIDE = 512
"""Figures are measured on pictures of about this many pixels on the longer side."""

REACH = 3
"""How far inside and outside of the outline its two sides are compared, in pixels at that size."""

EDGE = 4.0
"""CIELAB units between the two sides from which on the photograph has an edge there."""

WHITE = 0.996  # 254 of 255

MEASURED = 20000
"""Pixels, spread evenly over the garment, on which a print is told from the old cloth where it has more."""

Array = NDArray[np.float32]


def measure(before: Array, after: Array, matte: Array, edit: Edit, *, worn: bool = True) -> dict[str, Any]:
    """Figures of an edit.

    Args:
        before, after: (H, W, 3) float32 sRGB in [0, 1].
        matte: (H, W) float32 in [0, 1]; what was changed.
        edit: what was asked for.
        worn: somebody wears the garment: one that is alone has no neighbour, and may be of two cloths.

    Returns:
        `area`, `certainty`, `spill`, `neighbour`, `colour_error`, `clipped` and `print`, as `Gates` explains them; None where one does
        not apply. Without a pixel that is changed whole, the first two alone.
    """
    return Measured(before).of(after, matte, edit, worn=worn)


class Measured:
    """Measures edits of one photograph; what hangs on its matte alone once for all edits of that."""

    def __init__(self, before: Array) -> None:
        self._before = _thinned(before)
        self._mattes: list[tuple[Array, Array, dict[str, Any]]] = []

    def of(self, after: Array, matte: Array, edit: Edit, *, worn: bool = True) -> dict[str, Any]:
        """As `measure`."""
        for known, small, figures in self._mattes:
            if known is matte:
                return measure_edit(self._before, _thinned(after), small, edit, figures)
        small = _thinned(matte)
        figures = measure_matte(self._before, small, worn=worn)
        self._mattes.append((matte, small, figures))
        return measure_edit(self._before, _thinned(after), small, edit, figures)


def _thinned(picture: Array) -> Array:
    step = max(1, round(max(picture.shape[:2]) / SIDE))
    return np.ascontiguousarray(picture[::step, ::step])


def measure_matte(before: Array, matte: Array, *, worn: bool) -> dict[str, Any]:
    """The figures that no edit changes; pictures as `_thinned` makes them."""
    touched, whole = matte > 0.02, matte > 0.95
    if not whole.any():
        return {"area": float(touched.mean()), "certainty": 0.0}
    return {
        "area": float(matte.mean()),
        "certainty": float(np.abs(2 * matte[touched] - 1).mean()),
        "spill": _spill(before, matte),
        "neighbour": neighbour(*cells(before, whole, _lab)) if worn else None,
    }


def measure_edit(before: Array, after: Array, matte: Array, edit: Edit, of_matte: dict[str, Any]) -> dict[str, Any]:
    """All figures of an edit, those of its matte among them."""
    whole = np.flatnonzero(matte > 0.95)
    if not len(whole):
        return of_matte
    asked = _colour(edit)
    printed = edit.print not in (None, SOLID)
    old, new = (picture.reshape(-1, 3).take(whole, axis=0) for picture in (before, after))
    every = len(old) // MEASURED + 1
    figures = {
        **of_matte,
        "colour_error": None if asked is None or printed else _colour_error(new, asked),
        "clipped": float((_white(new) & ~_white(old)).mean()),
        "print": _print(_lab(old[::every]), _lab(new[::every])) if printed else None,
    }
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def _colour(edit: Edit) -> RGB | None:
    return edit.color or (edit.colors[0] if edit.colors else None)


def _colour_error(seen: Array, asked: RGB) -> float:
    from coloraide import Color

    median = [float(value) for value in np.median(seen, axis=0)]
    return float(Color("srgb", list(asked)).delta_e(Color("srgb", median), method="2000"))


def _white(rgb: Array) -> NDArray[np.bool_]:
    high = rgb >= WHITE
    return high[:, 0] & high[:, 1] & high[:, 2]  # a reduction over rows of three is several times as slow


def _spill(rgb: Array, matte: Array) -> float:
    """Share of the outline, but where the frame cuts it, at which both sides look alike."""
    rows, columns = (np.flatnonzero((matte > 0.5).any(axis)) for axis in (1, 0))
    room = REACH + 1
    cut = tuple(slice(max(0, int(some[0]) - room), int(some[-1]) + room + 1) for some in (rows, columns))
    rgb, matte = rgb[cut], matte[cut]
    inside = matte > 0.5
    away, nearest = cv2.distanceTransformWithLabels(
        (~inside).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    deep = cv2.erode(inside.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))) > 0
    ring = (away > REACH - 0.5) & (away <= REACH + 0.5)
    y, x = np.nonzero(ring)
    if not len(y):
        return 0.0  # the frame cuts it everywhere
    within = np.flatnonzero(inside)
    place = np.zeros(len(within) + 1, np.intp)
    place[nearest.reshape(-1)[within]] = within  # each pixel inside has a number of its own
    edge_y, edge_x = np.divmod(place[nearest[y, x]], inside.shape[1])
    inner_y = np.clip(2 * edge_y - y, 0, matte.shape[0] - 1)
    inner_x = np.clip(2 * edge_x - x, 0, matte.shape[1] - 1)
    held = deep[inner_y, inner_x]  # a strap thinner than the reach has no inside
    if not held.any():
        return 0.0
    inner, outer = _lab(rgb[inner_y[held], inner_x[held]]), _lab(rgb[y[held], x[held]])
    difference = np.linalg.norm(inner - outer, axis=-1)
    return float((difference < EDGE).mean())


def _print(old: Array, new: Array) -> float:
    """RMS distance, in CIELAB, of the new cloth from the best repainting of the old one by its lightness alone."""
    light = old[:, 0] - old[:, 0].mean()
    design = np.stack([np.ones_like(light), light, light**2 / 100], axis=1)
    fit, *_ = np.linalg.lstsq(design, new, rcond=None)
    return float(np.sqrt(((new - design @ fit) ** 2).sum(-1).mean()))


def _lab(rgb: Array) -> Array:
    """CIELAB (D65) of sRGB."""
    linear = to_linear(np.clip(rgb, 0, 1))
    xyz = linear @ _XYZ
    cube = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    x, y, z = cube[..., 0], cube[..., 1], cube[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1).astype(np.float32)


# sRGB to XYZ relative to D65's white, transposed
_XYZ = (
    np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
    / np.array([[0.95047], [1.0], [1.08883]])
).T.astype(np.float32)
