"""Where a garment opens down the front."""

import numpy as np

from fashionforward.imaging.front import find_opening, leave_zip
from fashionforward.imaging.transfer import LUMINANCE, to_srgb
from fashionforward.runtime.cloth import place
from fashionforward.runtime.limbs import CUT_APART


def jacket(line: float, wander: float = 0.0, size: tuple[int, int] = (300, 240)) -> tuple[np.ndarray, np.ndarray]:
    """A matte and its log light: soft folds, and a dark line so deep about the middle that wanders by so many pixels."""
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32)
    alpha = ((x > 20) & (x < size[1] - 20) & (y > 15) & (y < size[0] - 15)).astype(np.float32)
    folds = 0.1 * np.sin(x / 19 + 0.3 * np.sin(y / 31)) + 0.02 * np.random.default_rng(0).standard_normal(size)
    middle = size[1] / 2 + 5 + 0.02 * y + wander * np.sin(y / 9)
    return alpha, (folds - line * np.exp(-((x - middle) ** 2) / 4)).astype(np.float32)


def photograph(light: np.ndarray) -> np.ndarray:
    """Gray cloth in that log light: (H, W, 3) sRGB."""
    return np.repeat(to_srgb(0.4 * np.exp(light))[..., None], 3, axis=2)


def test_a_straight_line_down_the_front_is_its_opening() -> None:
    alpha, light = jacket(0.8)
    line = find_opening(alpha, photograph(light))
    assert line is not None and line.shape == (300,)
    assert np.abs(line - (125 + 0.02 * np.arange(300)))[20:280].max() < 6


def test_a_line_of_another_hue_is_an_opening_too_where_its_light_is_that_of_the_cloth() -> None:
    alpha, light = jacket(0.0)
    cloth, tape = (np.array(colour, np.float32) for colour in ((0.1, 0.45, 0.45), (0.3756, 0.3756, 0.3756)))
    assert abs(float((cloth - tape) @ np.array(LUMINANCE, np.float32))) < 1e-3
    near = np.abs(np.mgrid[:300, :240][1] - 124) < 1.5
    rgb = to_srgb(np.where(near[..., None], tape, cloth) * np.exp(light)[..., None])
    line = find_opening(alpha, rgb)
    assert line is not None and np.abs(line - 124).max() < 6


def test_plain_cloth_a_faint_line_and_one_that_wanders_do_not_open() -> None:
    for alpha, light in (jacket(0.0), jacket(0.015), jacket(0.8, wander=12)):
        assert find_opening(alpha, photograph(light)) is None
    assert find_opening(np.zeros((300, 240), np.float32), np.zeros((300, 240, 3), np.float32)) is None


def test_the_print_does_not_go_on_across_the_opening() -> None:
    alpha, light = jacket(0.8)
    y, x = np.nonzero(alpha)
    flat = np.zeros_like(light)
    shut, opened = (place(alpha, flat, y, x, opening=line) for line in (None, find_opening(alpha, photograph(light))))
    moved = opened - shut
    assert np.allclose(moved[x < 110], 0) and np.allclose(moved[x > 145], CUT_APART, atol=1e-6)


def test_a_zip_of_another_colour_is_left_and_a_seam_is_not() -> None:
    alpha, light = jacket(0.8)
    line = find_opening(alpha, photograph(light))
    assert line is not None
    x = np.mgrid[:300, :240][1]
    shade = (0.06, 0.12, 0.18)
    for colour, left in (((0.1, 0.1, 0.1), True), ((0.25, 0.45, 0.65), False), (shade, False)):
        rgb = np.tile(np.float32([0.3, 0.5, 0.7]), (300, 240, 1))
        rgb[np.abs(x - line[:, None]) < 2.5] = colour
        kept = leave_zip(alpha, rgb, line)
        inside = kept[30:270, 120:145]
        assert (inside.min() == 0) == left
        assert (alpha - kept).sum() < 8 * 300
        assert (kept[:, :110] == alpha[:, :110]).all() and (kept[:, 150:] == alpha[:, 150:]).all()
