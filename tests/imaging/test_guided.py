"""Mattes brought from the canvas to the photograph, and the cloth's own colour at soft edges."""

import numpy as np

from fashionforward.imaging.guided import refine_matte, undo_edges
from fashionforward.imaging.letterbox import enter
from fashionforward.imaging.transfer import to_linear, to_srgb


def scene(size: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """A red disc with a soft rim on blue: (H, W, 3) sRGB and its true alpha."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    distance = np.hypot(y - size / 2, x - size / 2)
    alpha = np.clip((size * 0.3 - distance) / 3 + 0.5, 0, 1).astype(np.float32)
    red, blue = np.array([0.8, 0.2, 0.2], np.float32), np.array([0.2, 0.3, 0.8], np.float32)
    noise = np.random.default_rng(0).normal(0, 0.01, (size, size, 1)).astype(np.float32)
    return alpha[..., None] * red + (1 - alpha[..., None]) * blue + noise, alpha


def test_a_rough_matte_follows_the_photographs_edge() -> None:
    rgb, alpha = scene()
    rough, box = enter(alpha, (96, 64), pad=0.0)
    refined = refine_matte(rough, rgb, box)
    before = np.abs(refine_matte(rough, np.full_like(rgb, 0.5), box) - alpha).mean()
    assert np.abs(refined - alpha).mean() < 0.5 * before
    assert np.abs(refined - alpha).mean() < 0.01


def test_its_ends_are_reached_exactly() -> None:
    rgb, alpha = scene()
    rough, box = enter(alpha, (96, 64), pad=0.0)
    refined = refine_matte(rough, rgb, box)
    y, x = np.mgrid[0:400, 0:400]
    distance = np.hypot(y - 200, x - 200)
    assert np.all(refined[distance > 160] == 0) and np.all(refined[distance < 80] == 1)
    assert refined.dtype == np.float32 and refined.min() >= 0 and refined.max() <= 1


def test_soft_edges_take_the_colour_of_the_cloth_inside() -> None:
    rgb, alpha = scene()
    rgb = to_srgb(rgb)  # mixed in linear light, as a camera does
    extended = undo_edges(rgb, alpha, 4)
    rim = (alpha > 0.05) & (alpha < 0.95)
    assert np.abs(to_linear(extended[rim]) - np.array([0.8, 0.2, 0.2])).max() < 0.05
    assert np.array_equal(extended[alpha == 1], rgb[alpha == 1])
    assert np.array_equal(extended[alpha == 0], rgb[alpha == 0])
