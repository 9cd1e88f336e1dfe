"""pinstripe: suitings and shirtings: pin, chalk, rope, bead, hairline and coloured stripes on quiet grounds."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.motifs.weaves import Sett, threads
from fashionforward.prints.noise import broad, noise
from fashionforward.prints.palettes import blend, pick

# ground, stripe, second stripe
SUITS = (
    "1c2233 c9cfdc 8a3a3a", "2b2d33 e2e0da 6f86a8", "3a3f47 b9bec6 d9a441", "14161c d9d4c8 8f2f3b",
    "4a4038 d9c7a8 7f97a8", "2a3a34 c9d4c0 d98a5a", "5a5f68 eceef0 2f3f5f", "1f3050 f4f1ea c8553d",
    "3d2a30 d9b8b0 9aa0a8", "6b5a48 f0e4cf 3a2a22",
)  # fmt: skip
SHIRTS = (
    "f8f6f0 2f4a7a b23a48", "ffffff 6f9ac4 1f3a5f", "f4e9ef b0567a 5a6a8a", "eef3f8 1f2f5a c8553d",
    "fbf4e4 b5733a 4a6a5a", "e9f0ea 3f6b52 d9a441", "f7efe6 7a2e3a 2f4a4f", "dfe8f2 ffffff 2f5a8a",
    "f6e4dc c2554a 7a3a2a", "efeaf6 5f4a9a e0859c", "fff8dc d98a2b 3a5a7a", "d9e6e2 1f5a5a f0f4f2",
    "f2f2f2 1b1b1f c0272d", "fdf1ea e0704f 3f7c85", "e4d6c4 5a3a28 8c2f3b",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A rhythm of stripes, a way to weave them, and a ground."""
    suit = rng.random() < 0.5
    palette = pick(rng, SUITS if suit else SHIRTS)
    sett, repeats = _rhythm(rng)
    x, y = canvas.coordinates()
    if rng.random() < 0.1:
        x, y = y, x
    kind = int(rng.integers(6))
    if kind == 1:
        # Chalk: the line is soft and broken where the nap covers it.
        x = x + 0.45 * noise(rng, canvas.pixels, 3.2) + 0.3 * broad(rng, canvas.pixels, 20)
    elif kind == 2:
        x = x + rng.uniform(0.4, 0.9) * broad(rng, canvas.pixels, 36) + 0.2 * broad(rng, canvas.pixels, 5)
    labels = threads(sett, x, repeats)
    if kind == 3:
        labels = np.where(np.mod(y * int(rng.choice([28, 36, 44])) / FIELD_SIZE, 1) < 0.55, labels, 0)  # beads
    elif kind == 4:
        ropes = int(rng.choice([20, 26, 32]))
        labels = np.where(np.mod((y + 1.6 * x) * ropes / FIELD_SIZE, 1) < 0.62, labels, 0)  # rope, twisted
    elif kind == 1:
        labels = np.where(broad(rng, canvas.pixels, 7) > -1.5, labels, 0)
    labels = np.broadcast_to(labels, (canvas.pixels, canvas.pixels))
    return _on_ground(rng, canvas, labels, palette)


def _rhythm(rng: np.random.Generator) -> tuple[Sett, int]:
    """Lines and the ground between them, and how often they go into the tile."""
    line = float(rng.choice([2.5, 2.8, 3.2, 4.0]))
    gap = float(rng.choice([5.5, 8, 12, 17, 24, 32]))
    kind = int(rng.integers(7))
    if kind == 0:
        sett: Sett = [(gap, 0), (line, 1), (4.0, 0), (line, 1)]  # double
    elif kind == 1:
        sett = [(gap, 0), (line, 1), (gap, 0), (line, 2)]  # two colours by turns
    elif kind == 2:
        sett = [(gap * 1.3, 0), (line, 1), (3.6, 0), (line * 1.5, 2), (3.6, 0), (line, 1)]  # group
    elif kind == 3:
        sett = [(gap, 0), (line, 1)] * 3 + [(gap, 0), (line, 2)]  # a coloured line now and then
    elif kind == 4:
        sett = [(gap, 0), (line, 1), (gap / 2, 0), (line, 1)]  # wide and narrow
    else:
        sett = [(gap, 0), (line, 1)]
    total = sum(width for width, _ in sett)
    return sett, max(1, round(FIELD_SIZE / total))


def _on_ground(rng: np.random.Generator, canvas: Canvas, labels: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """The ground plain, with a shadow bar beside each line, as broad herringbone, or with cloudy depths."""
    kind = rng.random()
    tone = blend(palette[0], palette[1], rng.uniform(0.12, 0.22))
    if kind < 0.55:
        canvas.assign(labels)
        return palette
    palette = np.vstack([palette, tone])
    x, y = canvas.coordinates()
    if kind < 0.75:
        columns = int(rng.choice([8, 12, 16]))
        place = np.mod(x * columns / FIELD_SIZE, columns)
        i = np.floor(place)
        bone = np.mod((y + np.where(i % 2 == 0, 1, -1) * x) * 22 / FIELD_SIZE, 1) < 0.5
        canvas.assign(np.where(labels > 0, labels, 3 * bone))
    else:
        shift = round(canvas.pixels * 5 / FIELD_SIZE)
        beside = np.roll(labels, shift, axis=1) > 0
        canvas.assign(np.where(labels > 0, labels, 3 * beside))
    return palette
