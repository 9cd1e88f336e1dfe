"""Colour profiles: what an image's numbers mean, to sRGB and back."""

import io
from functools import lru_cache
from typing import Any

from PIL import Image, ImageCms

from fashionforward.errors import UnreadableImage


def profile_space(icc: bytes) -> str:
    """The colour space of an ICC profile: "RGB", "CMYK", "GRAY", …

    Raises:
        UnreadableImage: the profile is damaged.
    """
    return _profile(icc).profile.xcolor_space.strip()


def is_srgb(icc: bytes | None) -> bool:
    """Whether numbers under this profile are sRGB already. No profile at all means sRGB, as on the web."""
    if not icc:
        return True
    description = ImageCms.getProfileDescription(_profile(icc))
    return "srgb" in description.lower()


def to_srgb(image: Image.Image, icc: bytes) -> Image.Image:
    """Convert an 8-bit image from its profile to sRGB, as mode RGB."""
    return _apply(image, _transform(icc, image.mode, True))


def from_srgb(image: Image.Image, icc: bytes) -> Image.Image:
    """Convert an 8-bit sRGB image (mode RGB) to an RGB profile."""
    return _apply(image, _transform(icc, "RGB", False))


def _apply(image: Image.Image, transform: Any) -> Image.Image:
    converted = ImageCms.applyTransform(image, transform)
    if converted is None:
        raise UnreadableImage("the colour profile cannot be applied")
    return converted


@lru_cache(maxsize=16)  # a shop's photographs share a profile
def _profile(icc: bytes) -> ImageCms.ImageCmsProfile:
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(icc))
    except (OSError, ImageCms.PyCMSError) as error:
        raise UnreadableImage("the embedded colour profile is damaged") from error


@lru_cache(maxsize=16)
def _transform(icc: bytes, mode: str, forward: bool) -> Any:
    srgb = ImageCms.createProfile("sRGB")
    source, target = (_profile(icc), srgb) if forward else (srgb, _profile(icc))
    try:
        return ImageCms.buildTransform(source, target, mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC)
    except ImageCms.PyCMSError as error:
        raise UnreadableImage("the embedded colour profile does not fit the image") from error
