"""Sleeves and legs found in outlines, and prints that turn with them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fashionforward.runtime.cloth import coordinates, place
from fashionforward.runtime.limbs import find_limbs

BODY = [(100, 60), (220, 60), (220, 300), (100, 300)]


def outline(*polygons: list[tuple[float, float]]) -> np.ndarray:
    image = Image.new("L", (320, 400), 0)
    for polygon in polygons:
        ImageDraw.Draw(image).polygon(polygon, fill=255)
    return np.asarray(image, np.float32) / 255


def sleeve(angle: float, side: int) -> list[tuple[float, float]]:
    """A sleeve 110 long and 50 wide that hangs at the shoulder, `angle` degrees from straight down."""
    x, y = (105, 85) if side < 0 else (215, 85)
    along = np.array([side * np.sin(np.deg2rad(angle)), np.cos(np.deg2rad(angle))])
    across = np.array([along[1], -along[0]]) * 25
    start, end = np.array([x, y]), np.array([x, y]) + 110 * along
    return [tuple(p) for p in (start + across, end + across, end - across, start - across)]


@pytest.mark.parametrize("angle", [40, 60, 80])
def test_both_sleeves_are_found_and_point_as_they_do(angle: float) -> None:
    limbs = find_limbs(outline(BODY, sleeve(angle, -1), sleeve(angle, 1)))
    found = sorted(np.rad2deg(limb.angle) for limb in limbs)
    assert len(found) == 2
    # left of the picture lies clockwise of straight down, as the angle counts
    assert found == pytest.approx([-angle, angle], abs=14)


def test_legs_that_spread_are_found_and_a_plain_skirt_has_none() -> None:
    trousers = outline(
        [(110, 40), (210, 40), (215, 120), (105, 120)],
        [(105, 120), (158, 120), (120, 380), (60, 380)],
        [(162, 120), (215, 120), (260, 380), (200, 380)],
    )
    angles = sorted(np.rad2deg(limb.angle) for limb in find_limbs(trousers))
    assert len(angles) == 2
    assert angles[0] < -6
    assert angles[1] > 6
    assert find_limbs(outline([(120, 40), (200, 40), (260, 380), (60, 380)])) == []


def test_each_leg_has_its_half_of_the_hips() -> None:
    alpha = outline(
        [(110, 40), (210, 40), (215, 120), (105, 120)],
        [(105, 120), (158, 120), (150, 380), (90, 380)],
        [(162, 120), (215, 120), (230, 380), (170, 380)],
    )
    left, right = sorted(find_limbs(alpha), key=lambda limb: limb.pivot[0])
    assert (left.inside ^ right.inside)[alpha > 0].mean() > 0.97
    assert left.inside[60:110, 115:150].all() and right.inside[60:110, 170:205].all()


def test_trousers_have_no_sleeves() -> None:
    hips = outline(BODY, sleeve(70, -1), sleeve(70, 1))
    assert len(find_limbs(hips)) == 2
    assert find_limbs(hips, sleeves=False) == []


def test_a_waistcoat_that_stands_open_has_no_legs() -> None:
    vest = outline([(100, 40), (220, 40), (220, 140), (100, 140)], [(100, 140), (155, 140), (150, 380), (95, 380)])
    vest = np.maximum(vest, outline([(165, 140), (220, 140), (225, 380), (170, 380)]))
    assert len(find_limbs(vest)) == 2
    assert find_limbs(vest, legs=False) == []


def test_nothing_in_an_empty_matte() -> None:
    assert find_limbs(np.zeros((30, 20), np.float32)) == []


def test_a_stripe_runs_along_the_sleeve_and_stays_upright_on_the_body() -> None:
    alpha = outline(BODY, sleeve(70, -1), sleeve(70, 1))
    uv = coordinates(place(alpha, np.zeros_like(alpha), *np.indices(alpha.shape), find_limbs(alpha)), "HD-1001", 0.5)
    body = np.gradient(uv[150:250, 120:200, 0])
    assert abs(body[0]).max() < 1e-4
    tip = uv[100:115, 20:40]
    down, across = (np.abs(np.gradient(tip[..., 0])[axis]).mean() for axis in (0, 1))
    assert down > 2 * across


def test_a_zip_that_is_left_out_does_not_part_the_body() -> None:
    whole = outline(BODY, sleeve(60, -1), sleeve(60, 1))
    zipped = whole.copy()
    zipped[50:310, 157:164] = 0
    line = np.full(len(whole), 160, np.float32)
    wanted, found = find_limbs(whole), find_limbs(zipped, line)
    assert [limb.angle for limb in found] == pytest.approx([limb.angle for limb in wanted], abs=0.05)
    assert all((a.inside == b.inside).mean() > 0.99 for a, b in zip(wanted, found, strict=True))
