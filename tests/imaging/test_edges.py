"""Edges found by colour."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from fashionforward.imaging.edges import sharpen_edges
from fashionforward.imaging.guided import undo_edges
from fashionforward.imaging.letterbox import resize
from fashionforward.imaging.transfer import to_linear


def disc(size: int = 160, radius: float = 50) -> np.ndarray:
    y, x = np.mgrid[:size, :size] - size / 2
    return np.clip(radius - np.hypot(x, y) + 0.5, 0, 1).astype(np.float32)


def paint(alpha: np.ndarray, cloth: tuple[float, ...], ground: tuple[float, ...]) -> np.ndarray:
    noise = np.random.default_rng(0).normal(0, 0.01, (*alpha.shape, 3))
    return (alpha[..., None] * cloth + (1 - alpha[..., None]) * np.array(ground) + noise).clip(0, 1).astype(np.float32)


@pytest.mark.parametrize(
    ("cloth", "ground"), [((0.1, 0.3, 0.6), (0.8, 0.6, 0.5)), ((0.05, 0.05, 0.06), (0.35, 0.22, 0.17))]
)
@pytest.mark.parametrize("slip", [-4, 4])
def test_a_soft_and_misplaced_edge_comes_to_lie_where_the_colours_change(
    cloth: tuple[float, ...], ground: tuple[float, ...], slip: int
) -> None:
    truth = disc()
    rough = ndimage.gaussian_filter(disc(radius=50 + slip), 3)
    rgb = paint(truth, cloth, ground)
    found = sharpen_edges(rough, rgb, resize(rgb, (64, 64)))
    assert np.abs(found - truth).mean() < 0.35 * np.abs(rough - truth).mean()


def test_light_and_shade_on_both_sides_do_not_hide_an_edge_of_hue() -> None:
    """Red cloth and skin, each in folds that change its light by more than the two differ."""
    truth, slip = disc(), disc(radius=46)
    rough = ndimage.gaussian_filter(slip, 3)
    light = np.exp(ndimage.gaussian_filter(np.random.default_rng(1).normal(0, 2, truth.shape), 4))
    rgb = np.clip(paint(truth, (0.42, 0.12, 0.14), (0.5, 0.34, 0.25)) * light[..., None], 0, 1).astype(np.float32)
    found = sharpen_edges(rough, rgb, resize(rgb, (64, 64)))
    assert np.abs(found - truth).mean() < 0.5 * np.abs(rough - truth).mean()


def test_where_cloth_and_ground_are_alike_the_matte_given_stays() -> None:
    rough = ndimage.gaussian_filter(disc(), 3)
    rgb = paint(disc(), (0.9, 0.9, 0.9), (0.91, 0.9, 0.9))
    found = sharpen_edges(rough, rgb, resize(rgb, (64, 64)))
    assert np.abs(found - rough).max() < 0.15


@pytest.mark.parametrize("fill", [0.0, 1.0])
def test_an_empty_and_a_full_matte_stay(fill: float) -> None:
    alpha = np.full((40, 30), fill, np.float32)
    assert np.array_equal(
        sharpen_edges(alpha, np.zeros((40, 30, 3), np.float32), np.zeros((20, 15, 3), np.float32)), alpha
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 6))
def test_the_old_cloth_is_never_more_than_the_photograph_holds(seed: int, radius: int) -> None:
    rng = np.random.default_rng(seed)
    rgb = rng.random((24, 24, 3)).astype(np.float32)
    alpha = ndimage.gaussian_filter(disc(24, 7), 2)
    old = undo_edges(rgb, alpha, radius)
    assert (to_linear(rgb) - alpha[..., None] * to_linear(old)).min() > -1e-5
