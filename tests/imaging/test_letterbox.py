"""The one preprocessing: places, sizes, and there and back."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.imaging.letterbox import PAD, enter, fit, leave, resize

SIDES = st.integers(1, 6000)


@given(SIDES, SIDES)
def test_a_box_lies_inside_the_canvas_and_touches_two_of_its_sides(height: int, width: int) -> None:
    box = fit((height, width), (288, 192))
    assert box.top >= 0 and box.top + box.height <= 288
    assert box.left >= 0 and box.left + box.width <= 192
    assert box.height == 288 or box.width == 192
    assert box.height >= 1 and box.width >= 1


@given(st.integers(40, 900), st.integers(40, 900))
def test_a_box_keeps_the_shape_of_its_photograph(height: int, width: int) -> None:
    box = fit((height, width), (288, 192))
    # half a canvas pixel of rounding on either side
    assert abs(box.height * width - box.width * height) <= max(height, width)


def test_what_surrounds_the_photograph_is_the_pad() -> None:
    canvas, box = enter(np.ones((100, 100, 3), np.float32), (288, 192))
    assert (box.top, box.left, box.height, box.width) == (48, 0, 192, 192)
    assert np.all(canvas[: box.top] == PAD) and np.all(canvas[box.top + box.height :] == PAD)
    assert np.allclose(canvas[box.top : box.top + box.height], 1)


@given(st.integers(20, 400), st.integers(20, 400), st.floats(0, 1))
def test_a_flat_photograph_comes_back_flat_in_its_own_size(height: int, width: int, value: float) -> None:
    canvas, box = enter(np.full((height, width), value, np.float32), (96, 64), pad=0.0)
    back = leave(canvas, box)
    assert back.shape == (height, width)
    assert np.allclose(back, value, atol=1e-5)


def test_a_resize_to_its_own_size_changes_nothing() -> None:
    plane = np.random.default_rng(0).random((17, 23)).astype(np.float32)
    assert np.array_equal(resize(plane, (17, 23)), plane)


def test_channels_are_resized_each_for_itself() -> None:
    image = np.random.default_rng(1).random((30, 20, 3)).astype(np.float32)
    whole = resize(image, (11, 13))
    assert np.array_equal(whole[..., 1], resize(image[..., 1], (11, 13)))
