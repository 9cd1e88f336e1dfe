"""Photoshop's image resources, which hold IPTC, in JPEG (APP13), TIFF (tag 34377) and PSD."""

from collections.abc import Iterable, Iterator
from struct import error as StructError
from struct import pack, unpack_from
from typing import NamedTuple

IPTC, COPYRIGHT, URL, DIGEST, RESOLUTION = 1028, 1034, 1035, 1061, 1005
PROFILE, EXIF, XMP = 1039, 1058, 1060  # in a PSD alone: other files have places of their own
PATHS = range(2000, 3000)  # clipping paths and the name of the one in force

_HEAD = b"Photoshop 3.0\0"
_LONGEST = 65_533 - len(_HEAD)  # in a JPEG segment


def keep_resources(block: bytes, turned: bool) -> bytes:
    """The resources that still hold for the edited photograph: IPTC, copyright, address, resolution, clipping paths.

    The others are previews of the old garment, copies of EXIF, XMP and profile, and the state of a window.

    Args:
        block: resources one after another. What comes after damage is left away.
        turned: the photograph was turned upright, and paths no longer fit.
    """
    kept = {IPTC, COPYRIGHT, URL, DIGEST, RESOLUTION} | (set() if turned else set(PATHS))
    return b"".join(found.stored for found in resources_in(block) if found.code in kept)


def resources_of_segments(segments: Iterable[tuple[str, bytes]]) -> bytes:
    """The resources in a JPEG's application segments, as Pillow lists them."""
    return b"".join(body[len(_HEAD) :] for name, body in segments if name == "APP13" and body.startswith(_HEAD))


def without_segments(jpeg: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """A JPEG without the segments of its resources, and these, as Pillow lists them."""
    kept, found, at = [jpeg[:2]], [], 2
    while jpeg[at : at + 1] == b"\xff" and jpeg[at + 1 : at + 2] not in (
        b"\xda",
        b"",
    ):  # pixels begin, or the file ends
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        segment, at = jpeg[at:end], max(end, at + 2)
        if segment[:2] == b"\xff\xed" and segment[4:].startswith(_HEAD):
            found.append(("APP13", segment[4:]))
        else:
            kept.append(segment)
    return b"".join([*kept, jpeg[at:]]), found


def as_segments(block: bytes) -> bytes:
    """JPEG segments that hold resources."""
    parts = [block[at : at + _LONGEST] for at in range(0, len(block), _LONGEST)]
    return b"".join(b"\xff\xed" + pack(">H", 2 + len(_HEAD) + len(part)) + _HEAD + part for part in parts)


def resources_of_psd(psd: bytes) -> bytes:
    """The resources of a PSD, one after another; empty where it ends early."""
    try:
        (palette,) = unpack_from(">I", psd, 26)
        (size,) = unpack_from(">I", psd, 30 + palette)
    except StructError:
        return b""
    return psd[34 + palette :][:size]


class Found(NamedTuple):
    """A resource. `stored`: all of it, as it stands in the file that it was found in."""

    code: int
    name: str
    data: bytes
    stored: bytes = b""


def resources_in(block: bytes) -> Iterator[Found]:
    """Resources that stand one after another, up to the first that is damaged."""
    at = 0
    while block[at : at + 4] == b"8BIM":
        try:
            code, length = unpack_from(">HB", block, at + 4)
            head = at + 6 + ((length + 2) & ~1)
            (size,) = unpack_from(">I", block, head)
        except StructError:
            return
        end = head + 4 + size
        if end > len(block):
            return
        name = block[at + 7 : at + 7 + length].decode("mac_roman")
        yield Found(code, name, block[head + 4 : end], block[at:end] + b"\0" * (size & 1))
        at = end + (size & 1)
