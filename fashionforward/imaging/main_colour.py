"""Which of a garment's dyes is its main colour: what the parser thinks, and what the colours themselves say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.albedo import NEUTRAL, Dyes, describe, find_dyes
from fashionforward.imaging.levels import BROAD_SIGMA, log_luminance, smooth_inside
from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.two_tone import find_tones
from fashionforward.imaging.window import gaussian

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

SURE = 0.85
"""Alpha from which a pixel of the canvas is cloth whose dye counts."""

WITHIN = 0.05
"""Alpha over which a pixel is asked at all."""

FEWEST = 150
"""Pixels of the canvas under which a garment is too small to tell its dyes."""

EVIDENCE = 9.0
"""What a pixel's colour says at the most, as a difference of log odds."""

DOUBT, TRUST = 0.03, 2.0
"""The parser's share is never taken to be nearer to 0 or 1 than the first; its log odds count so much, since it is too modest."""

CERTAIN = 0.965
"""Share of main colour, the median of a dye's pixels, from which the parser is believed of that dye: half a garment in another
light, or bleached, is no trim. Not where lightness tells two cloths (`two_tone`): of a yoke in black it can be as certain."""

ANOTHER_HUE = 4.0
"""Steps of hue that no light makes: of a dye so far from the main one the parser is not believed, however certain."""

GROUND = 0.35
"""Share of the garment that the main dye holds at the least: else it is a print without a ground, and changes as a whole."""

GRAIN = 0.6
"""Canvas pixels over which hue is averaged: the weave, and the halved colour of JPEG, are no trim."""

CLEAR = 0.3
"""How far colour must speak against a pixel for the parser to be asked of its dye, or for it to be trim."""

COLOURED = 1.2
"""Steps from gray under which the main dye has no hue to tell others by."""

PALE, WHOLE = 0.0, 0.5
"""Shares of the main dye's saturation, in its own hue, at which a pixel is of another cloth, and of the main one: between them lie
lit and shaded cloth and mixtures with what is beside it."""

ASIDE = (1.0, 3.0)
"""Steps off the line from gray to the main dye from which a hue counts against a pixel, and at which it outweighs all else."""

RIM = 5
"""Canvas pixels, about each, that must be cloth for its lightness to count: at the outline it is the ground's as well."""

NEAR_HUE, NEAR_LOG = 2.0, 2.5
"""Steps in hue and in log albedo at which a dye is another than a gray, black or white one."""

LIGHTER, DARKER, PANEL = 0.02, 0.1, 3.0
"""Shares of the garment from which a dye lighter, and darker, than the main one by so many steps is another cloth, whatever its hue:
less of it is a highlight, or the depth of the folds."""

DARK = (0.004, 0.02)
"""Luminance at which a pixel says nothing against being of the main dye, and from which all that it says counts."""


def settle_main(share: Array, matte: Array, evidence: Array) -> Array:
    """Share of main colour, (h, w) in [0, 1], decided by colour where it can be; arguments as `colour_evidence` takes and gives them."""
    likely = np.clip(share, DOUBT, 1 - DOUBT)
    odds = TRUST * np.log(likely / (1 - likely)) + EVIDENCE * evidence
    return np.where(matte > WITHIN, 1 / (1 + np.exp(-odds)), share).astype(np.float32)


def colour_evidence(share: Array, matte: Array, canvas: Array, shading: Array) -> Array:
    """How far each pixel's colour says that it is of the main dye, (h, w) in [-1, 1].

    share: (h, w), the parser's share of main colour (`pooling.main_share`); matte: (h, w) alpha of the garment that changes; canvas:
    (h, w, 3) sRGB; shading: (h, w) log. The main dye is the one that holds most of what the parser takes for main colour. 0 outside
    the garment, and all over where it is too small to tell its dyes, or has no main one.
    """
    evidence = np.zeros_like(share)
    inside, sure = matte > WITHIN, matte > SURE
    if sure.sum() < FEWEST:
        return evidence
    broad, log = smooth_inside(shading, sure.astype(np.float32), BROAD_SIGMA), log_luminance(canvas)
    features = describe(canvas[sure], log[sure], broad[sure])
    dyes = find_dyes(features)
    held = dyes.share(features)
    main = int((held * (share[sure][:, None] + 0.05)).sum(0).argmax())
    areas = held.mean(0)
    if areas[main] < GROUND:
        return evidence
    smooth = gaussian(canvas, GRAIN)
    features = describe(smooth[inside], log[inside], broad[inside])
    lit = np.clip((log[inside] - np.log(DARK[0])) / np.log(DARK[1] / DARK[0]), 0, 1)
    told = _agreement(features, dyes, areas, main)
    tones = None
    if np.linalg.norm(dyes.centres[main, :2] - NEUTRAL) < COLOURED:
        tones = _tone_agreement(share, held[:, main], log_luminance(smooth), matte)
        told = told if tones is None else np.minimum(told, tones[inside])
    told = np.where(told < 0, told * lit, told).astype(np.float32)
    nearest = dyes.share(features).argmax(1)
    for dye in range(len(dyes.centres)):
        against = (nearest == dye) & (told < 0)
        clearly = against & (told < -CLEAR) & sure[inside]
        near = float(np.linalg.norm(dyes.centres[dye, :2] - dyes.centres[main, :2])) < ANOTHER_HUE
        if near and tones is None and clearly.any() and np.median(share[inside][clearly]) > CERTAIN:
            told[against] = 0
    evidence[inside] = told
    return evidence


def _agreement(features: Array, dyes: Dyes, areas: Array, main: int) -> Array:
    """Of pixels (N, 3), as `describe` has them, how far each is of the dye `main`: (N,) in [-1, 1].

    areas: (K,) share of the garment that each dye holds.
    """
    hue = dyes.centres[main, :2] - NEUTRAL
    lighter = dyes.centres[:, 2] - dyes.centres[main, 2]
    another = ((lighter > PANEL) & (areas > LIGHTER)) | ((lighter < -PANEL) & (areas > DARKER))
    if np.linalg.norm(hue) < COLOURED:
        apart = np.linalg.norm(dyes.centres[:, :2] - dyes.centres[main, :2], axis=1) / NEAR_HUE
        verdict = np.clip(3 - 4 * np.maximum(apart, np.abs(lighter) / NEAR_LOG), -1, 1)
        told = dyes.share(features) @ np.where(another, -1, verdict)
    else:
        told = np.minimum(
            _hue_agreement(features[:, :2] - NEUTRAL, hue), dyes.share(features) @ np.where(another, -1, 1)
        )
    return told.astype(np.float32)


def _tone_agreement(share: Array, held: Array, log: Array, matte: Array) -> Array | None:
    """Where a garment without hue is of two cloths, of which a shading head takes the one for the other in the shade: 1 where a
    pixel, by its log luminance, is of the one that holds more main colour, and -1 where of the other; (h, w).

    share: (h, w), the parser's share of main colour; held: that of the main dye in each sure pixel. None where there is one cloth, or
    where most of the main dye lies in the other: then dyes and lightness do not speak of the same two.
    """
    sure = matte > SURE
    within = cv2.erode(sure.astype(np.float32), np.ones((RIM, RIM), np.uint8), borderValue=0)
    tones = find_tones(log, within > 0) if within.sum() > FEWEST else None
    if tones is None:
        return None
    log = np.where(within > 0, log, smooth_inside(log, within, RIM / 2))
    lighter = tones.lighter(log, matte > WITHIN)
    main, dye = (float((weight * lighter[sure]).sum()) for weight in (share[sure], held))
    if main * dye <= 0:
        return None
    return lighter if main > 0 else -lighter


def _hue_agreement(hues: Array, main: Array) -> Array:
    """(N, 2) hues from gray, against that of a coloured main dye (2,): (N,) in [-1, 1]."""
    share = hues @ main / (main @ main)
    aside = np.linalg.norm(hues - share[:, None] * main, axis=1)
    along = (2 * share - PALE - WHOLE) / (WHOLE - PALE)
    away = 2 * (aside - ASIDE[0]) / (ASIDE[1] - ASIDE[0])
    return np.clip(np.clip(along, -1, 1) - np.clip(away, 0, 2), -1, 1).astype(np.float32)
