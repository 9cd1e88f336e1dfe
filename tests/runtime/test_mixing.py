"""Mixes of prints."""

from __future__ import annotations

import numpy as np
import pytest

from fashionforward.prints import draw
from fashionforward.runtime.mixing import mix
from fashionforward.runtime.pattern import Pattern


def pattern(family: str, seed: int) -> Pattern:
    design = draw(family, seed)
    return Pattern(np.log(np.maximum(design.weights, 1e-4))[None], design.palette)


def shown(mixed: Pattern) -> np.ndarray:
    share = np.exp(mixed.logits[0])
    return np.einsum("khw,kc->hwc", share / share.sum(0), mixed.palette)


@pytest.mark.parametrize("other", ["polka_dot", "plaid"])  # motifs, and a net that has none
def test_a_share_of_the_cloth_is_the_other_print(other: str) -> None:
    one, two = pattern("stripes", 3), pattern(other, 2)
    alone = shown(one)
    changed = [
        float((np.abs(shown(mix([one, two], [1 - s, s], np.random.default_rng(0))) - alone).sum(-1) > 0.1).mean())
        for s in (0.1, 0.4)
    ]
    assert 0.02 < changed[0] < changed[1] < 0.6


def test_equal_seeds_mix_alike_and_others_do_not() -> None:
    pair = [pattern("camo", 1), pattern("hearts", 3)]
    first, again, other = (mix(pair, [0.7, 0.3], np.random.default_rng(seed)).logits for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 1


def test_a_mix_has_six_colours_and_the_ground_of_the_first() -> None:
    mixed = mix([pattern("floral", 1), pattern("tropical", 1)], [0.5, 0.5], np.random.default_rng(0))
    assert mixed.palette.shape == (6, 3) and mixed.logits.shape == (1, 6, 256, 256)
    np.testing.assert_allclose(mixed.palette[0], pattern("floral", 1).palette[0], atol=0.15)
    assert np.isfinite(mixed.logits).all()
