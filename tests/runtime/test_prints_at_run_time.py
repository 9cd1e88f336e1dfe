"""The style bank, fields as they are sampled, and cloth coordinates."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.errors import BadWeights
from fashionforward.runtime.bank import StyleBank
from fashionforward.runtime.cloth import LIMIT, coordinates, phase, place
from fashionforward.runtime.designs import mirrored
from fashionforward.runtime.field import SHARPEST, FieldCache, sharpest


@pytest.fixture
def bank(tmp_path: Path) -> StyleBank:
    rng = np.random.default_rng(0)
    np.savez(
        tmp_path / "bank.npz",
        codes=rng.integers(-127, 127, (6, 4, 64, 64)).astype(np.int8),
        scale=np.full(4, 0.02, np.float32),
        palettes=rng.random((6, 6, 3)).astype(np.float16),
        family=np.array([0, 0, 0, 1, 1, 1], np.int16),
    )
    return StyleBank(tmp_path / "bank.npz", ("stripes", "floral"))


def test_equal_seeds_are_equal_and_the_first_seeds_all_differ(bank: StyleBank) -> None:
    first = bank.draw("floral", 4)
    again = bank.draw("floral", 4)
    assert np.array_equal(first.code, again.code) and np.array_equal(first.palette, again.palette)
    assert len({bank.draw("floral", seed).design for seed in range(3)}) == 3


def test_a_design_that_comes_again_comes_mirrored(bank: StyleBank) -> None:
    assert bank.draw("stripes", 1).mirror == (False, False)
    assert bank.draw("stripes", 4).design == bank.draw("stripes", 1).design
    assert bank.draw("stripes", 4).mirror == (True, False)


def test_a_print_draws_from_its_own_designs(bank: StyleBank) -> None:
    assert {bank.draw("stripes", s).design for s in range(9)} == {0, 1, 2}
    assert {bank.draw("floral", s).design for s in range(9)} == {3, 4, 5}


def test_a_broken_bank_is_named(tmp_path: Path) -> None:
    (tmp_path / "bank.npz").write_bytes(b"no bank")
    with pytest.raises(BadWeights, match=r"bank\.npz"):
        StyleBank(tmp_path / "bank.npz", ("stripes",))


def ramp(mixed: float = 0.0) -> np.ndarray:
    """A field that tells left from right: the second entry wins in the right half. mixed: how much of it is half and half."""
    field = np.zeros((1, 6, 256, 256), np.float32)
    field[0, 0, :, :128] = 8
    field[0, 1, :, 128:] = 8
    field[:, :2, : round(256 * mixed)] = 8
    return field


def test_a_magnified_field_is_sharpened_and_a_fine_one_is_averaged() -> None:
    cache = FieldCache()
    large, sharp = cache.get("stripes", ramp(), 0.1)
    small, plain = cache.get("stripes", ramp(), 8.0)
    assert large.shape == (1, 6, 256, 256) and sharp == SHARPEST
    assert small.shape == (1, 6, 32, 32) and plain == 1.0
    share = np.exp(small[0]) / np.exp(small[0]).sum(0)
    assert share[1, 5, 20] > 0.99 and share[0, 5, 3] > 0.99


def test_a_shaded_field_is_not_sharpened() -> None:
    assert sharpest(ramp(0.1)) == SHARPEST
    assert 1 < sharpest(ramp(0.24)) < SHARPEST
    assert sharpest(ramp(0.5)) == 1.0


def test_a_field_is_reduced_once() -> None:
    cache = FieldCache()
    assert cache.get("a", ramp(), 4.0)[0] is cache.get("a", ramp(), 4.5)[0]
    assert cache.get("a", ramp(), 4.0)[0] is not cache.get("b", ramp(), 4.0)[0]


def test_a_mirrored_style_is_the_field_mirrored() -> None:
    assert np.array_equal(mirrored(ramp(0.2), (True, False)), ramp(0.2)[..., ::-1])
    assert np.array_equal(mirrored(ramp(0.2), (False, True)), ramp(0.2)[:, :, ::-1])


@given(st.text(max_size=30))
def test_a_skus_phase_is_its_own_and_lies_on_the_torus(sku: str) -> None:
    assert np.all(phase(sku) >= 0) and np.all(phase(sku) < 1)
    assert np.array_equal(phase(sku), phase(sku))


def test_skus_are_cut_from_different_places() -> None:
    assert len({tuple(phase(f"HD-{i}")) for i in range(200)}) == 200


def test_one_repeat_is_as_wide_as_the_garment_at_scale_one() -> None:
    alpha = np.zeros((100, 200), np.float32)
    alpha[20:80, 50:150] = 1
    flat = np.zeros_like(alpha)
    uv = coordinates(place(alpha, flat, *np.indices(alpha.shape)), "a", 1.0)
    assert np.allclose(uv[40, 150] - uv[40, 50], (1.0, 0.0), atol=1e-5)
    half = coordinates(place(alpha, flat, *np.indices(alpha.shape)), "a", 0.5)
    assert np.allclose(half[40, 150] - half[40, 50], (2.0, 0.0), atol=1e-5)


def test_folds_carry_the_print_a_little_and_never_far() -> None:
    alpha = np.ones((200, 200), np.float32)
    folds = 2 * np.sin(np.mgrid[0:200, 0:200][1] / 5).astype(np.float32)
    moved = place(alpha, folds, *np.indices(alpha.shape)) - place(alpha, np.zeros_like(alpha), *np.indices(alpha.shape))
    assert 1e-3 < np.abs(moved[..., 0]).max() <= LIMIT + 1e-6
    assert np.abs(moved[..., 1]).max() < 1e-6
