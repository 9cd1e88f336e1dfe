"""What is wrong in training data is told with the file that is meant, and before anything is learned."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.errors import DataError  # noqa: E402
from fashionforward.model.parser import PARTS  # noqa: E402
from fashionforward.model.vgg import read_convolutions  # noqa: E402
from fashionforward.training.colorways import read_garments  # noqa: E402
from fashionforward.training.dataset_file import Source, read_dataset  # noqa: E402
from fashionforward.training.loop import so_far  # noqa: E402
from fashionforward.training.packing import IGNORE, pack  # noqa: E402


@pytest.fixture
def shop(tmp_path: Path) -> Source:
    """One garment in two colours, its mask, a matte and a part mask, all of one size."""
    for folder in ("images", "labels"):
        (tmp_path / folder).mkdir()
    inside = np.zeros((120, 80), np.uint8)
    inside[30:90, 20:60] = 255
    for name, colour in (("a-red", (200, 40, 40)), ("a-blue", (40, 60, 200))):
        image = np.full((120, 80, 3), 250, np.uint8)
        image[inside > 0] = colour
        Image.fromarray(image).save(tmp_path / "images" / f"{name}.png")
    Image.fromarray(inside).save(tmp_path / "labels" / "a.png")
    Image.fromarray(inside).save(tmp_path / "labels" / "a-red.png")
    table = tmp_path / "table.csv"
    table.write_text("filename,sku,part,median_rgb\na-red.png,a,top,#c82828\na-blue.png,a,top,#283cc8\n")
    return Source("shop", tmp_path / "images", table, root=tmp_path)


def written(shop: Source, text: str) -> Source:
    shop.table.write_text(text)
    return shop


@pytest.mark.parametrize("part", ["", "accessory", "coat"])
def test_a_colourway_whose_garment_is_not_known_is_packed_without_its_name(shop: Source, part: str) -> None:
    row = f"filename,sku,part,median_rgb\na-red.png,a,{part},#c82828\n"
    packed = pack([replace(written(shop, row), recolored=shop.root / "labels")], "train", shop.root / "cache")
    region = packed.arrays["main"][0] > 250
    assert region.any() and (packed.arrays["parts"][0][region] == IGNORE).all()
    assert (packed.arrays["matte"][0][region] == 255).all()


@pytest.mark.parametrize(
    ("label", "lost"), [("mattes", "images/a-red.png"), ("mattes", "labels/a-red.png"), ("recolored", "labels/a.png")]
)
def test_a_file_that_is_missing_or_broken_is_named_with_the_table(shop: Source, label: str, lost: str) -> None:
    source = replace(shop, **{label: shop.root / "labels"})
    (shop.root / lost).write_bytes(b"no image")
    with pytest.raises(DataError, match=rf"table.csv: .*{Path(lost).name} cannot be read"):
        pack([source], "train", shop.root / "cache")
    (shop.root / lost).unlink()
    with pytest.raises(DataError, match=rf"table.csv: .*{Path(lost).name} is not there"):
        pack([source], "train", shop.root / "cache")


def test_part_masks_with_colours_or_with_classes_that_there_are_not(shop: Source) -> None:
    source = replace(shop, parts=shop.root / "labels")
    mask = shop.root / "labels" / "a-red.png"
    Image.fromarray(np.zeros((120, 80, 3), np.uint8)).save(mask)
    with pytest.raises(DataError, match=r"a-red.png has colours"):
        pack([source], "train", shop.root / "cache")
    Image.fromarray(np.full((120, 80), 9, np.uint8)).save(mask)
    with pytest.raises(DataError, match=rf"a-red.png has class 9; .*{PARTS[-1]}"):
        pack([source], "train", shop.root / "cache")


@pytest.mark.parametrize("colour", ["navy", "#12345", "", "rgb(1, 2, 3)"])
def test_a_median_colour_that_is_none(shop: Source, colour: str) -> None:
    text = f'filename,sku,part,median_rgb\na-red.png,a,top,"{colour}"\na-blue.png,a,top,#283cc8\n'
    source = replace(written(shop, text), recolored=shop.root / "labels")

    def look(canvas: np.ndarray, lies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.zeros(64, np.float32), np.zeros(lies.shape, np.float32)

    with pytest.raises(DataError, match=r"table.csv: median_rgb of a-red.png .*#rrggbb"):
        read_garments(source, "train", (96, 64), look)


@pytest.mark.parametrize(
    ("line", "told"),
    [('weight = "x"', "a number above 0"), ("weight = 0", "a number above 0"), ("licence = 3", "text in quotes")],
)
def test_values_of_another_kind_in_a_dataset_file(shop: Source, line: str, told: str) -> None:
    path = shop.root / "dataset.toml"
    path.write_text(f'[[source]]\nname = "shop"\nimages = "images"\ntable = "table.csv"\nmattes = "labels"\n{line}\n')
    with pytest.raises(DataError, match=rf"dataset.toml: {line.split()[0]} = .*{told}"):
        read_dataset(path)


def test_pretrained_weights_that_are_none(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    with pytest.raises(DataError, match=r"nowhere\.safetensors"):
        read_convolutions(tmp_path / "nowhere.safetensors")
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"no weights")
    with pytest.raises(DataError, match=r"broken.safetensors"):
        read_convolutions(broken)
    other = tmp_path / "other.safetensors"
    save_file({"head.weight": torch.zeros(2)}, other)
    with pytest.raises(DataError, match=r"other.safetensors: it holds no key such as features"):
        read_convolutions(other)


def test_metrics_for_the_card_that_are_none(tmp_path: Path) -> None:
    from fashionforward.export.checkpoint import export_checkpoint

    from fashionforward.training.checkpoint import write_checkpoint

    checkpoint = tmp_path / "last.pt"
    write_checkpoint(checkpoint, {"about": {"data": []}, "step": 1})
    for name, text in (("nowhere.json", None), ("broken.json", "{"), ("list.json", json.dumps([1]))):
        if text is not None:
            (tmp_path / name).write_text(text)
        with pytest.raises(DataError, match=name):
            export_checkpoint(checkpoint, tmp_path / "weights", metrics=tmp_path / name)


class Named:
    """A stage, as far as its name goes."""

    def __init__(self, name: str) -> None:
        self.name = name


def test_a_checkpoint_tells_how_far_its_run_has_come() -> None:
    training = {"parser": [{"steps": 700}, {"steps": 6000}], "prints": [{"steps": 900}]}
    told = so_far({"training": training}, [Named("parser")], 225)  # type: ignore[list-item]
    assert told["training"] == {"parser": [{"steps": 700}, {"steps": 225}], "prints": [{"steps": 900}]}
    assert training["parser"][-1] == {"steps": 6000}
    assert so_far({"training": [{"steps": 9}]}, [], 4)["training"] == [{"steps": 4}]
    assert so_far({}, [], 4) == {}
