"""The studio's own mattes."""

import io
from pathlib import Path, PurePath

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from fashionforward.catalog.mattes import MatteFolder, encode_matte, read_matte
from fashionforward.errors import NoInput, UnreadableImage
from tests.engines import ellipse


def put(path: Path, image: Image.Image | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    (image or Image.new("L", (4, 4), 255)).save(path)
    return path


@pytest.mark.parametrize("name", ["tees/a.jpg", "tees/a.png", "tees/a.jpg.png", "a.png", "a.jpg.png"])
def test_a_matte_is_found_by_path_or_stem(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name)
    assert MatteFolder(tmp_path).find(PurePath("tees/a.jpg")) == path


def test_the_nearest_name_wins(tmp_path: Path) -> None:
    for name in ("a.png", "tees/a.png", "tees/a.jpg.png"):
        put(tmp_path / name)
    assert MatteFolder(tmp_path).find(PurePath("tees/a.jpg")) == tmp_path / "tees/a.jpg.png"


def test_others_have_none(tmp_path: Path) -> None:
    put(tmp_path / "tees/b.png")
    put(tmp_path / "dresses/a.png")
    assert MatteFolder(tmp_path).find(PurePath("tees/a.jpg")) is None


def test_two_that_fit_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "tees/a.png")
    put(tmp_path / "tees/a.webp")
    with pytest.raises(UnreadableImage, match="several"):
        MatteFolder(tmp_path).find(PurePath("tees/a.jpg"))


def test_a_folder_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoInput):
        MatteFolder(tmp_path / "nowhere")


def test_a_matte_is_resized_to_the_photograph(tmp_path: Path) -> None:
    path = put(tmp_path / "a.png", Image.fromarray((ellipse(40, 30) * 255).astype(np.uint8)))
    matte = read_matte(path, (80, 60))
    assert matte.shape == (80, 60) and matte.dtype == np.float32
    assert np.abs(matte - ellipse(80, 60)).mean() < 0.03
    assert matte[0, 0] == 0 and matte[40, 30] == 1


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_masks_come_in_any_mode(tmp_path: Path, mode: str) -> None:
    hard = Image.fromarray((ellipse(40, 30) > 0.5).astype(np.uint8) * 255)
    path = put(tmp_path / "a.png", hard.convert(mode))
    assert np.array_equal(read_matte(path, (40, 30)), ellipse(40, 30) > 0.5)


def test_the_alpha_of_a_cutout_is_its_matte(tmp_path: Path) -> None:
    cutout = Image.new("RGBA", (30, 40), "black")
    cutout.putalpha(Image.fromarray((ellipse(40, 30) * 255).astype(np.uint8)))
    assert read_matte(put(tmp_path / "a.png", cutout), (40, 30))[20, 15] == 1


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_a_matte_of_sixteen_bits_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    deep = np.rint(ellipse(40, 30) * 65535).astype(np.uint16)
    path.write_bytes(imagecodecs.png_encode(deep)) if suffix == "png" else tifffile.imwrite(path, deep)
    assert np.abs(read_matte(path, (40, 30)) - ellipse(40, 30)).max() <= 1 / 65535


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere" / "secret.png")
    (tmp_path / "masks").mkdir()
    (tmp_path / "masks" / "a.png").symlink_to(tmp_path / "elsewhere" / "secret.png")
    assert MatteFolder(tmp_path / "masks").find(PurePath("a.jpg")) is None


def test_a_damaged_matte_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"nonsense")
    with pytest.raises(UnreadableImage, match=r"its matte .*a\.png is not an image"):
        read_matte(path, (4, 4))


def test_a_saved_matte_comes_back(tmp_path: Path) -> None:
    matte = ellipse(40, 30)
    matte[20, 15] = 1e-4
    decoded = np.asarray(Image.open(io.BytesIO(encode_matte(matte)))).astype(np.float32) / 255
    assert np.abs(decoded - matte).max() <= 1 / 255
    assert np.array_equal(decoded > 0, matte > 0), "what changes and what does not is told exactly"
