"""Decoding: from a file's bytes to an upright photograph, or a reason why not."""

import io
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from fashionforward.catalog.encode import encoding_like, remember_encoding
from fashionforward.catalog.formats import EXTENSIONS, FORMAT_NAMES, FORMATS
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.profiles import is_srgb, profile_space, to_srgb
from fashionforward.errors import UnreadableImage

MAX_PIXELS = 100_000_000
"""Larger images are refused: a small file can claim any size, and every worker holds one decoded."""

# MAX_PIXELS is checked on every file; Pillow's own warning would only repeat it, on stderr.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)


def read_photograph(path: Path) -> Photograph:
    """Decode a file. Its content decides what format it is, whatever it is called.

    Raises:
        UnreadableImage: with the reason, fit to be shown beside the file's name.
    """
    image = open_image(path)
    _check_depth(image, path)
    notes = []
    promised = EXTENSIONS.get(path.suffix.lower(), "")
    kind = _format(image)
    if kind != promised:
        notes.append(f"named {path.suffix or 'without extension'}, but is {kind}: kept as {kind}")
    image = _upright(image, notes)
    icc = image.info.get("icc_profile") or None
    encoding = encoding_like(image, kind)
    image, icc = _widen(image, icc, notes)
    if icc is not None:
        encoding["icc_profile"] = icc
    return Photograph(
        pixels=np.array(image),
        format=kind,
        icc=None if is_srgb(icc) else icc,
        encoding=encoding,
        notes=tuple(notes),
    )


def open_image(path: Path) -> Image.Image:
    """Read a whole file and decode it, still in the file's own mode and orientation.

    Raises:
        UnreadableImage: unreadable, empty, no supported image, too large, or truncated.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableImage(f"cannot be read: {error.strerror or error}") from error
    if not data:
        raise UnreadableImage("the file is empty")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        _check_size(image)
        frames = getattr(image, "n_frames", 1)
        if frames > 1 and image.format != "MPO":  # phones append small pictures to a JPEG; the first is the photograph
            raise UnreadableImage(f"holds {frames} pictures; only single ones are edited")
        image.info["stored_depth"] = _stored_depth(image, data)
        remember_encoding(image, data)
        image.load()
    except UnreadableImage:
        raise
    except UnidentifiedImageError as error:
        raise UnreadableImage(_what_instead(data)) from error
    except Image.DecompressionBombError as error:
        raise UnreadableImage(f"is too large: more than {MAX_PIXELS / 1e6:.0f} megapixels") from error
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error, zlib.error, …
        raise UnreadableImage(f"is damaged: {error}") from error
    return image


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise UnreadableImage(f"is too large: {width}x{height}, and {MAX_PIXELS / 1e6:.0f} megapixels are the limit")


def _stored_depth(image: Image.Image, data: bytes) -> int:
    """Bits a channel in the file. Pillow reduces deeper ones to 8 without a word."""
    if image.format == "AVIF":
        box = data.find(b"av1C", 0, 8192)  # AV1CodecConfigurationRecord: high_bitdepth is bit 6 of its third byte
        return 10 if box >= 0 and len(data) > box + 6 and data[box + 6] & 0x40 else 8
    if image.format == "TIFF":
        return max(image.tag_v2.get(258, (1,)))  # type: ignore[attr-defined]
    raw_modes = [str(args[0]) if isinstance(args, tuple) and args else str(args) for _, _, _, args in image.tile]  # type: ignore[attr-defined]
    return 16 if image.mode.startswith(("I", "F")) or any(";16" in mode for mode in raw_modes) else 8


def _check_depth(image: Image.Image, path: Path) -> None:
    depth = image.info["stored_depth"]
    if depth > 8 or image.mode.startswith(("I", "F")):
        raise UnreadableImage(f"has {depth} bits a channel, and only 8 can be kept: convert it to 8 first")
    if image.mode in ("LAB", "HSV"):
        raise UnreadableImage(f"is {image.mode}: convert it to RGB first")


def _format(image: Image.Image) -> str:
    return "JPEG" if image.format == "MPO" else str(image.format)


def _upright(image: Image.Image, notes: list[str]) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # as with decoders: damaged EXIF raises many things
        notes.append("its EXIF data is damaged and was left away")
        image.info.pop("exif", None)
        return image


def _widen(image: Image.Image, icc: bytes | None, notes: list[str]) -> tuple[Image.Image, bytes | None]:
    """Bring any mode to RGB or RGBA, keeping the values where they are RGB, grey or a palette's."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if icc is not None and profile_space(icc) != "RGB":
        # A grey or CMYK profile says what the values mean, and cannot stay on an RGB file.
        if image.mode in ("L", "CMYK"):
            notes.append(f"converted from {image.mode} to sRGB by its profile")
            return to_srgb(image, icc), None
        icc = None
    if image.mode == "CMYK":
        notes.append("converted from CMYK to RGB without a profile: check its colours")
    return (image if image.mode == mode else image.convert(mode)), icc


def _what_instead(data: bytes) -> str:
    try:
        kind = Image.open(io.BytesIO(data)).format
    except Exception:
        return "is not an image"
    return f"is a {kind} image, and only {FORMAT_NAMES} are read"
