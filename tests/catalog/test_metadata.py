"""EXIF, XMP, IPTC, resolution and text: kept, made upright, and nothing in them shows the old garment or runs."""

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image, PngImagePlugin

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.catalog.marking import Marking
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.photoshop import IPTC, as_segments, keep_resources
from fashionforward.catalog.xmp import BadXmp, Packet
from tests.catalog import samples

XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" tiff:Orientation="6"
 exif:GPSLatitude="52,31.2N" xmp:Rating="5">
<dc:creator><rdf:Seq><rdf:li>Studio One &amp; S\xc3\xb6hne</rdf:li></rdf:Seq></dc:creator>
<exif:GPSLongitude>13,24.3E</exif:GPSLongitude>
<xmp:Thumbnails><rdf:Alt><rdf:li>old garment</rdf:li></rdf:Alt></xmp:Thumbnails>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

FORMATS = [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("AVIF", "avif"), ("TIFF", "tif")]


@pytest.fixture
def image(photographs: Path) -> Image.Image:
    return Image.open(photographs / "yellow-tee.jpg").convert("RGB")


def exif() -> Image.Exif:
    """As a camera writes it: turned, with a maker, exposure and a place."""
    made = Image.Exif()
    made[0x010F] = "Maker"
    made[0x0112] = 6
    made[0x8769] = {0x9003: "2026:01:02 03:04:05", 0x829A: 0.005, 0xA002: 150, 0xA003: 200}
    made[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}
    return made


def resource(code: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">H", code) + b"\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) & 1)


RESOURCES = resource(1036, b"a thumbnail of the old garment") + resource(IPTC, b"\x1c\x02\x74\0\x05byte!") + resource(
    1060, XMP
) + resource(2000, b"path")  # fmt: skip


def stored(image: Image.Image, format: str) -> bytes:
    """A file that says as much as its format can."""
    if format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        info.add_text("Source", "Studio")
        info.add_itxt("Title", "Größe", "de", "Titel")
        info.add_text("Raw profile type exif", "\nexif\n 4\n00000000\n")
        return samples.encode(image, "PNG", pnginfo=info, exif=exif(), dpi=(300, 300))
    if format == "JPEG":
        extra = as_segments(RESOURCES)
        return samples.encode(
            image, "JPEG", exif=exif(), xmp=XMP, dpi=(300, 300), comment=b"hello", extra=extra, quality=95
        )
    if format == "TIFF":
        tags = {
            274: 6,
            271: "Maker",
            315: "Gr\u00fcn".encode("latin-1"),
            700: XMP,
            33723: b"\x1c\x02\x74\0\x05byte!",
            34377: RESOURCES,
        }
        tags |= {0x8769: dict(exif()[0x8769]), 0x8825: dict(exif()[0x8825])}
        return samples.encode(image, "TIFF", tiffinfo=tags, dpi=(300, 300))
    return samples.encode(image, format, exif=exif(), xmp=XMP, quality=90)


def rewritten(tmp_path: Path, data: bytes, suffix: str, **options: Any) -> bytes:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data)
    photograph = read_photograph(path)
    return encode(photograph, photograph.pixels, FileOptions(**options))


def xmp_of(data: bytes) -> bytes:
    image = Image.open(io.BytesIO(data))
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp", b"")
    return found.encode() if isinstance(found, str) else bytes(found)


@pytest.mark.parametrize(("format", "suffix"), FORMATS)
def test_what_is_said_of_a_photograph_stays(tmp_path: Path, image: Image.Image, format: str, suffix: str) -> None:
    data = rewritten(tmp_path, stored(image, format), suffix)
    made = Image.open(io.BytesIO(data))
    assert made.size == image.size[::-1], "it was turned"
    found = made.getexif()
    assert found[0x010F] == "Maker" and found.get(0x0112, 1) == 1
    inner = found.get_ifd(0x8769)
    assert inner[0x9003] == "2026:01:02 03:04:05" and float(inner[0x829A]) == pytest.approx(0.005)
    assert (inner[0xA002], inner[0xA003]) == (200, 150) or made.size == (inner[0xA002], inner[0xA003])
    assert found.get_ifd(0x8825)[1] == "N"
    packet = Packet(xmp_of(data))
    assert packet.get("http://ns.adobe.com/xap/1.0/", "Rating") == "5"
    text = xmp_of(data)
    assert "Studio One &amp; Söhne".encode() in text
    assert b"Orientation" not in text and b"Thumbnails" not in text and b"old garment" not in data
    if format in ("JPEG", "PNG", "TIFF"):
        assert tuple(round(value) for value in made.info["dpi"]) == (300, 300)


def test_a_jpeg_keeps_iptc_and_comment(tmp_path: Path, image: Image.Image) -> None:
    data = rewritten(tmp_path, stored(image, "JPEG"), "jpg")
    made = Image.open(io.BytesIO(data))
    assert made.info["photoshop"] == {IPTC: b"\x1c\x02\x74\0\x05byte!"}, "the path no longer fits: it was turned"
    assert made.info["comment"] == b"hello"


def test_clipping_paths_stay_where_the_photograph_was_upright() -> None:
    assert keep_resources(RESOURCES, turned=False) == resource(IPTC, b"\x1c\x02\x74\0\x05byte!") + resource(
        2000, b"path"
    )


def test_damaged_resources_end_where_they_are_damaged() -> None:
    whole = keep_resources(RESOURCES, turned=False)
    kept = [keep_resources(RESOURCES[:cut], turned=False) for cut in range(len(RESOURCES))]
    assert all(whole.startswith(part) for part in kept) and len(set(kept)) == 2


def test_long_resources_take_several_segments() -> None:
    block = resource(2000, bytes(200_000))
    found = Image.open(io.BytesIO(samples.encode(Image.new("RGB", (8, 8)), "JPEG", extra=as_segments(block))))
    parts = [body[14:] for name, body in found.applist if name == "APP13"]  # type: ignore[attr-defined]
    assert b"".join(parts) == block and len(parts) == 4


def test_a_tiff_keeps_iptc_and_its_text(tmp_path: Path, image: Image.Image) -> None:
    data = rewritten(tmp_path, stored(image, "TIFF"), "tif")
    made = Image.open(io.BytesIO(data))
    assert isinstance(made, Image.Image) and made.tag_v2[33723] == b"\x1c\x02\x74\0\x05byte!"  # type: ignore[attr-defined]
    assert made.tag_v2[315] == "Gr\u00fcn"  # type: ignore[attr-defined]
    assert b"a thumbnail of the old" not in data
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        page = file.pages[0].aspage()
        assert page.tags[34665].value["DateTimeOriginal"] == "2026:01:02 03:04:05"
        assert np.array_equal(page.asarray(), np.asarray(made.convert("RGB")))


def test_a_png_keeps_its_text_once(tmp_path: Path, image: Image.Image) -> None:
    made = Image.open(io.BytesIO(rewritten(tmp_path, stored(image, "PNG"), "png")))
    made.load()
    text = made.text  # type: ignore[attr-defined]
    assert text["Source"] == "Studio" and text["Title"] == "Größe" and text["Title"].lang == "de"
    assert set(text) == {"Source", "Title", "XML:com.adobe.xmp"}


def test_a_png_keeps_what_its_values_mean(tmp_path: Path, image: Image.Image) -> None:
    info = PngImagePlugin.PngInfo()
    info.add(b"gAMA", struct.pack(">I", 45455))
    info.add(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
    made = Image.open(io.BytesIO(rewritten(tmp_path, samples.encode(image, "PNG", pnginfo=info), "png")))
    assert made.info["gamma"] == 0.45455 and made.info["chromaticity"][2] == 0.64


@pytest.mark.parametrize(("format", "suffix"), FORMATS)
def test_the_place_is_left_away_on_request(tmp_path: Path, image: Image.Image, format: str, suffix: str) -> None:
    data = rewritten(tmp_path, stored(image, format), suffix, drop_gps=True)
    found = Image.open(io.BytesIO(data)).getexif()
    assert 0x8825 not in found and not found.get_ifd(0x8825) and found[0x010F] == "Maker"
    assert b"GPSL" not in xmp_of(data) and b"52,31.2N" not in data and b"13,24.3E" not in data
    assert Packet(xmp_of(data)).get("http://ns.adobe.com/xap/1.0/", "Rating") == "5"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>' + XMP.split(b"?>", 1)[1].replace(
    b"Studio One", b"&b;"
)  # fmt: skip


@pytest.mark.parametrize("kind", ["entities", "external", "not xml", "no rdf", "too large", "deep"])
def test_bad_xmp_is_left_away_and_noted(tmp_path: Path, image: Image.Image, kind: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    packet = {
        "entities": BOMB,
        "external": b'<!DOCTYPE x [<!ENTITY b SYSTEM "file://'
        + str(secret).encode()
        + b'">]>'
        + BOMB.partition(b"]>")[2],
        "not xml": b"<x:xmpmeta" + XMP,
        "no rdf": b"<html/>",
        "too large": XMP + b" " * (5 << 20),
        "deep": b"<a>" * 5000 + b"</a>" * 5000,
    }[kind]
    path = tmp_path / "a.webp"
    path.write_bytes(samples.encode(image, "WEBP", xmp=packet))
    photograph = read_photograph(path)
    assert photograph.metadata.xmp == b"" and "XMP" in photograph.notes[0]
    data = encode(photograph, photograph.pixels)
    assert b"secret" not in data and xmp_of(data) == b""


def test_a_packet_without_a_wrapper_or_with_zeros_behind_is_read() -> None:
    bare = XMP.split(b"?>\n", 1)[1].rsplit(b"\n<?xpacket", 1)[0]
    for data in (bare, bare + bytes(3), b"\n" + XMP):
        assert Packet(data).get("http://ns.adobe.com/xap/1.0/", "Rating") == "5"


def test_other_people_s_properties_come_out_as_they_went_in() -> None:
    packet = Packet(XMP)
    packet.put("a", "urn:a#", {"b": "\x00<&>\ud800"})
    again = Packet(packet.tobytes())
    assert again.get("urn:a#", "b") == "\ufffd<&>?"
    assert (
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"' in again.tobytes()
        and b"<rdf:li>Studio One &amp;" in again.tobytes()
    )
    assert b"ns0" not in again.tobytes(), "readers look for the usual prefixes"


def test_what_a_phone_appended_is_not_spoken_of(tmp_path: Path, image: Image.Image) -> None:
    packet = Packet(XMP)
    packet.put("hdrgm", "http://ns.adobe.com/hdr-gain-map/1.0/", {"Version": "1.0"})
    packet.put("GCamera", "http://ns.google.com/photos/1.0/camera/", {"MotionPhoto": "1"})
    data = rewritten(tmp_path, samples.encode(image, "JPEG", xmp=packet.tobytes()), "jpg")
    assert b"MotionPhoto" not in data and b"hdrgm" not in data
    assert Packet(xmp_of(data)).get("http://ns.adobe.com/xap/1.0/", "Rating") == "5"


def test_nothing_is_no_packet() -> None:
    with pytest.raises(BadXmp):
        Packet(b"\0\0\0x")


def test_metadata_too_long_for_a_jpeg_gives_way_to_the_marking(tmp_path: Path, image: Image.Image) -> None:
    path = tmp_path / "a.webp"
    made = exif()
    made[0x8769] = {0x927C: bytes(80_000), 0x829A: 0.005}
    path.write_bytes(samples.encode(image, "WEBP", exif=made, xmp=XMP.replace(b"Studio", b"S" * 70_000)))
    photograph = read_photograph(path)
    data = encode(photograph, photograph.pixels, FileOptions(export_for="google"), Marking("palm_print", 7, "w"))
    written = Image.open(io.BytesIO(data))
    assert written.getexif()[0x010F] == "Maker" and 0x927C not in written.getexif().get_ifd(0x8769)
    packet = Packet(xmp_of(data))
    assert packet.get("urn:fashionforward:xmp:1#", "edit") == "palm_print"
    assert packet.get("http://ns.adobe.com/xap/1.0/", "Rating") is None
