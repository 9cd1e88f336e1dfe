"""The parts that families are made of: canvas, layout, noise, outlines, palettes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.layout import lattice, spaced, torus_distance
from fashionforward.prints.noise import noise, threshold
from fashionforward.prints.outlines import circle, curve, inset, ribbon
from fashionforward.prints.palettes import colors, from_oklab, in_use, padded, to_oklab

tile = st.floats(-600, 600)


@settings(max_examples=25, deadline=None)
@given(x=tile, y=tile)
def test_a_motif_covers_the_same_area_wherever_it_lies(x: float, y: float) -> None:
    canvas = Canvas(32)
    canvas.disc((x, y), 60, 1)
    assert canvas.weights()[1].mean() == pytest.approx(np.pi * 60**2 / 256**2, rel=0.06)


def test_a_motif_that_leaves_on_one_side_returns_on_the_other() -> None:
    canvas = Canvas(64)
    canvas.disc((0, 128), 30, 1)
    drawn = canvas.weights()[1]
    assert drawn[32, 0] == drawn[32, -1] == 1
    assert drawn[32, 32] == 0


def test_edges_are_soft_by_the_share_that_is_covered() -> None:
    canvas = Canvas(64)
    canvas.polygon(np.array([[0, 0], [66, 0], [66, 256], [0, 256]]), 1)  # 16.5 cells of four
    assert canvas.weights()[1, 10, 16] == pytest.approx(0.5, abs=0.26)
    assert canvas.weights()[1, 10, 12] == 1


def test_canvas_refuses_a_field_too_small_to_draw_on() -> None:
    with pytest.raises(ValueError, match="16"):
        Canvas(8)


@settings(max_examples=50, deadline=None)
@given(a=st.tuples(tile, tile), b=st.tuples(tile, tile))
def test_torus_distance_is_symmetric_and_bounded(a: tuple[float, float], b: tuple[float, float]) -> None:
    one, two = np.array([a]), np.array([b])
    there, back = torus_distance(one, two)[0, 0], torus_distance(two, one)[0, 0]
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 128 * np.sqrt(2) + 1e-6


def test_spaced_points_keep_their_distance() -> None:
    points = spaced(np.random.default_rng(0), 40)
    far = torus_distance(points, points) + 1e9 * np.eye(len(points))
    assert len(points) > 10
    assert far.min() >= 40


@pytest.mark.parametrize(("columns", "rows"), [(4, 3), (6, 2), (3, 3)])
def test_lattice_closes_on_the_torus(columns: int, rows: int) -> None:
    points = lattice(columns, rows)
    moved = points + np.array([256 / columns * (2 if columns % 2 == 0 else 1), 256 / rows])
    assert torus_distance(moved, points).min(axis=1).max() < 1e-6


def test_noise_is_the_same_at_every_resolution() -> None:
    large, small = (noise(np.random.default_rng(1), pixels, 20, octaves=2) for pixels in (512, 256))
    np.testing.assert_allclose(large[::2, ::2], small, atol=0.02)


def test_threshold_covers_the_share_asked_for() -> None:
    field = noise(np.random.default_rng(2), 256, 12)
    assert threshold(field, 0.3).mean() == pytest.approx(0.3, abs=0.02)


def test_ribbon_is_as_wide_as_asked() -> None:
    outline = ribbon(curve(50, points=10), 3.0)
    assert np.ptp(outline[:, 1]) == pytest.approx(6)
    assert np.ptp(outline[:, 0]) == pytest.approx(50)


@pytest.mark.parametrize("turn", [1, -1])
def test_inset_goes_inwards_whichever_way_the_outline_runs(turn: int) -> None:
    inner = inset(circle(20)[::turn], 5)
    np.testing.assert_allclose(np.hypot(*inner.T), 15, rtol=0.02)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_oklab_goes_there_and_back(rgb: list[float]) -> None:
    np.testing.assert_allclose(from_oklab(to_oklab(np.array([rgb]))), [rgb], atol=1e-4)


def test_unused_entries_repeat_the_last() -> None:
    np.testing.assert_allclose(padded(colors("000000 ff0000"))[1:], [[1, 0, 0]] * 5)
    with pytest.raises(ValueError, match="6"):
        padded(np.zeros((7, 3)))


def test_entries_that_are_not_used_are_left_out_and_the_ground_is_seen() -> None:
    weights = np.zeros((6, 4, 4), dtype=np.float32)
    weights[2], weights[4, :2], weights[2, :2] = 1, 1, 0
    weights[1, 3], weights[2, 3] = 1, 0
    ordered, palette = in_use(weights, np.arange(15).reshape(5, 3) / 15)
    np.testing.assert_array_equal(ordered.mean(axis=(1, 2)), [0.5, 0.25, 0.25, 0, 0, 0])
    np.testing.assert_allclose(palette[:, 0] * 5, [4, 1, 2])
