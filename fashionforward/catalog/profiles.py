"""Colour profiles: what an image's numbers mean, to sRGB and back. Conversions work in 16 bits."""

import io
from functools import lru_cache
from struct import pack
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import ImageCms

from fashionforward.errors import UnreadableImage

Values = NDArray[np.uint8] | NDArray[np.uint16]
Array = NDArray[np.float32]

_MODES = {"RGB": "rgb", "CMYK": "cmyk", "GRAY": "gray"}
_FLAGS = imagecodecs.CMS.FLAGS
# A table between the spaces is fast and errs by a few thousandths of the light: enough for what the engine sees, and for
# inks, whose profiles are tables. RGB that is written to a file is computed.
_SEEN = _FLAGS.BLACKPOINTCOMPENSATION | _FLAGS.HIGHRESPRECALC
_WRITTEN = _FLAGS.BLACKPOINTCOMPENSATION | _FLAGS.NOOPTIMIZE
_SAME = 1.5 / 255  # a profile that moves no colour further is sRGB


def profile_space(icc: bytes) -> str:
    """The colour space of an ICC profile: "RGB", "CMYK", "GRAY", …

    Raises:
        UnreadableImage: the profile is damaged.
    """
    return str(_profile(icc).profile.xcolor_space).strip()


@lru_cache(maxsize=16)  # a shop's photographs share a profile
def is_srgb(icc: bytes | None) -> bool:
    """Whether numbers under this profile are sRGB already. No profile at all means sRGB, as on the web.

    Names lie (linear profiles are called sRGB too), so a grid of colours is converted and looked at.
    """
    if not icc:
        return True
    if profile_space(icc) != "RGB":
        return False
    steps = np.linspace(0, 255, 6).astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    return bool(np.abs(to_srgb(grid, icc, "RGB") - grid / np.float32(255)).max() <= _SAME)


def to_srgb(values: Values, icc: bytes | None, space: str) -> Array:
    """Values (..., 1, 3 or 4) of a file to sRGB (..., 3) in [0, 1]. space: "GRAY", "RGB" or "CMYK" (full ink is the largest).

    Raises:
        UnreadableImage: the profile does not fit.
    """
    if icc is None:
        scaled = values.astype(np.float32) / np.float32(largest(values))
        return (1 - scaled[..., :3]) * (1 - scaled[..., 3:]) if space == "CMYK" else scaled
    flat = _convert(
        values.reshape(-1, 1, values.shape[-1]), icc, srgb_profile(), _MODES[space], "rgb", np.uint16, _SEEN
    )
    return flat.reshape(*values.shape[:-1], 3).astype(np.float32) / np.float32(65535)


def from_srgb(rgb: Array, icc: bytes | None, space: str, depth: int) -> Values:
    """sRGB (..., 3) in [0, 1] to a file's values of 8 or 16 bits, (..., 3) or (..., 4).

    Raises:
        UnreadableImage: the profile does not fit.
    """
    dtype = np.dtype(np.uint8 if depth == 8 else np.uint16)
    rgb = np.clip(rgb, 0, 1)
    if icc is None:
        scaled = _separate(rgb) if space == "CMYK" else rgb
        return np.rint(scaled * (2**depth - 1)).astype(dtype)
    fine = np.rint(rgb * 65535).astype(np.uint16).reshape(-1, 1, 3)
    flat = _convert(fine, srgb_profile(), icc, "rgb", _MODES[space], dtype, _SEEN if space == "CMYK" else _WRITTEN)
    return flat.reshape(*rgb.shape[:-1], flat.shape[-1])


def largest(values: Values) -> int:
    """What stands for 1 in integers of this type."""
    return int(np.iinfo(values.dtype).max)


def rounded(values: NDArray[Any], like: Values) -> Values:
    """To the nearest integers of another array's type, clipped to it."""
    near = np.clip(np.rint(values), 0, largest(like))
    return near.astype(np.uint8) if like.dtype == np.uint8 else near.astype(np.uint16)


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An ICC profile of sRGB. It bears no date, so that equal pixels give equal files."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = pack(">6H", 2000, 1, 1, 0, 0, 0)  # dateTimeNumber: when it was made
    return bytes(made)


def _separate(rgb: Array) -> Array:
    """Inks without a profile: as much of the grey as can be is black."""
    inks = 1 - rgb
    black = inks.min(axis=-1, keepdims=True)
    return np.concatenate([(inks - black) / np.maximum(1 - black, 1e-6), black], axis=-1)


def _convert(
    values: Values, source: bytes, target: bytes, mode: str, target_mode: str, dtype: Any, flags: int
) -> Values:
    if not values.size:
        return np.empty((0, 1, 4 if target_mode == "cmyk" else 3), dtype)
    try:
        return imagecodecs.cms_transform(
            values if mode != "gray" else values[..., 0],
            source,
            target,
            colorspace=mode,
            outcolorspace=target_mode,
            outdtype=dtype,
            intent=imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC,
            flags=flags,
        )
    except Exception as error:  # littleCMS's own, ValueError, …
        raise UnreadableImage("the embedded colour profile does not fit the image") from error


@lru_cache(maxsize=16)
def _profile(icc: bytes) -> ImageCms.ImageCmsProfile:
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc))
    except (OSError, ImageCms.PyCMSError) as error:
        raise UnreadableImage("the embedded colour profile is damaged") from error
