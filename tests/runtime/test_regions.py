"""Which garment an edit may change."""

import numpy as np
import pytest

from fashionforward.errors import NothingToEdit
from fashionforward.runtime.regions import is_worn
from fashionforward.runtime.regions import select as select_inside

TOP, OUTER, BOTTOM, DRESS = 2, 3, 4, 5


def scene(*boxes: tuple[int, int, int], person: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Parts (7, 96, 64) and matte: rows `start` to `stop` of the middle are part `part`."""
    parts = np.zeros((7, 96, 64), np.float32)
    parts[0] = 1
    matte = np.zeros((96, 64), np.float32)
    for part, start, stop in boxes:
        parts[:, start:stop, 16:48] = 0
        parts[part, start:stop, 16:48] = 1
        matte[start:stop, 16:48] = 1
    if person:
        parts[:, :10, 20:44] = 0
        parts[1, :10, 20:44] = 1
    return parts, matte


def select(parts: np.ndarray, matte: np.ndarray, region: str, canvas: np.ndarray) -> np.ndarray:
    """On a canvas that the photograph fills."""
    return select_inside(parts, matte, region, canvas, np.ones(matte.shape, bool))


COLOURS = np.array(
    [(1, 1, 1), (0.8, 0.6, 0.5), (0.1, 0.2, 0.6), (0.6, 0.1, 0.1), (0.1, 0.5, 0.2), (0.8, 0.7, 0.1), (0, 0, 0)],
    np.float32,
)


def painted(parts: np.ndarray) -> np.ndarray:
    """The scene's canvas (96, 64, 3), each part in a colour of its own."""
    return COLOURS[parts.argmax(0)]


def test_auto_is_the_largest_garment_that_is_worn() -> None:
    parts, matte = scene((TOP, 12, 60), (BOTTOM, 60, 80))
    gate = select(parts, matte, "auto", painted(parts))
    assert gate[30, 32] > 0.99 and gate[75, 32] < 0.01


def test_a_garment_can_be_named() -> None:
    parts, matte = scene((TOP, 12, 60), (BOTTOM, 60, 80))
    gate = select(parts, matte, "bottom", painted(parts))
    assert gate[30, 32] < 0.01 and gate[75, 32] > 0.99


def test_all_is_every_garment() -> None:
    parts, matte = scene((TOP, 12, 60), (BOTTOM, 60, 80))
    assert np.all(select(parts, matte, "all", painted(parts))[matte > 0] == 1)


def test_a_garment_that_is_not_there_is_said_not_to_be() -> None:
    parts, matte = scene((TOP, 12, 60))
    with pytest.raises(NothingToEdit, match="dress"):
        select(parts, matte, "dress", painted(parts))


def test_a_photograph_without_a_garment() -> None:
    parts, matte = scene()
    with pytest.raises(NothingToEdit, match="no garment"):
        select(parts, matte, "auto", painted(parts))


def test_a_garment_that_nobody_wears_is_taken_whole_however_its_parts_are_confused() -> None:
    parts, matte = scene((TOP, 12, 50), (OUTER, 50, 80), person=False)
    assert np.all(select(parts, matte, "auto", painted(parts))[matte > 0] == 1)


def test_specks_of_another_part_inside_a_garment_belong_to_it() -> None:
    parts, matte = scene((TOP, 12, 70))
    parts[:, 40:43, 30:33] = 0
    parts[DRESS, 40:43, 30:33] = 1
    assert select(parts, matte, "auto", painted(parts))[41, 31] > 0.99


def test_a_dress_found_in_the_middle_of_shorts_is_shorts() -> None:
    parts, matte = scene((BOTTOM, 40, 60), (DRESS, 60, 70), (BOTTOM, 70, 90))
    gate = select(parts, matte, "auto", painted(parts))
    assert gate[65, 32] > 0.99 and gate[45, 32] > 0.99


def test_a_jacket_over_a_dress_is_not_the_dress() -> None:
    parts, matte = scene((OUTER, 12, 40), (DRESS, 40, 90))
    gate = select(parts, matte, "auto", painted(parts))
    assert gate[25, 32] < 0.01 and gate[65, 32] > 0.99


def test_the_dark_body_of_a_top_is_not_trousers() -> None:
    parts, matte = scene((TOP, 12, 60), (BOTTOM, 60, 80))
    parts[:, 25:50, 24:40] = 0
    parts[BOTTOM, 25:50, 24:40] = 0.6
    parts[TOP, 25:50, 24:40] = 0.4
    assert select(parts, matte, "top", painted(parts))[35, 32] > 0.99
    assert select(parts, matte, "bottom", painted(parts))[70, 32] > 0.99


def test_shorts_that_are_half_mistaken_for_a_top_are_taken_whole() -> None:
    parts, matte = scene((BOTTOM, 40, 80))
    rng = np.random.default_rng(0)
    blobs = np.kron(rng.random((10, 8)) < 0.4, np.ones((4, 4))).astype(bool)
    parts[:, 40:80, 16:48][:, blobs] = 0
    parts[TOP, 40:80, 16:48][blobs] = 1
    assert select(parts, matte, "auto", painted(parts))[45:75, 20:44].min() > 0.99


def test_one_cloth_taken_for_a_top_and_a_jacket_is_one_garment() -> None:
    parts, matte = scene((TOP, 12, 44), (OUTER, 44, 62), (BOTTOM, 62, 80))
    canvas = painted(parts)
    assert select(parts, matte, "top", canvas)[50, 32] < 0.01
    canvas[44:62, 16:48] = COLOURS[TOP]
    gate = select(parts, matte, "auto", canvas)
    assert gate[30, 32] > 0.99 and gate[50, 32] > 0.99 and gate[75, 32] < 0.01


def test_doubts_make_no_person() -> None:
    parts, matte = scene((TOP, 12, 60))
    assert is_worn(parts, matte)
    parts, matte = scene((TOP, 12, 60), person=False)
    parts[0] -= 0.1
    parts[1] += 0.1
    assert parts[1].sum() > 0.05 * matte.sum() and not is_worn(parts, matte)
