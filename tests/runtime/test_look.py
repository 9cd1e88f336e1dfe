"""The second look at a photograph, from nearer."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from fashionforward.imaging.letterbox import enter, fit
from fashionforward.runtime.look import NEARER, nearer, recall, spread, together, whole

CANVAS = (96, 64)
sides = st.integers(40, 400)


def matte_of(image: tuple[int, int], box: tuple[float, float, float, float]) -> np.ndarray:
    """A garment from left, top to right, bottom, as shares of the photograph."""
    left, top, right, bottom = box
    matte = np.zeros(image, np.float32)
    matte[int(top * image[0]) : int(bottom * image[0]) + 1, int(left * image[1]) : int(right * image[1]) + 1] = 1
    return matte


@example(40, 302, (0.5, 0.0, 0.5, 1.0))
@given(sides, sides, st.tuples(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.05, 1), st.floats(0.05, 1)))
def test_a_window_lies_in_the_photograph_holds_the_garment_and_shows_it_larger(
    height: int, width: int, place: tuple[float, float, float, float]
) -> None:
    left, top, wide, tall = place
    matte = matte_of((height, width), (left, top, min(1, left + wide), min(1, top + tall)))
    canvas, box = enter(matte, CANVAS, pad=0.0)
    window = nearer(canvas, box)
    if window is None:
        return
    rows, columns = window
    assert 0 <= rows.start < rows.stop <= height and 0 <= columns.start < columns.stop <= width
    shown = canvas[box.top : box.top + box.height, box.left : box.left + box.width] > 0.4
    y, x = np.nonzero(shown)
    down, across = box.height / height, box.width / width
    assert rows.start <= y.min() / down + 1 and y.max() / down <= rows.stop + 1
    assert columns.start <= x.min() / across + 1 and x.max() / across <= columns.stop + 1
    assert fit((rows.stop - rows.start, columns.stop - columns.start), CANVAS).scale >= NEARER * box.scale


def test_a_garment_that_fills_its_photograph_and_a_photograph_without_one_are_looked_at_once() -> None:
    for matte in (matte_of((300, 200), (0.05, 0.05, 0.95, 0.95)), np.zeros((300, 200), np.float32)):
        canvas, box = enter(matte, CANVAS, pad=0.0)
        assert nearer(canvas, box) is None


def test_a_garment_alone_must_come_out_larger_still_to_be_looked_at_twice() -> None:
    for top, wanted in ((0.18, False), (0.3, True)):
        canvas, box = enter(matte_of((300, 200), (0.2, top, 0.8, 1 - top)), CANVAS, pad=0.0)
        assert nearer(canvas, box, worn=True) is not None
        assert (nearer(canvas, box, worn=False) is not None) == wanted


def test_what_is_recalled_lies_where_the_second_look_shows_it() -> None:
    y, x = np.mgrid[:300, :200].astype(np.float32)
    ramps = np.stack([y / 300, x / 200], -1)
    first, box = enter(ramps, CANVAS, pad=0.0)
    window = (slice(60, 180), slice(50, 130))
    second, near = enter(ramps[window], CANVAS, pad=0.0)
    recalled = recall(first, box, window, near)
    assert np.abs(recalled - second).max() < 0.02
    assert np.allclose(together(second, second), second)


def test_a_plane_of_a_window_is_spread_to_its_place() -> None:
    plane = np.ones((3, 4), np.float32)
    out = spread(plane, (slice(2, 5), slice(1, 5)), (9, 7))
    assert out.shape == (9, 7) and out.sum() == 12 and out[2:5, 1:5].all()
    assert spread(out, whole((9, 7)), (9, 7)) is out
