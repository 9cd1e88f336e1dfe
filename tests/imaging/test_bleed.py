"""Hue that reaches further than its cloth."""

import numpy as np

from fashionforward.imaging.bleed import find_bleed
from fashionforward.imaging.blending import blend, find_rim
from fashionforward.imaging.transfer import LUMA
from fashionforward.imaging.window import gaussian

CLOTH, GROUND = np.array([0.9, 0.75, 0.2], np.float32), np.array([0.8, 0.78, 0.76], np.float32)


def tee(bleeding: float) -> tuple[np.ndarray, np.ndarray]:
    """Yellow left of a sharp edge, its colour differences blurred across it as JPEG's are, its luma not; and the matte."""
    alpha = np.zeros((60, 80), np.float32)
    alpha[:, :40] = 1
    rgb = alpha[..., None] * CLOTH + (1 - alpha[..., None]) * GROUND
    if bleeding:
        luma = (rgb @ np.array(LUMA, np.float32))[..., None]
        rgb = luma + gaussian(rgb - luma, bleeding)
    return rgb.astype(np.float32), alpha


def test_hue_beyond_the_edge_is_found_and_nothing_else() -> None:
    rgb, alpha = tee(1.5)
    found = find_bleed(rgb, alpha, 600)
    assert (found[:, 40] > 0.2).all() and (found[:, 41] > 0.05).all()
    assert not found[:, 46:].any() and not found[:, :38].any()
    assert (np.diff(found[30, 40:46]) <= 0).all()


def test_a_clean_edge_a_gray_cloth_and_no_ground_hold_no_bleeding() -> None:
    rgb, alpha = tee(0)
    assert not find_bleed(rgb, alpha, 600).any()
    gray = np.repeat(rgb.mean(-1, keepdims=True), 3, -1)
    assert not find_bleed(gray, alpha, 600).any()
    assert not find_bleed(rgb, np.ones_like(alpha), 600).any()


def test_another_hue_beside_the_cloth_is_no_bleeding() -> None:
    rgb, alpha = tee(0)
    rgb[:, 40:43] = (0.3, 0.5, 0.9)
    assert not find_bleed(rgb, alpha, 600)[:, 40:43].any()


def test_what_bled_takes_the_new_hue_and_keeps_its_light() -> None:
    rgb, alpha = tee(1.5)
    bleed = find_bleed(rgb, alpha, 600)
    at = np.flatnonzero((bleed > 0) & (alpha == 0))
    photo = rgb.reshape(-1, 3)[at]
    old, new = (np.tile(colour, (len(at), 1)).astype(np.float32) for colour in (CLOTH, np.array([0.2, 0.3, 0.8])))
    some = np.arange(len(at))
    made = blend(new, find_rim(photo, old, some, np.zeros(len(at), np.float32), bleed.reshape(-1)[at]))
    luma = np.array(LUMA, np.float32)
    assert np.allclose(made @ luma, photo @ luma, atol=2e-3)
    assert (made[:, 2] > photo[:, 2]).all(), "blue where yellow was"
    clean = np.abs(made - GROUND).max(1) < np.abs(photo - GROUND).max(1) + 0.2
    assert clean.all()
