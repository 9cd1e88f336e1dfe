"""The few colours of a swatch, found where equal distances look equal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fashionforward.imaging.transfer import to_linear, to_srgb
from fashionforward.prints.design import PALETTE_SIZE
from fashionforward.prints.palettes import to_oklab

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]

SAMPLES = 20000
"""Pixels on which colours are looked for."""

LIGHTNESS, HUE = 1.0, 2.5
"""What differences in Oklab count for. On photographed cloth light makes many of the first; the second are the print."""

NEAR, ENOUGH = 0.07, 0.992
"""Colours are added until so many of the calm pixels lie that near to one, so counted: what is missed then is hardly seen."""

EVEN, BIN = 0.3, 0.04
"""A colour that covers so many times as much counts for that to this power, among bins of that width: three red flowers on
black have a colour of their own."""

GREY = 0.05
"""Chroma in Oklab below which a colour has no hue to speak of."""

CALM = 0.88
"""Share of the pixels that count as calm, or edges that the swatch was blurred over would be colours of their own."""

STEPS, FITTED = 12, 4001
"""Rounds of fitting shares and colours to each other, and cells on which that is done; all get their shares after it."""


def find_palette(image: Array, count: int | None = None) -> Array:
    """Colours of (H, W, 3) sRGB in [0, 1], (n, 3) sRGB, the one that covers most first; n is `count`, or as many as it takes.

    k-means in Oklab, in which hue counts for more, on pixels that lie inside areas, not on their edges: a mixture of two inks is
    no ink.
    """
    pixels = _calm(image)
    if count is not None:
        return _clusters(pixels, count)[0]
    for n in range(1, PALETTE_SIZE + 1):
        found, near = _clusters(pixels, n)
        if near >= ENOUGH:
            break
    return found


def _calm(image: Array) -> Array:
    """The calmer of the pixels, in Oklab, (n, 3), at most `SAMPLES` of them."""
    lab = to_oklab(image.astype(np.float64))
    edge = sum(
        np.abs(lab - np.roll(lab, 1, axis=axis)).sum(-1) + np.abs(lab - np.roll(lab, -1, axis=axis)).sum(-1)
        for axis in (0, 1)
    )
    calm = lab[edge <= np.quantile(edge, CALM)]
    return calm[:: max(1, len(calm) // SAMPLES)]


def _clusters(lab: Array, count: int) -> tuple[Array, float]:
    """`count` colours at most, sRGB, and the share of pixels that are near to one."""
    from scipy.cluster.vq import kmeans2, vq

    points = _weighed(lab)
    some = points[_evenly(points)]
    centres = some.mean(0, keepdims=True)
    if count > 1:
        spread = some + np.random.default_rng(0).normal(
            0, 1e-6, some.shape
        )  # k-means++ cannot choose among equal points
        runs = [kmeans2(spread, count, minit="++", rng=np.random.default_rng(seed))[0] for seed in range(4)]
        centres = min(runs, key=lambda found: float((vq(some, found)[1] ** 2).mean()))
    nearest, far = vq(points, centres)
    shares = np.bincount(nearest, minlength=len(centres))
    colours = np.stack([_typical(lab[nearest == k]) for k in np.argsort(-shares) if shares[k]])
    return _srgb(colours), float((far < NEAR).mean())


def _weighed(lab: Array) -> Array:
    return lab * np.array([LIGHTNESS, HUE, HUE])


def _evenly(points: Array) -> NDArray[np.int64]:
    """Places of as many points, drawn so that common colours are less common."""
    _, place, counts = np.unique(np.floor(points / BIN), axis=0, return_inverse=True, return_counts=True)
    share = counts[place.ravel()] ** (EVEN - 1)
    return np.random.default_rng(0).choice(len(points), len(points), p=share / share.sum())


def _typical(lab: Array) -> Array:
    """What a colour is where it is whole: its median; if it has a hue, of its purer half, whatever was counted with it along edges."""
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    pure = chroma >= (np.median(chroma) if np.median(chroma) > GREY else 0)
    return np.asarray(np.median(lab[pure], axis=0))


def _srgb(lab: Array) -> Array:
    from fashionforward.prints.palettes import from_oklab

    return from_oklab(lab).astype(np.float32)


def shares_of(image: Array, palette: Array) -> Array:
    """The nearest colour of each pixel, in Oklab: (H, W) int64 entries."""
    lab, colours = (_weighed(to_oklab(rgb.astype(np.float64))) for rgb in (image, palette))
    return ((lab[..., None, :] - colours) ** 2).sum(-1).argmin(-1)


def mix_exactly(image: Array, palette: Array) -> tuple[Array, Array]:
    """Colours and their shares that mix to every pixel, as nearly as six colours can: for photographs and gradients.

    image: (n, n, 3) sRGB. palette: (k, 3) sRGB to start from. Returns weights (n * n, 6), >= 0, summing to 1, and (6, 3) sRGB.
    Shares and colours are fitted by turns, in linear light, which is where the renderer mixes.
    """
    light = to_linear(image).reshape(-1, 3).astype(np.float32)
    colours = _corners(light, to_linear(palette).astype(np.float64))
    some = light[:: max(1, len(light) // FITTED)]
    weights = _fit_shares(some, colours, 60)
    for _ in range(STEPS):
        gram = weights.T @ weights + 1e-3 * np.eye(PALETTE_SIZE)
        colours = np.clip(np.linalg.solve(gram, weights.T @ some + 1e-3 * colours), 0, 1)
        weights = _fit_shares(some, colours, 25, weights)
    return _fit_shares(light, colours, 360), to_srgb(colours)


def _corners(light: Array, colours: Array) -> Array:
    """Six colours to start from: those given, then the pixels that lie furthest from all of them."""
    found = list(colours[:PALETTE_SIZE])
    some = light[:: max(1, len(light) // SAMPLES)]
    while len(found) < PALETTE_SIZE:
        far = ((some[:, None] - np.array(found)[None]) ** 2).sum(-1).min(1)
        found.append(some[int(far.argmax())])
    return np.array(found)


def _fit_shares(light: Array, colours: Array, steps: int, start: Array | None = None) -> Array:
    """Least squares under shares >= 0 that sum to 1: exponentiated gradient, which keeps both by itself."""
    colours = colours.astype(np.float32)
    even = np.full((len(light), len(colours)), 1 / len(colours), np.float32)
    weights = even if start is None else np.maximum(start, 1e-4)
    rate = 6.0 / max(float((colours**2).sum(1).max()), 1e-3)
    for _ in range(steps):
        gradient = (weights @ colours - light) @ colours.T
        weights = weights * np.exp(-rate * gradient)
        weights /= weights.sum(1, keepdims=True)
    return weights
