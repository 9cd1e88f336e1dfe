"""Old cloth taken out of soft pixels, and new put in."""

import numpy as np

from fashionforward.imaging.blending import blend, find_rim, put
from fashionforward.imaging.transfer import to_linear, to_srgb

CLEAN, ALL = np.zeros(40, np.float32), np.arange(40)


def test_whole_cloth_is_replaced_and_what_is_none_stays() -> None:
    rng = np.random.default_rng(0)
    photo, new = (rng.random((40, 3)).astype(np.float32) for _ in range(2))
    assert np.array_equal(blend(new.copy(), find_rim(photo, photo, ALL, np.ones(40, np.float32), CLEAN)), new)
    assert np.allclose(blend(new.copy(), find_rim(photo, photo, ALL, CLEAN, CLEAN)), photo, atol=1e-5)


def test_a_soft_edge_keeps_its_background_and_loses_the_old_colour() -> None:
    red, white, blue = (np.array([colour], np.float32) for colour in ((1, 0, 0), (1, 1, 1), (0.2, 0.5, 0.8)))
    photo = to_srgb(0.5 * to_linear(red) + 0.5 * to_linear(white))
    wanted = to_srgb(0.5 * to_linear(blue) + 0.5 * to_linear(white))
    rim = find_rim(photo, red, ALL[:1], np.array([0.5], np.float32), CLEAN[:1])
    assert np.allclose(blend(blue.copy(), rim), wanted, atol=1e-4)


def test_parts_of_a_cloth_are_blended_as_the_whole_is() -> None:
    rng = np.random.default_rng(1)
    photo, old, new = (rng.random((40, 3)).astype(np.float32) for _ in range(3))
    alpha = np.where(rng.random(40) < 0.5, 1, rng.random(40)).astype(np.float32)
    bleed = np.where(rng.random(40) < 0.3, rng.random(40), 0).astype(np.float32)
    rim = find_rim(photo, old, ALL, alpha, bleed)
    assert 0 < len(rim.soft) < 40 and 0 < len(rim.tinted) < 40
    whole = blend(new.copy(), rim)
    for part in (slice(0, 40), slice(7, 19), slice(30, 64), np.array([0, 3, 4, 17, 39]), np.arange(5, 30)):
        assert np.allclose(blend(new[part].copy(), rim.of(part)), whole[part], atol=1e-6)


def test_pixels_are_put_where_they_belong_and_nowhere_else() -> None:
    photo, values = np.zeros((6, 3), np.float32), np.arange(6, dtype=np.float32).reshape(2, 3)
    put(photo, np.array([4, 1]), values)
    assert photo.tolist() == [[0] * 3, [3, 4, 5], [0] * 3, [0] * 3, [0, 1, 2], [0] * 3]
