"""Prints on a round body: narrower towards its sides, at their own scale in the middle."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.runtime.cloth import place
from fashionforward.runtime.limbs import Limb
from fashionforward.runtime.roundness import RIM, unroll

ACROSS = np.linspace(100, 300, 201, dtype=np.float32)


def test_the_middle_keeps_its_place_and_scale_and_the_sides_are_laid_out_wider() -> None:
    flat = unroll(ACROSS)
    steps = np.diff(flat)
    assert flat[100] == 200
    assert abs(steps[100] - 1) < 1e-3
    assert np.allclose(steps, steps[::-1], atol=1e-3)
    assert (np.diff(steps[100:]) > -1e-3).all() and steps[-1] > 1.6


@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=60))
def test_order_is_kept_and_nothing_is_stretched_beyond_the_rim(values: list[float]) -> None:
    across = np.sort(np.array(values, np.float32))
    flat = unroll(across)
    assert np.isfinite(flat).all() and (np.diff(flat) >= -1e-2).all()
    assert (np.diff(flat) <= np.diff(across) / np.sqrt(1 - RIM**2) * 1.001 + 0.02).all()


def test_a_garment_that_lies_flat_is_flat_and_limbs_are_round_by_themselves() -> None:
    alpha = np.zeros((200, 300), np.float32)
    alpha[20:180, 20:280] = 1
    y, x = np.mgrid[20:180, 20:280]
    arm = Limb(np.indices(alpha.shape)[1] < 90, (55, 20), 0.0)
    flat, worn = (place(alpha, alpha * 0, y, x, [arm], worn=worn)[80, :, 0] for worn in (False, True))
    assert np.ptp(np.diff(flat)) < 1e-4
    steps = np.diff(worn) / np.diff(flat)
    assert steps[35] < 1.05 and steps[165] < 1.05  # middle of the arm, and of the body
    assert steps[[2, 66, 72, 250]].min() > 1.3
    assert unroll(ACROSS[:0]).size == 0
