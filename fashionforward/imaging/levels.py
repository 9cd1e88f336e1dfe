"""How light falls on the cloth, at several scales: what the cloth response reads of a pixel, and of a garment as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.imaging.letterbox import Letterbox, enter, leave
from fashionforward.imaging.transfer import to_linear

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
PRINTED = 0.06
"""Root mean square of log luminance that shading does not explain, where fine detail begins to be taken for print."""

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
    return np.log(to_linear(rgb) @ np.array([0.2126, 0.7152, 0.0722], np.float32) + np.float32(FLOOR))


def smooth_inside(plane: Array, weight: Array, sigma: float) -> Array:
    """Gaussian mean of the pixels that have weight, so that nothing beyond the garment leaks in; both (H, W)."""
    total = ndimage.gaussian_filter(weight, sigma, mode="nearest")
    mean = ndimage.gaussian_filter(plane * weight, sigma, mode="nearest")
    return np.where(total > 1e-3, mean / np.maximum(total, 1e-3), plane).astype(np.float32)


def measure_light(
    cloth: Array, alpha: Array, box: Letterbox, cut: tuple[slice, slice], canvas: Array, shading: Array | None = None
) -> Light:
    """Light on the garment inside a matte, at the photograph's resolution, within the box `cut` of it.

    cloth (h, w, 3) sRGB in [0, 1], the photograph in that box with its soft edges undone; alpha (h, w) there. box: where the whole
    photograph lies on the parser's `canvas` (H, W, 3). Without `shading` the luminance is taken for it, which is right for one
    colour of cloth. With `shading` (H, W), log shading on the canvas, the coarse levels are the learned ones, and fine detail is
    kept only where the photograph and the learned shading agree, so that no old print comes along.
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
    if shading is not None:
        coarse, base, keep = base, *_without_print(base, shading, weight)
        fine = near(base) + (fine - near(coarse)) * near(keep)
    middle = np.float32(np.median(fine[inside]))
    sigma = FINE_SIGMA * float(np.hypot(*box.image))
    smoothed = [near(smooth_inside(base, weight, s)) for s in CANVAS_SIGMAS]
    levels = np.stack([fine, smooth_inside(fine, alpha, sigma), near(base), *smoothed]) - middle
    colour = median.astype(np.float32)
    return Light(levels.astype(np.float32), colour, _statistics(levels, inside, colour))


def _without_print(coarse: Array, shading: Array, weight: Array) -> tuple[Array, Array]:
    """Log shading on the canvas, brought to the luminance's height, and how much fine detail to keep: 0 where a print shows."""
    sure = weight > 0.5
    base = shading + np.float32(np.median((coarse - shading)[sure]) if sure.any() else 0.0)
    printed = coarse - base
    printed = printed - smooth_inside(printed, weight, 6.0)
    energy = np.sqrt(np.maximum(smooth_inside(printed**2, weight, 2.0), 0))
    return base, np.clip(1.5 - energy / PRINTED, 0.0, 1.0).astype(np.float32)


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
