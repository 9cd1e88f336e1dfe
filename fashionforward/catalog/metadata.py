"""What a file says about its photograph: EXIF, XMP, IPTC, resolution, text."""

from dataclasses import dataclass, field, replace
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base

from fashionforward.catalog.photoshop import keep_resources, resources_of_segments
from fashionforward.catalog.xmp import NAMESPACES_OF_THE_FILE, PROPERTIES_OF_THE_FILE, BadXmp, Packet

Directory = dict[int, Any]
"""EXIF tags and their values; the directories inside it stand under their tags as further ones."""

TIFF_TAGS = (270, 271, 272, 305, 306, 315, 33432)
"""ImageDescription, Make, Model, Software, DateTime, Artist, Copyright: the tags of a TIFF that are not about its pixels."""

_XMP_KEY = "XML:com.adobe.xmp"
_COPIES = {f"Raw profile type {name}".casefold() for name in ("exif", "APP1", "xmp", "8bim", "icc", "icm")}


@dataclass(frozen=True)
class Metadata:
    """What is said is true of the edited photograph: upright, and nothing shows the garment as it was.

    Attributes:
        exif: orientation 1, no preview.
        xmp: the packet, without what is said of the file.
        resources: Photoshop's, IPTC among them.
        iptc: a TIFF's own IPTC tag.
        dpi: horizontal and vertical resolution.
        text: PNG's, by keyword.
        comment: JPEG's.
    """

    exif: Directory = field(default_factory=dict)
    xmp: bytes = b""
    resources: bytes = b""
    iptc: bytes = b""
    dpi: tuple[float, float] | None = None
    text: dict[str, str] = field(default_factory=dict)
    comment: bytes = b""

    def without_gps(self) -> "Metadata":
        """The same without where the photograph was taken."""
        exif = {tag: value for tag, value in self.exif.items() if tag != IFD.GPSInfo}
        packet = Packet(self.xmp)
        packet.drop_gps()
        return replace(self, exif=exif, xmp=packet.tobytes() if self.xmp else b"")

    def exif_block(self) -> bytes:
        """EXIF as JPEG, PNG, WebP and AVIF hold it; empty where there is none."""
        return _block(self.exif) if self.exif else b""


def read_metadata(image: Image.Image, notes: list[str]) -> Metadata:
    """What an opened and loaded file says. What is damaged is left away, and noted."""
    exif: Directory = {}
    turned = False
    try:
        found, turned = _exif(image)
        exif = _writable(found)
        if exif != found:
            notes.append("some of its EXIF data is damaged and was left away")
    except Exception:  # damaged EXIF raises many things
        notes.append("its EXIF data is damaged and was left away")
    xmp = b""
    try:
        xmp = _xmp(image)
    except BadXmp as error:
        notes.append(f"its XMP {error} and was left away")
    tags = getattr(image, "tag_v2", {})
    resources = tags.get(34377) or resources_of_segments(getattr(image, "applist", ()))
    return Metadata(
        exif=exif,
        xmp=xmp,
        resources=keep_resources(_bytes(resources), turned),
        iptc=_bytes(tags.get(33723)),
        dpi=_resolution(image),
        text=_text(image),
        comment=_bytes(image.info.get("comment")),
    )


def xmp_of(image: Image.Image) -> bytes:
    """The XMP packet of an opened file, as it is; empty where there is none."""
    packet = image.info.get("xmp") or image.info.get(_XMP_KEY) or getattr(image, "tag_v2", {}).get(700)
    return packet.encode() if isinstance(packet, str) else _bytes(packet)


def _exif(image: Image.Image) -> tuple[Directory, bool]:
    """The directories, and whether the photograph was turned."""
    found = image.getexif()
    turned = found.get(Base.Orientation, 1) not in (0, 1)
    wanted = (
        set(TIFF_TAGS)
        if image.format == "TIFF"
        else set(found) - {IFD.Exif, IFD.GPSInfo, IFD.Interop, Base.Orientation}
    )
    root = {tag: found[tag] for tag in sorted(wanted & set(found))}
    if image.format != "TIFF" and Base.Orientation in found:
        root[Base.Orientation] = 1
    for tag in (IFD.Exif, IFD.GPSInfo):
        inner = dict(found.get_ifd(tag))
        if IFD.Interop in inner:
            inner[IFD.Interop] = dict(found.get_ifd(IFD.Interop))
        if inner:
            root[tag] = inner
    if turned and IFD.Exif in root:
        _exchange(root[IFD.Exif], Base.ExifImageWidth, Base.ExifImageHeight)
    return root, turned


def _block(directory: Directory) -> bytes:
    exif = Image.Exif()
    exif.update(directory)
    return exif.tobytes()


def _writable(root: Directory) -> Directory:
    """The tags that can be written as they were read: a damaged file has text where numbers belong, and the like."""
    if _can_write(root):
        return root
    kept: Directory = {}
    for tag, value in root.items():
        if isinstance(value, dict):
            value = {inner: told for inner, told in value.items() if _can_write({tag: {inner: told}})}
        if _can_write({tag: value}):
            kept[tag] = value
    return kept


def _can_write(directory: Directory) -> bool:
    try:
        return bool(_block(directory))
    except Exception:
        return False


def _exchange(directory: Directory, one: int, other: int) -> None:
    if one in directory and other in directory:
        directory[one], directory[other] = directory[other], directory[one]


def _xmp(image: Image.Image) -> bytes:
    data = xmp_of(image)
    if not data:
        return b""
    packet = Packet(data)
    packet.drop(PROPERTIES_OF_THE_FILE)
    for namespace in NAMESPACES_OF_THE_FILE:
        packet.drop_namespace(namespace)
    return packet.tobytes()


def _resolution(image: Image.Image) -> tuple[float, float] | None:
    try:
        across, down = (float(value) for value in image.info.get("dpi", ()))
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if min(across, down) >= 1 and max(across, down) < 65_536 else None


def _text(image: Image.Image) -> dict[str, str]:
    """PNG's text; not that which repeats EXIF and XMP in other words."""
    text = getattr(image, "text", {}) if image.format == "PNG" else {}
    return {key: value for key, value in text.items() if key != _XMP_KEY and key.casefold() not in _COPIES}


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
