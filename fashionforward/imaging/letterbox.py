"""The one preprocessing: a photograph of any size onto the parser's fixed canvas, and maps of that canvas back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

PARSER_SIZE = (288, 192)
"""Height and width of the parser's input, in pixels."""

PAD = 0.5
"""sRGB grey around a photograph that does not fill the canvas."""

SPARE = 1.5
"""Before it is filtered, a much larger plane is reduced to so many times its final size."""

SEEN = 3
"""Pixels of each row and column of a square that say what its mean is, where no network sees it."""


@dataclass(frozen=True)
class Letterbox:
    """Where a photograph lies on the canvas: `canvas` and `image` as (height, width); the box is in canvas pixels."""

    canvas: tuple[int, int]
    image: tuple[int, int]
    top: int
    left: int
    height: int
    width: int

    @property
    def scale(self) -> float:
        """Canvas pixels a photograph pixel."""
        return self.height / self.image[0]


def fit(image: tuple[int, int], canvas: tuple[int, int] = PARSER_SIZE) -> Letterbox:
    """The largest centred box of the photograph's own shape; (height, width) both. Never narrower than one pixel."""
    h, w = image
    ratio = min(canvas[0] / h, canvas[1] / w)
    height, width = max(1, min(canvas[0], round(h * ratio))), max(1, min(canvas[1], round(w * ratio)))
    return Letterbox(canvas, (h, w), (canvas[0] - height) // 2, (canvas[1] - width) // 2, height, width)


def resize(
    plane: np.ndarray, size: tuple[int, int], part: tuple[float, float, float, float] | None = None
) -> np.ndarray:
    """Antialiased bilinear resize of a (H, W) or (H, W, C) float32 array to (height, width), float32.

    part: (left, top, right, bottom) in the array's pixels, whole or not, if only that part of it is wanted.
    """
    import numpy as np

    if plane.shape[:2] == tuple(size) and part is None:
        return np.ascontiguousarray(plane, np.float32)
    left, top, right, bottom = part or (0, 0, plane.shape[1], plane.shape[0])
    down, across = (bottom - top) / size[0], (right - left) / size[1]
    if max(down, across) <= 1:
        return _enlarged(plane, size) if part is None else _sampled(plane, size, (left, top), (across, down))
    if part is None and min(down, across) > 2 * SPARE:
        # means of squares first: what is left to do costs the same for every photograph
        plane = shrink(plane, (round(size[0] * SPARE), round(size[1] * SPARE)))
    return _reduced(plane, size, part)


def shrink(plane: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """As `resize`, but a smaller plane's pixels are means of what they take the place of: a fifth of the time, for what no network sees."""
    if size[0] >= plane.shape[0] or size[1] >= plane.shape[1]:
        return resize(plane, size)
    from fashionforward.imaging.opencv import cv2

    apart = int(min(plane.shape[0] / size[0], plane.shape[1] / size[1]) / SEEN)
    if apart > 1:
        plane = plane[apart // 2 :: apart, apart // 2 :: apart]
    return _of_parts(plane, lambda some: cv2.resize(some, (size[1], size[0]), interpolation=cv2.INTER_AREA))


def _of_parts(plane: np.ndarray, operation: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """What an operation of OpenCV's makes of (H, W) or (H, W, C): float32 of as many channels."""
    import numpy as np

    from fashionforward.imaging.window import in_fours, stacked

    plane = np.asarray(plane, np.float32)
    if plane.ndim == 2 or plane.shape[2] in (3, 4):
        return np.asarray(operation(np.ascontiguousarray(plane)))
    return stacked([operation(part) for part in in_fours(plane)])


def _enlarged(plane: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    from fashionforward.imaging.opencv import cv2

    return _of_parts(plane, lambda some: cv2.resize(some, (size[1], size[0]), interpolation=cv2.INTER_LINEAR))


def _sampled(
    plane: np.ndarray, size: tuple[int, int], corner: tuple[float, float], step: tuple[float, float]
) -> np.ndarray:
    """Bilinear samples, `step` (across, down) pixels of the plane apart, from its pixel edge `corner` on."""
    import numpy as np

    from fashionforward.imaging.opencv import cv2

    # pixel centres: the first of them lies half a step behind the edge
    (across, down), (left, top) = step, corner
    to_plane = np.array([[across, 0, left + across / 2 - 0.5], [0, down, top + down / 2 - 0.5]])
    how = {"flags": cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, "borderMode": cv2.BORDER_REPLICATE}
    return _of_parts(plane, lambda some: cv2.warpAffine(some, to_plane, (size[1], size[0]), **how))


def _reduced(plane: np.ndarray, size: tuple[int, int], part: tuple[float, float, float, float] | None) -> np.ndarray:
    import numpy as np
    from PIL import Image

    if plane.ndim == 3:
        return np.stack([_reduced(plane[..., c], size, part) for c in range(plane.shape[2])], -1)
    image = Image.fromarray(np.ascontiguousarray(plane, np.float32))
    return np.asarray(image.resize((size[1], size[0]), Image.Resampling.BILINEAR, box=part), np.float32)


def enter(
    rgb: np.ndarray,
    canvas: tuple[int, int] = PARSER_SIZE,
    pad: float = PAD,
    fitted: Callable[[np.ndarray, tuple[int, int]], np.ndarray] = resize,
) -> tuple[np.ndarray, Letterbox]:
    """Put (H, W[, C]) float32 onto the canvas: (canvas height, canvas width[, C]) float32 with `pad` around, and its place.

    fitted: what brings it to its size there; `shrink` for what no network sees.
    """
    import numpy as np

    box = fit(rgb.shape[:2], canvas)
    out = np.full((*canvas, *rgb.shape[2:]), pad, np.float32)
    out[box.top : box.top + box.height, box.left : box.left + box.width] = fitted(rgb, (box.height, box.width))
    return out, box


def leave(
    plane: np.ndarray, box: Letterbox, size: tuple[int, int] | None = None, cut: tuple[slice, slice] | None = None
) -> np.ndarray:
    """The photograph's part of a canvas map (H, W[, C]), resized to the photograph, or to `size` (height, width).

    cut: rows and columns of the photograph, if only those are wanted: all are computed, which costs less than to begin between two
    pixels.
    """
    import numpy as np

    inner = plane[box.top : box.top + box.height, box.left : box.left + box.width]
    whole = resize(inner, size or box.image)
    return whole if cut is None else np.ascontiguousarray(whole[cut])
