"""Encoding: the output is the input's format, at its quality, with its metadata."""

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

from fashionforward.catalog.photograph import Photograph

QUALITY = 95  # where the input's own quality is not known

_TIFF_COMPRESSIONS = {"raw", "packbits", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "lzma", "zstd"}
# ImageDescription, Make, Model, Software, DateTime, Artist, XMP, Copyright, IPTC: tags that do not describe the pixels
_TIFF_TAGS = (270, 271, 272, 305, 306, 315, 700, 33432, 33723)


def encode(photograph: Photograph, pixels: NDArray[np.uint8]) -> bytes:
    """Encode pixels as the photograph was.

    Args:
        photograph: the input, which lends its format and metadata.
        pixels: (H, W, 3) or (H, W, 4) uint8 under the photograph's profile.
    """
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, photograph.format, **photograph.encoding)
    return buffer.getvalue()


def encoding_like(image: Image.Image, kind: str) -> dict[str, Any]:
    """Arguments for `Image.save` that make an output like `image`: opened, upright. Its profile is left away."""
    options: dict[str, Any] = {"JPEG": _jpeg, "WEBP": _webp, "TIFF": _tiff, "AVIF": _avif}.get(kind, _nothing)(image)
    if kind != "TIFF":
        exif = image.getexif()
        if len(exif):
            options["exif"] = exif.tobytes()
        if kind != "PNG" and isinstance(image.info.get("xmp"), bytes):
            options["xmp"] = image.info["xmp"]
    if "dpi" in image.info and kind in ("JPEG", "PNG", "TIFF"):
        options["dpi"] = image.info["dpi"]
    return options


def _nothing(image: Image.Image) -> dict[str, Any]:
    return {}


def _jpeg(image: Image.Image) -> dict[str, Any]:
    """The input's own tables: what the edit leaves alone then comes out as it was, or nearly."""
    tables = image.info.get("quantization")
    if image.mode != "RGB" or not tables or len(tables) < 2:
        return {"quality": QUALITY, "subsampling": "4:4:4"}
    return {"qtables": tables, "subsampling": image.info["subsampling"], "progressive": "progressive" in image.info}


def _webp(image: Image.Image) -> dict[str, Any]:
    if image.info.get("lossless"):
        return {"lossless": True, "exact": True}  # exact: keep the colours under transparent pixels
    return {"quality": QUALITY, "method": 4}


def _tiff(image: Image.Image) -> dict[str, Any]:
    used = image.info.get("compression", "raw")
    options: dict[str, Any] = {"compression": used if used in _TIFF_COMPRESSIONS else "tiff_lzw"}
    if used == "jpeg":
        options = {"compression": "jpeg", "quality": QUALITY}
    options["tiffinfo"] = image.info.get("tags", {})
    return options


def _avif(image: Image.Image) -> dict[str, Any]:
    return {"quality": QUALITY, "subsampling": "4:4:4"}


def remember_encoding(image: Image.Image, data: bytes) -> None:
    """Note in `image.info` what `encoding_like` needs and rotating an image loses."""
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        sampling = JpegImagePlugin.get_sampling(image)
        image.info["quantization"] = image.quantization
        image.info["subsampling"] = sampling if sampling >= 0 else 0
    elif image.format == "TIFF":
        exif = image.getexif()
        image.info["tags"] = {tag: exif[tag] for tag in _TIFF_TAGS if tag in exif}
    elif image.format == "WEBP":
        image.info["lossless"] = b"VP8L" in data[12:64]
