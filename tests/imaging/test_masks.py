"""Masks, against SciPy's morphology and labels."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from fashionforward.imaging.masks import closed, depth, dilated, distance, eroded, filled, opened, pieces_of, rectangle

sides, seeds = st.integers(1, 30), st.integers(0, 2**31)


def blobs(height: int, width: int, seed: int) -> np.ndarray:
    return ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=(height, width)), 1.0) > 0.02


@settings(deadline=None)
@given(sides, sides, st.integers(1, 4), seeds)
def test_masks_grow_and_shrink_as_scipys_do(height: int, width: int, times: int, seed: int) -> None:
    mask = blobs(height, width, seed)
    assert np.array_equal(eroded(mask, times), ndimage.binary_erosion(mask, iterations=times))
    assert np.array_equal(dilated(mask, times), ndimage.binary_dilation(mask, iterations=times))
    assert np.array_equal(opened(mask), ndimage.binary_opening(mask))
    assert np.array_equal(closed(mask, rectangle(3, 5)), ndimage.binary_closing(mask, np.ones((3, 5))))


@settings(deadline=None)
@given(sides, sides, seeds)
def test_holes_are_those_that_scipy_fills(height: int, width: int, seed: int) -> None:
    mask = blobs(height, width, seed)
    assert np.array_equal(filled(mask), ndimage.binary_fill_holes(mask))


@settings(deadline=None)
@given(sides, sides, seeds)
def test_pieces_are_scipys_under_other_numbers(height: int, width: int, seed: int) -> None:
    mask = blobs(height, width, seed)
    pieces, areas = pieces_of(mask)
    labels, count = ndimage.label(mask)
    assert len(areas) == count + 1 and areas.sum() == mask.size
    assert len({*zip(pieces.ravel().tolist(), labels.ravel().tolist(), strict=True)}) == len(np.unique(labels))
    assert np.array_equal(areas, np.bincount(pieces.ravel(), minlength=count + 1))


@settings(deadline=None)
@given(sides, sides, seeds)
def test_distances_are_euclidean(height: int, width: int, seed: int) -> None:
    mask = blobs(height, width, seed)
    deep = ndimage.distance_transform_edt(np.pad(mask, 1))[1:-1, 1:-1]
    assert np.array_equal(depth(mask), deep.astype(np.float32))
    if mask.any():
        assert np.array_equal(distance(mask), ndimage.distance_transform_edt(~mask).astype(np.float32))
