"""The small weights that ship: what they draw and decode."""

from pathlib import Path

import numpy as np
import pytest

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import BadAttribute, BadWeights
from fashionforward.presets.edits import read_edit
from fashionforward.presets.engine import SmallEngine
from fashionforward.presets.pixels import to_small
from fashionforward.presets.sampling import sample, sample_grid
from fashionforward.runtime.card import FILE_NAME
from fashionforward.runtime.weights import find_weights, shipped_weights
from tests.weights import make_weights


def engine(name: str) -> SmallEngine:
    if not (shipped_weights(name) / FILE_NAME).exists():
        pytest.skip(f"no weights '{name}' are shipped in this checkout: `ff export` makes them")
    return SmallEngine.load(find_weights(Path(name)), "cpu")


def test_style28_draws_a_row_a_style_the_same_for_the_same_seed() -> None:
    style28 = engine("style28")
    drawn = sample(style28, (("style", "Pants"),), 4, 0)
    assert drawn.shape == (4, 28, 28, 1) and np.array_equal(drawn, sample(style28, (("style", "Pants"),), 4, 0))
    assert not np.array_equal(drawn, sample(style28, (("style", "Pants"),), 4, 1))
    assert sample_grid(style28, [], 2, 0).height > 15 * 3 * 28


@pytest.mark.parametrize("name", ["base64", "unet64"])
def test_a_colour_that_is_asked_for_shows(name: str, photographs: Path) -> None:
    small = engine(name)
    rgb = read_photograph(photographs / "yellow-tee.jpg").srgb()
    red, blue = (
        small.render(rgb, small.parse(rgb), read_edit([colour], small.card), sku="").rgb[24:40, 24:40].mean((0, 1))
        for colour in ("red", "blue")
    )
    assert red[0] - red[2] > 0.15 and blue[2] - blue[0] > 0.05


def test_what_is_decoded_has_the_photographs_size_only_when_enlarged(photographs: Path) -> None:
    small = engine("unet64")
    rgb = read_photograph(photographs / "yellow-tee.jpg").srgb()
    for upscale, size in ((False, (64, 64)), (True, rgb.shape[:2])):
        edit = read_edit(["color=red"], small.card, upscale=upscale)
        made = small.render(rgb, small.parse(rgb), edit, sku="")
        assert made.rgb.shape[:2] == size == made.matte.shape and edit.name == "color-red"


def test_words_of_catalog_are_unknown_to_small_weights() -> None:
    small = engine("unet64")
    with pytest.raises(BadAttribute):
        read_edit(["print=palm_print"], small.card)


def test_weights_of_catalog_are_no_small_preset(tmp_path: Path) -> None:
    with pytest.raises(BadWeights, match="no small preset"):
        SmallEngine.load(find_weights(make_weights(tmp_path / "weights")))
    assert Edit("x").output_size is None


def test_another_style_is_drawn_without_the_photographs_form_and_another_colour_over_it(photographs: Path) -> None:
    unet64 = engine("unet64")
    code = unet64.encode(
        to_small(read_photograph(photographs / "yellow-tee.jpg").srgb(), unet64.shape)[None].repeat(3, 0)
    )
    own = unet64.vocabulary.styles[int(code.attributes[0, unet64.vocabulary.groups["style"]].argmax())]
    other = "Pants" if own != "Pants" else "Dress"
    asked = ((("color", "red"),), (("style", own),), (("style", other),))
    wanted = np.stack([unet64.wanted(code.attributes[0], settings) for settings in asked])
    for name, left in unet64.lasting(code, wanted).items():
        assert np.array_equal(left[:2], code.skips[name][:2]) and code.skips[name][2].any() and not left[2].any()
    pants = unet64.edit(code, asked)[2]
    # between the legs there is ground where the T-shirt had cloth
    assert np.linalg.norm(pants[54, 32] - pants[2, 32]) < np.linalg.norm(pants[20, 32] - pants[2, 32])


def test_an_edit_reaches_as_far_as_its_preset_says_and_leaves_the_rest_alone() -> None:
    base64 = engine("base64")
    far, groups = base64.shape.reach["style"], base64.vocabulary.groups
    own = np.full(len(base64.vocabulary), 0.0, np.float32)
    own[groups["color"].start], own[groups["style"].start], own[groups["style"].start + 1] = 1, 0.75, 0.25
    name = base64.vocabulary.styles[3]
    wanted = base64.wanted(own, (("style", name),))
    assert np.array_equal(wanted[groups["color"]], own[groups["color"]])
    assert (
        wanted[groups["style"]].sum() == pytest.approx(1)
        and wanted[groups["style"]][3] == pytest.approx(far)
        and far > 1
    )
    assert wanted[groups["style"].start] == pytest.approx(0.75 * (1 - far))
    assert np.array_equal(base64.wanted(own, ()), own)
