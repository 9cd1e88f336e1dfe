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

NEAR, ENOUGH = 0.07, 0.992
"""Colours are added until so many of the calm pixels lie that near to one, in Oklab: what is missed then is hardly seen."""

CALM = 0.82
"""Share of the pixels that count as calm, or edges that the swatch was blurred over would be colours of their own."""

STEPS = 12
"""Rounds of fitting shares and colours to each other."""


def find_palette(image: Array, count: int | None = None) -> Array:
    """Colours of (H, W, 3) sRGB in [0, 1], (n, 3) sRGB, the one that covers most first; n is `count`, or as many as it takes.

    k-means in Oklab on pixels that lie inside areas, not on their edges: a mixture of two inks is no ink.
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

    centres = lab.mean(0, keepdims=True)
    if count > 1:
        spread = lab + np.random.default_rng(0).normal(0, 1e-6, lab.shape)  # k-means++ cannot choose among equal points
        runs = [kmeans2(spread, count, minit="++", rng=np.random.default_rng(seed))[0] for seed in range(4)]
        centres = min(runs, key=lambda found: float((vq(lab, found)[1] ** 2).mean()))
    nearest, far = vq(lab, centres)
    shares = np.bincount(nearest, minlength=len(centres))
    # medians: what a colour is where it is whole, whatever soft edges were counted with it
    colours = np.stack([np.median(lab[nearest == k], axis=0) for k in np.argsort(-shares) if shares[k]])
    return _srgb(colours), float((far < NEAR).mean())


def _srgb(lab: Array) -> Array:
    from fashionforward.prints.palettes import from_oklab

    return from_oklab(lab).astype(np.float32)


def shares_of(image: Array, palette: Array) -> Array:
    """The nearest colour of each pixel, in Oklab: (H, W) int64 entries."""
    lab, colours = to_oklab(image.astype(np.float64)), to_oklab(palette.astype(np.float64))
    return ((lab[..., None, :] - colours) ** 2).sum(-1).argmin(-1)


def mix_exactly(image: Array, palette: Array) -> tuple[Array, Array]:
    """Colours and their shares that mix to every pixel, as nearly as six colours can: for photographs and gradients.

    image: (n, n, 3) sRGB. palette: (k, 3) sRGB to start from. Returns weights (n * n, 6), >= 0, summing to 1, and (6, 3) sRGB.
    Shares and colours are fitted by turns, in linear light, which is where the renderer mixes.
    """
    light = to_linear(image).reshape(-1, 3).astype(np.float64)
    colours = _corners(light, to_linear(palette).astype(np.float64))
    weights = _fit_shares(light, colours, 60)
    for _ in range(STEPS):
        gram = weights.T @ weights + 1e-3 * np.eye(PALETTE_SIZE)
        colours = np.clip(np.linalg.solve(gram, weights.T @ light + 1e-3 * colours), 0, 1)
        weights = _fit_shares(light, colours, 25, weights)
    return weights.astype(np.float32), to_srgb(colours)


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
    weights = np.full((len(light), len(colours)), 1 / len(colours)) if start is None else np.maximum(start, 1e-4)
    rate = 6.0 / max(float((colours**2).sum(1).max()), 1e-3)
    for _ in range(steps):
        gradient = (weights @ colours - light) @ colours.T
        weights = weights * np.exp(-rate * gradient)
        weights /= weights.sum(1, keepdims=True)
    return weights
