"""How light falls on the cloth, at several scales: what the cloth response reads of a pixel, and of a garment as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fashionforward.imaging.albedo import Dyes, describe, find_dyes, is_washed, level
from fashionforward.imaging.letterbox import Letterbox, enter, leave, shrink
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.transfer import LUMINANCE, to_linear
from fashionforward.imaging.window import CHUNK, gaussian, in_fours, largest, least, sampler

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Planes = tuple[Array, Array, Array]
    """Colours (H, W, 3) sRGB, log luminance and log shading (H, W): what `describe` reads."""

LEVELS = 6
"""Log luminance as photographed; smoothed a little; at the parser's resolution; and smoothed there by 2, 6 and 20 pixels."""

FINE_SIGMA = 6e-4
"""Standard deviation of the first smoothing, as a share of the photograph's diagonal."""

EDGE_SIGMA = 0.7
"""At the parser's resolution, so that a pixel half beyond the garment takes the light of those inside."""

CANVAS_SIGMAS = (2.0, 6.0, 20.0)
DYES_SIGMA = 1.0
"""At the parser's resolution, over which light under a print is agreed upon by the pixels that are surely of one dye."""

BROAD_SIGMA = 6.0
"""At the parser's resolution, what is left of its shading to tell dyes with: in its detail there is something of the print."""

WEAVE_SIGMAS = (1.4, 4.6)
"""At the parser's resolution: detail finer than the first is compared with what lies between both."""

PATTERN = ((0.35, 0.5), (1.6, 2.4), (-3.6, -3.2))
"""Where cloth has one dye: standard deviation of fine detail in log luminance, its ratio to that of coarser detail, and median log
luminance, from which that detail may be a print too fine for its dyes to be told apart (houndstooth, dots, checks), and is. Folds
have as much coarse detail; in the dark it is noise."""

CERTAIN = (0.7, 0.95)
"""Shares of its nearest dye under which a pixel is a mixture, whose fine detail is the print's outline, and over which it is not."""

BESIDE, MIXED = 0.0016, (0.1, 0.35)
"""How far from another dye a pixel is a mixture, as a share of the garment's diagonal, and steps of log albedo from which it counts."""

TOLD = (0.03, 0.1)
"""Shares of the garment that must be purely of one dye or another for what they say of its light to count at all, and to count whole:
in a print of many shades all is mixture, and which dyes are found in it is chance."""

ENOUGH = 0.25
"""Share of a canvas pixel in pure dyes from which they say all of its light."""

SAMPLES = 3000
"""Pixels at the photograph's resolution, where a print's edges are narrow, among which the dyes are found."""

MEASURED = 40000
"""Pixels, spread evenly over the garment, on which medians and statistics are measured where it has more."""

PAIRS, NEIGHBOURS = 15000, 0.006
"""Pairs of pixels on which the brightness of dyes is compared, and how far apart they are at the least, as a share of the diagonal."""

BORDER, LEAST_GAP, GRADUAL = 0.003, 0.05, (0.65, 0.8)
"""How far apart pixels are, as a share of the garment's diagonal, of which one dye becomes another at once or little by little; the least
log albedo between dyes for that; and shares under which it is little by little: of that gap in the median step, and of pairs whose pixels
are both of one dye each."""

FLOOR = 0.003
"""Added to luminance before its logarithm, in linear light: below it a camera sees noise, not shading."""

CRUSHED, CRUSHED_FLOOR = 0.004, 0.015
"""Median luminance under which a photograph has lost what light there was on black cloth, and the floor where nothing of it is left: what
an eight-bit file still tells apart there is noise, and would come out as mottles in a lighter colour."""

PERCENTILES = (1, 5, 15, 30, 70, 85, 95, 99)
STATISTICS = 2 * len(PERCENTILES) + 4 + 2 + 3
"""Length of `Light.statistics`."""


@dataclass(frozen=True)
class Light:
    """Light on one garment: natural log of luminance, 0 at the garment's median, at `LEVELS` scales.

    native: the first two levels, (H, W) float32. canvas: the others, as maps of the parser's canvas, which `near` brings to
    (H, W). colour: (3,) sRGB in [0, 1], the median colour of the cloth. statistics: (STATISTICS,) float32, what the spread over
    the garment says of its cloth.
    """

    native: tuple[Array, Array]
    canvas: tuple[Array, ...]
    near: Callable[[Array], Array]
    colour: Array
    statistics: Array

    def level(self, index: int) -> Array:
        """One of them, (H, W): worked out when it is asked for, as all of a large photograph are more than it is itself."""
        return self.native[index] if index < len(self.native) else self.near(self.canvas[index - len(self.native)])

    @property
    def levels(self) -> Array:
        """All, (LEVELS, H, W)."""
        return np.stack([self.level(index) for index in range(LEVELS)])


def log_luminance(rgb: Array, floor: float = FLOOR) -> Array:
    """(..., 3) sRGB in [0, 1] -> (...) natural log of luminance above a floor, in linear light."""
    flat, out = rgb.reshape(-1, 3), np.empty((rgb.size // 3, 1), np.float32)
    for start in range(0, len(flat), CHUNK):
        light = to_linear(flat[start : start + CHUNK]) @ np.array(LUMINANCE, np.float32)[:, None]
        light += np.float32(floor)
        cv2.log(light, dst=out[start : start + CHUNK])
    return out.reshape(rgb.shape[:-1])


def smooth_inside(plane: Array, weight: Array, sigma: float) -> Array:
    """Gaussian mean of the pixels that have weight, so that nothing beyond the garment leaks in; both (H, W)."""
    total, mean = gaussian(weight, sigma), gaussian(plane * weight, sigma)
    some = total > 1e-3
    np.divide(mean, total, out=mean, where=some)
    np.copyto(mean, plane, where=~some)
    return mean


def measure_light(
    cloth: Array, alpha: Array, box: Letterbox, cut: tuple[slice, slice], canvas: Array, shading: Array | None = None
) -> Light:
    """Light on the garment inside a matte, at the photograph's resolution, within the box `cut` of it.

    cloth (h, w, 3) sRGB in [0, 1], the photograph in that box with its soft edges undone; alpha (h, w) there. box: where the whole
    photograph lies on the parser's `canvas` (H, W, 3). Without `shading` the luminance is taken for the light, which is right for
    one colour of cloth. With it, the parser's log shading (H, W) on the canvas up to a constant, an old print is taken out: the dyes
    of the cloth are told apart, and each pixel's luminance is measured from its own dye's.
    """

    def near(plane: Array) -> Array:
        return leave(plane, box, cut=cut)

    def far(plane: Array) -> Array:
        whole = np.zeros(box.image, np.float32)
        whole[cut] = plane
        return enter(whole, box.canvas, 0.0, shrink)[0]

    small = far(alpha)
    weight = np.where(small > 0.85, small, 0.0).astype(np.float32)
    inside = _sampled(alpha > 0.9 if (alpha > 0.9).sum() > 50 else alpha >= max(float(alpha.max()) * 0.9, 1e-3))

    colour = np.median(cloth.reshape(-1, 3)[inside], axis=0).astype(np.float32)
    floor = _floor(colour)
    fine, coarse = log_luminance(cloth, floor), log_luminance(canvas, floor)
    if shading is None:
        base = smooth_inside(coarse, weight, EDGE_SIGMA)
    else:
        base, fine = _without_print(coarse, shading, weight, cloth, fine, alpha, near, far)
    sigma = FINE_SIGMA * float(np.hypot(*box.image))
    middle = np.float32(np.median(fine.reshape(-1)[inside]))
    native = fine, smooth_inside(fine, alpha, sigma)
    for plane in native:
        plane -= middle
    scales = (base - middle, *(smooth_inside(base, weight, s) - middle for s in CANVAS_SIGMAS))
    y, x = np.divmod(inside, alpha.shape[1])
    top, left = (part.indices(side)[0] for part, side in zip(cut, box.image, strict=True))
    inner = np.stack([leave(plane, box, (box.height, box.width)) for plane in scales], -1)
    far_apart = sampler(in_fours(inner), box.image)(y + top, x + left)
    samples = np.stack([*(plane.reshape(-1)[inside] for plane in native), *far_apart.T])
    return Light(native, scales, near, colour, _statistics(samples, colour))


def _floor(colour: Array) -> float:
    """What is added to luminance on cloth of a median colour (3,) sRGB."""
    lost = 1 - float(to_linear(colour) @ np.array(LUMINANCE, np.float32)) / CRUSHED
    return FLOOR + (CRUSHED_FLOOR - FLOOR) * max(lost, 0.0)


def _sampled(mask: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Places of the pixels of a mask in its plane laid flat; where they are many, of every so manieth."""
    place = np.flatnonzero(mask)
    return place[:: len(place) // MEASURED + 1] if len(place) > MEASURED else place


def _without_print(
    coarse: Array,
    shading: Array,
    weight: Array,
    cloth: Array,
    fine: Array,
    alpha: Array,
    near: Callable[[Array], Array],
    far: Callable[[Array], Array],
) -> tuple[Array, Array]:
    """Log light on the canvas and at the photograph's resolution, the print taken out of `coarse` and `fine`; as `measure_light`."""
    broad = smooth_inside(shading, weight, BROAD_SIGMA)
    native = near(broad)
    inside = np.flatnonzero(alpha >= _whole(alpha))
    pick = np.random.default_rng(0).integers(len(inside), size=SAMPLES)
    at = np.divmod(inside[pick], alpha.shape[1])
    features = describe(cloth[at], fine[at], native[at])
    dyes = find_dyes(features)
    planes = cloth, fine, native
    if is_washed(dyes, features) and _is_gradual(dyes, planes, inside, alpha):
        return smooth_inside(coarse, weight, EDGE_SIGMA), fine
    if len(dyes.heights) > 1:
        dyes = _level_by_neighbours(dyes, planes, inside, alpha)
    height, belief = _of_dyes(dyes, planes, alpha > 0)
    if len(dyes.heights) > 1:
        # a dye's light is gathered where it is pure: what is a mixture on the canvas is not one in the photograph
        belief = belief * _unmixed(height, alpha > 0)
        belief *= np.clip((float((belief * alpha).sum() / alpha.sum()) - TOLD[0]) / (TOLD[1] - TOLD[0]), 0, 1)
        pure = belief * alpha
        share = far(pure)
        light = far((fine - height) * pure) / np.maximum(share, 1e-3)
        known = np.clip(share / ENOUGH, 0, 1)
        light = known * light + (1 - known) * shading
        base = smooth_inside(light, weight * (known + np.float32(0.02)), DYES_SIGMA)
    else:
        light = belief * (coarse - height) + (1 - belief) * shading
        base = smooth_inside(light, weight * (belief + np.float32(0.02)), EDGE_SIGMA)
        pattern, even = _fine_pattern(coarse, weight, fine, alpha, near)
        base = base + pattern * (even - base)
        belief = belief * (1 - pattern)
    under = near(base)
    fine -= height  # in place: planes of a large photograph are much
    fine -= under
    fine *= belief
    fine += under
    return base, fine


def _unmixed(height: Array, inside: NDArray[np.bool_]) -> Array:
    """How far a pixel (H, W) is of one dye only: beside one of another log albedo `height` it is a mixture, whatever it looks like."""
    reach = max(1, round(BESIDE * float(np.hypot(*height.shape))))
    beyond = np.float32(1e3)
    step = largest(np.where(inside, height, -beyond), reach) - least(np.where(inside, height, beyond), reach)
    return np.clip((MIXED[1] - step) / (MIXED[1] - MIXED[0]), 0, 1)


def _fine_pattern(
    coarse: Array, weight: Array, fine: Array, alpha: Array, near: Callable[[Array], Array]
) -> tuple[np.float32, Array]:
    """How surely the fine detail of one dye is a print, in [0, 1], and the log luminance on the canvas without that detail."""
    even, broad = (smooth_inside(coarse, weight, sigma) for sigma in WEAVE_SIGMAS)
    inside, whole = _sampled(alpha > 0.9), weight > 0
    if len(inside) < 50 or whole.sum() < 50:
        return np.float32(0), even
    detail = float((fine.reshape(-1)[inside] - near(even).reshape(-1)[inside]).std())
    ratio = detail / max(float((even - broad)[whole].std()), 1e-3)
    measured = detail, ratio, float(np.median(coarse[whole]))
    steps = [np.clip((x - low) / (high - low), 0, 1) for x, (low, high) in zip(measured, PATTERN, strict=True)]
    return np.float32(np.prod(steps)), even


def _whole(alpha: Array) -> float:
    """Alpha from which a pixel is all cloth."""
    return min(0.98, float(alpha.max()))


class Pairs(NamedTuple):
    """Pixels and others a little apart. one, other: (N, K) shares of the dyes in each. step: (N,) by how much the first is brighter."""

    one: Array
    other: Array
    step: Array


def _pairs(dyes: Dyes, planes: Planes, inside: NDArray[np.intp], alpha: Array, apart: tuple[float, float]) -> Pairs:
    """Pairs of pixels, so far `apart` at the least and the most, of which the first is among those `inside`, and the other whole, too.

    Whole is what has as much alpha as the matte has at the most: a studio's own may be soft all over.
    """
    rng = np.random.default_rng(1)
    pick = rng.integers(len(inside), size=PAIRS)
    angle, far = rng.uniform(0, 2 * np.pi, PAIRS), rng.uniform(*apart, PAIRS)
    y, x = np.divmod(inside[pick], alpha.shape[1])
    y2 = np.clip(np.rint(y + far * np.sin(angle)), 0, alpha.shape[0] - 1).astype(np.intp)
    x2 = np.clip(np.rint(x + far * np.cos(angle)), 0, alpha.shape[1] - 1).astype(np.intp)
    whole = alpha[y2, x2] >= _whole(alpha)
    one, other = (y[whole], x[whole]), (y2[whole], x2[whole])
    shares = [dyes.share(describe(*(plane[at] for plane in planes))) for at in (one, other)]
    return Pairs(shares[0], shares[1], planes[1][one] - planes[1][other])


def _level_by_neighbours(dyes: Dyes, planes: Planes, inside: NDArray[np.intp], alpha: Array) -> Dyes:
    """Heights from pairs of pixels a little apart, both surely of one dye each; `inside` holds the places to draw from."""
    reach = max(2.0, NEIGHBOURS * float(np.hypot(*alpha.shape)))
    pairs = _pairs(dyes, planes, inside, alpha, (reach, 2.5 * reach))
    sure = np.minimum(pairs.one.max(1), pairs.other.max(1)) > CERTAIN[1]
    return level(dyes, pairs.one[sure].argmax(1), pairs.other[sure].argmax(1), pairs.step[sure])


def _is_gradual(dyes: Dyes, planes: Planes, inside: NDArray[np.intp], alpha: Array) -> bool:
    """Whether one dye becomes another little by little, as where cloth is washed out or lit, and not from pixel to pixel, as in a print.

    Not where none does: nothing says then what it is.
    """
    reach = max(2.0, BORDER * float(np.hypot(*alpha.shape)))
    one, other, step = _pairs(dyes, planes, inside, alpha, (reach, reach))
    first, second = one.argmax(1), other.argmax(1)
    differ = first != second
    if not differ.any():
        return False
    pure = np.minimum(one.max(1), other.max(1)) > CERTAIN[1]
    gap = np.abs(dyes.heights[first] - dyes.heights[second])[differ]
    steep = float(np.median(np.abs(step[differ]) / np.maximum(gap, LEAST_GAP)))
    return steep < GRADUAL[0] and float(pure[differ].mean()) < GRADUAL[1]


def _of_dyes(dyes: Dyes, planes: Planes, where: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Log albedo of each pixel (H, W), and how far it is to be believed, in [0, 1]; only `where`. (1,) where there is one dye."""
    if len(dyes.heights) == 1:
        return dyes.heights, dyes.trust
    height, belief = np.full(where.shape, dyes.heights[0], np.float32), np.full(where.shape, dyes.trust[0], np.float32)
    place = np.flatnonzero(where)
    rgb, log, shading = planes
    flat = rgb.reshape(-1, 3), log.reshape(-1), shading.reshape(-1)
    for start in range(0, len(place), CHUNK):
        at = place[start : start + CHUNK]
        share = dyes.share(describe(*(plane.take(at, axis=0) for plane in flat)))
        height.reshape(-1)[at] = share @ dyes.heights
        certain = np.clip((share.max(1) - CERTAIN[0]) / (CERTAIN[1] - CERTAIN[0]), 0, 1)
        belief.reshape(-1)[at] = (share @ dyes.trust) * certain
    return height, belief


def _statistics(samples: Array, colour: Array) -> Array:
    """Percentiles of the finest and of the parser's level, texture's energy between levels, and the cloth's colour.

    samples: (LEVELS, N) light at some pixels.
    """
    spread = [np.percentile(samples[k], PERCENTILES) for k in (0, 2)]
    texture = [float((samples[k] - samples[k + 1]).std()) for k in (0, 2, 3, 4)]
    correlation = [_correlation(samples[0] - samples[2], samples[k]) for k in (1, 4)]
    return np.concatenate([*spread, np.array(texture) * 4, correlation, colour]).astype(np.float32)


def _correlation(a: Array, b: Array) -> float:
    """Pearson's, and 0 where one of them does not vary."""
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / scale if scale > 1e-9 else 0.0
