"""Encoding, and what an edit does to a photograph's own values."""

import io
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image, JpegImagePlugin

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.photograph import Photograph
from tests.catalog import samples
from tests.engines import ellipse


@pytest.fixture
def image(photographs: Path) -> Image.Image:
    return Image.open(photographs / "windbreaker.jpg").convert("RGB")


def edited(path: Path) -> tuple[Photograph, np.ndarray, np.ndarray, bytes]:
    """A photograph with its middle painted magenta: the photograph, the new pixels, the matte, the encoded file."""
    photograph = read_photograph(path)
    matte = ellipse(*photograph.size)
    rgb = photograph.srgb()
    rendered = rgb + matte[..., None] * (np.array([1, 0, 1], np.float32) - rgb)
    pixels = photograph.composite(rendered, matte)
    return photograph, pixels, matte, encode(photograph, pixels)


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA", "LA"])
@pytest.mark.parametrize("format", ["PNG", "TIFF", "WEBP"])
def test_lossless_formats_keep_what_the_matte_leaves_bit_for_bit(
    tmp_path: Path, image: Image.Image, mode: str, format: str
) -> None:
    stored = image.convert("L").convert("LA") if mode == "LA" else image.convert(mode)
    if mode in ("RGBA", "LA"):
        stored.putalpha(Image.linear_gradient("L").resize(stored.size))
    path = tmp_path / f"a.{format.lower()}"
    stored.save(path, format, **({"lossless": True, "exact": True} if format == "WEBP" else {}))
    before = np.asarray(Image.open(path).convert("RGBA"))

    _, _, matte, data = edited(path)
    result = Image.open(io.BytesIO(data))
    after = np.asarray(result.convert("RGBA"))
    assert result.format == format and after.shape == before.shape
    assert np.array_equal(after[matte == 0], before[matte == 0])
    assert np.array_equal(after[..., 3], before[..., 3]), "alpha is the photograph's own"
    opaque = (matte == 1) & (before[..., 3] == 255)
    assert (after[opaque][:, :3] == (255, 0, 255)).all()


def test_a_photograph_under_another_profile_keeps_it_and_takes_the_colour_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "wide.png"
    Image.new("RGB", (60, 60), (200, 30, 30)).save(path, icc_profile=samples.wide_profile())
    _, _, matte, data = edited(path)
    result = Image.open(io.BytesIO(data))
    values = np.asarray(result)
    assert result.info["icc_profile"] == samples.wide_profile()
    assert (values[matte == 0] == (200, 30, 30)).all()
    # magenta is sRGB's red and blue; this profile's green does what sRGB's red does
    assert np.abs(values[30, 30].astype(int) - (0, 255, 255)).max() <= 3


def test_a_jpeg_is_encoded_with_its_own_tables(tmp_path: Path, image: Image.Image) -> None:
    path = tmp_path / "a.jpg"
    image.save(
        path, quality=83, subsampling="4:2:2", progressive=True, dpi=(300, 300), icc_profile=samples.srgb_profile()
    )
    _, _, matte, data = edited(path)
    before, after = Image.open(path), Image.open(io.BytesIO(data))
    assert isinstance(after, JpegImagePlugin.JpegImageFile) and isinstance(before, JpegImagePlugin.JpegImageFile)
    assert after.quantization == before.quantization
    assert JpegImagePlugin.get_sampling(after) == JpegImagePlugin.get_sampling(before) == 1
    assert after.info["dpi"] == (300, 300) and after.info["icc_profile"] == samples.srgb_profile()
    assert "progressive" in after.info
    # blocks that the matte does not touch come out as they were, but for the rounding of one more generation
    assert not matte[:24].any()
    outside = np.asarray(after).astype(int)[:16] - np.asarray(before)[:16]
    assert np.abs(outside).mean() < 1


@pytest.mark.parametrize("kind", ["grey", "stored as RGB", "YCCK", "one table"])
def test_unusual_jpegs_keep_their_tables_and_hardly_move(tmp_path: Path, image: Image.Image, kind: str) -> None:
    path = tmp_path / "a.jpg"
    if kind == "grey":
        image.convert("L").save(path, quality=80)
    elif kind == "stored as RGB":
        image.save(path, quality=80, keep_rgb=True, subsampling=0)
    elif kind == "one table":
        image.save(path, qtables=[list(range(1, 65))], subsampling=0)
    else:
        inks = np.ascontiguousarray(np.asarray(image.convert("CMYK")))
        path.write_bytes(imagecodecs.jpeg8_encode(255 - inks, level=90, colorspace="CMYK", outcolorspace="YCCK"))
    before = Image.open(path)
    photograph, _, matte, data = edited(path)
    after = Image.open(io.BytesIO(data))
    assert isinstance(before, JpegImagePlugin.JpegImageFile) and isinstance(after, JpegImagePlugin.JpegImageFile)
    assert after.quantization[0] == before.quantization[0]
    assert after.mode == ("CMYK" if kind == "YCCK" else "RGB")
    assert (after.info.get("adobe_transform") == 0) == (kind in ("stored as RGB", "YCCK"))
    assert not matte[:16].any()
    moved = np.abs(np.asarray(after).astype(int) - photograph.pixels)[:16]
    assert moved.mean() < (1.5 if kind == "YCCK" else 0.7)


def test_quality_overrides_the_input_s_own(tmp_path: Path, image: Image.Image) -> None:
    for format, suffix in (("JPEG", "jpg"), ("WEBP", "webp"), ("AVIF", "avif")):
        path = tmp_path / f"a.{suffix}"
        image.save(path, format, quality=80)
        photograph = read_photograph(path)
        sizes = [len(encode(photograph, photograph.pixels, FileOptions(quality=quality))) for quality in (10, 50, 98)]
        assert sizes == sorted(set(sizes))


def test_a_turned_jpeg_comes_out_upright(tmp_path: Path, image: Image.Image) -> None:
    path = tmp_path / "turned.jpg"
    path.write_bytes(samples.oriented(image, 6))
    _, pixels, _, data = edited(path)
    after = Image.open(io.BytesIO(data))
    assert after.size == image.size
    assert after.getexif().get(0x0112, 1) == 1
    assert after.getexif()[0x010F] == "Maker"
    assert np.abs(np.asarray(after).astype(int) - pixels).mean() < 2


def test_a_preview_of_the_old_garment_does_not_stay_in_the_metadata(tmp_path: Path, image: Image.Image) -> None:
    preview = b"\xff\xd8 the garment as it was \xff\xd9"
    path = tmp_path / "preview.jpg"
    image.save(path, exif=samples.exif_with_preview(preview))
    assert preview in path.read_bytes()
    data = edited(path)[3]
    assert preview not in data
    assert Image.open(io.BytesIO(data)).getexif()[0x010F] == "Maker"


@pytest.mark.parametrize(("format", "suffix"), [("WEBP", "webp"), ("AVIF", "avif"), ("JPEG", "jpg"), ("TIFF", "tif")])
def test_lossy_formats_stay_close(tmp_path: Path, image: Image.Image, format: str, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    image.save(path, format, quality=85, **({"compression": "jpeg"} if format == "TIFF" else {}))
    _, pixels, _, data = edited(path)
    after = Image.open(io.BytesIO(data))
    assert after.format == format and after.size == image.size
    assert np.abs(np.asarray(after.convert("RGB")).astype(int) - pixels[..., :3]).mean() < 6


def test_a_lossless_webp_stays_lossless(tmp_path: Path, image: Image.Image) -> None:
    path = tmp_path / "a.webp"
    image.save(path, lossless=True)
    _, pixels, _, data = edited(path)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")), pixels)


@settings(max_examples=60, deadline=None)
@given(
    pixels=hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from([3, 4]))),
    data=st.data(),
)
def test_composite_changes_only_what_the_matte_holds(pixels: np.ndarray, data: st.DataObject) -> None:
    size = pixels.shape[:2]
    matte = data.draw(hnp.arrays(np.float32, size, elements=st.sampled_from([0.0, 2.0**-20, 0.5, 1.0])))
    rgb = data.draw(hnp.arrays(np.float32, (*size, 3), elements=st.floats(-1, 2, width=32)))
    photograph = Photograph(pixels, "PNG")
    out = photograph.composite(rgb, matte)
    assert out.dtype == np.uint8 and out.shape == pixels.shape
    assert np.array_equal(out[matte == 0], pixels[matte == 0])
    if pixels.shape[2] == 4:
        assert np.array_equal(out[..., 3], pixels[..., 3])


@settings(max_examples=60, deadline=None)
@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.sampled_from([3, 4]))))
def test_an_edit_that_changes_nothing_gives_the_photograph_back(pixels: np.ndarray) -> None:
    photograph = Photograph(pixels, "PNG")
    rgb = photograph.srgb()
    out = photograph.composite(rgb, np.ones(pixels.shape[:2], np.float32))
    # under a thin alpha a value is known less exactly: what was laid over white must be divided again
    assert np.abs(out.astype(int) - pixels).max() <= 1


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_tiff_keeps_who_made_it_however_it_lies(tmp_path: Path, image: Image.Image, orientation: int) -> None:
    path = tmp_path / "studio.tif"
    image.save(path, tiffinfo={274: orientation, 270: "Yellow tee, front", 315: "Studio One", 33432: "(c) Studio One"})
    _, _, _, data = edited(path)
    with Image.open(io.BytesIO(data)) as made:
        assert {tag: made.getexif().get(tag) for tag in (270, 315, 33432)} == {
            270: "Yellow tee, front",
            315: "Studio One",
            33432: "(c) Studio One",
        }
        assert made.getexif().get(274, 1) == 1
