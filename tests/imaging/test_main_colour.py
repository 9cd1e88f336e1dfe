"""Doubts about main colour, settled by dye."""

import numpy as np

from fashionforward.imaging.main_colour import settle_main

NAVY, WHITE = (0.10, 0.14, 0.35), (0.92, 0.91, 0.88)


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
    settled = settle_main(share, matte, canvas, np.zeros((60, 40), np.float32))
    assert settled[45, 8] > 0.9
    assert settled[45, 18] < 0.1


def test_a_sure_parser_is_not_overruled() -> None:
    share, matte, canvas = garment(0.001)
    settled = settle_main(share, matte, canvas, np.zeros((60, 40), np.float32))
    assert settled[45, 8] < 0.1


def test_a_garment_too_small_to_tell_keeps_what_the_parser_said() -> None:
    share, matte, canvas = garment(0.5)
    matte[:] = 0
    matte[10:14, 10:14] = 1
    assert np.array_equal(settle_main(share, matte, canvas, np.zeros((60, 40), np.float32)), share)
