"""The sRGB curve, on arrays and on tensors alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from skimage.color.colorconv import xyz2rgb

from fashionforward.imaging.transfer import luma_and_differences, to_linear, to_srgb


@given(st.floats(0, 1))
def test_there_and_back(value: float) -> None:
    assert abs(float(to_srgb(to_linear(value))) - value) < 1e-5


def test_known_values() -> None:
    assert abs(float(to_linear(0.5)) - 0.21404) < 1e-4
    assert float(to_linear(0.0)) == 0.0 and abs(float(to_linear(1.0)) - 1.0) < 1e-6


def test_it_agrees_with_scikit_image() -> None:
    # grey light of a known luminance: skimage encodes it with the same curve
    for light in (0.001, 0.01, 0.18, 0.7):
        white = np.array([0.95047, 1.0, 1.08883]) * light
        assert np.allclose(to_srgb(np.full(3, light)), xyz2rgb(white[None])[0], atol=2e-3)


def test_light_beyond_white_is_clipped() -> None:
    assert float(to_srgb(1.7)) == np.float32(1.0) or abs(float(to_srgb(1.7)) - 1.0) < 1e-6


def test_luma_is_apart_from_colour() -> None:
    seen = luma_and_differences(np.array([[[1, 0, 0], [0.5, 0.5, 0.5]]], np.float32))
    assert seen.shape == (1, 2, 3)
    assert np.allclose(seen, [[[0.299, 0.701, -0.299], [0.5, 0, 0]]], atol=1e-6)


def test_torch_has_the_same_curve() -> None:
    import torch

    from fashionforward.model import transfer

    values = np.linspace(0, 1, 101, dtype=np.float32)
    assert np.allclose(transfer.to_linear(torch.from_numpy(values)).numpy(), to_linear(values), atol=2e-5)
    values = (np.arange(0, 65536, 7) / 65535).astype(np.float32)  # what a file of 16 bits can hold is exact
    assert np.allclose(transfer.to_linear(torch.from_numpy(values)).numpy(), to_linear(values), atol=1e-6)
    assert np.allclose(transfer.to_srgb(torch.from_numpy(values)).numpy(), to_srgb(values), atol=2e-5)
