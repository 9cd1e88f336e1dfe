"""Soft maps made sure of themselves."""

import numpy as np

from fashionforward.imaging.colour_model import bins_of
from fashionforward.runtime.settling import settle

TEAL, SKIN = (0.1, 0.6, 0.6), (0.7, 0.45, 0.35)
INSIDE = np.ones((90, 60), bool)
PERSON = np.zeros((90, 60), np.float32)
PERSON[55:] = 0.95


def scene() -> tuple[np.ndarray, np.ndarray]:
    """A teal garment above skin; the parser doubts their border and sees a patch of cloth on the skin."""
    canvas = np.empty((90, 60, 3), np.float32)
    canvas[:50], canvas[50:] = TEAL, SKIN
    canvas += np.random.default_rng(0).normal(0, 0.02, canvas.shape).astype(np.float32)
    matte = np.zeros((90, 60), np.float32)
    matte[:48] = 0.99
    matte[48:54] = 0.75
    matte[70:75, 20:26] = 0.99
    return matte, canvas


def test_on_a_person_skin_is_left_alone_and_specks_go() -> None:
    matte, canvas = scene()
    settled = settle(matte, bins_of(canvas), INSIDE, PERSON)
    assert settled[:48].min() > 0.95
    assert settled[51:].max() < 0.05


def test_a_hole_of_the_cloths_own_colour_is_closed() -> None:
    matte, canvas = scene()
    matte[20:26, 20:26] = 0.4
    assert settle(matte, bins_of(canvas), INSIDE, PERSON)[20:26, 20:26].min() > 0.9
