"""What a file says of its edit, in every format, beside what it said before; and that it can be left away."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.catalog.marking import COMPOSITE, WHOLE, Explanation, Marking, explain, mark, unmark
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.xmp import IPTC_EXTENSION, BadXmp, Packet
from fashionforward.cli.app import app
from tests.catalog import samples
from tests.catalog.test_metadata import BOMB, FORMATS, XMP

MARKING = Marking("palm_print-color-navy", 7, "0123abcd" * 8)
RATING = "http://ns.adobe.com/xap/1.0/", "Rating"


@pytest.fixture
def image(photographs: Path) -> Image.Image:
    return Image.open(photographs / "yellow-tee.jpg").convert("RGB")


def made(tmp_path: Path, data: bytes, suffix: str, marking: Marking | None = MARKING, **options: object) -> Path:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data)
    photograph = read_photograph(path)
    out = tmp_path / f"edited.{suffix}"
    out.write_bytes(encode(photograph, photograph.pixels, FileOptions(**options), marking))  # type: ignore[arg-type]
    return out


@pytest.mark.parametrize(("format", "suffix"), FORMATS)
@pytest.mark.parametrize("xmp", [True, False])
def test_every_format_says_what_was_done(
    tmp_path: Path, image: Image.Image, format: str, suffix: str, xmp: bool
) -> None:
    told = {"xmp": XMP} if xmp and format not in ("PNG", "TIFF") else {}
    if xmp and format == "TIFF":
        told = {"tiffinfo": {700: XMP}}  # type: ignore[dict-item]
    path = made(tmp_path, samples.encode(image, format, **told), suffix)
    assert explain(path) == Explanation(COMPOSITE, MARKING)
    if told:
        opened = Image.open(path)
        packet = opened.info.get("xmp")
        assert Packet(packet).get(*RATING) == "5", "what it said before is still there"


@pytest.mark.parametrize(("format", "suffix"), FORMATS)
def test_the_marking_can_be_left_away(tmp_path: Path, image: Image.Image, format: str, suffix: str) -> None:
    path = made(tmp_path, samples.encode(image, format), suffix, marking=MARKING)
    again = made(tmp_path, path.read_bytes(), suffix, marking=MARKING)
    assert explain(again) == Explanation(COMPOSITE, MARKING), "an edit of an edit carries one marking"
    photograph = read_photograph(path)
    data = encode(photograph, photograph.pixels, FileOptions(marking=False), MARKING)
    path.write_bytes(data)
    assert explain(path) == Explanation(None, None)
    assert b"palm_print" not in data and b"fashionforward" not in data


def test_what_another_tool_said_stays_without_our_marking() -> None:
    packet = Packet(XMP)
    packet.put("Iptc4xmpExt", IPTC_EXTENSION, {"DigitalSourceType": WHOLE})
    unmark(packet)
    assert packet.get(IPTC_EXTENSION, "DigitalSourceType") == WHOLE
    mark(packet, MARKING)
    unmark(packet)
    assert packet.get(IPTC_EXTENSION, "DigitalSourceType") is None
    assert packet.get(*RATING) == "5"


def test_a_picture_made_whole_says_so(tmp_path: Path, image: Image.Image) -> None:
    path = made(tmp_path, samples.encode(image, "PNG"), "png", Marking("color-red", 0, "w", whole=True))
    assert explain(path).source == WHOLE


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30), st.integers(0, 2**62), st.text(max_size=30))
def test_any_name_comes_back_or_is_made_printable(edit: str, seed: int, weights: str) -> None:
    packet = Packet(XMP)
    mark(packet, Marking(edit, seed, weights))
    again = Packet(packet.tobytes())
    assert again.get(*RATING) == "5"
    assert again.get("urn:fashionforward:xmp:1#", "seed") == str(seed)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(XMP)), st.integers(0, 20))
def test_damaged_packets_are_refused_or_marked(noise: bytes, at: int, gone: int) -> None:
    try:
        packet = Packet(XMP[:at] + noise + XMP[at + gone :])
    except BadXmp:
        return
    mark(packet, MARKING)
    assert COMPOSITE.encode() in Packet(packet.tobytes()).tobytes()


def test_ff_explain_prints_it(tmp_path: Path, image: Image.Image) -> None:
    path = made(tmp_path, samples.encode(image, "JPEG"), "jpg")
    result = CliRunner().invoke(app, ["explain", str(path)])
    assert result.exit_code == 0
    assert "compositeWithTrainedAlgorithmicMedia" in result.stdout and "seed: 7" in result.stdout
    assert "palm_print-color-navy" in result.stdout and MARKING.weights in result.stdout
    lines = CliRunner().invoke(app, ["explain", "--json", str(path), str(tmp_path / "a.jpg")]).stdout.splitlines()
    assert json.loads(lines[0])["marking"]["edit"] == "palm_print-color-navy"
    assert json.loads(lines[1]) == {"file": str(tmp_path / "a.jpg"), "source": None, "marking": None}


def test_ff_explain_says_so_if_there_is_nothing(tmp_path: Path, image: Image.Image) -> None:
    plain, bomb, text = tmp_path / "plain.png", tmp_path / "bomb.webp", tmp_path / "text.jpg"
    plain.write_bytes(samples.encode(image, "PNG"))
    bomb.write_bytes(samples.encode(image, "WEBP", xmp=BOMB))
    text.write_text("no image")
    result = CliRunner().invoke(app, ["explain", str(plain), str(bomb)])
    assert result.exit_code == 0 and result.stdout.count("says nothing") == 2
    result = CliRunner().invoke(app, ["explain", str(text), str(plain)])
    assert result.exit_code == 3 and "is not an image" in result.stderr and "says nothing" in result.stdout


def test_a_hostile_marking_cannot_disturb_the_terminal(tmp_path: Path, image: Image.Image) -> None:
    packet = Packet()
    packet.put("ff", "urn:fashionforward:xmp:1#", {"edit": "x"})
    data = packet.tobytes().replace(b">x<", "> \u202e\u0085&#133;x<".encode())
    path = tmp_path / "a.webp"
    path.write_bytes(samples.encode(image, "WEBP", xmp=data))
    result = CliRunner().invoke(app, ["explain", str(path)])
    assert result.exit_code == 0
    assert all(character.isprintable() or character == "\n" for character in result.stdout)


def test_equal_edits_give_equal_bytes(tmp_path: Path, image: Image.Image) -> None:
    for format, suffix in FORMATS:
        data = samples.encode(image, format)
        assert made(tmp_path, data, suffix).read_bytes() == made(tmp_path, data, suffix).read_bytes()
        assert Image.open(io.BytesIO(data)).format == format
