"""The one preprocessing: places, sizes, and there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.imaging.letterbox import PAD, enter, fit, leave, resize, shrink

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


@pytest.mark.parametrize("shape", [(120, 90), (120, 90, 2), (120, 90, 7)])
@pytest.mark.parametrize("size", [(40, 30), (24, 18), (50, 33)])
def test_shrunk_pixels_are_means_of_what_they_take_the_place_of(shape: tuple[int, ...], size: tuple[int, int]) -> None:
    plane = np.random.default_rng(0).random(shape).astype(np.float32)
    small = shrink(plane, size)
    assert small.shape == (*size, *shape[2:])
    assert np.allclose(small.mean((0, 1)), plane.mean((0, 1)), atol=2e-3)
    if shape[0] % size[0] == 0:
        step = shape[0] // size[0]
        squares = plane.reshape(size[0], step, size[1], step, *shape[2:])
        assert np.allclose(small, squares.mean((1, 3)), atol=1e-5)


@pytest.mark.parametrize("shape", [(1200, 900), (1201, 904, 3)])
def test_what_is_shrunk_by_far_lies_where_it_lay(shape: tuple[int, ...]) -> None:
    """Not every pixel is looked at, but a slope stays the same slope."""
    down, across = ((np.arange(side) + 0.5) / side for side in shape[:2])
    plane = (down[:, None] + 2 * across).reshape(*shape[:2], *(1 for _ in shape[2:]))
    small = shrink(np.broadcast_to(plane, shape).astype(np.float32), (120, 90))
    down, across = ((np.arange(side) + 0.5) / side for side in (120, 90))
    expected = (down[:, None] + 2 * across).reshape(120, 90, *(1 for _ in shape[2:]))
    assert np.abs(small - expected).max() < 0.5 / 90


def test_what_shrink_cannot_make_smaller_is_resized() -> None:
    plane = np.random.default_rng(0).random((20, 30)).astype(np.float32)
    assert np.array_equal(shrink(plane, (40, 60)), resize(plane, (40, 60)))
    assert np.array_equal(shrink(plane, (20, 30)), plane)


@pytest.mark.parametrize("size", [(9, 7), (60, 40), (300, 200)])
def test_many_channels_are_each_resized_as_one_alone(size: tuple[int, int]) -> None:
    planes = np.random.default_rng(0).random((120, 90, 6)).astype(np.float32)
    alone = np.stack([resize(planes[..., channel], size) for channel in range(6)], -1)
    assert np.allclose(resize(planes, size), alone, atol=1e-5)
