"""Image files of every kind, made from a small photograph."""

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms


def encode(image: Image.Image, format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


@cache  # it bears the time at which it was made
def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide_profile() -> bytes:
    """An RGB profile that is not sRGB: its red and green columns are exchanged, so that a mistake cannot hide."""
    icc = bytearray(srgb_profile())
    tags = {bytes(icc[i : i + 4]): i for i in range(132, 132 + 12 * struct.unpack(">I", icc[128:132])[0], 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    icc[red : red + 4], icc[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(icc).replace("sRGB".encode("utf-16-be"), "Wild".encode("utf-16-be"))


def png_bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that claims billions of pixels."""
    return _png(struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0), zlib.compress(bytes(100_000)))


def _png(header: bytes, data: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def oriented(image: Image.Image, orientation: int) -> bytes:
    """A JPEG that is stored turned, with the EXIF orientation that turns it back, a maker and a GPS position."""
    turn = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    method = turn[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Maker"
    return encode(image if method is None else image.transpose(method), "JPEG", exif=exif, quality=95, subsampling=0)


def exif_with_preview(preview: bytes) -> bytes:
    """EXIF as cameras write it: a first directory with the maker, a second with a small JPEG of the photograph."""
    maker = struct.pack(">HHI4s", 0x010F, 2, 6, struct.pack(">I", 26)) + struct.pack(">I", 32)  # next: at 32
    first = struct.pack(">H", 1) + maker + b"Maker\0"
    pointer = struct.pack(">HHII", 0x0201, 4, 1, 62) + struct.pack(">HHII", 0x0202, 4, 1, len(preview))
    return b"Exif\0\0MM\0*" + struct.pack(">I", 8) + first + struct.pack(">H", 2) + pointer + bytes(4) + preview


Bad = dict[str, tuple[str, Callable[[Path], bytes], str]]

BAD_FILES: Bad = {
    # kind: (file name, its bytes made from a JPEG photograph, a word of the reason)
    "truncated": ("truncated.jpg", lambda photo: photo.read_bytes()[:4000], "damaged"),
    "truncated png": ("truncated.png", lambda photo: encode(Image.open(photo), "PNG")[:-5000], "damaged"),
    "zero bytes": ("zero.jpg", lambda photo: b"", "empty"),
    "decompression bomb": ("bomb.png", lambda photo: png_bomb(), "too large"),
    "quieter bomb": ("bomb2.png", lambda photo: png_bomb(11_000), "too large"),
    "float tiff": ("float.tif", lambda photo: encode(Image.open(photo).convert("F"), "TIFF"), "32 bits"),
    "text": ("text.jpg", lambda photo: b"this is no photograph\n" * 50, "not an image"),
    "gif": ("gif.jpg", lambda photo: encode(Image.open(photo), "GIF"), "GIF"),
    "animation": ("moving.webp", lambda photo: _animation(photo), "2 pictures"),
}


def _animation(photo: Path) -> bytes:
    frame = Image.open(photo)
    return encode(frame, "WEBP", save_all=True, append_images=[frame.rotate(180)])
