"""Doubts about main colour, settled by dye."""

import numpy as np
import pytest

from fashionforward.imaging.main_colour import colour_evidence, settle_main

NAVY, WHITE = (0.10, 0.14, 0.35), (0.92, 0.91, 0.88)


def settled_of(share: np.ndarray, matte: np.ndarray, canvas: np.ndarray) -> np.ndarray:
    return settle_main(share, matte, colour_evidence(share, matte, canvas, np.zeros(share.shape, np.float32)))


def garment(doubt: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """share, matte, canvas: navy with a white stripe; the parser is sure of the upper half and in doubt below."""
    canvas = np.ones((60, 40, 3), np.float32) * NAVY
    canvas[:, 15:22] = WHITE
    matte = np.zeros((60, 40), np.float32)
    matte[4:56, 4:36] = 1
    share = np.where(np.arange(60)[:, None] < 30, canvas[..., 0] < 0.5, doubt).astype(np.float32)
    return share, matte, canvas


def test_the_dye_decides_where_the_parser_is_in_doubt() -> None:
    share, matte, canvas = garment(0.45)
    settled = settled_of(share, matte, canvas)
    assert settled[45, 8] > 0.9
    assert settled[45, 18] < 0.1


def two_tone(main: tuple[float, ...], other: tuple[float, ...], said: float) -> float:
    """What is made of a panel in another colour, of which the parser says that it is main colour by `said`."""
    canvas = np.ones((60, 40, 3), np.float32) * np.array(main, np.float32)
    canvas[:, :12] = other
    matte = np.zeros((60, 40), np.float32)
    matte[4:56, 4:36] = 1
    share = np.where(np.arange(40)[None] < 12, said, 0.99).astype(np.float32) * np.ones((60, 1), np.float32)
    settled = settled_of(share, matte, canvas)
    assert settled[30, 25] > 0.95
    return float(settled[30, 7])


@pytest.mark.parametrize(
    ("main", "other"),
    [
        ((0.15, 0.45, 0.75), (0.62, 0.62, 0.62)),  # a blue windbreaker with a gray yoke
        ((0.68, 0.66, 0.68), (0.30, 0.29, 0.30)),  # gray, sleeves of another gray
    ],
)
def test_cloth_of_another_colour_is_left_though_the_parser_takes_it_for_main(
    main: tuple[float, ...], other: tuple[float, ...]
) -> None:
    assert two_tone(main, other, 0.8) < 0.1


def test_a_parser_that_is_certain_of_a_whole_dye_is_believed() -> None:
    assert two_tone((0.68, 0.66, 0.68), (0.38, 0.36, 0.38), 0.99) > 0.95


def test_not_even_a_certain_parser_makes_gray_cloth_blue() -> None:
    assert two_tone((0.15, 0.45, 0.75), (0.62, 0.62, 0.62), 0.99) < 0.15


def test_a_print_without_a_ground_is_left_to_the_parser() -> None:
    dyes = np.array([(0.7, 0.1, 0.1), (0.1, 0.5, 0.2), (0.1, 0.2, 0.6), (0.9, 0.8, 0.2)], np.float32)
    canvas = dyes[(np.arange(60)[:, None] // 6 + np.arange(40)[None] // 6) % 4]
    matte = np.zeros((60, 40), np.float32)
    matte[4:56, 4:36] = 1
    share = np.full((60, 40), 0.9, np.float32)
    assert settled_of(share, matte, canvas)[matte > 0].min() > 0.95


def test_the_shade_of_the_main_colour_is_the_main_colour() -> None:
    assert two_tone((0.90, 0.60, 0.20), (0.62, 0.38, 0.11), 0.5) > 0.95


def test_what_is_nearly_black_says_nothing() -> None:
    assert two_tone((0.90, 0.60, 0.20), (0.02, 0.02, 0.02), 0.8) > 0.8


def test_a_garment_too_small_to_tell_keeps_what_the_parser_said() -> None:
    share, matte, canvas = garment(0.5)
    matte[:] = 0
    matte[40:44, 17:25] = 1
    settled = settled_of(share, matte, canvas)
    assert np.allclose(settled[40:44, 17:25], 0.5)
    assert np.array_equal(settled[matte == 0], share[matte == 0])
