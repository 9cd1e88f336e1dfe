"""PNG: 16 bits a channel, and chunks that Pillow does not carry."""

import io
import zlib
from collections.abc import Iterator
from struct import error as StructError
from struct import pack, unpack_from
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from fashionforward.catalog.metadata import Metadata
from fashionforward.catalog.profiles import Values

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LEVEL = 4  # 6, the usual one, takes three times as long for 3 percent less
COLOUR_CHUNKS = (b"cICP", b"cHRM", b"gAMA", b"sRGB")
"""What the values mean, where no profile says it."""


def colour_chunks(data: bytes) -> dict[bytes, bytes]:
    """The chunks of a PNG that say what its values mean."""
    return {kind: body for kind, body in _chunks(data) if kind in COLOUR_CHUNKS}


def decode_deep(data: bytes) -> NDArray[np.uint16]:
    """A PNG of 16 bits a channel: (H, W, C), C from 1 to 4 as PNG has it."""
    pixels = imagecodecs.png_decode(data)
    return np.ascontiguousarray(pixels if pixels.ndim == 3 else pixels[..., None], np.uint16)


def encode_png(pixels: Values, metadata: Metadata, icc: bytes | None, colours: dict[bytes, bytes]) -> bytes:
    """A PNG of (H, W, 3) or (H, W, 4), 8 or 16 bits."""
    if pixels.dtype == np.uint8:
        return _save(Image.fromarray(pixels), metadata, icc, colours)
    # Pillow writes no 16-bit colour: it makes the chunks around the picture, on a picture of one pixel.
    around = _save(Image.new("RGB", (1, 1)), metadata, icc, colours)
    head, *body = _chunks(bytes(imagecodecs.png_encode(pixels, level=LEVEL)))
    before = [chunk for chunk in _chunks(around) if chunk[0] not in (b"IHDR", b"PLTE", b"IDAT", b"IEND")]
    data = [chunk for chunk in body if chunk[0] in (b"IDAT", b"IEND")]
    return SIGNATURE + b"".join(_chunk(*chunk) for chunk in (head, *before, *data))


def _save(image: Image.Image, metadata: Metadata, icc: bytes | None, colours: dict[bytes, bytes]) -> bytes:
    info = PngImagePlugin.PngInfo()
    for kind, body in colours.items():
        info.add(kind, body)
    if metadata.xmp:
        info.add_itxt("XML:com.adobe.xmp", metadata.xmp.decode())
    for key, value in metadata.text.items():
        if isinstance(value, PngImagePlugin.iTXt):
            info.add_itxt(key, value, value.lang or "", value.tkey or "")
        else:
            info.add_text(key, value)
    options: dict[str, Any] = {"compress_level": LEVEL, "pnginfo": info, "icc_profile": icc or None}
    if metadata.dpi:
        options["dpi"] = metadata.dpi
    if metadata.exif:
        options["exif"] = metadata.exif_block()
    buffer = io.BytesIO()
    image.save(buffer, "PNG", **options)
    return buffer.getvalue()


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kinds and bodies, up to the end or to damage."""
    at = len(SIGNATURE)
    while at + 12 <= len(data):
        try:
            (size,) = unpack_from(">I", data, at)
        except StructError:
            return
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(kind: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))
