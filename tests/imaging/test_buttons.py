"""Buttons under a print."""

import numpy as np
import pytest

from fashionforward.imaging.buttons import Spot, find_row
from fashionforward.imaging.fastenings import leave_fastenings

CLOTH = np.array([0.2, 0.3, 0.5], np.float32)


def shirt(buttons: list[tuple[int, int]], radius: float = 4.0, scale: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """A matte and its photograph: blue cloth with white discs at (x, y), for a garment of 300 x 400 pixels."""
    y, x = np.mgrid[: 440 * scale, : 340 * scale].astype(np.float32) / scale
    alpha = ((x >= 20) & (x < 320) & (y >= 20) & (y < 420)).astype(np.float32)
    folds = 0.03 * np.sin(x / 17) * np.cos(y / 23)
    rgb = np.where(alpha[..., None] > 0, CLOTH + folds[..., None], np.float32(0.8))
    for left, top in buttons:
        rgb[np.hypot(x - left, y - top) < radius] = (0.9, 0.9, 0.85)
    return alpha, rgb.astype(np.float32)


ROW = [(170 + i, 80 + 55 * i) for i in range(6)]


@pytest.mark.parametrize("scale", [1, 3])
def test_a_row_of_buttons_is_left_and_the_cloth_around_is_not(scale: int) -> None:
    alpha, rgb = shirt(ROW, scale=scale)
    kept = leave_fastenings(alpha, rgb)
    for x, y in ROW:
        assert kept[y * scale, x * scale] < 0.1
        assert kept[y * scale, (x + 12) * scale] > 0.99
    taken = (alpha - kept).sum() / scale**2
    assert 0.6 < taken / (6 * np.pi * 4.0**2) < 2
    assert (kept <= alpha).all()


def test_dots_all_over_a_few_spots_and_a_ragged_line_are_no_buttons() -> None:
    dots = [(x, y) for x in range(50, 310, 40) for y in range(60, 400, 40)]
    for spots in (dots, ROW[:2], [(170, 80), (170, 96), (170, 300), (170, 320)], []):
        alpha, rgb = shirt(spots)
        assert leave_fastenings(alpha, rgb) is alpha


def test_a_row_leans_with_its_shirt_and_leaves_what_is_of_another_colour() -> None:
    white, red = np.array([0.4, 0, 0], np.float32), np.array([0.1, 0.3, -0.1], np.float32)
    row = [Spot(100 + 10 * i, 50 + 40 * i, 8, white) for i in range(5)]
    label = Spot(140.0, 230.0, 8, red)
    assert find_row([*row, label], 300) == row
    assert find_row([spot._replace(x=float(50 * i)) for i, spot in enumerate(row)], 300) == []


def test_a_button_that_touches_a_seam_of_the_cloths_own_hue_is_one_still() -> None:
    alpha, rgb = shirt([])
    seam = slice(60, 380), slice(170, 173)
    rgb[seam] *= 0.55
    for x, y in (row := [(171, 120 + 60 * i) for i in range(3)]):
        rgb[y - 8 : y + 9, x - 8 : x + 9] = (0.25, 0.24, 0.22)
    kept = leave_fastenings(alpha, rgb)
    for x, y in row:
        assert kept[y, x] < 0.1 and kept[y + 25, x] > 0.9, "the seam is printed over"
