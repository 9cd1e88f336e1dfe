"""From a swatch to a field: repeats, colours, shares."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashionforward.imaging.letterbox import resize
from fashionforward.prints import colorize, draw
from fashionforward.prints.palettes import to_oklab
from fashionforward.userprints.closing import close, find_repeat
from fashionforward.userprints.design import design_of, kept_share, paint
from fashionforward.userprints.garment import largest_square, lean, unrender
from fashionforward.userprints.palette import find_palette, mix_exactly
from fashionforward.userprints.tiling import make_square_tile, tiles_already


def artwork(family: str = "floral", seed: int = 1000, size: int = 256) -> np.ndarray:
    """(size, size, 3) sRGB in repeat."""
    return colorize(draw(family, seed, size=size)).astype(np.float32)


def seam(tile: np.ndarray, axis: int) -> float:
    """How much the far sides differ, in steps between neighbouring lines at their busiest."""
    lines = np.moveaxis(tile, axis, 0)
    inside = np.abs(np.diff(lines, axis=0)).mean((1, 2))
    return float(np.abs(lines[0] - lines[-1]).mean() / np.quantile(inside, 0.95))


def test_artwork_in_repeat_is_seen_and_left_as_it_is() -> None:
    tile, already = make_square_tile(artwork())
    assert already
    np.testing.assert_array_equal(tile, artwork())


def test_a_piece_out_of_a_print_is_seen_and_closed() -> None:
    piece = np.tile(artwork(size=512), (2, 2, 1))[90:520, 130:610]
    assert not tiles_already(piece)
    assert max(seam(piece, axis) for axis in (0, 1)) > 1.5
    tile, already = make_square_tile(piece)
    assert not already and tile.shape[0] == tile.shape[1] < 430
    assert max(seam(tile, axis) for axis in (0, 1)) < 1.1


@pytest.mark.parametrize(("family", "seed"), [("gingham", 1000), ("plaid", 1002), ("polka_dot", 1001)])
def test_a_piece_is_closed_at_the_repeat_of_its_print(family: str, seed: int) -> None:
    """So that nothing shows where it was closed: moved by one repeat, it is the print itself."""
    side = 200
    wide = np.tile(artwork(family, seed, size=side), (2, 2, 1))
    piece = wide[7 : 7 + round(1.4 * side), 31 : 31 + round(1.4 * side)]
    for length in find_repeat(piece):
        moved = np.abs(np.roll(wide, length, (0, 1)) - wide).mean()
        assert moved < 0.1 * np.abs(wide - wide.mean((0, 1))).mean()
    tile = close(piece)
    assert abs(tile.shape[0] - tile.shape[1]) <= 0.06 * tile.shape[0] + 1
    rolled = np.roll(tile, (tile.shape[0] // 2, tile.shape[1] // 2), (0, 1))
    assert max(seam(rolled, axis) for axis in (0, 1)) < 1.1 and max(seam(tile, axis) for axis in (0, 1)) < 1.1


def test_light_that_falls_from_one_side_is_taken_out() -> None:
    print_ = np.tile(artwork("polka_dot", 1001, size=128), (2, 2, 1))[:220, :220]
    lit = print_ * np.linspace(0.7, 1.0, 220, dtype=np.float32)[None, :, None]
    level = np.log(make_square_tile(lit)[0].max(-1))
    ends = [np.quantile(level[:, part], 0.95) for part in (slice(0, 30), slice(-30, None))]
    assert abs(ends[0] - ends[1]) < 0.06 < np.log(1 / 0.7) / 3


def test_a_photograph_that_is_lighter_on_one_side_does_not_tile() -> None:
    grain = np.random.default_rng(3).random((200, 200, 1)).astype(np.float32)
    noisy = np.repeat(0.3 + 0.4 * grain, 3, -1)
    assert tiles_already(noisy)
    assert not tiles_already(noisy * np.linspace(0.7, 1.0, 200, dtype=np.float32)[:, None, None])


@settings(max_examples=15, deadline=None)
@given(st.integers(32, 90), st.integers(0, 2**31))
def test_whatever_is_closed_is_about_square_and_has_colours(side: int, seed: int) -> None:
    swatch = np.random.default_rng(seed).random((side, side, 3)).astype(np.float32)
    tile = close(swatch)
    assert max(tile.shape[:2]) < side and max(tile.shape[:2]) <= 1.06 * min(tile.shape[:2]) + 1
    assert tile.min() >= 0 and tile.max() <= 1 and tile.dtype == np.float32


def test_a_repeat_that_is_not_square_is_laid_side_by_side() -> None:
    tile, already = make_square_tile(resize(artwork(), (64, 128)))
    assert already and tile.shape == (128, 128, 3)
    np.testing.assert_allclose(tile[:64], tile[64:], atol=1e-6)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_the_colours_of_a_flat_print_are_found(count: int) -> None:
    inks = np.array([[245, 238, 222], [30, 60, 110], [200, 80, 60], [90, 140, 90], [240, 190, 70]])[:count] / 255
    drawn = inks[np.arange(count).repeat(40)[None].repeat(200, 0)].astype(np.float32)
    noisy = np.clip(drawn + np.random.default_rng(0).normal(0, 0.01, drawn.shape), 0, 1).astype(np.float32)
    found = find_palette(noisy)
    assert len(found) == count
    far = np.sqrt(((to_oklab(found)[:, None] - to_oklab(inks)[None]) ** 2).sum(-1))
    assert far.min(0).max() < 0.02


def test_as_many_colours_as_asked_for() -> None:
    assert [len(find_palette(artwork(), n)) for n in (1, 2, 4)] == [1, 2, 4]


def test_a_flat_design_keeps_its_colours_and_its_ground_comes_first() -> None:
    design = design_of(artwork("polka_dot", 1003))
    assert design.shares().sum(0) == pytest.approx(1, abs=1e-5)
    assert design.shares()[0].mean() == design.shares().mean((1, 2)).max()
    assert kept_share(design.tile, paint(design.logits()[0], design.palette)) > 0.95


def test_an_exact_design_keeps_gradients() -> None:
    soft = artwork("ombre", 1004)
    exact, flat = design_of(soft, exact=True), design_of(soft)
    shares = [kept_share(d.tile, paint(d.logits()[0], d.palette)) for d in (exact, flat)]
    assert shares[0] > 0.98 > shares[1]


def test_shares_of_an_exact_mix_are_shares() -> None:
    weights, palette = mix_exactly(artwork("marble", 1001, 64), find_palette(artwork("marble", 1001, 64)))
    assert weights.min() >= 0 and palette.shape == (6, 3)
    np.testing.assert_allclose(weights.sum(1), 1, atol=1e-5)


def test_shading_is_divided_out() -> None:
    whole = np.ones((40, 60), bool)
    shading = np.linspace(-0.5, 0.5, 60)[None].repeat(40, 0).astype(np.float32)
    from fashionforward.imaging.transfer import to_linear, to_srgb

    seen = to_srgb(to_linear(np.full((40, 60, 3), 0.5, np.float32)) * np.exp(shading)[..., None])
    np.testing.assert_allclose(unrender(seen, shading, whole), 0.5, atol=0.01)


@pytest.mark.parametrize("degrees", [-9.0, 6.0])
def test_stripes_that_lie_askew_are_set_upright(degrees: float) -> None:
    from scipy import ndimage

    stripes = (np.mod(np.arange(300), 24) < 12).astype(np.float32)[None, :, None].repeat(300, 0).repeat(3, 2)
    askew = ndimage.rotate(stripes, degrees, axes=(1, 0), reshape=False, order=1)
    whole = np.zeros((300, 300), bool)
    whole[70:230, 70:230] = True
    assert lean(askew, whole) == pytest.approx(-degrees, abs=0.7)


def test_the_largest_square_of_cloth_is_found() -> None:
    whole = np.zeros((100, 120), bool)
    whole[10:30, 10:30] = True
    whole[40:91, 50:110] = True
    top, left, side = largest_square(whole)
    assert side >= 49 and whole[top : top + side, left : left + side].all()
