"""The sheet of all prints."""

import numpy as np
from PIL import Image

from fashionforward.runtime.engine import Engine
from fashionforward.runtime.weights import find_weights
from fashionforward.userprints.adding import read_swatches
from fashionforward.userprints.sheet import BLOCK, CAPTION, GAP, GARMENT, SPACE, SWATCH, draw_sheet, example_garment
from tests.weights import needs_shipped_weights

pytestmark = needs_shipped_weights


def test_each_seed_is_there_as_cloth_and_on_the_garment_which_fills_its_place() -> None:
    weights = find_weights()
    small = read_swatches([example_garment()])[0]
    far = np.random.default_rng(0).normal(0.4, 0.05, (900, 700, 3)).astype(np.float32)  # in a corner of its photograph
    far = np.clip(far, 0, 1)
    far[300 : 300 + small.shape[0] // 2, 20 : 20 + small.shape[1] // 2] = small[: small.shape[0] // 2 * 2 : 2, ::2]
    sheet = draw_sheet(Engine.load(weights, "cpu"), {"stripes": weights.card.prints["stripes"]}, far)
    assert sheet.size == (BLOCK[0] + 2 * SPACE, BLOCK[1] + 2 * SPACE)
    cloths, worn = [], []
    for seed in range(3):
        left, top = SPACE + seed * (SWATCH + GAP), SPACE + CAPTION
        cloths.append(_part(sheet, left, top, (SWATCH, SWATCH)))
        worn.append(_part(sheet, left, top + SWATCH + GAP, GARMENT))
    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert np.abs(cloths[first] - cloths[second]).mean() > 10
        changed = (np.abs(worn[first] - worn[second]).max(-1) > 12).any(1)
        assert np.ptp(np.flatnonzero(changed)) > 0.6 * GARMENT[1]


def _part(sheet: Image.Image, left: int, top: int, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(sheet.crop((left, top, left + size[0], top + size[1])), np.float32)
