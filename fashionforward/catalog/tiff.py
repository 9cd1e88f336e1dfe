"""TIFF: 8 and 16 bits, RGB, greyscale and CMYK, alpha and further channels, EXIF in directories of its own."""

import io
import logging
from dataclasses import dataclass
from struct import pack, unpack_from
from typing import Any

import numpy as np
import tifffile
from PIL.ExifTags import IFD
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from fashionforward.catalog.formats import MAX_PIXELS
from fashionforward.catalog.metadata import Directory, Metadata
from fashionforward.catalog.profiles import Values
from fashionforward.errors import UnreadableImage

COMPRESSIONS = {1: None, 5: "lzw", 8: "zlib", 32946: "deflate", 32773: "packbits", 34925: "lzma", 50000: "zstd"}
"""TIFF's numbers of the lossless compressions that are kept. Others become LZW."""

MAX_CHANNELS = 8

# What is wrong with a file is said by an error or a note; tifffile would repeat it on stderr.
logging.getLogger("tifffile").setLevel(logging.CRITICAL)

INKS, ALPHAS = 332, {1: "assocalpha", 2: "unassalpha"}


@dataclass(frozen=True)
class Planes:
    """A picture as it is stored, not yet upright.

    Attributes:
        pixels: (H, W, C): one channel for "GRAY", three for "RGB", four for "CMYK", and alpha behind them.
        space: "GRAY", "RGB" or "CMYK".
        premultiplied: the colours are multiplied by alpha.
        extra: (H, W, n) further channels.
    """

    pixels: Values
    space: str
    premultiplied: bool = False
    extra: Values | None = None


def decode_tiff(data: bytes) -> Planes | None:
    """The first picture of a TIFF, upside as it is stored; None where Pillow should decode it (palettes, YCbCr, 1 bit).

    Raises:
        UnreadableImage: floating point, odd depths, Lab.
    """
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        page = file.pages[0].aspage()
        photometric, bits = int(page.photometric), page.bitspersample
        if photometric in (3, 6) or bits in (1, 2, 4):
            return None
        if photometric not in (0, 1, 2, 5) or page.dtype not in (np.uint8, np.uint16):
            kind = f"{bits} bits a channel" if photometric in (0, 1, 2, 5) else f"photometric {page.photometric!s}"
            raise UnreadableImage(f"is a TIFF of {kind}, and only RGB, greyscale and CMYK of 8 or 16 bits are read")
        if page.samplesperpixel > MAX_CHANNELS or page.size > MAX_PIXELS * page.samplesperpixel:
            raise UnreadableImage(f"is too large: {page.shape}")
        values = page.asarray(maxworkers=1)
        if int(page.planarconfig) == 2 and page.samplesperpixel > 1:
            values = np.moveaxis(values, 0, -1)
        values = values.reshape(page.imagelength, page.imagewidth, page.samplesperpixel)
        inks = page.tags.valueof(INKS, 1)
        kinds = [int(kind) for kind in page.extrasamples]
    space = {2: "RGB", 5: "CMYK"}.get(photometric, "GRAY")
    colours = {"RGB": 3, "CMYK": 4, "GRAY": 1}[space]
    if inks != 1 or values.shape[2] != colours + len(kinds):
        raise UnreadableImage("is a TIFF of inks other than CMYK")
    if photometric == 0:
        values = np.concatenate([np.iinfo(values.dtype).max - values[..., :1], values[..., 1:]], axis=-1)
    return _split(values, space, colours, kinds)


def _split(values: Values, space: str, colours: int, kinds: list[int]) -> Planes:
    alpha = next((place for place, kind in enumerate(kinds) if kind in ALPHAS), None)
    pick = [*range(colours), *([] if alpha is None else [colours + alpha])]
    rest = [colours + place for place in range(len(kinds)) if place != alpha]
    return Planes(
        values[..., pick],
        space,
        alpha is not None and kinds[alpha] == 1,
        values[..., rest] if rest else None,
    )


def compression_of(data: bytes) -> dict[str, Any]:
    """How a TIFF is compressed, as `encode_tiff` takes it."""
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        page = file.pages[0].aspage()
        number, predictor = int(page.compression), int(page.predictor)
    return {"compression": COMPRESSIONS.get(number, "lzw"), "predictor": predictor == 2 or number not in COMPRESSIONS}


def encode_tiff(
    pixels: Values,
    space: str,
    metadata: Metadata,
    icc: bytes | None,
    compression: dict[str, Any],
    *,
    alpha: str | None = None,
    extra: Values | None = None,
) -> bytes:
    """A TIFF of (H, W, C) pixels. alpha: "assocalpha", "unassalpha" or None; extra: further channels."""
    samples = ([alpha] if alpha else []) + ["unspecified"] * (0 if extra is None else extra.shape[2])
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer, byteorder="<") as file:
        file.write(
            pixels if extra is None else np.concatenate([pixels, extra], axis=-1),
            photometric="separated" if space == "CMYK" else "rgb",
            planarconfig="contig",
            extrasamples=samples or None,
            iccprofile=icc,
            extratags=_tags(metadata, space),
            **page_options(metadata, compression),
        )
    return with_directories(buffer.getvalue(), metadata.exif)


def page_options(metadata: Metadata, compression: dict[str, Any]) -> dict[str, Any]:
    """What every page is written with: compressed as asked, nothing in it that the input does not say."""
    predictor = bool(compression.get("predictor")) and compression["compression"] in ("lzw", "zlib", "deflate", "zstd")
    return {
        "compression": compression["compression"],
        "predictor": predictor,
        "resolution": metadata.dpi or (1, 1),
        "resolutionunit": "inch" if metadata.dpi else "none",
        "metadata": None,
        "software": False,
        "maxworkers": 1,
    }


def _tags(metadata: Metadata, space: str) -> list[tuple[int, int, int, Any, bool]]:
    tags: list[tuple[int, int, int, Any, bool]] = []
    for tag, value in metadata.exif.items():
        if isinstance(value, str):
            tags.append((tag, 2, 0, value.encode("latin-1", "replace"), True))
    for tag, block in ((700, metadata.xmp), (33723, metadata.iptc), (34377, metadata.resources)):
        if block:
            tags.append((tag, 1 if tag == 700 else 7, len(block), block, True))
    if space == "CMYK":
        tags.append((INKS, 3, 1, 1, True))
    return tags


def with_directories(data: bytes, exif: Directory) -> bytes:
    """A little-endian TIFF with EXIF's and GPS's directories, which tifffile does not write, behind it.

    The first directory is copied to the end with two more entries: everything it points to stays where it is.
    """
    inner = {tag: exif[tag] for tag in (IFD.Exif, IFD.GPSInfo) if exif.get(tag)}
    if not inner:
        return data
    (at,) = unpack_from("<I", data, 4)
    (count,) = unpack_from("<H", data, at)
    entries = [data[at + 2 + 12 * i : at + 14 + 12 * i] for i in range(count)]
    following = data[at + 2 + 12 * count : at + 6 + 12 * count]
    for tag, values in inner.items():
        data += b"\0" * (len(data) % 2)
        entries.append(pack("<HHII", tag, 4, 1, len(data)))
        directory = ImageFileDirectory_v2(ifh=b"II*\0\x08\0\0\0", group=tag)
        directory.update(values)
        data += directory.tobytes(len(data))
    data += b"\0" * (len(data) % 2)
    entries.sort(key=lambda entry: unpack_from("<H", entry))
    return data[:4] + pack("<I", len(data)) + data[8:] + pack("<H", len(entries)) + b"".join(entries) + following
