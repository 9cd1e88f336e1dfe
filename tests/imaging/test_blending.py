"""Old cloth taken out of soft pixels, and new put in."""

import numpy as np

from fashionforward.imaging.blending import blend
from fashionforward.imaging.transfer import to_linear, to_srgb


def test_whole_cloth_is_replaced_and_what_is_none_stays() -> None:
    rng = np.random.default_rng(0)
    photo, new = (rng.random((40, 3)).astype(np.float32) for _ in range(2))
    at = np.arange(40)
    assert np.array_equal(blend(photo, at, photo, np.ones((40, 1), np.float32), new.copy()), new)
    assert np.allclose(blend(photo, at[:9], photo[:9], np.zeros((9, 1), np.float32), new[:9]), photo[:9], atol=1e-5)


def test_a_soft_edge_keeps_its_background_and_loses_the_old_colour() -> None:
    red, white, blue = (np.array([colour], np.float32) for colour in ((1, 0, 0), (1, 1, 1), (0.2, 0.5, 0.8)))
    half = np.array([[0.5]], np.float32)
    photo = to_srgb(0.5 * to_linear(red) + 0.5 * to_linear(white))
    wanted = to_srgb(0.5 * to_linear(blue) + 0.5 * to_linear(white))
    assert np.allclose(blend(photo, np.zeros(1, np.intp), red, half, blue), wanted, atol=1e-4)
