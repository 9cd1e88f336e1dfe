"""Encoding: the output is the input's format, at its quality, with its metadata, and says what was done."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
from PIL import Image, JpegImagePlugin
from PIL.ExifTags import IFD, Base

from fashionforward.catalog.export import ExportPreset, complaints, frame
from fashionforward.catalog.marking import Marking, mark, marking_alone, unmark
from fashionforward.catalog.metadata import Directory, Metadata
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.photoshop import as_segments
from fashionforward.catalog.png import colour_chunks, encode_png
from fashionforward.catalog.profiles import Values, srgb_profile
from fashionforward.catalog.tiff import compression_of, encode_tiff
from fashionforward.catalog.xmp import Packet

QUALITY = {"JPEG": 95, "WEBP": 92, "AVIF": 90}
"""Where the input's own quality is not known, or its format does not tell it."""

_LONGEST = 65_500  # bytes of EXIF or XMP that a JPEG's segment holds


def encode(
    photograph: Photograph, pixels: Values, files: FileOptions | None = None, marking: Marking | None = None
) -> bytes:
    """Encode pixels as the photograph was, or as the marketplace of `files` wants them.

    Args:
        photograph: the input, which lends its format and metadata.
        pixels: as `photograph.pixels`: same shape, type, space and profile.
        files: the run's options; None: the defaults.
        marking: what was done, said in XMP unless `files` says not to.
    """
    files = files or FileOptions()
    metadata = describe(photograph.metadata, files, marking)
    if files.preset is not None:
        return _for_marketplace(photograph, pixels, files, files.preset, metadata)
    encoding = dict(photograph.encoding)
    icc = photograph.profile
    if photograph.format == "TIFF":
        kind = ("assocalpha" if photograph.premultiplied else "unassalpha") if photograph.has_alpha else None
        space = photograph.space
        return encode_tiff(pixels, space, metadata, icc, encoding, alpha=kind, extra=photograph.extra)
    if photograph.format == "PNG":
        return encode_png(pixels, metadata, icc, encoding["colours"])
    if photograph.format == "JPEG":
        return _jpeg(_picture(pixels, photograph.space), metadata, icc, encoding, files.quality)
    if files.quality is not None and not encoding.get("lossless"):
        encoding["quality"] = files.quality
    return _save(_picture(pixels, photograph.space), photograph.format, metadata, icc, encoding)


def complaints_of(photograph: Photograph, pixels: Values, files: FileOptions) -> tuple[str, ...]:
    """What the marketplace of `files` will not like about an image. pixels: as `photograph.pixels`."""
    preset = files.preset
    if preset is None:
        return ()
    rgb = np.rint(photograph.srgb_of(pixels) * 255).astype(np.uint8)
    found = complaints(rgb, preset)
    if preset.wants_marking and not files.marking:
        found = (*found, "asks that images say in XMP that a model made or changed them")
    return tuple(f"{files.export_for}: {complaint}" for complaint in found)


def describe(metadata: Metadata, files: FileOptions, marking: Marking | None) -> Metadata:
    """The metadata of the output."""
    if files.drop_gps:
        metadata = metadata.without_gps()
    packet = Packet(metadata.xmp)
    if marking is not None and files.marking:
        mark(packet, marking)
    else:
        if not metadata.xmp:
            return metadata
        unmark(packet)
    return replace(metadata, xmp=packet.tobytes())


def encoding_like(image: Image.Image, kind: str, data: bytes) -> dict[str, Any]:
    """What `encode` needs to know of how a file was encoded. image: opened and loaded from `data`."""
    if kind == "JPEG":
        return _jpeg_like(image)
    if kind == "PNG":
        return {"colours": {} if image.info.get("icc_profile") else colour_chunks(data)}
    if kind == "TIFF":
        return compression_of(data)
    if kind == "WEBP" and b"VP8L" in data[12:64]:
        return {"lossless": True, "exact": True}  # exact: keep the colours under transparent pixels
    return (
        {"quality": QUALITY[kind], "method": 4}
        if kind == "WEBP"
        else {"quality": QUALITY[kind], "subsampling": "4:4:4"}
    )


def _jpeg_like(image: Image.Image) -> dict[str, Any]:
    """The input's own tables: what the edit leaves alone then comes out as it was, or nearly."""
    tables, layers = getattr(image, "quantization", None), getattr(image, "layer", None)
    if not tables or not layers:
        return {"quality": QUALITY["JPEG"], "subsampling": "4:4:4"}
    own = [tables[layer[3]] for layer in layers]  # a component each; Pillow gives the last to those that remain
    while len(own) > 1 and own[-1] == own[-2]:
        own.pop()
    progressive = "progressive" in image.info
    if len(layers) != 3:  # greyscale is written as colour, YCCK as CMYK: the first table suits all
        return {"qtables": own[:1], "subsampling": "4:4:4", "progressive": progressive}
    sampling = JpegImagePlugin.get_sampling(image) if isinstance(image, JpegImagePlugin.JpegImageFile) else 0
    # stored as RGB: said by Adobe's marker, or by the components' names
    stored_rgb = image.info.get("adobe_transform") == 0 or [layer[0] for layer in layers] == [*b"RGB"]
    return {
        "qtables": own,
        "subsampling": max(sampling, 0),
        "progressive": progressive,
        **({"keep_rgb": True} if stored_rgb else {}),
    }


def _jpeg(
    image: Image.Image, metadata: Metadata, icc: bytes | None, encoding: dict[str, Any], quality: int | None
) -> bytes:
    options = dict(encoding)
    if quality is not None:
        options.pop("qtables", None)
        options["quality"] = quality
    if metadata.dpi:
        options["dpi"] = metadata.dpi
    if metadata.comment:
        options["comment"] = metadata.comment
    if metadata.resources:
        options["extra"] = as_segments(metadata.resources)
    return _save(image, "JPEG", _fit_segments(metadata), icc, options)


def _fit_segments(metadata: Metadata) -> Metadata:
    """EXIF and XMP that a JPEG can hold: makers' notes go, then all EXIF; of XMP the marking stays."""
    if len(metadata.exif_block()) > _LONGEST:
        inner = {tag: value for tag, value in metadata.exif.get(IFD.Exif, {}).items() if tag != Base.MakerNote}
        metadata = replace(metadata, exif={**metadata.exif, IFD.Exif: inner})
    if len(metadata.exif_block()) > _LONGEST:
        metadata = replace(metadata, exif={})
    if len(metadata.xmp) > _LONGEST:
        metadata = replace(metadata, xmp=marking_alone(metadata.xmp))
    return metadata


def _save(image: Image.Image, kind: str, metadata: Metadata, icc: bytes | None, options: dict[str, Any]) -> bytes:
    options = {**options, "icc_profile": icc}
    if metadata.exif:
        options["exif"] = metadata.exif_block()
    if metadata.xmp:
        options["xmp"] = metadata.xmp
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _picture(pixels: Values, space: str) -> Image.Image:
    mode = "CMYK" if space == "CMYK" else {3: "RGB", 4: "RGBA"}[pixels.shape[2]]
    return Image.frombytes(mode, (pixels.shape[1], pixels.shape[0]), np.ascontiguousarray(pixels).tobytes())


def _for_marketplace(
    photograph: Photograph, pixels: Values, files: FileOptions, preset: ExportPreset, metadata: Metadata
) -> bytes:
    rgb = np.rint(photograph.srgb_of(pixels) * 255).astype(np.uint8)
    image = Image.fromarray(frame(rgb, preset))
    metadata = replace(metadata, exif=_measured(metadata.exif, image.size))
    for quality in (files.quality or preset.quality, 85, 75):
        data = _jpeg(image, metadata, srgb_profile(), {"quality": quality, "subsampling": "4:4:4"}, None)
        if len(data) <= preset.bytes:
            break
    return data


def _measured(exif: Directory, size: tuple[int, int]) -> Directory:
    """EXIF that tells the size and sRGB, where it tells a size and a space."""
    inner = dict(exif.get(IFD.Exif, {}))
    told = {Base.ExifImageWidth: size[0], Base.ExifImageHeight: size[1], Base.ColorSpace: 1}
    inner |= {tag: value for tag, value in told.items() if tag in inner}
    return {**exif, IFD.Exif: inner} if inner else exif
