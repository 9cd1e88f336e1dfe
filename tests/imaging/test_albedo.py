"""Dyes told from light."""

import numpy as np
import pytest

from fashionforward.imaging.albedo import NEUTRAL, Dyes, describe, find_dyes, is_washed, level
from fashionforward.imaging.levels import log_luminance

NAVY, WHITE, RED = (0.10, 0.14, 0.35), (0.92, 0.91, 0.88), (0.75, 0.10, 0.12)


def pixels(
    *dyes: tuple[float, float, float], spread: float = 0.15, count: int = 600, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """(N, 3) sRGB of so many pixels a dye in more or less light, and their log shading."""
    rng = np.random.default_rng(seed)
    shade = rng.normal(0, spread, count * len(dyes)).astype(np.float32)
    linear = np.repeat(np.array(dyes, np.float32) ** 2.2, count, 0) * np.exp(shade)[:, None]
    return np.clip(linear, 0, 1) ** (1 / 2.2), shade


@pytest.mark.parametrize("dyes", [(NAVY,), (NAVY, WHITE), (NAVY, WHITE, RED), ((0.1, 0.1, 0.1), WHITE)])
def test_as_many_dyes_are_found_as_were_used(dyes: tuple[tuple[float, float, float], ...]) -> None:
    rgb, shade = pixels(*dyes)
    found = find_dyes(describe(rgb, log_luminance(rgb), shade))
    assert len(found.heights) == len(dyes)
    assert (found.trust > 0.9).all()


@pytest.mark.parametrize("seed", range(8))
def test_folds_that_the_shading_does_not_know_are_no_second_dye(seed: int) -> None:
    rgb, shade = pixels(RED, spread=0.5, count=3000, seed=seed)
    assert len(find_dyes(describe(rgb, log_luminance(rgb), shade * 0)).heights) == 1


@pytest.mark.parametrize(("share", "trusted"), [(0.95, True), (0.7, False)])
def test_folds_are_believed_of_the_cloth_and_not_of_one_tone_of_a_print(share: float, trusted: bool) -> None:
    """Gray in deep folds, and a little nearly black on it: the deep folds of gray are as dark."""
    rng = np.random.default_rng(0)
    gray, dark = round(2000 * share), 2000 - round(2000 * share)
    log = np.concatenate([rng.uniform(-1.0, 1.0, gray), rng.normal(-4.5, 0.1, dark)]).astype(np.float32)
    hue = np.full((2000, 2), 1 / 3 / 0.06) + rng.normal(0, 0.1, (2000, 2))
    found = find_dyes(np.column_stack([hue, log / 0.35]).astype(np.float32))
    assert (found.trust[found.centres[:, 2].argmax()] > 0.9) == trusted


def test_heights_come_from_neighbours_and_stay_where_there_are_none() -> None:
    dyes = Dyes(np.zeros((3, 3), np.float32), np.array([0, -0.4, 5], np.float32), np.ones(3, np.float32))
    one, other = np.zeros(400, np.intp), np.ones(400, np.intp)
    found = level(dyes, one, other, np.full(400, 1.3, np.float32)).heights
    assert found[0] - found[1] == pytest.approx(1.3, abs=0.1)
    assert found[2] == pytest.approx(5)


@pytest.mark.parametrize(
    ("hues", "trust", "washed"),
    [
        (((-3.1, 3.7), (-1.6, 1.8)), (0.0, 1.0), True),  # jeans, bleached at the knees
        (((-3.1, 3.7), (-1.6, 1.8)), (0.9, 1.0), False),  # two even blues
        (((-3.1, 3.7), (2.0, -0.4)), (0.0, 0.0), False),  # blue and red
        (((-3.1, 3.7), (-0.2, 0.3)), (0.0, 0.0), False),  # blue on white
    ],
)
def test_jeans_are_washed_and_prints_are_not(
    hues: tuple[tuple[float, float], ...], trust: tuple[float, ...], washed: bool
) -> None:
    centres = np.array([(*(NEUTRAL + np.array(hue)), height) for hue, height in zip(hues, (-5.6, -3.4), strict=True)])
    dyes = Dyes(centres.astype(np.float32), centres[:, 2].astype(np.float32), np.array(trust, np.float32))
    pixels_of_each = np.repeat(centres, [600, 400], axis=0) + np.random.default_rng(0).normal(0, 0.2, (1000, 3))
    assert is_washed(dyes, pixels_of_each.astype(np.float32)) == washed
