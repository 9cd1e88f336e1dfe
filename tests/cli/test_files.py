"""The options of `ff transform` that concern files, from the command line to the file."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from fashionforward.catalog.marking import COMPOSITE, explain
from fashionforward.errors import ExitCode
from tests.catalog.samples import oriented
from tests.cli.test_transform import ff, loader

__all__ = ["ff", "loader"]  # fixtures


def test_an_image_says_what_was_done(ff: Any, catalog: Path, tmp_path: Path) -> None:
    assert ff(catalog, "--attr", "palm_print", "--seed", 7).exit_code == ExitCode.ok
    (made,) = tmp_path.glob("out/palm_print*/tops/yellow-tee.jpg")
    said = explain(made)
    assert said.source == COMPOSITE and said.marking is not None
    assert said.marking.edit == made.parts[-3] and said.marking.seed == 7 and len(said.marking.weights) == 64
    assert ff(catalog, "--attr", "palm_print", "--seed", 7, "--no-marking").exit_code == ExitCode.ok
    assert explain(made).source is None


def test_names_and_layers(ff: Any, catalog: Path, tmp_path: Path) -> None:
    result = ff(catalog, "--attr", "palm_print", "--name", "{folder}-{sku}.{edit}{ext}", "--layers", "tiff")
    assert result.exit_code == ExitCode.ok, result.output
    assert (tmp_path / "out" / "tops-yellow-tee.palm_print.jpg").is_file()
    layered = tmp_path / "out" / "layers" / "palm_print" / "tops" / "yellow-tee.jpg.tif"
    with tifffile.TiffFile(layered) as file:
        assert len(file.pages) == 3


def test_collisions_stop_before_anything_is_made(ff: Any, catalog: Path, tmp_path: Path) -> None:
    result = ff(catalog, "--attr", "palm_print", "--name", "{edit}{ext}")
    assert result.exit_code == ExitCode.bad_usage and "both be written" in result.stderr
    assert not list(tmp_path.glob("out/*"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--name", "../{sku}{ext}"], "out of the output folder"), (["--export-for", "ebay"], "amazon"),
     (["--layers", "xcf"], "psd or tiff"), (["--quality", "0"], "--quality")],
)  # fmt: skip
def test_mistakes_are_bad_usage(ff: Any, catalog: Path, arguments: list[str], says: str) -> None:
    result = ff(catalog, "--attr", "palm_print", *arguments)
    assert result.exit_code == ExitCode.bad_usage and says in result.stderr


def test_a_marketplace_gets_its_shape_and_its_complaints_are_told(ff: Any, catalog: Path, tmp_path: Path) -> None:
    result = ff(catalog, "--attr", "palm_print", "--export-for", "zalando", "--verbose")
    assert result.exit_code == ExitCode.ok, result.output
    assert "zalando: its background is not white" in result.stderr
    made = Image.open(tmp_path / "out" / "palm_print" / "tops" / "yellow-tee.jpg")
    assert made.height == pytest.approx(made.width * 1.44, abs=2)
    again = ff(catalog, "--attr", "palm_print", "--export-for", "amazon", "--summary", str(tmp_path / "run.md"))
    told = "4 with a remark (--verbose tells it)"
    assert told in again.stderr and "Of 4 images there is a remark" in (tmp_path / "run.md").read_text()


def test_a_place_is_dropped_and_a_link_out_is_left(ff: Any, catalog: Path, tmp_path: Path) -> None:
    image = Image.open(catalog / "tops" / "yellow-tee.jpg")
    exif = image.getexif()
    exif[0x8825] = {1: "N"}
    image.save(catalog / "tops" / "placed.jpg", exif=exif)
    (tmp_path / "elsewhere.jpg").write_bytes(oriented(image, 1))
    (catalog / "tops" / "link.jpg").symlink_to(tmp_path / "elsewhere.jpg")
    assert ff(catalog, "--attr", "palm_print", "--drop-gps").exit_code == ExitCode.ok
    made = tmp_path / "out" / "palm_print" / "tops"
    assert not Image.open(made / "placed.jpg").getexif().get_ifd(0x8825)
    assert not (made / "link.jpg").exists()
    assert ff(catalog, "--attr", "palm_print", "--follow-links").exit_code == ExitCode.ok
    assert (made / "link.jpg").is_file() and Image.open(made / "placed.jpg").getexif().get_ifd(0x8825)


def test_sixteen_bits_go_through_a_run(ff: Any, catalog: Path, tmp_path: Path) -> None:
    pixels = np.asarray(Image.open(catalog / "tops" / "yellow-tee.jpg")).astype(np.uint16) * 257 + 3
    tifffile.imwrite(catalog / "deep.tif", pixels, photometric="rgb")
    assert ff(catalog, "--attr", "palm_print").exit_code == ExitCode.ok
    made = tifffile.imread(io.BytesIO((tmp_path / "out" / "palm_print" / "deep.tif").read_bytes()))
    assert made.dtype == np.uint16 and np.array_equal(made[0], pixels[0])
