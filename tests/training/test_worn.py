"""People in other clothes and before other scenes: what is painted, what is covered, and what stays as it was."""

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.model.parser import GARMENTS, PARTS  # noqa: E402
from fashionforward.training.augment import View  # noqa: E402
from fashionforward.training.packing import ARRAYS, Packed  # noqa: E402
from fashionforward.training.parser_stage import log_luminance  # noqa: E402
from fashionforward.training.rerender import FieldBank  # noqa: E402
from fashionforward.training.worn import dye, paste, wearers  # noqa: E402

PERSON, TOP, BOTTOM = (PARTS.index(name) for name in ("person", "top", "bottom"))


def someone(count: int, told: bool = False) -> View:
    """Gray people in a top with a fold and in trousers, at the upper left of a gray scene."""
    parts = torch.zeros(count, 48, 32, dtype=torch.int64)
    parts[:, 2:6, 10:14], parts[:, 6:20, 6:18], parts[:, 20:40, 6:18] = PERSON, TOP, BOTTOM
    image = torch.full((count, 3, 48, 32), 0.5)
    image[:, :, 6:20, 12] = 0.3
    alpha = torch.isin(parts, torch.tensor([TOP, BOTTOM])).float()[:, None]
    ones = torch.ones_like(alpha)
    main = ones if told else 1 - alpha
    return View(image, parts, alpha, ones, alpha * told, main, torch.zeros(count).bool())


def bank() -> FieldBank:
    rng = torch.Generator().manual_seed(0)
    return FieldBank(
        torch.randint(0, 255, (3, 6, 16, 16), dtype=torch.uint8, generator=rng), torch.rand(3, 6, 3, generator=rng)
    )


def dyed(before: View, share: float) -> torch.Tensor:
    return dye(before, log_luminance(before.image), bank(), torch.Generator().manual_seed(5), share).image


def test_each_garment_takes_a_colour_of_its_own_and_keeps_its_fold() -> None:
    before = someone(20)
    after = dyed(before, 1.0)
    changed = (after - before.image).abs().amax(1) > 0.02
    garment = torch.isin(before.parts, torch.tensor([TOP, BOTTOM]))
    assert not changed[~garment].any()
    assert changed[garment].float().mean() > 0.9
    assert ((after[:, :, 12, 8] - after[:, :, 30, 8]).abs().amax(1) > 0.05).float().mean() > 0.8
    assert (after[:, :, 12, 12].mean(1) < after[:, :, 12, 11].mean(1)).float().mean() > 0.7
    assert after.min() >= 0 and after.max() <= 1


@pytest.mark.parametrize("before", [someone(4, told=True), replace(someone(4), parts=torch.full((4, 48, 32), TOP))])
def test_a_garment_whose_main_colour_is_told_or_that_nobody_wears_is_left(before: View) -> None:
    assert torch.equal(dyed(before, 1.0), before.image)


def test_a_garment_at_the_frame_is_painted_to_its_edge() -> None:
    before = someone(1)
    before.parts[:, 20:48, 0:18] = BOTTOM
    before = replace(before, image=torch.full_like(before.image, 0.02))
    after = dyed(before, 1.0)
    assert torch.allclose(after[0, :, 47, 0], after[0, :, 40, 9], atol=0.02)


def test_no_share_paints_nothing() -> None:
    before = someone(4)
    assert torch.equal(dyed(before, 0.0), before.image)


def test_a_pasted_person_covers_the_scene_with_all_labels_where_chosen() -> None:
    scene = someone(2)
    scene = replace(scene, image=scene.image * 0, parts=torch.full((2, 48, 32), BOTTOM), matte=scene.matte * 0 + 0.25)
    worn = someone(2, told=True)
    after = paste(scene, worn, torch.tensor([True, False]))
    body = worn.parts[0] > 0
    assert torch.equal(after.parts[0][body], worn.parts[0][body]) and (after.parts[0][~body] == BOTTOM).all()
    assert (after.matte[0, 0][body] == worn.matte[0, 0][body]).all() and (after.matte[0, 0][~body] == 0.25).all()
    assert (after.image[0, :, 30, 12] == 0.5).all() and not after.image[0, :, 44:].any()
    for name in ("image", "parts", "matte", "matte_known", "main", "main_known"):
        assert torch.equal(getattr(after, name)[1], getattr(scene, name)[1]), name


def test_wearers_are_people_in_each_garment_but_a_retouchers() -> None:
    arrays = {name: np.zeros((4, *shape), np.uint8) for name, shape in ARRAYS.items()}
    for index, garment in enumerate((TOP, BOTTOM, TOP, TOP)):
        arrays["parts"][index, 40:200, 40:200] = garment
        if index != 3:  # a flat-lay shows nobody
            arrays["parts"][index, :40, 100:140] = PERSON
    arrays["main_known"][2] = 1  # a retoucher's
    packed = Packed(arrays, np.ones(4, bool), np.zeros(4, int), list("abcd"), ["one"])
    found = {name: list(those) for name, those in zip(GARMENTS, wearers(packed), strict=True)}
    assert found == {"top": [0], "outer": [], "bottom": [1], "dress": []}
