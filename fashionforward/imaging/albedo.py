"""A garment's own colours told from the light on it: which few dyes a printed cloth has, and how bright each is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.transfer import to_linear
from fashionforward.imaging.window import NOTHING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

HUE_FLOOR = 0.01
"""Added to each channel of linear light, so that the noise of black cloth is no hue."""

UNIT = (0.06, 0.06, 0.35)
"""What counts as one step: of red's and of blue's share of the light, and of log albedo."""

NEUTRAL = 1 / 3 / UNIT[0]
"""Red's and blue's share of the light in gray, in steps."""

MOST, ENOUGH = 8, 3000
"""Dyes that are looked for, and among so many pixels at the least: of more, every so manieth is taken."""

ALIKE, APART, OTHER_HUE = 0.9, 6.0, 2.0
"""Dyes nearer than this, in steps, are one; those further apart, or so far in hue alone, are two, whatever lies between them."""

SAME_HUE, SHADE = 0.6, 2.2
"""Nearer than the first in hue, dyes nearer than the second, more than a factor of two in light, are one: lit, and in the shade."""

VALLEY, FAR, FAR_VALLEY = 0.9, 4.0, 1.1
"""Two dyes are one cloth in more or less light where there are more pixels between them than the first share of either's; dyes further
apart than so many steps only where there are more than the last: no fold goes so deep all over a garment."""

DEEPER, VIVID, IN_FOLDS, DEEP_VALLEY = 0.97, 4.0, 0.15, 0.8
"""In deep folds vivid cloth lights itself, and its hue grows stronger: next to a dye so many steps from gray, a darker and more
saturated one, whose hue points the same way (cosine), on less than such a share of the garment, is the same where the valley between
is no deeper."""

STEPS = 12
"""Of k-means, which has found its centres by then as nearly as they are needed."""

SEED = 3
"""Of the centres that k-means begins with."""

RARE = 0.004
"""Share of the garment under which a colour is no dye of its own."""

SPREAD = (0.9, 1.6)
"""Standard deviations of a dye's pixels, in steps, up to which it is believed, and from which it is not: that was a gradient. Where
there is one dye alone, or two whose hues are far apart, lightness is not asked: folds and the weave move it."""

OWN_HUE, TONE = 3.0, 0.1
"""How far, in steps, a hue is from every other dye's to tell it alone; and the share of the garment from which a dye is one of its
tones: of more than two, as a plaid has them, the mixtures are dyes as well, and those need their lightness."""

GROUND = 0.9
"""Share of the garment from which a dye is its cloth, whatever else is on it: its lightness is that of folds."""

WASHED, ONE_WAY, TINGED, MUCH = 0.5, 0.984, 0.8, 0.05
"""Share of the garment in dyes that are not believed from which it may be washed, and not printed; how alike the directions of their hues
are then (cosine), and steps from gray, of each that holds more than the last share: bleach weakens a dye, a print has other hues, or
white."""

LEAST, HOLD = 12, 20.0
"""Neighbours of two dyes that make a difference to be believed; and how many of them the first estimate counts as."""


@dataclass(frozen=True)
class Dyes:
    """K dyes. centres: (K, 3) hue and log albedo, in steps. heights: (K,) log albedo. trust: (K,) in [0, 1]."""

    centres: Array
    heights: Array
    trust: Array

    def share(self, features: Array) -> Array:
        """(N, 3) features of pixels -> (N, K) how much each is of which dye."""
        if not len(features):
            return np.empty((0, len(self.centres)), np.float32)
        # squared distances, but for what is the same for all dyes; a dye a row, as sums over many short rows are slow
        distance = (self.centres**2).sum(1)[:, None] - 2 * (self.centres @ features.T.astype(np.float32, copy=False))
        distance -= distance.min(0)
        distance *= np.float32(-2)
        weight = cv2.exp(np.maximum(distance, np.float32(NOTHING), out=distance))
        weight /= weight.sum(0)
        return np.asarray(weight.T, np.float32)


def describe(rgb: Array, log: Array, shading: Array) -> Array:
    """Hue, which light and shade leave alone, and log albedo, each in steps: (N, 3).

    rgb (N, 3) sRGB; log (N,) log luminance; shading (N,) log shading up to a constant.
    """
    light = to_linear(rgb)
    light += np.float32(HUE_FLOOR)
    whole = light @ np.ones(3, np.float32)
    features = np.empty((3, len(light)), np.float32)  # a row each: short rows of three are slow
    for row, channel, unit in zip(features, (0, 2), UNIT, strict=False):
        np.divide(light[:, channel], whole, out=row)
        row *= np.float32(1 / unit)
    np.subtract(log, shading, out=features[2])
    features[2] *= np.float32(1 / UNIT[2])
    return features.T


def find_dyes(features: Array) -> Dyes:
    """Dyes among the pixels (N, 3) of a garment, at least one: k-means, and those joined that no valley parts."""
    some = np.ascontiguousarray(features[:: max(1, len(features) // ENOUGH)], np.float32)
    cv2.setRNGSeed(SEED)  # this thread's own
    stop = cv2.TERM_CRITERIA_MAX_ITER, STEPS, 0.0
    _, label, centres = cv2.kmeans(some, min(MOST, len(some)), None, stop, 1, cv2.KMEANS_PP_CENTERS)
    groups = [some[label[:, 0] == k] for k in range(len(centres)) if (label == k).any()]
    groups, medians = _join(groups)
    dyes = [at for at, group in enumerate(groups) if len(group) >= RARE * len(some)]
    groups, medians = ([groups[at] for at in dyes], medians[dyes]) if dyes else ([some], np.median(some, 0)[None])
    means = medians.astype(np.float32)
    held = [len(group) / len(some) for group in groups]
    two_tone = sum(share > TONE for share in held) <= 2
    asked = [2 if held[k] > GROUND or (two_tone and _has_hue_of_its_own(means, k)) else 3 for k in range(len(held))]
    spread = np.array([float(np.sqrt(g[:, :n].var(0).sum())) for g, n in zip(groups, asked, strict=True)], np.float32)
    trust = np.clip((SPREAD[1] - spread) / (SPREAD[1] - SPREAD[0]), 0, 1)
    return Dyes(means, means[:, 2] * np.float32(UNIT[2]), trust.astype(np.float32))


def is_washed(dyes: Dyes, features: Array) -> bool:
    """Whether the dyes of a garment, whose pixels are (N, 3), are one that was washed out in places, as that of jeans is."""
    if len(dyes.centres) < 2:
        return False
    areas = dyes.share(features).mean(0)
    hues = dyes.centres[:, :2] - NEUTRAL
    lengths = np.linalg.norm(hues, axis=1)
    ways = hues / np.maximum(lengths, 1e-6)[:, None]
    main = areas @ ways
    one_way = (ways @ main > ONE_WAY * np.linalg.norm(main)) & (lengths > TINGED)
    return bool(one_way[areas > MUCH].all()) and float(areas[dyes.trust < 0.5].sum()) > WASHED


def _has_hue_of_its_own(means: Array, index: int) -> bool:
    """Whether no other of (K, 3) dyes is near in hue."""
    apart = np.linalg.norm(means[:, :2] - means[index, :2], axis=1)
    apart[index] = np.inf
    return bool(apart.min() >= OWN_HUE)


def level(dyes: Dyes, one: NDArray[np.intp], other: NDArray[np.intp], step: Array) -> Dyes:
    """Dyes with heights such that light does not change where the dye does, as Retinex has it (Land and McCann, 1971).

    one, other: (N,) dyes of two pixels near each other; step: (N,) how much brighter in log luminance the first is. Least squares
    over the median step of each two dyes; what a shading that kept some of the print says is only where it starts.
    """
    count = len(dyes.heights)
    normal, target = np.eye(count) * HOLD, dyes.heights * HOLD
    for a in range(count):
        for b in range(a):
            both = np.concatenate([step[(one == a) & (other == b)], -step[(one == b) & (other == a)]])
            if len(both) < LEAST:
                continue
            weight, between = float(len(both)), float(np.median(both))
            normal[a, a] += weight
            normal[b, b] += weight
            normal[a, b] -= weight
            normal[b, a] -= weight
            target[a] += weight * between
            target[b] -= weight * between
    return replace(dyes, heights=np.linalg.solve(normal, target).astype(np.float32))


def _join(groups: list[Array]) -> tuple[list[Array], Array]:
    """Nearest first, until a valley parts every two that are left: those, and the median of each, (K, 3)."""
    groups, total = list(groups), sum(len(g) for g in groups)
    means = np.stack([np.median(g, axis=0) for g in groups])
    while len(groups) > 1:
        distance = np.linalg.norm(means[:, None] - means[None], axis=-1)
        order = [(distance[i, j], i, j) for i in range(len(groups)) for j in range(i)]
        for apart, i, j in sorted(order):
            hue = float(np.linalg.norm(means[i, :2] - means[j, :2]))
            near = apart < APART and hue < OTHER_HUE
            valley = FAR_VALLEY if apart > FAR else VALLEY
            if apart < APART and _is_deeper(groups[i], groups[j], means[i], means[j], total):
                near, valley = True, DEEP_VALLEY
            if apart < (SHADE if hue < SAME_HUE else ALIKE) or (
                near and not _parted(groups[i], groups[j], means[i], means[j], valley)
            ):
                groups[j] = np.concatenate([groups[j], groups[i]])
                means[j] = np.median(groups[j], axis=0)
                del groups[i]
                means = np.delete(means, i, axis=0)
                break
        else:
            break
    return groups, means


def _is_deeper(a: Array, b: Array, one: Array, other: Array, total: int) -> bool:
    """Whether one of two colours is what the other becomes in deep folds."""
    dark, lit, pixels = (one, other, len(a)) if one[2] < other[2] else (other, one, len(b))
    strong, weak = dark[:2] - NEUTRAL, lit[:2] - NEUTRAL
    lengths = float(np.linalg.norm(strong)), float(np.linalg.norm(weak))
    along = float(strong @ weak) > DEEPER * lengths[0] * lengths[1]
    return lengths[0] > lengths[1] > VIVID and along and pixels < IN_FOLDS * total


def _parted(a: Array, b: Array, start: Array, end: Array, valley: float) -> bool:
    """Whether fewer pixels lie midway between two colours than at either."""
    axis = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    length = float(np.linalg.norm(end - start))
    place = (np.concatenate([a, b]) - start) @ axis / length
    at, middle, over = (float(((place > low) & (place < low + 0.25)).sum()) for low in (-0.125, 0.375, 0.875))
    return middle < valley * min(at, over)
