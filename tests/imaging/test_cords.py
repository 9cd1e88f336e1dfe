"""Drawstrings and half zips under a print."""

import numpy as np
import pytest

from fashionforward.imaging.fastenings import leave_fastenings
from fashionforward.imaging.shade import in_shade
from fashionforward.imaging.transfer import luma_and_differences

CLOTH, OTHER = np.array([0.15, 0.2, 0.65], np.float32), np.array([0.6, 0.6, 0.62], np.float32)


def hoodie(scale: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A matte and its photograph, rows and columns: blue cloth with soft folds, 300 x 400 pixels of it."""
    y, x = np.mgrid[: 440 * scale, : 340 * scale].astype(np.float32) / scale
    alpha = ((x >= 20) & (x < 320) & (y >= 20) & (y < 420)).astype(np.float32)
    light = 1 + 0.25 * np.sin(x / 17) * np.cos(y / 23)
    rgb = np.where(alpha[..., None] > 0, CLOTH * light[..., None], np.float32(0.95))
    return alpha, rgb.astype(np.float32), y, x


@pytest.mark.parametrize("scale", [1, 3])
def test_two_drawstrings_and_a_half_zip_are_left(scale: int) -> None:
    alpha, rgb, y, x = hoodie(scale)
    cords = [((abs(x - middle) < 2.5) & (y > 40) & (y < 130)) for middle in (140.0, 200.0)]
    cords.append((abs(x - 170 - 0.1 * (y - 20)) < 4) & (y >= 20) & (y < 120))
    together = np.logical_or.reduce(cords)
    rgb[together] = OTHER
    kept = leave_fastenings(alpha, rgb)
    assert kept[together].mean() < 0.1
    taken = float((alpha - kept).sum() / together.sum())
    assert 0.9 < taken < 1.8
    assert (kept[(abs(x - 170) > 60) | (y > 150)] == alpha[(abs(x - 170) > 60) | (y > 150)]).all()


def test_folds_stripes_shade_beside_an_arm_and_what_lies_at_the_hem_are_no_cords() -> None:
    alpha, rgb, y, x = hoodie()
    fold, stripes, aside, low = (rgb.copy() for _ in range(4))
    fold[(abs(x - 170) < 3) & (y > 40) & (y < 140)] = CLOTH * 0.55
    stripes[(x % 20 < 5) & (alpha > 0)] = OTHER
    gray = np.full_like(rgb, 0.7)
    gray[(abs(x - 245) < 3) & (y > 60) & (y < 160)] = 0.5
    aside = np.where(alpha[..., None] > 0, gray, rgb)
    low[(abs(x - 170) < 3) & (y > 300) & (y < 400)] = OTHER
    for photograph in (rgb, fold, stripes, aside, low):
        assert leave_fastenings(alpha, photograph) is alpha


def test_black_on_bright_cloth_is_no_shade_of_it() -> None:
    cloth = luma_and_differences(np.array([[[0.95, 0.6, 0.2]]], np.float32))
    for factor, shade in ((0.8, True), (0.5, True), (0.08, False)):
        assert in_shade(luma_and_differences(np.array([[[0.95, 0.6, 0.2]]], np.float32) * factor), cloth)[0, 0] == shade
    assert not in_shade(luma_and_differences(np.array([[[0.3, 0.6, 0.9]]], np.float32)), cloth)[0, 0]
