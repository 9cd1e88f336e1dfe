"""What is evaluated: `catalog` brought to the small size, with stand-ins for its engine."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("skimage", reason="training's packages are not installed")
pytest.importorskip("torchmetrics", reason="training's packages are not installed")

from fashionforward.errors import DataError
from fashionforward.evaluation.evaluate import typical_colours
from fashionforward.evaluation.systems import CatalogSystem
from fashionforward.presets.collection import open_collection
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import Pixels, read_pixels, unit
from fashionforward.presets.vocabulary import Vocabulary
from tests.engines import EmptyEngine, TintEngine
from tests.presets.toy import COLOURS, write_inshop, write_styles

SHAPE = SMALL["unet64"]


@pytest.fixture
def seen(tmp_path: Path) -> tuple[Pixels, Vocabulary]:
    found = open_collection(write_styles(tmp_path / "data"))
    return read_pixels(found, "val", SHAPE, found.vocabulary), found.vocabulary


def test_catalogs_edits_are_in_the_colours_that_stand_for_the_names(seen: tuple[Pixels, Vocabulary]) -> None:
    pixels, vocabulary = seen
    typical = dict.fromkeys(vocabulary.colors, (0.5, 0.5, 0.5)) | {"red": (0.9, 0.1, 0.1), "blue": (0.1, 0.1, 0.9)}
    system = CatalogSystem(TintEngine(), SHAPE, typical)  # type: ignore[arg-type]
    made = system.edit(pixels, "color", ["red", "blue", "red"])
    assert made.shape == (3, 64, 64, 3) and system.untouched == 0
    middle = made[:, 24:40, 24:40].mean((1, 2))
    assert (middle[[0, 2], 0] > 2 * middle[[0, 2], 2]).all() and middle[1, 2] > 2 * middle[1, 0]
    assert np.abs(made[:, :4, :4] - unit(pixels.images)[:, :4, :4]).max() < 0.01  # outside the garment nothing moved
    assert system.reconstruct(pixels).shape == made.shape


def test_items_that_catalog_finds_nothing_in_stay_and_are_counted(seen: tuple[Pixels, Vocabulary]) -> None:
    pixels, _ = seen
    system = CatalogSystem(EmptyEngine(), SHAPE, {"red": (0.9, 0.1, 0.1)})  # type: ignore[arg-type]
    made = system.edit(pixels, "color", ["red"] * 3)
    assert system.untouched == 3 and np.abs(made - unit(pixels.images)).max() < 0.01


def test_a_colours_name_stands_for_the_garments_called_so_or_for_itself(
    seen: tuple[Pixels, Vocabulary], tmp_path: Path
) -> None:
    train = open_collection(seen[0].items[0].image.parents[1])
    pixels = read_pixels(train, "train", SHAPE, train.vocabulary)
    typical = typical_colours(pixels, train.vocabulary)
    assert np.allclose(np.array(typical["red"]) * 255, COLOURS["Red"], atol=25)
    assert typical["yellow"][2] < 0.2 < 0.8 < typical["yellow"][0]  # no item is yellow: the word's own
    plain = open_collection(write_inshop(tmp_path / "inshop"))
    unmeasured = read_pixels(plain, None, SHAPE, plain.vocabulary)
    with pytest.raises(DataError, match="what colour is 'Frobnicated'"):
        typical_colours(unmeasured, Vocabulary(("Frobnicated",)))
