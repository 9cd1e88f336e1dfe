"""What marketplaces ask for: size, shape, background, format and name."""

import io
import struct
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import complaints_of, encode
from fashionforward.catalog.export import PRESETS, complaints, edge_colour, frame
from fashionforward.catalog.marking import COMPOSITE, Marking
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.profiles import srgb_profile
from fashionforward.errors import UsageError
from tests.catalog import samples
from tests.catalog.inks import cmyk_profile


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(sorted(PRESETS)))
def test_nothing_is_enlarged_or_cropped(height: int, width: int, name: str) -> None:
    preset = PRESETS[name]
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[0] = rgb[-1] = rgb[:, 0] = rgb[:, -1] = 9
    framed = frame(rgb, preset)
    assert framed.shape[0] >= height and framed.shape[1] >= width
    assert (framed.shape[0] == height) or (framed.shape[1] == width)
    if preset.shape is None:
        assert np.array_equal(framed, rgb)
    else:
        assert abs(framed.shape[1] - framed.shape[0] * preset.shape) <= 1
        top, left = (framed.shape[0] - height) // 2, (framed.shape[1] - width) // 2
        assert np.array_equal(framed[top : top + height, left : left + width], rgb)


@pytest.mark.parametrize(
    ("name", "size", "expected"),
    [("zalando", (3000, 4000), (1801, 2600)), ("google", (3000, 2000), (1500, 1500)), ("shopify", (900, 4096), (2048, 2048)),
     ("amazon", (300, 200), (300, 200)), ("zalando", (100, 200), (139, 200))],
)  # fmt: skip
def test_sizes(name: str, size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert frame(np.zeros((size[1], size[0], 3), np.uint8), PRESETS[name]).shape[1::-1] == expected


def test_what_is_added_is_white_or_the_photograph_s_own_edge() -> None:
    grey = np.full((40, 20, 3), 200, np.uint8)
    assert edge_colour(grey) == (200, 200, 200)
    assert (frame(grey, PRESETS["google"])[:, 0] == 255).all()
    assert (frame(grey, PRESETS["shopify"]) == 200).all()


def test_complaints_name_what_is_wrong() -> None:
    white, grey = np.full((1200, 1200, 3), 255, np.uint8), np.full((300, 300, 3), 200, np.uint8)
    for preset in PRESETS.values():
        assert complaints(white, preset) == ()
    assert complaints(grey, PRESETS["amazon"]) == (
        "300x300 pixels are fewer than the 1000x1000 asked for",
        "its background is not white",
    )
    assert len(complaints(grey, PRESETS["shopify"])) == 1


@pytest.mark.parametrize("kind", ["16 bit tiff", "inks", "adobe", "alpha"])
def test_exports_are_srgb_jpegs_that_look_like_the_edit(tmp_path: Path, photographs: Path, kind: str) -> None:
    image = Image.open(photographs / "windbreaker.jpg").convert("RGB")
    pixels = np.asarray(image)
    path = tmp_path / "a.tif"
    if kind == "16 bit tiff":
        tifffile.imwrite(path, pixels.astype(np.uint16) * 257, photometric="rgb")
    elif kind == "inks":
        tifffile.imwrite(path, np.zeros((60, 50, 4), np.uint8) + 40, photometric="separated", iccprofile=cmyk_profile())
    elif kind == "adobe":
        path.write_bytes(samples.encode(image, "TIFF", icc_profile=bytes(imagecodecs.cms_profile("adobergb"))))
    else:
        image.putalpha(0)
        path.write_bytes(samples.encode(image, "PNG"))
    photograph = read_photograph(path)
    files = FileOptions(export_for="google")
    data = encode(photograph, photograph.pixels, files, Marking("a", 1, "w"))
    made = Image.open(io.BytesIO(data))
    assert made.format == "JPEG" and made.mode == "RGB" and made.size[0] == made.size[1]
    assert COMPOSITE.encode() in data
    path.with_suffix(".jpg").write_bytes(data)
    again = read_photograph(path.with_suffix(".jpg"))
    assert again.icc is None, "sRGB"
    framed = frame(np.rint(photograph.srgb() * 255).astype(np.uint8), PRESETS["google"])
    assert np.abs(again.pixels.astype(int) - framed).mean() < 2
    if kind == "alpha":
        assert np.asarray(made).min() >= 254, "a cut-out lies on white"


def test_a_file_is_made_small_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3)).astype(np.uint8)
    path = tmp_path / "a.png"
    path.write_bytes(samples.encode(Image.fromarray(noise), "PNG"))
    photograph, files = read_photograph(path), FileOptions(export_for="google")
    large = encode(photograph, photograph.pixels, files)
    monkeypatch.setitem(PRESETS, "google", replace(PRESETS["google"], bytes=len(large) - 1))
    assert len(encode(photograph, photograph.pixels, files)) < len(large)


def test_google_is_told_that_it_wants_the_marking(tmp_path: Path, photographs: Path) -> None:
    photograph = read_photograph(photographs / "windbreaker.jpg")
    found = complaints_of(photograph, photograph.pixels, FileOptions(export_for="google", marking=False))
    assert any("model" in complaint for complaint in found) and all(text.startswith("google: ") for text in found)
    assert complaints_of(photograph, photograph.pixels, FileOptions()) == ()


def test_an_unknown_marketplace_is_refused() -> None:
    with pytest.raises(UsageError, match="amazon"):
        FileOptions(export_for="ebay")
    with pytest.raises(UsageError):
        FileOptions(quality=0)


def test_equal_pictures_give_equal_bytes_whenever_they_are_made() -> None:
    here = srgb_profile()
    srgb_profile.cache_clear()
    assert srgb_profile() == here
    assert here[24:36] == struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
