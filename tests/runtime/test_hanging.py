"""Sleeves that hang along the body, found by the crease or the gap beside them, and prints that do not go on across it."""

import numpy as np
import pytest

from fashionforward.runtime.cloth import coordinates, place
from fashionforward.runtime.hanging import find_hanging
from fashionforward.runtime.limbs import CUT_APART, Limb, find_limbs

HEIGHT, WIDTH = 400, 320
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)


def garment(lean: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A matte 240 wide and 340 tall, gray cloth with soft folds, and how far a pixel lies from the left sleeve's seam, 50 inside."""
    alpha = ((ROWS > 30) & (ROWS < 370) & (COLUMNS > 40) & (COLUMNS < 280)).astype(np.float32)
    light = 0.45 + 0.03 * np.sin(COLUMNS / 19) + 0.02 * np.sin(ROWS / 31)
    seam = COLUMNS - (90 + lean * (ROWS - 120))
    return alpha, np.repeat(light[..., None], 3, 2).astype(np.float32), seam


def test_a_crease_beside_each_arm_makes_two_sleeves() -> None:
    alpha, rgb, seam = garment()
    for away in (seam, COLUMNS - 230):
        rgb *= 1 - 0.35 * np.exp(-((away / 3) ** 2))[..., None]
    limbs = sorted(find_hanging(alpha, rgb, []), key=lambda limb: limb.pivot[0])
    assert [limb.apart for limb in limbs] == [CUT_APART, CUT_APART]
    for limb, edge in zip(limbs, (COLUMNS < 90, COLUMNS > 230), strict=True):
        assert (limb.inside == edge)[alpha > 0].mean() > 0.97
        assert abs(limb.angle) < 0.03
    assert limbs[0].pivot == pytest.approx((65, 132), abs=5)


def test_a_sleeve_that_leans_turns_the_print_with_it() -> None:
    alpha, rgb, seam = garment(lean=-0.14)
    alpha[(COLUMNS < 60) & (ROWS > 30) & (ROWS < 370)] = 1
    alpha[seam < -50] = 0
    rgb *= 1 - 0.35 * np.exp(-((seam / 3) ** 2))[..., None]
    (limb,) = find_hanging(alpha, rgb, [])
    assert np.rad2deg(limb.angle) == pytest.approx(8, abs=1)
    uv = coordinates(place(alpha, np.zeros_like(alpha), *np.indices(alpha.shape), [limb]), "HD-1001", 0.5)
    down, across = (np.gradient(uv[200:260, 50:70, 0])[axis].mean() for axis in (0, 1))
    assert np.rad2deg(np.arctan2(down, across)) == pytest.approx(8, abs=3)


def test_ground_between_arm_and_body_is_as_good_as_a_crease() -> None:
    alpha, rgb, seam = garment()
    alpha[(abs(seam) < 4) & (ROWS > 130)] = 0
    (limb,) = find_hanging(alpha, rgb, [])
    assert (limb.inside == (seam < 0))[alpha > 0].mean() > 0.97


@pytest.mark.parametrize("cuff", [369, 334, 330, 300])
def test_a_sleeve_that_ends_before_the_hem_points_where_it_does(cuff: int) -> None:
    alpha, rgb, seam = garment()
    for away in (seam, 230 - COLUMNS):
        alpha[(abs(away) < 4) & (ROWS > 130)] = 0
        alpha[(away < 0) & (cuff < ROWS)] = 0
    limbs = find_hanging(alpha, rgb, [])
    assert len(limbs) == 2
    assert [abs(np.rad2deg(limb.angle)) for limb in limbs] == pytest.approx([0, 0], abs=0.5)


def test_the_print_does_not_go_on_across_the_seam() -> None:
    alpha, rgb, seam = garment()
    rgb *= 1 - 0.35 * np.exp(-((seam / 3) ** 2))[..., None]
    limbs = find_hanging(alpha, rgb, [])
    here = place(alpha, np.zeros_like(alpha), *np.indices(alpha.shape), limbs)
    plain = place(alpha, np.zeros_like(alpha), *np.indices(alpha.shape))
    assert np.allclose((here - plain)[200, 60], CUT_APART, atol=0.03)
    assert np.allclose((here - plain)[200, 160], 0)


@pytest.mark.parametrize("depth", [0.0, 0.06])
def test_a_body_without_creases_or_with_faint_ones_has_no_sleeves(depth: float) -> None:
    alpha, rgb, seam = garment()
    rgb *= 1 - depth * np.exp(-((seam / 3) ** 2))[..., None]
    assert find_hanging(alpha, rgb, []) == []


def test_a_crease_that_does_not_lead_down_the_body_is_a_fold() -> None:
    alpha, rgb, seam = garment()
    rgb *= 1 - (0.35 * np.exp(-((seam / 3) ** 2)) * (ROWS < 230))[..., None]
    assert find_hanging(alpha, rgb, []) == []


def test_a_front_that_opens_is_no_seam_and_an_arm_that_points_away_is_known_already() -> None:
    alpha, rgb, seam = garment()
    rgb *= 1 - 0.35 * np.exp(-((seam / 3) ** 2))[..., None]
    assert find_hanging(alpha, rgb, [], np.full(HEIGHT, 95, np.float32)) == []
    assert find_hanging(alpha, rgb, [Limb(seam < 0, (65, 60), 0.7)]) == []


def test_a_small_or_an_empty_matte_has_none() -> None:
    alpha, rgb, _ = garment()
    assert find_hanging(alpha * 0, rgb, []) == []
    assert find_hanging(alpha[::4, ::4], rgb[::4, ::4], []) == []
    assert find_limbs(alpha) == []
