"""Every format is read as it is published, and what is wrong with one is named by file and row."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("skimage", reason="training's packages are not installed")

from fashionforward.errors import DataError
from fashionforward.presets.collection import open_collection
from fashionforward.presets.colours import BASIC
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import read_pixels
from fashionforward.presets.vocabulary import Vocabulary
from tests.presets.toy import (
    ATTRIBUTES,
    STYLES,
    write_colorways,
    write_flattened,
    write_idx,
    write_inshop,
    write_mixture,
    write_styles,
)


def replace_line(path: Path, number: int, text: str) -> None:
    lines = path.read_text().splitlines()
    lines[number - 1] = text
    path.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("write", [write_inshop, write_flattened])
def test_in_shop_gives_one_photograph_an_item_with_its_colour_and_attributes(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    found = open_collection(write(tmp_path / "data"))
    assert len(found.items) == 12
    assert found.vocabulary == Vocabulary(("Blue", "Heather Grey", "Red"), (), ATTRIBUTES)
    assert found.items[0].binary == ("lace", "striped") and found.items[1].binary == ("striped",)
    assert found.items[0].color == "Blue" and {item.split for item in found.items} == {"train", "val"}
    pixels = read_pixels(found, None, SMALL["base64"], found.vocabulary)
    assert pixels.images.shape == (12, 64, 64, 3) and pixels.attributes.shape == (12, 6)
    assert pixels.attributes[0].tolist() == [1, 0, 0, 1, 0, 1]


def test_lists_may_lie_where_the_archives_put_them(tmp_path: Path) -> None:
    root = write_inshop(tmp_path / "data")
    (root / "Anno").mkdir()
    for name in ("list_color_cloth.txt", "list_attr_cloth.txt", "list_attr_items.txt"):
        (root / name).rename(root / "Anno" / name)
    (root / "Img").mkdir()
    (root / "img").rename(root / "Img" / "img")
    found = open_collection(root)
    assert len(read_pixels(found, None, SMALL["unet64"], found.vocabulary)) == 12


def test_without_attribute_lists_colours_alone_condition(tmp_path: Path) -> None:
    root = write_inshop(tmp_path / "data")
    (root / "list_attr_cloth.txt").unlink()
    (root / "list_attr_items.txt").unlink()
    found = open_collection(root)
    assert found.vocabulary.binary == () and len(found.vocabulary) == 3


def test_a_folder_of_styles_measures_colours_inside_its_mattes(tmp_path: Path) -> None:
    found = open_collection(write_styles(tmp_path / "data"))
    assert found.vocabulary.styles == STYLES and found.measured
    pixels = read_pixels(found, "train", SMALL["unet64"], found.vocabulary, tmp_path / "cache")
    named = [found.vocabulary.colors[i] for i in pixels.attributes[:, :11].argmax(1)]
    assert set(named) == {"red", "blue", "grey"} and named[0] == "red"
    assert pixels.mattes is not None and pixels.colour is not None
    again = read_pixels(found, "train", SMALL["unet64"], found.vocabulary, tmp_path / "cache")
    assert np.array_equal(again.images, pixels.images) and np.array_equal(again.attributes, pixels.attributes)


def test_colourways_keep_the_stores_names_and_what_the_retoucher_changed_is_their_matte(tmp_path: Path) -> None:
    found = open_collection(write_colorways(tmp_path / "data"))
    assert found.vocabulary == Vocabulary(("blue", "heather grey", "red")) and not found.measured
    assert [item.split for item in found.items].count("val") == 3
    pixels = read_pixels(found, "train", SMALL["base64"], found.vocabulary)
    assert pixels.mattes is not None and pixels.colour is not None
    assert pixels.attributes[0].tolist() == [0, 0, 1] and pixels.colour[0][0] > 2 * pixels.colour[0][2]


def test_sources_of_a_dataset_file_are_one_collection_whose_colours_mean_one_thing(tmp_path: Path) -> None:
    path = write_mixture(tmp_path / "data")
    found = open_collection(path)
    assert len(found.items) == 24 and found.measured and found.vocabulary == Vocabulary(BASIC, STYLES)
    assert found.licences == (("flat", "CC0-1.0"), ("shop", "unknown"))
    pixels = read_pixels(found, "train", SMALL["base64"], found.vocabulary, tmp_path / "cache")
    assert len(pixels) == 18 and pixels.mattes is not None
    colours, styles = (pixels.attributes[:, found.vocabulary.groups[key]] for key in ("color", "style"))
    assert (colours.sum(1) == 1).all() and styles.sum(1).tolist() == [1] * 9 + [0] * 9
    assert found.vocabulary.colors[colours[9].argmax()] == "red"  # measured: the store's own word was dropped
    path.rename(path.with_name("dataset.toml"))
    assert open_collection(path.parent).items == found.items


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('recolored = "shop/recolored"', "", r"so all are measured, and .*colorways\.csv, row 2 has no matte"),
        ('mattes = "flat/mattes"', "", r"source 'flat' has neither colours nor mattes .*styles\.csv, row 2"),
        ('table = "shop', 'tabel = "shop', "unknown key 'tabel'"),
    ],
)
def test_a_source_that_cannot_be_used_is_named(tmp_path: Path, was: str, now: str, said: str) -> None:
    path = write_mixture(tmp_path / "data")
    path.write_text(path.read_text().replace(was, now))
    with pytest.raises(DataError, match=said):
        open_collection(path)


def test_a_broken_row_of_a_source_is_named(tmp_path: Path) -> None:
    path = write_mixture(tmp_path / "data")
    replace_line(path.parent / "shop/colorways.csv", 3, "g0-blue.jpg,g0,,#2d50b4,top,train")
    with pytest.raises(DataError, match=r"colorways\.csv, row 3: color is empty"):
        open_collection(path)


def test_a_colourway_without_its_sku_is_named_where_masks_are_kept_by_sku(tmp_path: Path) -> None:
    root = write_colorways(tmp_path / "data")
    replace_line(root / "colorways.csv", 3, "g0-blue.jpg,,blue,#2d50b4,top,train")
    with pytest.raises(DataError, match=r"colorways\.csv, row 3: sku is empty"):
        open_collection(root)


def test_garments_with_mattes_are_cut_out_for_grey_presets(tmp_path: Path) -> None:
    found = open_collection(write_styles(tmp_path / "data"))
    pixels = read_pixels(found, None, SMALL["style28"], Vocabulary(styles=STYLES))
    assert pixels.images.shape == (12, 28, 28, 1)
    for image in pixels.images[..., 0]:
        assert image[0].max() == image[-1].max() == 0 and image[13].max() > 60
        rows, columns = np.nonzero(image > 30)
        assert max(np.ptp(rows), np.ptp(columns)) >= 24  # it fills the square, in its own shape


def test_fashion_mnist_is_read_from_its_own_files(tmp_path: Path) -> None:
    pytest.importorskip("torchvision", reason="training's packages are not installed")
    found = open_collection(write_idx(tmp_path / "data"))
    assert len(found.items) == 30 and found.vocabulary.styles[0] == "T-shirt/top"
    assert [item.split for item in found.items].count("val") == 10
    assert read_pixels(found, "val", SMALL["style28"], found.vocabulary).images.shape == (10, 28, 28, 1)
    with pytest.raises(DataError, match="no colours"):
        read_pixels(found, "val", SMALL["unet64"], found.vocabulary)


@pytest.mark.parametrize(
    ("file", "row", "text", "said"),
    [
        ("list_attr_items.txt", 5, "id_00000003 1 -1", "row 5: 2 values, and list_attr_cloth.txt names 3 attributes"),
        ("list_attr_items.txt", 4, "id_00000002 1 yes -1", "row 4: 'yes' where 1 or -1 should be"),
        ("list_color_cloth.txt", 3, "img/WOMEN/Dresses/id_00000001/02_1_front.jpg", "row 3: 'img/WOMEN"),
        ("list_color_cloth.txt", 1, "7", "24 rows, and its first line says 7"),
        ("list_color_cloth.txt", 1, "many", "row 1: 'many' where the number of rows should be"),
        (
            "list_color_cloth.txt",
            3,
            "img/id_00000099/02_1_front.jpg Red",
            "row 3: id_00000099 is not in list_attr_items",
        ),
    ],
)
def test_a_broken_row_of_a_list_is_named(tmp_path: Path, file: str, row: int, text: str, said: str) -> None:
    root = write_inshop(tmp_path / "data")
    replace_line(root / file, row, text)
    with pytest.raises(DataError, match=file) as error:
        open_collection(root)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("row", "text", "said"),
    [
        (3, "1.jpg,Pants", "row 3: 2 fields where the first line names 3 columns"),
        (3, "1.jpg,,train", "row 3: style is empty"),
        (3, "1.jpg,Pants,trian", "row 3: unknown split 'trian'"),
        (3, "0.jpg,Pants,train", "row 3: 0.jpg is there twice"),
        (1, "file,style,split", "row 1: no column 'filename'"),
    ],
)
def test_a_broken_row_of_a_table_is_named(tmp_path: Path, row: int, text: str, said: str) -> None:
    root = write_styles(tmp_path / "data")
    replace_line(root / "styles.csv", row, text)
    with pytest.raises(DataError) as error:
        open_collection(root)
    assert "styles.csv" in str(error.value) and said in str(error.value)


@pytest.mark.parametrize(
    ("file", "row", "text", "said"),
    [
        ("list_attr_items.csv", 3, "id_00000002,1,-1", "row 3: 3 fields where the first line names 4 columns"),
        ("list_attr_items.csv", 3, "id_00000002,1,yes,1", "row 3: 'yes' for long sleeve where 1 or -1 should be"),
        ("list_color_cloth.csv", 3, "id_00000001.jpg,Red", "row 3: id_00000001.jpg is there twice"),
        ("list_color_cloth.csv", 3, "id_00000099.jpg,Red", "row 3: id_00000099 is not in list_attr_items.csv"),
        ("list_color_cloth.csv", 3, "id_00000002.jpg,", "row 3: image_name or clothes_color is empty"),
    ],
)
def test_a_broken_row_of_a_flattened_table_is_named(tmp_path: Path, file: str, row: int, text: str, said: str) -> None:
    root = write_flattened(tmp_path / "data")
    replace_line(root / file, row, text)
    with pytest.raises(DataError, match=file) as error:
        open_collection(root)
    assert said in str(error.value)


def test_photographs_that_are_missing_or_broken_are_named_with_their_row(tmp_path: Path) -> None:
    root = write_styles(tmp_path / "data")
    (root / "images/4.jpg").write_bytes(b"no photograph")
    found = open_collection(root)
    with pytest.raises(DataError, match=r"styles\.csv, row 6: .*4\.jpg cannot be read"):
        read_pixels(found, None, SMALL["unet64"], found.vocabulary)
    (root / "images/4.jpg").unlink()
    with pytest.raises(DataError, match=r"styles\.csv, row 6: .*4\.jpg is not there"):
        read_pixels(found, None, SMALL["unet64"], found.vocabulary)


def test_a_label_that_the_weights_do_not_know_is_named_with_its_row(tmp_path: Path) -> None:
    root = write_styles(tmp_path / "data")
    replace_line(root / "styles.csv", 4, "2.jpg,Cape,train")
    found = open_collection(root)
    with pytest.raises(DataError, match=r"row 4: unknown label 'Cape'"):
        read_pixels(found, None, SMALL["style28"], Vocabulary(styles=STYLES))


def test_a_folder_in_no_known_format_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"styles\.csv"):
        open_collection(tmp_path)
    table = write_styles(tmp_path / "data") / "styles.csv"
    for data in (table, tmp_path / "nowhere", tmp_path / "nowhere.toml"):
        with pytest.raises(DataError, match="no such folder or dataset file"):
            open_collection(data)
