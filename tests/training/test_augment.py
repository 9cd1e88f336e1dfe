"""Views of packed photographs."""

import torch

from fashionforward.model.parser import PARTS
from fashionforward.training.augment import View, empty_scenes


def seen(count: int) -> View:
    """Garments from edge to edge."""
    ones = torch.ones(count, 1, 48, 32)
    parts = torch.full((count, 48, 32), PARTS.index("dress"))
    return View(ones.expand(-1, 3, -1, -1) * 2, parts, ones, ones * 0, ones, ones * 0, torch.ones(count).bool())


def test_an_empty_scene_is_all_background_and_known_to_be() -> None:
    before, rng = seen(400), torch.Generator().manual_seed(3)
    after = empty_scenes(before, rng, 0.25)
    empty = (after.image != before.image).flatten(1).any(1)
    assert 60 < int(empty.sum()) < 140
    assert after.image[empty].min() >= 0 and after.image[empty].max() <= 1
    assert after.image[empty].flatten(1).std(1).max() < 0.45
    assert (after.parts[empty] == PARTS.index("background")).all()
    assert not after.matte[empty].any() and not after.main[empty].any()
    assert after.matte_known[empty].all() and after.main_known[empty].all()
    assert torch.equal(after.parts[~empty], before.parts[~empty])
    assert torch.equal(after.matte_known[~empty], before.matte_known[~empty])


def test_no_scene_is_emptied_where_none_is_asked_for() -> None:
    before = seen(4)
    assert empty_scenes(before, torch.Generator().manual_seed(3), 0.0) is before
