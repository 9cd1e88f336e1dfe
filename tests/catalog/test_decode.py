"""Decoding: every kind of file becomes an upright photograph, or a reason why not."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fashionforward.catalog.decode import read_photograph, stored_depth
from fashionforward.catalog.photograph import Photograph
from fashionforward.errors import UnreadableImage
from tests.catalog.samples import BAD_FILES, encode, oriented, srgb_profile, wide_profile


@pytest.fixture
def photo(photographs: Path) -> Path:
    return photographs / "plaid-shirt.jpg"


@pytest.fixture
def image(photo: Path) -> Image.Image:
    return Image.open(photo).convert("RGB")


def read(tmp_path: Path, name: str, data: bytes) -> Photograph:
    path = tmp_path / name
    path.write_bytes(data)
    return read_photograph(path)


@pytest.mark.parametrize("kind", BAD_FILES)
def test_bad_files_are_refused_with_a_reason(tmp_path: Path, photo: Path, kind: str) -> None:
    name, make, reason = BAD_FILES[kind]
    with pytest.raises(UnreadableImage, match=reason):
        read(tmp_path, name, make(photo))


def test_the_depth_of_an_avif_is_read_from_its_header(image: Image.Image) -> None:
    # Pillow writes 8 bits alone, and reduces others without a word; no decoder takes a header that lies
    data = bytearray(encode(image, "AVIF"))
    opened = Image.open(io.BytesIO(data))
    assert stored_depth(opened, bytes(data)) == 8
    data[data.index(b"av1C") + 6] |= 0x40
    assert stored_depth(opened, bytes(data)) == 10


def test_a_file_that_cannot_be_read_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableImage, match="cannot be read: No such file"):
        read_photograph(tmp_path / "gone.jpg")
    (tmp_path / "folder.jpg").mkdir()
    with pytest.raises(UnreadableImage, match="cannot be read: Is a directory"):
        read_photograph(tmp_path / "folder.jpg")


@pytest.mark.parametrize(
    ("name", "format", "options"),
    [
        ("a.png", "PNG", {}),
        ("a.tif", "TIFF", {"compression": "tiff_lzw"}),
        ("a.webp", "WEBP", {"lossless": True}),
        ("a.jpg", "JPEG", {"quality": 95}),
        ("a.avif", "AVIF", {"quality": 95}),
    ],
)
def test_every_format_is_read(
    tmp_path: Path, image: Image.Image, name: str, format: str, options: dict[str, object]
) -> None:
    photograph = read(tmp_path, name, encode(image, format, **options))
    assert photograph.format == format
    assert photograph.notes == ()
    assert photograph.pixels.shape == (image.height, image.width, 3)
    difference = np.abs(photograph.pixels.astype(int) - np.asarray(image)).mean()
    assert difference == 0 if format in ("PNG", "TIFF", "WEBP") else difference < 3


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_orientation_is_honoured_once(tmp_path: Path, image: Image.Image, orientation: int) -> None:
    photograph = read(tmp_path, "turned.jpg", oriented(image, orientation))
    assert photograph.size == (image.height, image.width)
    assert np.abs(photograph.pixels.astype(int) - np.asarray(image)).mean() < 2
    assert photograph.metadata.exif == {0x0112: 1, 0x010F: "Maker"}


def test_content_decides_over_the_name(tmp_path: Path, image: Image.Image) -> None:
    photograph = read(tmp_path, "liar.jpg", encode(image, "PNG"))
    assert photograph.format == "PNG"
    assert "is PNG" in photograph.notes[0]
    assert np.array_equal(photograph.pixels, np.asarray(image))


def test_grey_is_widened_without_change(tmp_path: Path, image: Image.Image) -> None:
    grey = image.convert("L")
    photograph = read(tmp_path, "grey.png", encode(grey, "PNG"))
    assert np.array_equal(photograph.pixels, np.repeat(np.asarray(grey)[..., None], 3, axis=2))


@pytest.mark.parametrize("mode", ["P", "1", "LA"])
def test_other_modes_are_widened_without_change(tmp_path: Path, image: Image.Image, mode: str) -> None:
    stored = image.convert("L").convert(mode) if mode == "LA" else image.convert(mode)
    photograph = read(tmp_path, "other.png", encode(stored, "PNG"))
    expected = stored.convert("RGBA" if mode == "LA" else "RGB")
    assert np.array_equal(photograph.pixels, np.asarray(expected))


def test_a_palette_with_transparency_keeps_it(tmp_path: Path, image: Image.Image) -> None:
    stored = image.quantize(16)
    photograph = read(tmp_path, "cutout.png", encode(stored, "PNG", transparency=0))
    transparent = np.asarray(stored) == 0
    assert photograph.pixels.shape[2] == 4
    assert np.array_equal(photograph.pixels[..., 3] == 0, transparent)


def test_alpha_is_kept_and_the_engine_sees_white_behind(tmp_path: Path, image: Image.Image) -> None:
    stored = image.copy()
    alpha = np.zeros((image.height, image.width), np.uint8)
    alpha[:, 10:] = 255
    stored.putalpha(Image.fromarray(alpha))
    photograph = read(tmp_path, "alpha.png", encode(stored, "PNG"))
    assert np.array_equal(photograph.pixels, np.asarray(stored))
    assert (photograph.srgb()[:, :10] == 1).all()
    assert np.allclose(photograph.srgb()[:, 10:], np.asarray(image)[:, 10:] / 255)


def test_cmyk_without_a_profile_is_seen_as_browsers_do_and_says_so(tmp_path: Path, image: Image.Image) -> None:
    photograph = read(tmp_path, "print.jpg", encode(image.convert("CMYK"), "JPEG", quality=95))
    assert photograph.space == "CMYK" and photograph.pixels.shape == (image.height, image.width, 4)
    assert np.abs(photograph.srgb() * 255 - np.asarray(image)).mean() < 4
    assert "CMYK" in photograph.notes[0]


def test_an_srgb_profile_is_carried_and_changes_nothing(tmp_path: Path, image: Image.Image) -> None:
    photograph = read(tmp_path, "a.png", encode(image, "PNG", icc_profile=srgb_profile()))
    assert photograph.icc is None
    assert photograph.profile == srgb_profile()
    assert np.allclose(photograph.srgb(), np.asarray(image) / 255)


def test_another_profile_is_understood(tmp_path: Path) -> None:
    red = Image.new("RGB", (8, 8), (255, 0, 0))
    photograph = read(tmp_path, "wide.png", encode(red, "PNG", icc_profile=wide_profile()))
    assert tuple(photograph.pixels[0, 0]) == (255, 0, 0)
    assert photograph.srgb()[0, 0] == pytest.approx((0, 1, 0), abs=0.02), "this profile's red is sRGB's green"


def test_a_damaged_profile_is_refused_with_a_reason(tmp_path: Path, image: Image.Image) -> None:
    with pytest.raises(UnreadableImage, match="profile"):
        read(tmp_path, "a.png", encode(image, "PNG", icc_profile=b"no profile" * 20))


def test_damaged_exif_is_left_away(tmp_path: Path, image: Image.Image) -> None:
    photograph = read(tmp_path, "a.jpg", encode(image, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(30)))
    assert photograph.size == (image.height, image.width)


def test_a_phone_s_jpeg_with_a_second_picture_is_one_photograph(tmp_path: Path, image: Image.Image) -> None:
    buffer = io.BytesIO()
    image.save(buffer, "MPO", save_all=True, append_images=[image.resize((20, 20))], quality=95)
    photograph = read(tmp_path, "phone.jpg", buffer.getvalue())
    assert photograph.format == "JPEG"
    assert photograph.size == (image.height, image.width)


def test_what_the_engine_sees_is_float32_srgb(photo: Path) -> None:
    rgb = read_photograph(photo).srgb()
    assert rgb.dtype == np.float32
    assert rgb.shape[2] == 3 and rgb.min() >= 0 and rgb.max() <= 1
