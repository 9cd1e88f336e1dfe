"""What a small preset is shown when it learns: no skips for a style that is not the photograph's."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from torch import Tensor  # noqa: E402

from fashionforward.model.base64 import Base64  # noqa: E402
from fashionforward.presets.collection import Labelled  # noqa: E402
from fashionforward.presets.pixels import Pixels  # noqa: E402
from fashionforward.presets.vocabulary import Vocabulary  # noqa: E402
from fashionforward.training.options import small_options  # noqa: E402
from fashionforward.training.small_stage import SmallBatch, SmallStage  # noqa: E402
from fashionforward.training.stage import Numbers  # noqa: E402

VOCABULARY = Vocabulary(("red", "blue"), ("Dress", "Pants"))


class Watched(Base64):
    """Notes the skips that it is given to decode with."""

    def __init__(self) -> None:
        super().__init__(VOCABULARY)
        self.given: list[list[float]] = []

    def draw(self, place: Tensor, told: Tensor, skips: list[Tensor]) -> Tensor:
        self.given.append(skips[0][:, 0, 0, 0].tolist())
        return super().draw(place, told, skips)


def pixels(count: int) -> Pixels:
    attributes = np.eye(4, dtype=np.float32)[[0] * count] + np.eye(4, dtype=np.float32)[[2] * count]
    items = tuple(Labelled(Path(f"{n}.jpg"), f"row {n}", "train") for n in range(count))
    return Pixels(items, np.zeros((count, 64, 64, 3), np.uint8), None, attributes, None)


def test_another_style_and_a_share_of_each_batch_are_decoded_without_skips(tmp_path: Path) -> None:
    model: Any = Watched()
    stage = SmallStage(model, pixels(4), pixels(1), small_options("unet64", tmp_path, tmp_path))
    red_dress, blue_dress, red_pants = ([1, 0, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1])
    own = torch.tensor([red_dress] * 4).float()
    others = torch.tensor([blue_dress, red_dress, red_pants, red_dress]).float()  # every second item is edited
    blind = torch.tensor([False, True, False, False])
    stage.losses(
        model, SmallBatch(torch.zeros(4, 3, 64, 64), own, others, torch.zeros(4, 256), (torch.ones(4, 1, 8, 8),), blind)
    )
    assert model.given == [[1, 0, 1, 1], [1, 0]]


def test_only_presets_with_skips_draw_blind(tmp_path: Path) -> None:
    numbers = Numbers(np.random.default_rng(0), torch.Generator().manual_seed(0))
    for preset, some in (("unet64", True), ("base64", False)):
        stage = SmallStage(Watched(), pixels(40), pixels(1), small_options(preset, tmp_path, tmp_path))
        assert 0 < stage.batch(numbers, 40).blind.sum() < 40 if some else not stage.batch(numbers, 40).blind.any()
