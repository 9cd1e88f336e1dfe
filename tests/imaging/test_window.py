"""Windows: of whole planes and at single pixels, against SciPy's filters and against sums written out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from fashionforward.imaging.letterbox import resize
from fashionforward.imaging.window import CHUNK, in_fours, largest, least, mean, means_near, pieces, sampler, slope

sides, reaches, seeds = st.integers(1, 40), st.integers(1, 12), st.integers(0, 2**31)


@settings(deadline=None)
@given(sides, sides, reaches, seeds)
def test_planes_agree_with_scipy(height: int, width: int, reach: int, seed: int) -> None:
    plane = np.random.default_rng(seed).random((height, width)).astype(np.float32)
    window = 2 * reach + 1
    assert np.allclose(mean(plane, reach), ndimage.uniform_filter(plane, window, mode="nearest"), atol=1e-5)
    assert np.array_equal(largest(plane, reach), ndimage.maximum_filter(plane, window, mode="nearest"))
    assert np.array_equal(least(plane, reach), ndimage.minimum_filter(plane, window, mode="nearest"))


@settings(deadline=None, max_examples=40)
@given(sides, sides, st.floats(0.5, 6), st.sampled_from((0, 1)), seeds)
def test_slopes_agree_with_scipy(height: int, width: int, sigma: float, axis: int, seed: int) -> None:
    plane = np.random.default_rng(seed).random((height, width)).astype(np.float32)
    expected = ndimage.gaussian_filter1d(plane, sigma, axis=axis, order=1, mode="nearest")
    assert np.allclose(slope(plane, sigma, axis), expected, atol=1e-5)


@settings(deadline=None, max_examples=40)
@given(sides, sides, seeds)
def test_means_at_a_pixel_are_those_of_the_smallest_window_with_enough_in_it(
    height: int, width: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    plane, sure = (
        rng.random((height, width)).astype(np.float32),
        (rng.random((height, width)) < 0.05).astype(np.float32),
    )
    y, x = np.indices((height, width)).reshape(2, -1)
    means, found = means_near([plane * sure], sure, (y, x), (1, 4), 1e-3)
    for row, column, value, known in zip(y, x, means[:, 0], found, strict=True):
        for reach in (1, 4):
            cut = slice(max(0, row - reach), row + reach + 1), slice(max(0, column - reach), column + reach + 1)
            if sure[cut].any():
                assert known and abs(value - plane[cut][sure[cut] > 0].mean()) < 1e-4
                break
        else:
            assert not known


def test_pixels_of_one_square_have_the_means_of_that_square() -> None:
    rng = np.random.default_rng(0)
    planes, weight = rng.random((9, 7, 2)).astype(np.float32), (rng.random((9, 7)) < 0.2).astype(np.float32)
    at = rng.integers(27, size=200), rng.integers(21, size=200)
    given = [planes * weight[..., None]], weight
    for one, other in zip(
        means_near(*given, at, (1, 2), 1e-3, apart=3),
        means_near(*given, (at[0] // 3, at[1] // 3), (1, 2), 1e-3),
        strict=True,
    ):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("channels", [1, 2, 3, 6, 12])
@pytest.mark.parametrize("shape", [(90, 70), (31, 140), (30, 20)])
def test_samples_are_those_of_an_enlargement(shape: tuple[int, int], channels: int) -> None:
    small = np.random.default_rng(0).random((30, 20, channels)).astype(np.float32)
    y, x = np.indices(shape)
    found = sampler(in_fours(small), shape)(y.ravel(), x.ravel()).reshape(*shape, channels)
    assert np.allclose(found, resize(small, shape), atol=1e-5)


def test_pieces_are_the_whole_of_an_enlarged_mask_once() -> None:
    small = np.random.default_rng(0).random((12, 9)) < 0.5
    shape = (400, 333)
    seen = np.zeros(shape, int)
    for y, x in pieces(small, shape):
        assert 0 < len(y) <= CHUNK
        seen[y, x] += 1
    rows, columns = (((np.arange(n) + 0.5) * m / n).astype(int) for n, m in zip(shape, small.shape, strict=True))
    assert np.array_equal(seen, small[rows][:, columns].astype(int))
