"""How light falls on the cloth, at several scales: what the cloth response reads of a pixel, and of a garment as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.letterbox import Letterbox, enter, leave
from fashionforward.imaging.transfer import LUMINANCE, to_linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

LEVELS = 6
"""Log luminance as photographed; smoothed a little; at the parser's resolution; and smoothed there by 2, 6 and 20 pixels."""

FINE_SIGMA = 6e-4
"""Standard deviation of the first smoothing, as a share of the photograph's diagonal."""

EDGE_SIGMA = 0.7
"""At the parser's resolution, so that a pixel half beyond the garment takes the light of those inside."""

CANVAS_SIGMAS = (2.0, 6.0, 20.0)
HUE_FLOOR, ANOTHER_HUE = 0.03, 0.2
"""Added to luminance, so that the noise of black cloth is no hue; and how far apart hues are that one dye does not have."""

PRINTED = (0.6, 0.85)
"""Shares of main colour under which a garment's luminance is not trusted at all, and over which it is where it is plain."""

BESIDE = 3
"""At the parser's resolution, the window within which one printed pixel spoils the luminance of the others."""

AROUND = 6.0
"""At the parser's resolution, how far main colour tells how bright the cloth is under a print."""

FLOOR = 0.003
"""Added to luminance before its logarithm, in linear light: below it a camera sees noise, not shading."""

PERCENTILES = (1, 5, 15, 30, 70, 85, 95, 99)
STATISTICS = 2 * len(PERCENTILES) + 4 + 2 + 3
"""Length of `Light.statistics`."""


@dataclass
class Light:
    """Light on one garment.

    levels: (LEVELS, H, W) float32, natural log of luminance, 0 at the garment's median. colour: (3,) sRGB in [0, 1], the
    median colour of the cloth. statistics: (STATISTICS,) float32, what the spread over the garment says of its cloth.
    """

    levels: Array
    colour: Array
    statistics: Array


def log_luminance(rgb: Array) -> Array:
    """(..., 3) sRGB in [0, 1] -> (...) natural log of luminance above `FLOOR`."""
    return np.log(to_linear(rgb) @ np.array(LUMINANCE, np.float32) + np.float32(FLOOR))


def smooth_inside(plane: Array, weight: Array, sigma: float) -> Array:
    """Gaussian mean of the pixels that have weight, so that nothing beyond the garment leaks in; both (H, W)."""
    total = ndimage.gaussian_filter(weight, sigma, mode="nearest")
    mean = ndimage.gaussian_filter(plane * weight, sigma, mode="nearest")
    return np.where(total > 1e-3, mean / np.maximum(total, 1e-3), plane).astype(np.float32)


@dataclass(frozen=True)
class Learned:
    """What the parser knows of a garment that may have a print, on its canvas (h, w).

    shading: log shading up to a constant. plain: share of main colour in [0, 1], where luminance itself is the shading.
    """

    shading: Array
    plain: Array


def measure_light(
    cloth: Array, alpha: Array, box: Letterbox, cut: tuple[slice, slice], canvas: Array, learned: Learned | None = None
) -> Light:
    """Light on the garment inside a matte, at the photograph's resolution, within the box `cut` of it.

    cloth (h, w, 3) sRGB in [0, 1], the photograph in that box with its soft edges undone; alpha (h, w) there. box: where the whole
    photograph lies on the parser's `canvas` (H, W, 3). Without `learned` the luminance is taken for the light, which is right for
    one colour of cloth. With it, that holds for the main colour alone; elsewhere the learned shading stands in, and fine detail
    is left out, so that no old print comes along.
    """
    whole = np.zeros(box.image, np.float32)
    whole[cut] = alpha
    small = enter(whole, box.canvas, pad=0.0)[0]
    weight = np.where(small > 0.85, small, 0.0).astype(np.float32)
    inside = alpha > 0.9 if (alpha > 0.9).sum() > 50 else alpha >= max(float(alpha.max()) * 0.9, 1e-3)
    median = np.median(cloth[inside], axis=0)

    def near(plane: Array) -> Array:
        return leave(plane, box, cut=cut)

    fine = log_luminance(cloth)
    base = smooth_inside(log_luminance(canvas), weight, EDGE_SIGMA)
    if learned is not None:
        learned = _doubt(learned, canvas, weight)
        coarse, base = base, _without_print(base, learned, weight)
        fine = near(base) + (fine - near(coarse)) * near(learned.plain)
    middle = np.float32(np.median(fine[inside]))
    sigma = FINE_SIGMA * float(np.hypot(*box.image))
    smoothed = [near(smooth_inside(base, weight, s)) for s in CANVAS_SIGMAS]
    levels = np.stack([fine, smooth_inside(fine, alpha, sigma), near(base), *smoothed]) - middle
    colour = median.astype(np.float32)
    return Light(levels.astype(np.float32), colour, _statistics(levels, inside, colour))


def _doubt(learned: Learned, canvas: Array, weight: Array) -> Learned:
    """Trust luminance less: not where the hue is another than the cloth's, nor beside it, and nowhere on a print all over.

    Hue here is colour over luminance, which light and shade leave alone.
    """
    light = to_linear(canvas)
    luminance = light @ np.array(LUMINANCE, np.float32)
    hue = (light[..., ::2] - luminance[..., None]) / (luminance[..., None] + HUE_FLOOR)
    sure = weight > 0.5
    apart = np.linalg.norm(hue - np.median(hue[sure], axis=0), axis=-1) if sure.any() else np.zeros_like(weight)
    plain = learned.plain * np.clip(2 - apart / ANOTHER_HUE, 0, 1)
    share = float((plain * weight).sum() / max(float(weight.sum()), 1e-3))
    low, high = PRINTED
    trust = np.float32(np.clip((share - low) / (high - low), 0, 1))
    return Learned(learned.shading, (ndimage.minimum_filter(plain, BESIDE) * trust).astype(np.float32))


def _without_print(coarse: Array, learned: Learned, weight: Array) -> Array:
    """Log light on the canvas: luminance on main colour, and elsewhere the learned shading at the height of the cloth around it."""
    trusted = weight * learned.plain
    apart = coarse - learned.shading
    sure = trusted > 0.5 if (trusted > 0.5).any() else weight >= weight.max()
    total = ndimage.gaussian_filter(trusted, AROUND, mode="nearest")
    around = ndimage.gaussian_filter(apart * trusted, AROUND, mode="nearest") / np.maximum(total, 1e-3)
    height = np.where(total > 1e-3, around, np.median(apart[sure]))
    printed = learned.shading + height
    return (learned.plain * coarse + (1 - learned.plain) * printed).astype(np.float32)


def _statistics(levels: Array, inside: NDArray[np.bool_], colour: Array) -> Array:
    """Percentiles of the finest and of the parser's level, texture's energy between levels, and the cloth's colour."""
    samples = levels[:, inside]
    if samples.shape[1] > 40000:
        samples = samples[:, :: samples.shape[1] // 40000 + 1]
    spread = [np.percentile(samples[k], PERCENTILES) for k in (0, 2)]
    texture = [float((samples[k] - samples[k + 1]).std()) for k in (0, 2, 3, 4)]
    correlation = [_correlation(samples[0] - samples[2], samples[k]) for k in (1, 4)]
    return np.concatenate([*spread, np.array(texture) * 4, correlation, colour]).astype(np.float32)


def _correlation(a: Array, b: Array) -> float:
    """Pearson's, and 0 where one of them does not vary."""
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / scale if scale > 1e-9 else 0.0
