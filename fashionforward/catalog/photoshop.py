"""Photoshop's image resources, which hold IPTC, in JPEG (APP13) and TIFF (tag 34377)."""

from collections.abc import Iterable, Iterator
from struct import error as StructError
from struct import pack, unpack_from

IPTC, COPYRIGHT, URL, DIGEST, RESOLUTION = 1028, 1034, 1035, 1061, 1005
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
    return b"".join(raw for code, raw in _resources(block) if code in kept)


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


def _resources(block: bytes) -> Iterator[tuple[int, bytes]]:
    """Codes, and the resources as they are stored."""
    at = 0
    while block[at : at + 4] == b"8BIM":
        try:
            code, name = unpack_from(">HB", block, at + 4)
            head = at + 6 + ((name + 2) & ~1)
            (size,) = unpack_from(">I", block, head)
        except StructError:
            return
        end = head + 4 + size
        if end > len(block):
            return
        yield code, block[at:end] + b"\0" * (size & 1)
        at = end + (size & 1)
