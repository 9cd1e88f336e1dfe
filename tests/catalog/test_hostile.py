"""Files that mean harm, or were damaged on their way: what `benchmarks/fuzz.py` found, and what it would."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.catalog.layers import encode_layers
from fashionforward.catalog.marking import Marking
from fashionforward.catalog.options import FileOptions
from fashionforward.errors import UnreadableImage
from tests.catalog import samples
from tests.catalog.test_metadata import FORMATS, stored

MARKING = Marking("palm_print", 7, "0123")


def through(path: Path) -> None:
    """Read, edit and write in every way; only UnreadableImage may say no."""
    photograph = read_photograph(path)
    matte = np.full(photograph.size, 0.5, np.float32)
    pixels = photograph.composite(photograph.srgb(), matte)
    for files in (FileOptions(), FileOptions(drop_gps=True, quality=50), FileOptions(export_for="google")):
        path.write_bytes(encode(photograph, pixels, files, MARKING))
        read_photograph(path)
    for kind in ("psd", "tiff"):
        encode_layers(photograph, pixels, matte, FileOptions(layers=kind), MARKING)


@pytest.fixture
def image(photographs: Path) -> Image.Image:
    return Image.open(photographs / "yellow-tee.jpg").convert("RGB").resize((24, 18))


def test_exif_that_can_be_read_but_not_written_is_left_away(tmp_path: Path, image: Image.Image) -> None:
    exif = Image.Exif()
    exif.update({0x010F: "Maker", 0x8825: {2: (52.0, 31.0, 12.0), 3: "E"}})
    latitude, north = b"\0\2\0\5\0\0\0\3", b"\0\1\0\5\0\0\0\3"  # three numbers where N or S belongs
    block = exif.tobytes()
    assert block.count(latitude) == 1
    path = tmp_path / "a.webp"
    path.write_bytes(samples.encode(image, "WEBP", exif=block.replace(latitude, north)))
    photograph = read_photograph(path)
    assert photograph.metadata.exif == {0x010F: "Maker", 0x8825: {3: "E"}}
    assert "EXIF" in photograph.notes[-1]
    through(path)


def test_resources_that_end_early_leave_the_photograph_readable(tmp_path: Path, image: Image.Image) -> None:
    jpeg, city = samples.encode(image, "JPEG"), b"8BIM\x04\x04\0\0\0\0\0\x02ab"
    body = b"Photoshop 3.0\0" + city + b"8BIM'b"  # as where a long block is cut into segments
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:])
    photograph = read_photograph(path)
    assert photograph.metadata.resources == city
    assert np.array_equal(photograph.pixels, np.asarray(Image.open(io.BytesIO(jpeg))))
    through(path)
    path.write_bytes(b"\xff\xd8\xff\xed\0\0")
    with pytest.raises(UnreadableImage):
        read_photograph(path)


@pytest.mark.parametrize(("format", "suffix"), FORMATS)
def test_files_that_end_early_are_refused(tmp_path: Path, image: Image.Image, format: str, suffix: str) -> None:
    data = stored(image, format)
    path = tmp_path / f"a.{suffix}"
    for share in (0.02, 0.1, 0.3, 0.5, 0.8, 0.95):
        path.write_bytes(data[: int(len(data) * share)])
        try:
            through(path)
        except UnreadableImage as error:
            assert error.message


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FORMATS), st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_files_are_refused_or_done(
    tmp_path: Path, image: Image.Image, kind: tuple[str, str], damage: list[tuple[float, int]]
) -> None:
    format, suffix = kind
    data = bytearray(stored(image, format))
    for where, value in damage:
        data[int(where * min(len(data), 1500))] = value  # in the first part, where what is read first lies
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(data)
    try:
        through(path)
    except UnreadableImage as error:
        assert error.message


def test_a_tiff_of_a_thousand_channels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((4, 4, 1000), np.uint8), photometric="minisblack", planarconfig="contig")
    with pytest.raises(UnreadableImage):
        read_photograph(path)


def test_a_photograph_that_is_too_long_for_a_psd_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (2, 30_001)).save(path)
    photograph = read_photograph(path)
    matte = np.zeros(photograph.size, np.float32)
    with pytest.raises(UnreadableImage, match="--layers tiff"):
        encode_layers(photograph, photograph.pixels, matte, FileOptions(layers="psd"), MARKING)


@pytest.mark.parametrize("compression", ["zlib", "lzw"])
def test_a_strip_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path, compression: str) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((4000, 4000), np.uint8), compression=compression, rowsperstrip=4000)
    data = path.read_bytes()
    with tifffile.TiffFile(path) as file:
        tags = file.pages[0].aspage().tags
        places = [tags[code].valueoffset for code in (256, 257, 278)]
    for place in places:
        data = data[:place] + struct.pack("<H", 10) + data[place + 2 :]
    path.write_bytes(data)
    try:
        assert read_photograph(path).size == (10, 10)
    except UnreadableImage as error:
        assert "damaged" in error.message


@pytest.mark.parametrize("side", [60_000, 11_000])
@pytest.mark.parametrize("kind", ["png", "tiff"])
def test_a_bomb_is_refused_before_it_is_decoded(
    tmp_path: Path, kind: str, side: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("was decoded")

    monkeypatch.setattr("fashionforward.catalog.decode._decode", never)
    path = tmp_path / "bomb"
    if kind == "png":
        path.write_bytes(samples.png_bomb(side))
    else:
        tags = [
            (256, 4, side),
            (257, 4, side),
            (258, 3, 8),
            (259, 3, 8),
            (262, 3, 1),
            (273, 4, 8),
            (277, 3, 1),
            (279, 4, 9),
        ]
        body = struct.pack("<H", len(tags)) + b"".join(
            struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags
        )
        path.write_bytes(b"II*\0\x08\0\0\0" + body + bytes(4))
    with pytest.raises(UnreadableImage, match="too large"):
        read_photograph(path)
