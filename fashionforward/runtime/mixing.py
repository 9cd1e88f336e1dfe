"""Two to four prints on one cloth: whole motifs of the lesser ones laid over the largest, in one palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from fashionforward.prints.noise import noise
from fashionforward.prints.palettes import from_oklab, to_oklab
from fashionforward.runtime.pattern import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float32]

PALETTE = 6

WHOLE = 0.2
"""A motif that covers more of the cloth than this is no motif but a net or a field: such prints are laid in patches."""

GROUND = 0.1
"""The first colour is the ground where it covers so much; else what covers most is."""

NARROWS = (0, 1, 2, 4, 6)
"""Cells by which motifs that hang together are thinned, one after the other, until they part."""

PATCH = 34.0
"""Size of those patches, in cells."""

DRIFT = 0.35
"""How much of a motif's turn is up to where it lies: motifs come in drifts, as a hand scatters them."""


def mix(patterns: Sequence[Pattern], shares: Sequence[float], rng: np.random.Generator) -> Pattern:
    """Lay the second print and those after it over the first, each on about its share of the cloth.

    Codes of two prints could be added as well, and their logits: what comes out then is each at half its strength, a
    double exposure. A designer who mixes two prints keeps the motifs of both whole.
    """
    base = _shares(patterns[0].logits)
    layers, palettes = [base], [patterns[0].palette]
    for pattern, share in zip(patterns[1:], shares[1:], strict=True):
        over = np.roll(_shares(pattern.logits), rng.integers(0, 256, 2), axis=(1, 2))
        figure = _figure(over, share, rng)
        layers = [layer * (1 - figure) for layer in layers]
        layers.append(over * figure)
        palettes.append(pattern.palette)
    weights, palette = _one_palette(np.concatenate(layers), np.concatenate(palettes))
    return Pattern(np.log(np.maximum(weights, 1e-4))[None].astype(np.float32), palette)


def _shares(logits: Array) -> Array:
    share = np.exp(logits[0] - logits[0].max(0))
    return (share / share.sum(0)).astype(np.float32)


def _figure(weights: Array, share: float, rng: np.random.Generator) -> Array:
    """Where a print lies over the others: (n, n) in [0, 1]."""
    covers = weights.mean((1, 2))
    ground = 0 if covers[0] > GROUND else int(covers.argmax())
    motif = weights.argmax(0) != ground
    labels = _motifs(motif)
    field = noise(rng, len(motif), PATCH, 2)
    if labels is None:
        return (field > np.quantile(field, 1 - share)).astype(np.float32)
    sizes = np.bincount(labels.ravel())[1:]
    names = np.arange(1, len(sizes) + 1)
    turn = rng.random(len(sizes)) + DRIFT * ndimage.mean(field, labels, names)
    chosen = np.zeros(len(sizes) + 1, bool)
    order = np.argsort(-turn)
    covered = np.cumsum(sizes[order])
    chosen[1 + order[: max(1, int(np.searchsorted(covered, share * labels.size)) + 1)]] = True
    # the cells at a motif's edge are half its own: it takes them along, and leaves its ground behind
    near = ndimage.maximum_filter(chosen[labels], 3, mode="wrap")
    return near * (1 - weights[ground])


def _motifs(mask: NDArray[np.bool_]) -> NDArray[np.int64] | None:
    """Numbers of the motifs of a mask, 0 outside: its connected parts, parted at their narrows where they hang together.

    None where even so they make one net, as a plaid's lines do, or where there are none.
    """
    size = len(mask)
    around = np.tile(mask, (3, 3))
    for depth in NARROWS:
        core = ndimage.binary_erosion(around, iterations=depth) if depth else around
        labels = _on_torus(core[size : 2 * size, size : 2 * size])
        if not labels.any():
            return None
        if np.bincount(labels.ravel())[1:].max() <= WHOLE * labels.size:
            # each cell that was taken off goes back to the core that is nearest
            near = ndimage.distance_transform_edt(
                np.tile(labels == 0, (3, 3)), return_distances=False, return_indices=True
            )
            place = near[:, size : 2 * size, size : 2 * size] % size
            return np.where(mask, labels[place[0], place[1]], 0)
    return None


def _on_torus(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Numbers of the connected parts of a mask whose sides meet; 0 outside."""
    labels, count = ndimage.label(mask, np.ones((3, 3)))
    parent = np.arange(count + 1)

    def root(label: int) -> int:
        while parent[label] != label:
            label = int(parent[label])
        return label

    for first, last in ((labels[0], labels[-1]), (labels[:, 0], labels[:, -1])):
        for a, b in {(int(a), int(b)) for a, b in zip(first, last, strict=True) if a and b}:
            parent[root(a)] = root(b)
    roots = np.array([root(label) for label in range(count + 1)])
    return np.unique(roots, return_inverse=True)[1][labels].astype(np.int64)


def _one_palette(weights: Array, colours: Array) -> tuple[Array, Array]:
    """Merge the colours that are most alike until six are left: (6, n, n) weights and (6, 3) sRGB, the ground still first."""
    used = weights.mean((1, 2))
    kept = [0, *(k for k in range(1, len(colours)) if used[k] > 2e-3)]
    layers, lab, size = (
        [weights[k] for k in kept],
        list(to_oklab(colours[kept].astype(np.float64))),
        [used[k] for k in kept],
    )
    while len(lab) > PALETTE:
        pairs = [(i, j) for i in range(len(lab)) for j in range(i + 1, len(lab))]
        # what merging moves: the distance, on the cloth that both cover
        i, j = min(
            pairs,
            key=lambda p: (
                float(np.sum((lab[p[0]] - lab[p[1]]) ** 2)) * size[p[0]] * size[p[1]] / (size[p[0]] + size[p[1]])
            ),
        )
        lab[i] = (size[i] * lab[i] + size[j] * lab[j]) / (size[i] + size[j])
        layers[i], size[i] = layers[i] + layers[j], size[i] + size[j]
        del layers[j], lab[j], size[j]
    palette = from_oklab(np.array(lab))
    while len(layers) < PALETTE:
        layers.append(np.zeros_like(layers[0]))
        palette = np.vstack([palette, palette[-1:]])
    out = np.stack(layers)
    return (out / out.sum(0)).astype(np.float32), palette.astype(np.float32)
