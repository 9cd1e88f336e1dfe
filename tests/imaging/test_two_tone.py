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


def test_folds_alone_are_one_cloth() -> None:
    assert find_tones(panels(0.0), SURE) is None


def test_cloths_that_lie_near_each_other_are_left_to_their_dyes() -> None:
    even = panels(0.6, 0.02) - panels(0.0, 0.02)
    assert find_tones(even, SURE) is None
    assert find_tones(2 * even, SURE) is not None


def test_two_groups_that_run_into_one_another_are_a_print_or_folds() -> None:
    """Sharp borders, and each group as broad as they are apart."""
    rng = np.random.default_rng(4)
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    blocks = np.kron(rng.uniform(-0.85, 0.85, (12, 8)), np.ones((8, 8)))
    log = np.where((x // 8 + y // 8) % 2, 0.75, -0.75) + blocks
    assert find_tones(log.astype(np.float32), SURE) is None


def test_few_in_between_do_not_help_where_each_is_broad() -> None:
    x = np.mgrid[: SIZE[0], : SIZE[1]][1]
    group = np.where(x < 32, -1.0, 1.0)
    broad = group + np.where((x // 4) % 2, 0.62, -0.62)
    assert find_tones(broad.astype(np.float32), SURE) is None
    assert find_tones((group + np.where((x // 4) % 2, 0.1, -0.1)).astype(np.float32), SURE) is not None


def test_one_cloth_in_all_lights_beside_a_bright_side_is_one() -> None:
    """Blocks of every light from deep shade up to the bright side's, as many of each: sharp borders, and no valley."""
    lights = -1.2 + 2.15 * (np.arange(24 * 16) * 0.6180339887 % 1)
    blocks = np.kron(lights.reshape(24, 16), np.ones((4, 4)))
    bright = 1.0 + 0.03 * np.random.default_rng(4).standard_normal(SIZE)
    log = np.where(np.mgrid[: SIZE[0], : SIZE[1]][1] < 34, blocks, bright)
    assert find_tones(log.astype(np.float32), SURE) is None


def test_the_border_lies_at_the_seam_though_the_shade_beside_it_is_as_dark() -> None:
    """The light cloth darkens towards the seam until it is past the threshold; only there does light jump."""
    log = np.zeros(SIZE, np.float32)
    log[:, 30:] = -1.8
    log[30:60, 24:30] = [-0.2, -0.4, -0.6, -0.8, -1.0, -1.15]
    tones = find_tones(log, SURE)
    assert tones is not None and tones.threshold > -1.0
    lighter = tones.lighter(log, SURE)
    assert (lighter[10:86, 6:25] > 0).all() and (lighter[10:86, 32:58] < 0).all()
    assert (lighter[35:55, 28] > 0).all(), "by the threshold alone it would be of the darker"


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


def test_where_dyes_and_lightness_speak_of_other_cloths_the_dyes_are_believed() -> None:
    """Gray and gray, half and half: which is the main one is chance, but one of them it is, or both."""
    canvas = np.full((*SIZE, 3), 0.68, np.float32)
    canvas[:, :32] = 0.38
    share, matte = np.full(SIZE, 0.99, np.float32), SURE.astype(np.float32)
    settled = settle_main(share, matte, colour_evidence(share, matte, canvas, np.zeros(SIZE, np.float32)))
    assert max(settled[48, 16], settled[48, 48]) > 0.9


def test_two_clear_tones_are_two_cloths_however_certain_the_parser_is() -> None:
    canvas = np.full((*SIZE, 3), 0.68, np.float32)
    canvas[:, :16] = canvas[:, 48:] = 0.38
    share, matte = np.full(SIZE, 0.99, np.float32), SURE.astype(np.float32)
    settled = settle_main(share, matte, colour_evidence(share, matte, canvas, np.zeros(SIZE, np.float32)))
    assert settled[48, 32] > 0.95 and settled[48, 10] < 0.2
