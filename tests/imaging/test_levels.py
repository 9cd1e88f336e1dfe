"""Light on the cloth: its height, its scales, and how an old print is left out of it."""

import numpy as np
import pytest

from fashionforward.imaging.albedo import Dyes, describe
from fashionforward.imaging.letterbox import enter
from fashionforward.imaging.levels import LEVELS, STATISTICS, Light, _is_gradual, log_luminance, measure_light
from fashionforward.imaging.transfer import to_linear, to_srgb
from fashionforward.imaging.window import gaussian

WHOLE = (slice(None), slice(None))


def folds(size: int = 300) -> np.ndarray:
    """Log shading (H, W) of soft vertical folds."""
    x = np.mgrid[0:size, 0:size][1].astype(np.float32)
    return 0.35 * np.sin(x / 14).astype(np.float32)


def cloth(shade: np.ndarray, colour: tuple[float, float, float]) -> np.ndarray:
    return to_srgb(to_linear(np.array(colour)) * np.exp(shade)[..., None])


def measure(rgb: np.ndarray, shading: np.ndarray | None = None) -> Light:
    canvas, box = enter(rgb, (96, 64))
    return measure_light(rgb, np.ones(rgb.shape[:2], np.float32), box, WHOLE, canvas, shading)


def test_the_finest_level_is_the_shading_of_a_plain_cloth() -> None:
    shade = folds()
    light = measure(cloth(shade, (0.6, 0.5, 0.3)))
    assert light.levels.shape == (LEVELS, 300, 300) and light.statistics.shape == (STATISTICS,)
    assert abs(float(np.median(light.levels[0]))) < 1e-3
    assert np.abs(light.levels[0] - (shade - np.median(shade))).max() < 0.02
    assert np.allclose(light.colour, (0.6, 0.5, 0.3), atol=0.02)


def test_coarser_levels_are_smoother() -> None:
    light = measure(cloth(folds(), (0.6, 0.5, 0.3)))
    spread = [float(level.std()) for level in light.levels]
    assert spread[0] > spread[3] > spread[4] > spread[5]


def test_light_does_not_depend_on_the_colour_of_the_cloth() -> None:
    dark, bright = (measure(cloth(folds(), c)).levels for c in ((0.5, 0.2, 0.2), (0.7, 0.7, 0.2)))
    assert np.abs(dark - bright).mean() < 0.02


@pytest.mark.parametrize("leak", [0.0, 0.5])
def test_an_old_print_is_taken_out_even_where_the_shading_kept_some_of_it(leak: float) -> None:
    shade = folds()
    printed = (np.mgrid[0:300, 0:300][0] % 50 < 16).astype(np.float32)
    rgb = cloth(shade, (0.7, 0.7, 0.7))
    rgb[printed > 0] = cloth(shade, (0.1, 0.2, 0.5))[printed > 0]
    known = enter(shade + 5 - leak * 2 * printed, (96, 64), pad=0.0)[0]

    def left(levels: np.ndarray) -> float:
        return float(np.abs(levels[0] - (shade - np.median(shade))).mean())

    assert left(measure(rgb, known).levels) < 0.25 * left(measure(rgb).levels)


def test_dots_smaller_than_a_canvas_pixel_leave_neither_discs_nor_rings() -> None:
    shade = folds()
    rows, columns = np.mgrid[0:300, 0:300]
    far = np.hypot(rows % 20 - 10, columns % 20 - 10)
    dot = np.clip(3.5 - far, 0, 1)[..., None].astype(np.float32)  # its rim is half of either
    rgb = to_srgb(
        to_linear(cloth(shade, (0.85, 0.85, 0.85))) * (1 - dot) + to_linear(cloth(shade, (0.1, 0.1, 0.12))) * dot
    )
    light = measure(rgb, enter(shade, (96, 64), pad=0.0)[0]).levels[0]
    wrong = np.abs(light - (shade - np.median(shade)))
    assert (
        wrong[(far > 1.5) & (far < 5)].mean() < 0.05 and wrong[far < 1.5].mean() < 0.08 and wrong[far > 6].mean() < 0.03
    )


def test_in_a_print_of_many_shades_the_shading_is_believed_and_no_dye() -> None:
    shade, rng = folds(), np.random.default_rng(1)
    fields = [gaussian(rng.normal(size=(300, 300)).astype(np.float32), 8.0) for _ in range(4)]
    tone, *hues = (field / field.std() for field in fields)
    wash = np.clip(0.5 + 0.25 * np.stack([tone + 0.2 * hue for hue in hues], -1), 0.02, 0.98)
    rgb = to_srgb(to_linear(wash) * np.exp(shade)[..., None])
    light = measure(rgb, enter(shade, (96, 64), pad=0.0)[0]).levels[0]
    assert np.abs(light - (shade - np.median(shade))).mean() < 0.04


def test_plain_cloth_keeps_the_photographs_own_detail() -> None:
    rgb = cloth(folds() + np.random.default_rng(0).normal(0, 0.05, (300, 300)).astype(np.float32), (0.5, 0.5, 0.5))
    plain = measure(rgb, np.zeros((96, 64), np.float32)).levels[0]
    assert np.abs(plain - measure(rgb).levels[0]).max() < 1e-3


def test_a_print_too_fine_for_its_dyes_to_be_told_apart_is_taken_out() -> None:
    shade = folds()
    rows, columns = np.mgrid[0:300, 0:300]
    threads = 0.6 * np.sin(rows * 1.3) * np.sin(columns * 1.3)  # one hue, more and less of it, with nothing between
    rgb = cloth(shade + 2 * threads.astype(np.float32), (0.5, 0.5, 0.5))
    light = measure(rgb, enter(shade, (96, 64), pad=0.0)[0])
    assert light.levels[0].std() < 0.4 * measure(rgb).levels[0].std()
    assert float(np.corrcoef(light.levels[0].ravel(), shade.ravel())[0, 1]) > 0.9


def test_black_cloth_gives_finite_light() -> None:
    light = measure(np.zeros((60, 40, 3), np.float32))
    assert np.isfinite(light.levels).all() and np.isfinite(light.statistics).all()


def blues(share: np.ndarray) -> np.ndarray:
    """Denim (H, W, 3), so far bleached, with the weave's grain and a dark seam at its 150th row."""
    deep, pale = (to_linear(np.array(colour, np.float32)) for colour in ((0.13, 0.24, 0.47), (0.48, 0.60, 0.76)))
    grain = np.random.default_rng(0).normal(0, 0.06, share.shape)
    grain[148:152] -= 0.6
    return to_srgb((deep + share[..., None] * (pale - deep)) * np.exp(grain)[..., None]).astype(np.float32)


def seam_of(light: Light) -> float:
    """How much darker the seam is than the cloth to both sides."""
    fine = light.levels[0]
    return float(np.median((fine[138:142] + fine[158:162]) / 2) - np.median(fine[149:151]))


def test_what_is_washed_out_little_by_little_keeps_its_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fashionforward.imaging.levels.is_washed", lambda dyes, features: len(dyes.heights) > 1)
    x = np.mgrid[0:300, 0:300][1]
    light = measure(blues(np.exp(-(((x - 150) / 60) ** 2))), np.zeros((96, 64), np.float32))
    assert seam_of(light) > 0.55


def test_checks_of_two_blues_are_a_print_even_where_their_hue_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fashionforward.imaging.levels.is_washed", lambda dyes, features: len(dyes.heights) > 1)
    y, x = np.mgrid[0:300, 0:300] // 20
    checks = ((x + y) % 2).astype(np.float64)
    light = measure(blues(checks), np.zeros((96, 64), np.float32)).levels[0]
    plain = measure(blues(checks)).levels[0]
    assert abs(np.median(light[checks > 0]) - np.median(light[checks == 0])) < 0.2
    assert abs(np.median(plain[checks > 0]) - np.median(plain[checks == 0])) > 1


@pytest.mark.parametrize("alpha", [0.6, 0.9, 1.0])
def test_a_studio_matte_may_be_soft_all_over(alpha: float) -> None:
    y, x = np.mgrid[0:300, 0:300] // 20
    checks = (x + y) % 2 > 0
    rgb = np.where(checks[..., None], cloth(folds(), (0.7, 0.1, 0.1)), cloth(folds(), (0.8, 0.8, 0.7))).astype(
        np.float32
    )
    canvas, box = enter(rgb, (96, 64))
    matte = np.full((300, 300), alpha, np.float32)
    light = measure_light(rgb, matte, box, WHOLE, canvas, np.zeros((96, 64), np.float32)).levels[0]
    assert np.isfinite(light).all()
    if alpha == 1.0:
        assert abs(np.median(light[checks]) - np.median(light[~checks])) < 0.2


def gradual(one: tuple[float, ...], other: tuple[float, ...], centres: np.ndarray, gap: float) -> bool:
    """Whether checks of two colours pass for a gradual change from one dye to another."""
    y, x = np.mgrid[0:200, 0:200] // 8
    rgb = np.where(((x + y) % 2 > 0)[..., None], one, other).astype(np.float32)
    dyes = Dyes(centres.astype(np.float32), np.array([0.0, gap], np.float32), np.ones(2, np.float32))
    planes = rgb, log_luminance(rgb), np.zeros(rgb.shape[:2], np.float32)
    return _is_gradual(dyes, planes, np.arange(200 * 200), np.ones(rgb.shape[:2], np.float32))


def described(*colours: tuple[float, ...]) -> np.ndarray:
    rgb = np.array(colours, np.float32)
    return describe(rgb, log_luminance(rgb), np.zeros(len(rgb), np.float32))


def test_pixels_that_are_purely_of_two_dyes_are_a_print_however_small_the_step() -> None:
    colours = (0.2, 0.3, 0.6), (0.42, 0.25, 0.2)
    assert not gradual(*colours, described(*colours), gap=1.0)


def test_a_step_of_all_that_two_dyes_differ_by_is_a_print_however_mixed_the_pixels() -> None:
    colours = (0.50, 0.50, 0.50), (0.55, 0.55, 0.55)
    middle = described(*colours).mean(0)
    apart = np.array([[0, 0, -1.0], [0, 0, 1.0]])
    step = abs(float(np.diff(described(*colours)[:, 2])[0])) * 0.35
    assert not gradual(*colours, middle + apart, gap=step)
    assert gradual(*colours, middle + apart, gap=3 * step)


@pytest.mark.parametrize(("black", "most"), [(3, 0.12), (30, 0.02)])
def test_noise_of_crushed_blacks_is_hardly_light_and_black_cloth_is_measured_as_ever(black: int, most: float) -> None:
    """Eight-bit values a little above nothing, and those of black cloth that was photographed as it should be."""
    values = np.clip(black + np.random.default_rng(0).normal(0, 3, (300, 300, 1)).round(), 0, 255) / 255
    rgb = np.repeat(values, 3, 2).astype(np.float32)
    floors = log_luminance(rgb) - np.median(log_luminance(rgb))
    fine = measure(rgb).levels[0]
    if black < 10:
        assert fine.std() < most < 0.7 * floors.std()
    else:
        assert np.abs(fine - floors).max() < most
