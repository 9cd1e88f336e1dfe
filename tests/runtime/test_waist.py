"""A waist told by colour, where the parser's votes see one garment."""

import numpy as np
import pytest

from fashionforward.runtime.waist import BOTTOM, part_at_waist, waist_by_colour

BLUE, RED, KHAKI = (0.1, 0.25, 0.6), (0.6, 0.1, 0.1), (0.72, 0.66, 0.52)


def worn(foot: int = 96, lower: tuple[float, ...] = KHAKI) -> tuple[np.ndarray, np.ndarray]:
    """Cloth (96, 64) and canvas: a blue body with red sleeves to row 72, and something below it, down to row `foot`."""
    rng = np.random.default_rng(0)
    canvas = np.ones((96, 64, 3), np.float32)
    canvas[20:72, 20:44] = BLUE
    canvas[20:76, 10:20], canvas[20:72, 44:54] = RED, RED
    canvas[72:foot, 22:42] = lower
    cloth = canvas.min(-1) < 1
    light = np.exp(rng.normal(0, 0.15, (96, 64, 1)))
    return cloth, np.where(cloth[..., None], canvas * light, 1).clip(0, 1).astype(np.float32)


def votes(cloth: np.ndarray) -> np.ndarray:
    found = np.zeros((4, *cloth.shape), np.float32)
    found[0] = cloth
    return found


def test_trousers_taken_for_a_part_of_the_top_are_told_by_their_colour() -> None:
    cloth, canvas = worn()
    inside = np.ones(cloth.shape, bool)
    assert waist_by_colour(cloth, canvas, inside) == pytest.approx(72, abs=4)
    parted = part_at_waist(votes(cloth), cloth.astype(np.float32), canvas, inside)
    assert parted[0, 40, 30] == 1 and parted[0, 85, 30] == 0 and parted[BOTTOM, 85, 30] == 1


def test_one_cloth_has_no_waist() -> None:
    cloth, canvas = worn(lower=BLUE)
    assert waist_by_colour(cloth, canvas, np.ones(cloth.shape, bool)) is None


def test_a_band_that_ends_inside_the_photograph_is_the_garments_own() -> None:
    cloth, canvas = worn(foot=88)
    inside = np.ones(cloth.shape, bool)
    assert waist_by_colour(cloth, canvas, inside) is None
    inside[89:] = False
    assert waist_by_colour(cloth, canvas, inside) is not None
