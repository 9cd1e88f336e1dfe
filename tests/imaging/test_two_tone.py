"""Two cloths told by lightness alone, and what is one cloth in light and shade."""

import numpy as np
import pytest

from fashionforward.imaging.main_colour import colour_evidence, settle_main
from fashionforward.imaging.two_tone import find_tones

SIZE = 96, 64
SURE = np.zeros(SIZE, bool)
SURE[6:90, 4:60] = True


def panels(step: float, grain: float = 0.08) -> np.ndarray:
    """Log luminance: sleeves of a third of the width, lighter by `step`, folds and a slow ramp of light over all of it."""
    rng = np.random.default_rng(2)
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    light = 0.25 * np.sin(x / 9 + y / 17) + 0.3 * y / SIZE[0]
    return (-3 + light + step * ((x < 15) | (x >= 49)) + grain * rng.standard_normal(SIZE)).astype(np.float32)


def test_panels_that_a_sharp_line_parts_are_two_cloths() -> None:
    log = panels(1.6)
    tones = find_tones(log, SURE)
    assert tones is not None
    assert tones.apart == pytest.approx(1.6, abs=0.15)
    lighter = tones.lighter(log, SURE)
    assert (lighter[10:86, 6:14] > 0).mean() > 0.97
    assert (lighter[10:86, 16:48] < 0).mean() > 0.97


@pytest.mark.parametrize("step", [0.0, 0.5])
def test_folds_alone_are_one_cloth(step: float) -> None:
    assert find_tones(panels(step), SURE) is None


def test_light_from_one_side_is_one_cloth_however_strong() -> None:
    x = np.linspace(-1, 1, SIZE[1], dtype=np.float32)
    log = np.tile(1.2 * np.tanh(x * 2.2), (SIZE[0], 1)).astype(np.float32)
    assert find_tones(log, SURE) is None


def test_a_strip_is_no_second_cloth() -> None:
    log = panels(0.0)
    log[:, 30:36] += 2
    assert find_tones(log, SURE) is None


@pytest.mark.parametrize(("front", "sleeves"), [(0.09, 0.38), (0.66, 0.30)])
def test_gray_sleeves_are_left_though_the_shading_head_takes_them_for_light(front: float, sleeves: float) -> None:
    canvas = np.full((*SIZE, 3), front, np.float32)
    canvas[:, :15] = canvas[:, 49:] = sleeves
    canvas *= (1 + 0.04 * np.random.default_rng(1).standard_normal(SIZE))[..., None]
    shading = 2 * np.log(canvas[..., 0])  # all of the step is light, as far as it can tell
    share = np.full(SIZE, 0.97, np.float32)
    share[:, :15] = share[:, 49:] = 0.94
    settled = settle_main(
        share, SURE.astype(np.float32), colour_evidence(share, SURE.astype(np.float32), canvas, shading)
    )
    assert settled[10:86, 18:46].min() > 0.9
    assert settled[10:86, 6:12].max() < 0.2
