"""What an edit puts onto the cloth."""

import numpy as np
import pytest

from fashionforward.imaging.transfer import DARKEST, to_linear
from fashionforward.imaging.window import CHUNK
from fashionforward.runtime.paint import Paint


def test_a_design_is_sampled_as_training_samples_it() -> None:
    torch = pytest.importorskip("torch")
    from fashionforward.training.rerender import sample_torus

    rng = np.random.default_rng(0)
    field, palette = rng.normal(0, 3, (1, 6, 32, 32)).astype(np.float32), rng.random((6, 3), np.float32)
    uv = rng.uniform(-3, 3, (CHUNK + 7, 2)).astype(np.float32)
    share = (sample_torus(torch.from_numpy(field), torch.from_numpy(uv)) * 2.0).softmax(1).numpy()
    assert np.allclose(np.exp(Paint(palette, field, 2.0).log_albedo(uv)).T, share @ to_linear(palette), atol=1e-4)


def test_a_repeat_has_no_seam() -> None:
    paint = Paint(np.eye(3, dtype=np.float32), np.random.default_rng(1).normal(0, 3, (1, 3, 16, 16)).astype(np.float32))
    at = np.array([[1.0, 0.4], [0.3, 2.0]], np.float32)
    before, beyond = (np.exp(paint.log_albedo(at + np.float32(step))) for step in (-1e-5, 1e-5))
    assert np.allclose(before, beyond, atol=2e-3)


def test_one_colour_is_the_same_everywhere() -> None:
    paint = Paint(np.array([[0.2, 0.5, 0.0]], np.float32))
    asked = paint.log_albedo(np.zeros((5, 2), np.float32))
    assert (asked == np.log(np.maximum(to_linear(paint.palette[0]), DARKEST))[:, None]).all() and np.isfinite(
        asked
    ).all()
