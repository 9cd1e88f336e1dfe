"""Two cloths of one hue, told by lightness alone: it jumps along sharp lines, as no fold makes it, and hardly a shadow."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fashionforward.imaging.opencv import cv2
from fashionforward.imaging.window import gaussian

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

APART, CLEARLY = 0.8, 3.8
"""How far two cloths lie apart at the least, in log luminance, and in standard deviations of theirs (from the median deviation)."""

LEAST = 0.25
"""Share of the garment that each holds: less may be a print, a highlight or the depth of the folds."""

BINS, SIGMA, VALLEY = 128, 3.0, 0.45
"""Of the histogram of log luminance, over how many of them it is smoothed, and its least between both cloths, as a share of the lower
one's peak, at the most: folds have all lights between lit and shade."""

ACROSS, SHARP = 4, 0.65
"""Canvas pixels over which the step from one to the other is measured, and the share of their distance that it is at the least."""

LEAST_SPREAD = 0.1
"""Standard deviation of a cloth's log luminance at the least."""

SURELY = 0.2
"""How far from the threshold between both, as a share of their distance, a pixel is surely of one."""


class Tones(NamedTuple):
    """Two cloths in log luminance: the threshold between them, and how far apart they are."""

    threshold: float
    apart: float

    def lighter(self, log: Array, inside: NDArray[np.bool_]) -> Array:
        """Which pixels of log luminance `inside` the garment, both (h, w), are of the lighter cloth: 1, and -1 those of the darker.

        Those near the threshold, lit or in the shade, go with the neighbours that they differ least from: watershed (Meyer, 1992)
        from those that are sure, so that the border lies at the seam.
        """
        share = (log - np.float32(self.threshold)) / np.float32(self.apart)
        marks = np.where(inside & (np.abs(share) > SURELY), np.where(share > 0, 1, 2), 0).astype(np.int32)
        gray = np.clip((share + 1) * 127, 0, 255).astype(np.uint8)
        cv2.watershed(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), marks)
        return np.where(marks > 0, 3 - 2 * marks, np.sign(share)).astype(np.float32)


def find_tones(log: Array, sure: NDArray[np.bool_]) -> Tones | None:
    """Two cloths among the `sure` pixels of log luminance, both (h, w); None where there is one, or where the two are not clear.

    Otsu's threshold (1979) parts them; that which is given lies where a pixel is as likely to be of one as of the other, each spread
    as it is. Light changes slowly over a garment, so that pixels on either side of a threshold and a little apart differ by little;
    across a seam they differ by all that the cloths do.
    """
    values = log[sure]
    low, high = np.percentile(values, (1, 99))
    if high - low < APART:
        return None
    steps = np.clip((values - low) / (high - low) * 255, 0, 255).astype(np.uint8)
    cut = cv2.threshold(steps.reshape(-1, 1), 0, 255, cv2.THRESH_OTSU)[0]
    threshold = float(low + (high - low) * (cut + 1) / 255)
    groups = values[values <= threshold], values[values > threshold]
    if min(len(group) for group in groups) < LEAST * len(values):
        return None
    middles = [float(np.median(group)) for group in groups]
    spreads = [_spread(group, middle) for group, middle in zip(groups, middles, strict=True)]
    apart = middles[1] - middles[0]
    if apart < max(APART, CLEARLY * float(np.sqrt(np.mean(np.square(spreads))))):
        return None
    if _valley(values, middles, low, high) > VALLEY or _step(log, sure, threshold) < SHARP * apart:
        return None
    between = np.linspace(middles[0], middles[1], 64)
    far = [((between - m) / s) ** 2 + 2 * np.log(s) for m, s in zip(middles, spreads, strict=True)]
    return Tones(float(between[np.abs(far[0] - far[1]).argmin()]), apart)


def _spread(group: Array, middle: float) -> float:
    return max(1.4826 * float(np.median(np.abs(group - middle))), LEAST_SPREAD)


def _valley(values: Array, middles: list[float], low: float, high: float) -> float:
    """The least of the histogram between two of its values, as a share of the lower peak beside it."""
    counts = np.histogram(values, BINS, (low, high))[0].astype(np.float32)
    smooth = gaussian(counts[None], SIGMA)[0]
    start, end = (min(int((middle - low) / (high - low) * BINS), BINS - 1) for middle in middles)
    least = start + int(smooth[start : end + 1].argmin())
    return float(smooth[least] / max(min(smooth[: least + 1].max(), smooth[least:].max()), 1e-6))


def _step(log: Array, sure: NDArray[np.bool_], threshold: float) -> float:
    """Median difference of pixels a little apart that lie on either side of a threshold; 0 where there are none."""
    steps = []
    for plane, known in ((log, sure), (log.T, sure.T)):
        one, other = plane[:-ACROSS], plane[ACROSS:]
        parted = known[:-ACROSS] & known[ACROSS:] & ((one <= threshold) != (other <= threshold))
        steps.append(np.abs(one - other)[parted])
    found = np.concatenate(steps)
    return float(np.median(found)) if len(found) else 0.0
