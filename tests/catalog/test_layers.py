"""Layered files: what a retoucher opens shows the edit, and holds original and matte apart."""

import io
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image
from psd_tools import PSDImage

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.layers import encode_layers
from fashionforward.catalog.marking import Marking, explain, mark
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.photoshop import EXIF, IPTC, RESOLUTION, as_segments, resources_in, resources_of_psd
from fashionforward.catalog.profiles import from_srgb
from fashionforward.catalog.xmp import Packet
from fashionforward.errors import UsageError
from tests.catalog import samples
from tests.catalog.inks import cmyk_profile
from tests.catalog.test_metadata import RESOURCES
from tests.engines import ellipse

MARKING = Marking("color-navy", 7, "abc")


@pytest.fixture
def photo(photographs: Path) -> np.ndarray:
    return np.asarray(Image.open(photographs / "yellow-tee.jpg").convert("RGB"))


def stored(tmp_path: Path, photo: np.ndarray, kind: str) -> Photograph:
    path = tmp_path / "a.tif"
    if kind == "CMYK":
        inks = from_srgb(photo / np.float32(255), cmyk_profile(), "CMYK", 8)
        tifffile.imwrite(path, inks, photometric="separated", iccprofile=cmyk_profile())
    elif kind == "RGBA":
        Image.fromarray(photo).convert("RGBA").save(path)
    elif kind == "16 bits":
        tifffile.imwrite(path, photo.astype(np.uint16) * 257 + 5, photometric="rgb")
    else:
        icc = bytes(imagecodecs.cms_profile("adobergb"))
        path.write_bytes(samples.encode(Image.fromarray(photo), "TIFF", icc_profile=icc))
    return read_photograph(path)


def edited(photograph: Photograph) -> tuple[np.ndarray, np.ndarray]:
    matte = ellipse(*photograph.size)
    rgb = photograph.srgb()
    navy = np.array([0, 0, 0.5], np.float32) * (0.5 + rgb.mean(axis=2, keepdims=True))
    return photograph.composite(rgb + matte[..., None] * (navy - rgb), matte), matte


@pytest.mark.parametrize("kind", ["profile", "RGBA", "CMYK", "16 bits"])
def test_a_psd_has_the_original_and_the_edit_under_its_matte(tmp_path: Path, photo: np.ndarray, kind: str) -> None:
    photograph = stored(tmp_path, photo, kind)
    pixels, matte = edited(photograph)
    data = encode_layers(photograph, pixels, matte, FileOptions(layers="psd"), MARKING)
    document = PSDImage.open(io.BytesIO(data))
    original, edit = document
    assert (original.name, edit.name) == ("original", "edit")
    eight = (lambda values: values) if kind != "16 bits" else (lambda values: np.rint(values / 257).astype(int))
    below, above = (
        np.asarray(original.topil(apply_icc=False)).astype(float),
        np.asarray(edit.topil(apply_icc=False)).astype(float),
    )
    channels = 4 if kind == "CMYK" else 3
    assert np.array_equal(below[..., :channels], eight(photograph.pixels)[..., :channels])
    mask = np.asarray(edit.mask.topil()).astype(float) / 255
    assert (mask * 255 >= np.floor(matte * 255)).all()
    assert np.abs(mask - matte)[(matte == 0) | (matte == 1)].max() == 0
    flat = (below + mask[..., None] * (above - below))[..., :channels]
    assert np.abs(flat - eight(pixels)[..., :channels]).max() <= 1.5, "the layers give the picture again"
    shown = Image.open(io.BytesIO(data))
    assert np.abs(np.asarray(shown).astype(int)[..., :channels] - eight(pixels)[..., :channels]).max() <= 2
    assert shown.info.get("icc_profile") == photograph.profile
    assert b"compositeWithTrainedAlgorithmicMedia" in data


def test_a_psd_says_what_the_photograph_said_and_what_was_done(tmp_path: Path, photo: np.ndarray) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A maker"
    told = {"dpi": (300, 300), "exif": exif.tobytes(), "extra": as_segments(RESOURCES)}
    (tmp_path / "a.jpg").write_bytes(samples.encode(Image.fromarray(photo), "JPEG", **told))
    photograph = read_photograph(tmp_path / "a.jpg")
    data = encode_layers(photograph, *edited(photograph), FileOptions(layers="psd"), MARKING)
    (tmp_path / "a.psd").write_bytes(data)
    assert explain(tmp_path / "a.psd").marking == MARKING
    found = {resource.code: resource for resource in resources_in(resources_of_psd(data))}
    kept = {resource.code: resource for resource in resources_in(photograph.metadata.resources)}
    assert IPTC in kept and all(found[code].data == resource.data for code, resource in kept.items())
    assert found[RESOLUTION].data[:6] == bytes([1, 44, 0, 0, 0, 1]), "300 an inch"
    again = Image.Exif()
    again.load(found[EXIF].data)
    assert again[0x010F] == "A maker"
    assert [layer.name for layer in PSDImage.open(tmp_path / "a.psd")] == ["original", "edit"]
    for end in range(26, 60):
        assert isinstance(resources_of_psd(data[:end]), bytes), "one that ends early says nothing"


@pytest.mark.parametrize("kind", ["profile", "RGBA", "CMYK", "16 bits"])
def test_a_tiff_has_three_pages(tmp_path: Path, photo: np.ndarray, kind: str) -> None:
    photograph = stored(tmp_path, photo, kind)
    pixels, matte = edited(photograph)
    data = encode_layers(photograph, pixels, matte, FileOptions(layers="tiff"), MARKING)
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        pages = [page.aspage() for page in file.pages]
        assert [page.tags["PageName"].value for page in pages] == ["edit", "original", "matte"]
        assert np.array_equal(pages[0].asarray(), pixels) and np.array_equal(pages[1].asarray(), photograph.pixels)
        largest = np.iinfo(pixels.dtype).max
        assert np.abs(pages[2].asarray() / largest - matte).max() <= 0.5 / 255
        assert all(page.iccprofile == photograph.profile for page in pages[:2])
    (tmp_path / "layers.tif").write_bytes(data)
    assert explain(tmp_path / "layers.tif").marking == MARKING
    assert Image.open(io.BytesIO(data)).n_frames == 3  # type: ignore[attr-defined]


def test_only_known_kinds_are_taken() -> None:
    with pytest.raises(UsageError):
        FileOptions(layers="xcf")


def test_equal_layers_give_equal_bytes(tmp_path: Path, photo: np.ndarray) -> None:
    photograph = stored(tmp_path, photo, "profile")
    pixels, matte = edited(photograph)
    for kind in ("psd", "tiff"):
        made = {encode_layers(photograph, pixels, matte, FileOptions(layers=kind), MARKING) for _ in range(2)}
        assert len(made) == 1


def test_the_marking_can_be_left_away(tmp_path: Path, photo: np.ndarray) -> None:
    photograph = stored(tmp_path, photo, "profile")
    pixels, matte = edited(photograph)
    for kind in ("psd", "tiff"):
        data = encode_layers(photograph, pixels, matte, FileOptions(layers=kind, marking=False), MARKING)
        assert b"color-navy" not in data
    packet = Packet()
    mark(packet, MARKING)
    assert b"color-navy" in packet.tobytes()
