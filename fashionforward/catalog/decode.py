"""Decoding: from a file's bytes to an upright photograph, or a reason why not."""

import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError
from PIL.ExifTags import Base

from fashionforward.catalog.encode import encoding_like
from fashionforward.catalog.formats import EXTENSIONS, FORMAT_NAMES, FORMATS, MAX_PIXELS
from fashionforward.catalog.metadata import read_metadata
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.photoshop import without_segments
from fashionforward.catalog.png import decode_deep
from fashionforward.catalog.profiles import Values, is_srgb, profile_space, to_srgb
from fashionforward.catalog.tiff import Planes, decode_tiff
from fashionforward.errors import UnreadableImage

# Sizes are checked on every file, and what is damaged is noted; Pillow would only repeat it, on stderr.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


def read_photograph(path: Path) -> Photograph:
    """Decode a file. Its content decides what format it is, whatever it is called.

    Raises:
        UnreadableImage: with the reason, fit to be shown beside the file's name.
    """
    data = read_file(path)
    try:
        return _read(data, path)
    except UnreadableImage:
        raise
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error, zlib.error, …
        raise UnreadableImage(f"is damaged: {error}") from error


def _read(data: bytes, path: Path) -> Photograph:
    image = open_image(data)
    kind = _format(image)
    planes = _decode(image, kind, data)
    notes: list[str] = []
    promised = EXTENSIONS.get(path.suffix.lower(), "")
    if kind != promised:
        notes.append(f"named {path.suffix or 'without extension'}, but is {kind}: kept as {kind}")
    metadata = read_metadata(image, notes)
    orientation = _orientation(image)
    pixels, space, icc = _widen(planes, image.info.get("icc_profile") or None, notes)
    return Photograph(
        pixels=upright(pixels, orientation),
        format=kind,
        space=space,
        icc=None if space == "RGB" and is_srgb(icc) else icc,
        premultiplied=planes.premultiplied,
        extra=None if planes.extra is None else upright(planes.extra, orientation),
        encoding=encoding_like(image, kind, data),
        profile=icc,
        metadata=metadata,
        notes=tuple(notes),
    )


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises UnreadableImage where it cannot be read, or is empty."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableImage(f"cannot be read: {error.strerror or error}") from error
    if not data:
        raise UnreadableImage("the file is empty")
    return data


def open_image(data: bytes, several: bool = False) -> Image.Image:
    """Recognise an image and read what stands before its pixels. `several`: take the first of several pictures.

    Raises:
        UnreadableImage: no supported image, too large, several pictures, or damaged.
    """
    try:
        image = _recognise(data)
        width, height = image.size
        if width * height > MAX_PIXELS:
            limit = f"{MAX_PIXELS / 1e6:.0f} megapixels are the limit"
            raise UnreadableImage(f"is too large: {width}x{height}, and {limit}")
        frames = getattr(image, "n_frames", 1)
        if (
            frames > 1 and image.format != "MPO" and not several
        ):  # phones append small pictures to a JPEG; the first is the photograph
            raise UnreadableImage(f"holds {frames} pictures; only single ones are edited")
    except UnreadableImage:
        raise
    except UnidentifiedImageError as error:
        raise UnreadableImage(_what_instead(data)) from error
    except Image.DecompressionBombError as error:
        raise UnreadableImage(f"is too large: more than {MAX_PIXELS / 1e6:.0f} megapixels") from error
    except Exception as error:
        raise UnreadableImage(f"is damaged: {error}") from error
    return image


def _recognise(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        if not data.startswith(b"\xff\xd8"):
            raise
        rest, resources = without_segments(data)  # Pillow takes a JPEG whose resources end early for no image at all
        image = Image.open(io.BytesIO(rest), formats=FORMATS)
        getattr(image, "applist", []).extend(resources)
        return image


def upright(pixels: Any, orientation: int) -> Any:
    """Turn (H, W, C) as EXIF's orientation says, 1 to 8."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _decode(image: Image.Image, kind: str, data: bytes) -> Planes:
    """The pixels, at the file's own depth."""
    if kind == "TIFF":
        planes = decode_tiff(data)
        if planes is not None:
            return planes
    depth = stored_depth(image, data)
    if kind == "PNG" and depth == 16:
        pixels = decode_deep(data)
        image.load()  # text may stand behind the pixels, and a truncated file is seen
        return Planes(pixels, "RGB" if pixels.shape[2] > 2 else "GRAY")
    if depth > 8 or image.mode.startswith(("I", "F")):
        raise UnreadableImage(f"has {depth} bits a channel, which only PNG and TIFF can keep here: convert it")
    if image.mode in ("LAB", "HSV"):
        raise UnreadableImage(f"is {image.mode}: convert it to RGB first")
    image.load()
    if image.mode == "L" and not image.has_transparency_data:
        return Planes(np.array(image)[..., None], "GRAY")
    if image.mode == "CMYK":
        return Planes(np.array(image), "CMYK")
    return Planes(np.array(image.convert("RGBA" if image.has_transparency_data else "RGB")), "RGB")


def stored_depth(image: Image.Image, data: bytes) -> int:
    """Bits a channel in the file. Pillow reduces deeper ones to 8 without a word."""
    if image.format == "AVIF":
        box = data.find(b"av1C", 0, 8192)  # AV1CodecConfigurationRecord: high_bitdepth is bit 6 of its third byte
        return 10 if box >= 0 and len(data) > box + 6 and data[box + 6] & 0x40 else 8
    raw_modes = [str(args[0]) if isinstance(args, tuple) and args else str(args) for _, _, _, args in image.tile]  # type: ignore[attr-defined]
    return 16 if image.mode.startswith(("I", "F")) or any(";16" in mode for mode in raw_modes) else 8


def _format(image: Image.Image) -> str:
    return "JPEG" if image.format == "MPO" else str(image.format)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(Base.Orientation, 1))
    except Exception:  # damaged EXIF raises many things; `read_metadata` notes it
        return 1


def _widen(planes: Planes, icc: bytes | None, notes: list[str]) -> tuple[Values, str, bytes | None]:
    """Pixels, space and profile: greyscale becomes RGB, keeping its values unless a profile of its own says otherwise."""
    pixels, space = planes.pixels, planes.space
    if icc is not None and profile_space(icc) != space:
        if profile_space(icc) not in ("RGB", "GRAY", "CMYK"):
            raise UnreadableImage(f"has a profile for {profile_space(icc)}: convert it to RGB first")
        # an RGB profile on a greyscale file says how its grey is meant, for all three channels
        icc = icc if space == "GRAY" and profile_space(icc) == "RGB" else None
    if space == "CMYK" and icc is None:
        notes.append("is CMYK without a profile: check its colours")
    if space != "GRAY":
        return pixels, space, icc
    grey = pixels[..., :1]
    if icc is not None and profile_space(icc) == "GRAY":
        notes.append("converted from greyscale to sRGB by its profile")
        largest = np.iinfo(pixels.dtype).max
        colours = np.rint(to_srgb(grey, icc, "GRAY") * largest).astype(pixels.dtype)
        icc = None
    else:
        colours = np.repeat(grey, 3, axis=2)
    return np.concatenate([colours, pixels[..., 1:]], axis=2), "RGB", icc


def _what_instead(data: bytes) -> str:
    try:
        kind = Image.open(io.BytesIO(data)).format
    except Exception:
        return "is not an image"
    return f"is a {kind} image, and only {FORMAT_NAMES} are read"
