"""Sixteen bits, profiles, inks and alpha: what the edit leaves alone keeps its values, and the colour asked for is seen."""

import io
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from fashionforward.catalog.decode import read_photograph, upright
from fashionforward.catalog.encode import encode
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.profiles import from_srgb, is_srgb, to_srgb
from fashionforward.errors import UnreadableImage
from fashionforward.imaging.transfer import to_linear
from tests.catalog import samples
from tests.catalog.inks import cmyk_profile
from tests.engines import ellipse

NAVY = np.array([0.0, 0.0, 0.5], np.float32)


@cache
def adobe_rgb() -> bytes:
    return bytes(imagecodecs.cms_profile("adobergb"))


@cache
def display_p3() -> bytes:
    corners = [0.680, 0.320, 1.0, 0.265, 0.690, 1.0, 0.150, 0.060, 1.0]
    return bytes(imagecodecs.cms_profile("rgb", whitepoint=[0.3127, 0.3290, 1.0], primaries=corners, gamma=2.2))


@pytest.fixture
def image(photographs: Path) -> np.ndarray:
    """(H, W, 3) uint8."""
    return np.asarray(Image.open(photographs / "windbreaker.jpg").convert("RGB"))


def deep(image: np.ndarray) -> np.ndarray:
    """The same in 16 bits, with values that 8 bits cannot hold."""
    noise = np.random.default_rng(0).integers(-128, 128, image.shape)
    return np.clip(image.astype(int) * 257 + noise, 0, 65535).astype(np.uint16)


def tiff(pixels: np.ndarray, **options: Any) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, pixels, **{"photometric": "rgb", "metadata": None, **options})
    return buffer.getvalue()


def read(tmp_path: Path, name: str, data: bytes) -> Photograph:
    (tmp_path / name).write_bytes(data)
    return read_photograph(tmp_path / name)


def edited(photograph: Photograph) -> tuple[np.ndarray, np.ndarray, bytes]:
    """The middle painted navy: pixels, matte, file."""
    matte = ellipse(*photograph.size)
    rgb = photograph.srgb()
    pixels = photograph.composite(rgb + matte[..., None] * (NAVY - rgb), matte)
    return pixels, matte, encode(photograph, pixels)


def check(tmp_path: Path, name: str, data: bytes, within: float = 0.004) -> Photograph:
    """Untouched values stay exactly, in the file; whole cloth is navy. Returns the edited photograph, read back."""
    before = read(tmp_path, name, data)
    _, matte, out = edited(before)
    after = read(tmp_path, f"edited-{name}", out)
    assert after.pixels.dtype == before.pixels.dtype and after.pixels.shape == before.pixels.shape
    assert after.space == before.space and after.profile == before.profile
    assert np.array_equal(after.pixels[matte == 0], before.pixels[matte == 0])
    if before.has_alpha:
        assert np.array_equal(after.pixels[..., -1], before.pixels[..., -1])
    assert np.abs(after.srgb()[matte == 1] - NAVY).max() <= within
    return after


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_png_of_sixteen_bits_stays_so(tmp_path: Path, image: np.ndarray, channels: int) -> None:
    pixels = deep(image)
    if channels % 2 == 0:
        pixels = np.concatenate([pixels, np.full((*image.shape[:2], 1), 65535, np.uint16)], axis=2)
    pixels = pixels[..., {1: [0], 2: [0, 3], 3: [0, 1, 2], 4: [0, 1, 2, 3]}[channels]]
    after = check(tmp_path, "a.png", imagecodecs.png_encode(np.ascontiguousarray(np.squeeze(pixels))), within=1e-4)
    expected = pixels if channels > 2 else np.concatenate([np.repeat(pixels[..., :1], 3, 2), pixels[..., 1:]], axis=2)
    assert np.array_equal(after.pixels[0], expected[0])


@pytest.mark.parametrize("compression", [None, "lzw", "zlib", "packbits", "zstd", "lzma"])
@pytest.mark.parametrize("predictor", [False, True])
def test_a_tiff_keeps_its_compression(
    tmp_path: Path, image: np.ndarray, compression: str | None, predictor: bool
) -> None:
    predictor = predictor and compression not in (None, "packbits", "lzma")
    after = check(tmp_path, "a.tif", tiff(deep(image), compression=compression, predictor=predictor), within=1e-4)
    assert after.encoding["compression"] == compression and after.encoding["predictor"] == predictor


@pytest.mark.parametrize("kind", ["big-endian", "planar", "tiled", "bigtiff", "grey", "white is zero", "eight bits"])
def test_tiffs_of_every_build_are_read(tmp_path: Path, image: np.ndarray, kind: str) -> None:
    pixels = image if kind == "eight bits" else deep(image)
    options: dict[str, Any] = {
        "big-endian": {"byteorder": ">"}, "planar": {"planarconfig": "separate"}, "tiled": {"tile": (64, 64)},
        "bigtiff": {"bigtiff": True}, "grey": {"photometric": "minisblack"}, "white is zero": {"photometric": "miniswhite"},
        "eight bits": {},
    }[kind]  # fmt: skip
    stored = pixels[..., 0] if "photometric" in options else pixels
    if kind == "planar":
        stored = np.moveaxis(stored, -1, 0)
    after = check(tmp_path, "a.tif", tiff(stored, **options))
    seen = 65535 - pixels if kind == "white is zero" else pixels
    first = np.repeat(seen[..., :1], 3, axis=2)[0] if "photometric" in options else seen[0]
    assert np.array_equal(after.pixels[0], first)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sixteen_bits_come_upright(tmp_path: Path, image: np.ndarray, orientation: int) -> None:
    flat = Image.fromarray(image)
    data = io.BytesIO()
    flat.save(data, "TIFF", tiffinfo={274: orientation})
    from PIL import ImageOps

    expected = np.asarray(ImageOps.exif_transpose(Image.open(data)))
    stored = tiff(deep(image), extratags=[(274, 3, 1, orientation, True)])
    photograph = read(tmp_path, "a.tif", stored)
    assert np.array_equal(upright(image, orientation), expected)
    assert photograph.size == expected.shape[:2]
    assert np.abs(photograph.pixels.astype(int) // 257 - expected).max() <= 1
    assert read(tmp_path, "b.tif", edited(photograph)[2]).size == expected.shape[:2]


@pytest.mark.parametrize("kind", ["unassalpha", "assocalpha"])
def test_alpha_of_a_tiff_stays_as_it_is_stored(tmp_path: Path, image: np.ndarray, kind: str) -> None:
    alpha = np.clip(np.linspace(0, 3 * 65535, image.shape[1]), 0, 65535).astype(np.uint16)
    stored = np.concatenate([deep(image), np.broadcast_to(alpha[None, :, None], (*image.shape[:2], 1))], axis=2)
    if kind == "assocalpha":
        stored[..., :3] = stored[..., :3].astype(float) * stored[..., 3:] / 65535
    before = read(tmp_path, "a.tif", tiff(stored, extrasamples=[kind]))
    assert before.premultiplied == (kind == "assocalpha")
    _, matte, out = edited(before)
    after = tifffile.imread(io.BytesIO(out))
    assert np.array_equal(after[matte == 0], stored[matte == 0])
    assert np.array_equal(after[..., 3], stored[..., 3])
    solid = (matte == 1) & (stored[..., 3] == 65535)
    seen = read(tmp_path, "b.tif", out).srgb()[solid]
    assert np.abs(seen - NAVY).max() < 1e-4


def test_a_selection_saved_with_a_tiff_goes_through(tmp_path: Path, image: np.ndarray) -> None:
    selection = np.random.default_rng(1).integers(0, 256, (*image.shape[:2], 1)).astype(np.uint8)
    data = tiff(np.concatenate([image, selection], axis=2), extrasamples=["unspecified"])
    after = check(tmp_path, "a.tif", data)
    assert not after.has_alpha and after.extra is not None
    assert np.array_equal(after.extra, selection)


@pytest.mark.parametrize("profile", [adobe_rgb, display_p3, samples.wide_profile])
@pytest.mark.parametrize("kind", ["8 bit png", "16 bit png", "16 bit tiff", "jpeg"])
def test_a_photograph_stays_under_its_profile(tmp_path: Path, image: np.ndarray, profile: Any, kind: str) -> None:
    icc = profile()
    assert not is_srgb(icc)
    if kind == "16 bit tiff":
        data, name = tiff(deep(image), iccprofile=icc), "a.tif"
    elif kind == "16 bit png":
        photograph = read(tmp_path, "plain.png", imagecodecs.png_encode(deep(image)))
        from dataclasses import replace

        data, name = encode(replace(photograph, profile=icc), photograph.pixels), "a.png"
    elif kind == "8 bit png":
        data, name = samples.encode(Image.fromarray(image), "PNG", icc_profile=icc), "a.png"
    else:
        data = samples.encode(Image.fromarray(image), "JPEG", icc_profile=icc, quality=97, subsampling=0)
        before = read(tmp_path, "a.jpg", data)
        _, matte, out = edited(before)
        after = read(tmp_path, "b.jpg", out)
        assert after.profile == icc
        assert np.abs(after.pixels.astype(int) - before.pixels)[:8].mean() < 0.5
        # sRGB's navy lies inside these spaces; what remains is JPEG's
        assert np.abs(np.median(after.srgb()[matte == 1], axis=0) - NAVY).max() < 0.02
        return
    check(tmp_path, name, data, within=0.02 if kind == "8 bit png" else 0.004)


def test_colours_beyond_srgb_stay_at_a_soft_edge(tmp_path: Path) -> None:
    pixels = np.broadcast_to(np.array([0, 255, 0], np.uint8), (60, 60, 3))
    photograph = read(tmp_path, "a.png", samples.encode(Image.fromarray(pixels), "PNG", icc_profile=adobe_rgb()))
    unchanged = photograph.composite(photograph.srgb(), np.full((60, 60), 1e-3, np.float32))
    assert np.abs(unchanged.astype(int) - pixels).max() <= 1, "Adobe's green is far outside sRGB"


@pytest.mark.parametrize("kind", ["tiff 8", "tiff 16"])
def test_inks_that_are_not_edited_keep_their_values(tmp_path: Path, image: np.ndarray, kind: str) -> None:
    inks = from_srgb(image / np.float32(255), cmyk_profile(), "CMYK", 16)
    inks[..., 3] += (
        np.random.default_rng(0).integers(0, 2000, inks.shape[:2]).astype(np.uint16)
    )  # no separation of ours
    stored = inks if kind == "tiff 16" else (inks >> 8).astype(np.uint8)
    data = tiff(stored, photometric="separated", iccprofile=cmyk_profile())
    before = read(tmp_path, "a.tif", data)
    assert before.space == "CMYK" and before.notes == ()
    _, matte, out = edited(before)
    after = tifffile.imread(io.BytesIO(out))
    assert after.dtype == stored.dtype
    assert np.array_equal(after[matte == 0], stored[matte == 0])
    seen = read(tmp_path, "b.tif", out).srgb()[matte == 1]
    asked = to_srgb(from_srgb(NAVY[None, None], cmyk_profile(), "CMYK", 16), cmyk_profile(), "CMYK")
    assert np.abs(seen - asked).max() < 0.03, "navy as these inks can print it"
    assert np.abs(asked - NAVY).max() < 0.25


@pytest.mark.parametrize("icc", [True, False])
def test_a_jpeg_of_inks_stays_one(tmp_path: Path, image: np.ndarray, icc: bool) -> None:
    profile = cmyk_profile() if icc else None
    inks = from_srgb(image / np.float32(255), profile, "CMYK", 8)
    stored = Image.frombytes("CMYK", (image.shape[1], image.shape[0]), inks.tobytes())
    options = {"icc_profile": profile} if profile else {}
    before = read(tmp_path, "a.jpg", samples.encode(stored, "JPEG", quality=95, **options))
    assert before.space == "CMYK" and bool(before.notes) != icc
    _, matte, out = edited(before)
    result = Image.open(io.BytesIO(out))
    assert result.mode == "CMYK" and result.info.get("icc_profile") == profile and result.info["adobe"] == 100
    assert np.abs(np.asarray(result).astype(int) - before.pixels)[:16].max() <= 3
    assert np.abs(np.median(read(tmp_path, "b.jpg", out).srgb()[matte == 1], axis=0) - NAVY).max() < 0.25


def test_ink_edges_do_not_jump_where_the_matte_fades(tmp_path: Path, image: np.ndarray) -> None:
    inks = np.zeros((*image.shape[:2], 4), np.uint8)
    inks[..., 3] = 128  # grey of black ink alone; our own separation would mix it of all four
    photograph = read(tmp_path, "a.tif", tiff(inks, photometric="separated", iccprofile=cmyk_profile()))
    faint = photograph.composite(photograph.srgb(), np.full(photograph.size, 1e-3, np.float32))
    assert np.abs(faint.astype(int) - inks).max() <= 1


def test_a_profile_for_another_space_is_not_used(tmp_path: Path, image: np.ndarray) -> None:
    data = samples.encode(Image.fromarray(image), "PNG", icc_profile=cmyk_profile())
    photograph = read(tmp_path, "a.png", data)
    assert photograph.icc is None and photograph.profile is None


def test_a_greyscale_profile_says_what_grey_means(tmp_path: Path, image: np.ndarray) -> None:
    icc = bytes(imagecodecs.cms_profile("gray", gamma=1.0))
    data = samples.encode(Image.fromarray(image[..., 1]), "PNG", icc_profile=icc)
    photograph = read(tmp_path, "a.png", data)
    assert "greyscale" in photograph.notes[0] and photograph.profile is None
    mean = photograph.srgb().mean()
    assert mean > image[..., 1].mean() / 255 + 0.1, "linear grey is lighter than its values say"


def test_a_profile_that_is_only_called_srgb_is_not_taken_for_it() -> None:
    assert is_srgb(samples.srgb_profile())
    linear = bytes(imagecodecs.cms_profile("rgb", whitepoint=[0.3127, 0.3290, 1.0],
                   primaries=[0.64, 0.33, 1, 0.30, 0.60, 1, 0.15, 0.06, 1], gamma=1.0))  # fmt: skip
    assert not is_srgb(linear)


@pytest.mark.parametrize("kind", ["lab", "five inks", "float"])
def test_tiffs_that_cannot_be_edited_say_why(tmp_path: Path, image: np.ndarray, kind: str) -> None:
    data = {
        "lab": lambda: tiff(image, photometric="cielab"),
        "five inks": lambda: tiff(
            np.zeros((9, 9, 5), np.uint8), photometric="separated", extratags=[(332, 3, 1, 2, True)]
        ),
        "float": lambda: tiff(image.astype(np.float32), photometric="rgb"),
    }[kind]()
    with pytest.raises(UnreadableImage):
        read(tmp_path, "a.tif", data)


@pytest.mark.parametrize("profile", [adobe_rgb, display_p3])
def test_conversions_come_back(profile: Any) -> None:
    rgb = np.random.default_rng(0).random((20_000, 3), np.float32)
    rgb[:8] = np.array(list(product((0, 1), repeat=3)))
    there = from_srgb(rgb, profile(), "RGB", 16)
    # in light: the curves are steep where it is dark
    assert np.abs(to_linear(to_srgb(there, profile(), "RGB")) - to_linear(rgb)).max() < 0.02
