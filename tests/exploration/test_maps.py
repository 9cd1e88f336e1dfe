"""Maps keep what lies together together."""

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training's packages are not installed")

from fashionforward.errors import DataError
from fashionforward.exploration.maps import draw_map, draw_thumbnails, project, strongest_direction


def test_two_clusters_stay_apart_on_every_map() -> None:
    rng = np.random.default_rng(0)
    codes = np.concatenate([rng.normal(0, 0.1, (20, 8)), rng.normal(3, 0.1, (20, 8))]).astype(np.float32)
    for points in project(codes).values():
        assert points.shape == (40, 2)
        first, second = points[:20], points[20:]
        between = np.linalg.norm(first.mean(0) - second.mean(0))
        assert between > 2 * max(first.std(), second.std())
    axes, deviation = strongest_direction(codes, 2)
    assert abs(axes[0].sum()) == pytest.approx(np.sqrt(8), rel=0.02) and deviation[0] > 5 * deviation[1]


def test_too_few_items_for_a_map_are_an_error() -> None:
    with pytest.raises(DataError, match="too few"):
        project(np.zeros((3, 4), np.float32))


def test_pictures_are_laid_where_their_points_are_and_none_covers_another() -> None:
    points = np.array([[0.0, 0.0], [0.001, 0.0], [1.0, 1.0]])
    red, blue = np.zeros((4, 4, 3), np.float32), np.zeros((4, 4, 3), np.float32)
    red[..., 0], blue[..., 2] = 1, 1
    sheet = np.asarray(draw_thumbnails(points, [red, blue, red], width=100, side=20))
    assert (sheet[90, 10] == (255, 0, 0)).all() and (sheet[10, 90] == (255, 0, 0)).all()
    assert not (sheet == (0, 0, 255)).all(-1).any()
    assert draw_map("a map", points, ["x", "x", "y"]).width > 300
