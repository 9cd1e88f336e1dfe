"""Labels of what a retoucher left as it was."""

import numpy as np
import pytest

from fashionforward.model.parser import PARTS
from fashionforward.training.packing import IGNORE, SIZE, surroundings

SKIN, TROUSERS, SHOE, CLOTH = (0.72, 0.52, 0.42), (0.35, 0.35, 0.37), (0.15, 0.15, 0.16), (0.1, 0.45, 0.6)
NOWHERE = np.zeros(SIZE, bool)


def scene(*patches: tuple[slice, slice, tuple[float, float, float]]) -> np.ndarray:
    image = np.ones((*SIZE, 3), np.float32)
    for rows, columns, colour in patches:
        image[rows, columns] = colour
    return image


def region(rows: slice, columns: slice) -> np.ndarray:
    changed = np.zeros(SIZE, np.float32)
    changed[rows, columns] = 1
    return changed


HEAD = (slice(30, 80), slice(100, 140), SKIN)
TOP = (slice(90, 200), slice(70, 170))
LEGS = (slice(210, 330), slice(80, 160), TROUSERS)


def test_skin_ground_and_trousers_beside_a_top() -> None:
    image = scene(HEAD, (*TOP, CLOTH), LEGS)
    parts = surroundings(image, region(*TOP), PARTS.index("top"), NOWHERE)
    assert parts[55, 120] == PARTS.index("person")
    assert parts[270, 120] == PARTS.index("bottom")
    assert parts[10, 10] == PARTS.index("background")


def test_shoes_below_trousers_and_skin_between() -> None:
    rows, columns = slice(60, 220), slice(80, 160)
    image = scene(
        (rows, columns, CLOTH), (slice(223, 290), slice(90, 150), SKIN), (slice(291, 320), slice(85, 155), SHOE)
    )
    parts = surroundings(image, region(rows, columns), PARTS.index("bottom"), NOWHERE)
    assert parts[250, 120] == PARTS.index("person")
    assert parts[305, 120] == PARTS.index("accessory")


def test_a_contrast_sleeve_is_the_top_and_a_white_hole_is_ground() -> None:
    body = (slice(90, 250), slice(100, 170))
    sleeve = (slice(100, 230), slice(60, 97), TROUSERS)
    hole = (slice(120, 220), slice(175, 195), (1.0, 1.0, 1.0))
    arm = (slice(110, 230), slice(173, 205), CLOTH)
    changed = region(*body)
    changed[arm[0], arm[1]] = 1
    changed[hole[0], hole[1]] = 0
    parts = surroundings(scene((*body, CLOTH), sleeve, arm, hole), changed, PARTS.index("top"), NOWHERE)
    assert parts[160, 75] == PARTS.index("top")
    assert parts[170, 185] == PARTS.index("background")


def test_trousers_that_touch_a_contrast_sleeve_are_cut_from_it_at_the_hem() -> None:
    body = (slice(90, 210), slice(90, 150))
    sleeve = (slice(95, 225), slice(60, 87), TROUSERS)
    legs = (slice(214, 330), slice(60, 160), TROUSERS)
    parts = surroundings(scene((*body, CLOTH), sleeve, legs), region(*body), PARTS.index("top"), NOWHERE)
    assert parts[150, 75] == PARTS.index("top")
    assert parts[280, 75] == parts[280, 120] == PARTS.index("bottom")


def test_a_contrast_sleeve_that_hangs_below_the_hem_is_no_trousers() -> None:
    body = (slice(90, 210), slice(90, 150))
    sleeve = (slice(95, 270), slice(60, 87), TROUSERS)
    parts = surroundings(scene((*body, CLOTH), sleeve), region(*body), PARTS.index("top"), NOWHERE)
    assert parts[150, 75] == PARTS.index("top")
    assert parts[250, 75] == IGNORE


@pytest.mark.parametrize("part", ["outer", "dress"])
def test_what_lies_amid_the_region_is_left_open(part: str) -> None:
    shirt = (slice(95, 140), slice(105, 135), (0.8, 0.8, 0.82))
    changed = region(*TOP)
    changed[shirt[0], shirt[1]] = 0
    parts = surroundings(scene((*TOP, CLOTH), shirt), changed, PARTS.index(part), NOWHERE)
    assert parts[115, 120] == IGNORE


def test_outside_the_photograph_is_background() -> None:
    beyond = NOWHERE.copy()
    beyond[:, :20] = True
    image = scene((*TOP, CLOTH))
    image[:, :20] = 0.5
    assert (surroundings(image, region(*TOP), PARTS.index("top"), beyond)[:, :20] == PARTS.index("background")).all()
