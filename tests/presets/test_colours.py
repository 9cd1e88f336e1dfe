"""Measured colours get the names that people give them."""

import numpy as np
import pytest

pytest.importorskip("skimage", reason="training's packages are not installed")

from fashionforward.presets.colours import BASIC, main_colour, name_colours


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("#0b0b0d", "black"), ("#fafafa", "white"), ("#8c8c8c", "grey"), ("#d01020", "red"), ("#ff7f0e", "orange"),
        ("#ffdd33", "yellow"), ("#228b22", "green"), ("#1f4fa0", "blue"), ("#6a0dad", "purple"), ("#ff9ec0", "pink"),
        ("#5c3a21", "brown"), ("#1a2350", "blue"), ("#d9c7a6", "brown"),
    ],
)  # fmt: skip
def test_plain_colours_have_their_plain_names(colour: str, name: str) -> None:
    assert name_colours(np.array([[int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]], np.float32)) == [name]


def test_there_are_the_eleven_basic_terms() -> None:
    assert len(BASIC) == 11


def test_the_main_colour_is_the_median_inside_the_matte() -> None:
    image = np.full((30, 30, 3), 255, np.uint8)
    image[5:25, 5:25] = (200, 30, 40)
    matte = np.zeros((30, 30), np.uint8)
    matte[5:25, 5:25] = 255
    image[5:8, 5:25] = 0  # a stripe is not what most of it is
    assert np.allclose(main_colour(image, matte) * 255, (200, 30, 40))
    assert np.allclose(main_colour(image, np.zeros_like(matte)) * 255, (200, 30, 40))  # no matte: the middle
