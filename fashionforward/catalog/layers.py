"""Layered files for the retoucher: original, matte and edit apart."""

import io
from collections.abc import Iterator
from struct import pack
from typing import Any

import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

from fashionforward.catalog.encode import describe
from fashionforward.catalog.marking import Marking
from fashionforward.catalog.metadata import Metadata
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.photoshop import EXIF, PROFILE, RESOLUTION, XMP, Found, resources_in
from fashionforward.catalog.profiles import Values, largest, rounded
from fashionforward.catalog.tiff import page_options, with_directories
from fashionforward.errors import UnreadableImage

Array = NDArray[np.float32]

LONGEST_IN_PSD = 30_000
"""Pixels on one side; the format has room for no more."""


def encode_layers(
    photograph: Photograph, pixels: Values, matte: Array, files: FileOptions, marking: Marking | None = None
) -> bytes:
    """A layered file, of the kind that `files.layers` says.

    A PSD has 8 bits a channel, and the layers "original" and "edit", the matte being the edit's mask: the edit is there as
    if it covered its pixels whole, so that a mask that is made wider uncovers no rim. A TIFF keeps the photograph's depth, and has the
    pages "edit" (the picture as it was written), "original" and "matte". Both keep profile, metadata and marking.

    Args:
        photograph: the input.
        pixels: the edited photograph, as `photograph.pixels`.
        matte: (H, W) in [0, 1].

    Raises:
        UnreadableImage: the photograph is too large for a PSD.
    """
    metadata = describe(photograph.metadata, files, marking)
    if files.layers == "tiff":
        return _tiff(photograph, pixels, matte, metadata)
    return _psd(photograph, pixels, matte, metadata)


def uncover(photograph: Photograph, pixels: Values, matte: Array) -> tuple[Values, NDArray[np.uint8]]:
    """The edit's colours (H, W, C) before they were laid over the original, and the mask (H, W) that lays them again.

    The mask is the matte, but where an edge was blended in light or inks, and not in the file's values, it is as much
    larger as it takes to come out at the same values.
    """
    old, new = (photograph.colours(values).astype(np.float32) for values in (photograph.pixels, pixels))
    room = np.where(new > old, largest(pixels) - old, old)
    needed = (np.abs(new - old) / np.maximum(room, 1)).max(axis=-1)
    mask = np.ceil(np.clip(np.maximum(matte, needed), 0, 1) * 255 - 0.5).astype(np.uint8)
    cover = np.maximum(mask, 1)[..., None] / np.float32(255)
    return rounded(old + (new - old) / cover, photograph.pixels), mask


def _psd(photograph: Photograph, pixels: Values, matte: Array, metadata: Metadata) -> bytes:
    if max(photograph.size) > LONGEST_IN_PSD:
        raise UnreadableImage(f"more than {LONGEST_IN_PSD:,} pixels on one side are no PSD; ask for --layers tiff")
    from psd_tools import PSDImage  # takes a third of a second, and few runs need it
    from psd_tools.psd.image_resources import ImageResource

    alpha = photograph.pixels[..., -1:] if photograph.has_alpha else None
    original = _image(photograph.colours(photograph.pixels), alpha, photograph.space)
    colours, mask = uncover(photograph, pixels, matte)
    edit = _image(colours, alpha, photograph.space)
    document = PSDImage.frompil(_image(photograph.colours(pixels), alpha, photograph.space))
    document.create_pixel_layer(original, name="original")
    document.create_pixel_layer(edit, name="edit").create_mask(Image.fromarray(mask))
    for found in _resources(photograph, metadata):
        document.image_resources[found.code] = ImageResource(key=found.code, name=found.name, data=found.data)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _resources(photograph: Photograph, metadata: Metadata) -> Iterator[Found]:
    """What a PSD says: Photoshop's resources of the photograph, and what other files have in places of their own."""
    yield from resources_in(metadata.resources)
    if metadata.dpi:
        across, down = (round(dots * 65536) for dots in metadata.dpi)  # an inch
        yield Found(RESOLUTION, "", pack(">I2HI2H", across, 1, 1, down, 1, 1))
    told = (PROFILE, photograph.profile), (EXIF, metadata.exif_block().removeprefix(b"Exif\0\0")), (XMP, metadata.xmp)
    yield from (Found(code, "", data) for code, data in told if data)


def _image(colours: Values, alpha: Values | None, space: str) -> Image.Image:
    """8 bits; inks have no transparency here."""
    values = colours if alpha is None or space == "CMYK" else np.concatenate([colours, alpha], axis=-1)
    if values.dtype != np.uint8:
        values = np.rint(values / np.float32(257)).astype(np.uint8)
    mode = "CMYK" if space == "CMYK" else {3: "RGB", 4: "RGBA"}[values.shape[2]]
    return Image.frombytes(mode, (values.shape[1], values.shape[0]), np.ascontiguousarray(values).tobytes())


def _tiff(photograph: Photograph, pixels: Values, matte: Array, metadata: Metadata) -> bytes:
    grey = rounded(matte * np.float32(255 if photograph.depth == 8 else 65535), photograph.pixels)
    colours: dict[str, Any] = {
        "photometric": "separated" if photograph.space == "CMYK" else "rgb",
        "iccprofile": photograph.profile,
    }
    if photograph.has_alpha:
        colours["extrasamples"] = ["assocalpha" if photograph.premultiplied else "unassalpha"]
    pages = (
        ("edit", pixels, colours, metadata.xmp),
        ("original", photograph.pixels, colours, b""),
        ("matte", grey, {"photometric": "minisblack"}, b""),
    )
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer, byteorder="<") as file:
        for name, values, kind, xmp in pages:
            tags: list[tuple[int, int, int, bytes, bool]] = [(285, 2, 0, name.encode(), True)]  # PageName
            if xmp:
                tags.append((700, 1, len(xmp), xmp, True))
            options = page_options(metadata, {"compression": "lzw", "predictor": True})
            file.write(values, planarconfig="contig" if values.ndim == 3 else None, extratags=tags, **kind, **options)
    return with_directories(buffer.getvalue(), metadata.exif)
