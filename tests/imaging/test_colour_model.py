"""Doubts about a matte, settled by colour."""

import numpy as np

from fashionforward.imaging.colour_model import bins_of, settle_by_colour, tell_parts

TEAL, SKIN = (0.1, 0.6, 0.6), (0.7, 0.45, 0.35)
INSIDE = np.ones((60, 40), bool)
NOBODY = np.zeros((60, 40), np.float32)


def scene() -> tuple[np.ndarray, np.ndarray]:
    """Teal above skin, with noise; and a matte that is sure of neither along the border between them."""
    canvas = np.empty((60, 40, 3), np.float32)
    canvas[:30], canvas[30:] = TEAL, SKIN
    canvas += np.random.default_rng(0).normal(0, 0.02, canvas.shape).astype(np.float32)
    matte = np.full((60, 40), 0.99, np.float32)
    matte[30:] = 0.01
    matte[25:35] = 0.5
    return matte, canvas


def test_cloth_is_taken_and_skin_is_left() -> None:
    matte, canvas = scene()
    settled = settle_by_colour(matte, bins_of(canvas), INSIDE, NOBODY)
    assert settled[25:30].min() > 0.85 and settled[30:35].max() < 0.15


def test_what_was_sure_stays_so_whatever_its_colour() -> None:
    matte, canvas = scene()
    canvas[5:8, 5:8] = SKIN
    matte[5:8, 5:8] = 0.995
    assert settle_by_colour(matte, bins_of(canvas), INSIDE, NOBODY)[6, 6] > 0.6


def test_no_matte_is_made_where_there_was_none() -> None:
    matte, canvas = scene()
    matte[50:] = 0
    canvas[50:] = TEAL
    assert np.all(settle_by_colour(matte, bins_of(canvas), INSIDE, NOBODY)[50:] == 0)


def test_without_sure_pixels_nothing_is_said() -> None:
    matte, canvas = scene()
    assert np.array_equal(
        settle_by_colour(np.full_like(matte, 0.5), bins_of(canvas), INSIDE, NOBODY), np.full_like(matte, 0.5)
    )


def test_a_hand_in_front_of_cloth_of_nearly_its_colour_is_left() -> None:
    """The folds of the cloth are of skin's colour, too: in a photograph that is nearly all ground, skin is as rare as they are."""
    canvas = np.ones((60, 40, 3), np.float32)
    canvas[30:50, 5:35] = (0.9, 0.45, 0.45)
    canvas[32:34, 8:32] = canvas[5:13, 15:23] = canvas[38:44, 15:21] = SKIN
    matte, person = np.zeros((60, 40), np.float32), np.zeros((60, 40), np.float32)
    matte[30:50, 5:35] = 0.99
    matte[38:44, 15:21] = 0.7
    person[5:13, 15:23] = 0.99
    unknown, known = (settle_by_colour(matte, bins_of(canvas), INSIDE, seen) for seen in (NOBODY, person))
    assert known[38:44, 15:21].max() < 0.4 and unknown[38:44, 15:21].min() > 0.6
    assert known[matte > 0.9].min() > 0.9


def test_parts_are_told_by_their_colours_where_the_parser_doubts() -> None:
    """A red top over blue trousers: where the parser takes some of the trousers for the top, their colour says what they are."""
    canvas = np.full((60, 40, 3), 0.9, np.float32)
    canvas[5:30, 10:30], canvas[30:55, 10:30] = (0.8, 0.1, 0.1), (0.1, 0.2, 0.7)
    canvas += np.random.default_rng(0).normal(0, 0.02, canvas.shape).astype(np.float32)
    parts = np.zeros((4, 60, 40), np.float32)
    parts[0], parts[0, 5:55, 10:30] = 1, 0
    parts[1, 5:30, 10:30], parts[2, 30:55, 10:30] = 0.9, 0.9
    parts[1, 30:40, 10:30], parts[2, 30:40, 10:30] = 0.7, 0.25
    told = tell_parts(parts, bins_of(canvas), INSIDE)
    assert (parts.argmax(0)[30:40, 10:30] == 1).all() and (told.argmax(0)[31:54, 11:29] == 2).all()
    assert (told.argmax(0)[6:29, 11:29] == 1).all() and (told.argmax(0)[:5] == 0).all()
    assert np.allclose(told[:, INSIDE].sum(0), 1, atol=1e-5)


def test_where_only_one_part_is_sure_the_parser_is_believed() -> None:
    matte, canvas = scene()
    parts = np.stack([1 - matte, matte * 0.5, matte * 0.5])
    assert tell_parts(parts, bins_of(canvas), INSIDE) is parts
