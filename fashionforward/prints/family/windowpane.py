"""windowpane: open checks, single, double, uneven and painted, on plain, checked or herringbone grounds."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.motifs.weaves import Sett, threads, unsteady
from fashionforward.prints.noise import broad
from fashionforward.prints.palettes import blend, pick

# ground, line, second line
PALETTES = (
    "1f2a44 c9d0dc c8553d", "f6f1e6 1f2a44 b23a48", "8a6a4a f4ead6 3a5a7a", "3a3f47 d9a441 8f98a3",
    "e9e2d4 5a3a28 3f6b52", "2f4a3f e8d9a8 d98a5a", "f4dfe0 8c2f4b 5f7a9a", "dfe6ec 1f3a5f e0704f",
    "16181d f4efe2 8c2f3b", "f2c9b8 7a2e2e 2f4a4f", "c9b592 4a3222 8c2f3b", "fffaf0 d9692e 2f5d50",
    "5b2333 e8c07a c98a76", "eef0e6 4f6b3a d9a441", "d9cfe6 4a2f6a c2587a", "f7e6b8 2e4057 c8472f",
    "0f3d4c f6ead2 e36414", "fefefe 1c1c1f b9b4aa", "b8c4b0 2f3f30 f6f1e6", "a84a3a f7e6d6 2a1a1a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Panes of a size and shape, a rhythm of lines, a hand or a loom, a ground."""
    columns = int(rng.choice([2, 3, 3, 4, 5, 6, 8, 10]))
    rows = max(1, round(columns * rng.choice([1.0, 1.0, 0.7, 1.4, 0.5])))
    line = float(rng.choice([2.8, 3.2, 4.0, 5.0, 7.5] if columns < 6 else [2.8, 3.2, 3.8]))
    x, y = canvas.coordinates()
    hand = rng.random()
    if hand < 0.35:
        x, y = unsteady(rng, canvas, rng.uniform(0.7, 2.2), rng.uniform(0.2, 0.5))
    elif hand < 0.47:
        x, y = x + y, x - y
    palette = pick(rng, PALETTES)
    sett, other = _rhythm(rng, line, FIELD_SIZE / columns), _rhythm(rng, line, FIELD_SIZE / rows)
    if rng.random() < 0.75:
        kind = int(rng.integers(6))
        sett, other = (_sett(kind, line, FIELD_SIZE / n) for n in (columns, rows))
    across, along = threads(sett, x, columns), threads(other, y, rows)
    if hand < 0.35 and rng.random() < 0.5:
        # The brush runs dry here and there.
        dry = broad(rng, canvas.pixels, 12) < -1.5
        across = np.where(dry, 0, across)
    labels = np.where(along > 0, along, across)
    if rng.random() < 0.3:
        # Where lines cross they are darker.
        labels = np.where((along > 0) & (across > 0), 2, np.minimum(labels, 1))
    return _grounded(rng, canvas, np.broadcast_to(labels, (canvas.pixels,) * 2), palette)


def _rhythm(rng: np.random.Generator, line: float, pane: float) -> Sett:
    return _sett(int(rng.integers(6)), line, pane)


def _sett(kind: int, line: float, pane: float) -> Sett:
    """One pane's lines: single, double, triple with a heart, two colours, a line with its shadow, off centre."""
    if kind == 1 and pane > 6 * line:
        return [(pane - 3.2 * line, 0), (line, 1), (1.2 * line, 0), (line, 1)]
    if kind == 2 and pane > 9 * line:
        return [(pane - 5.4 * line, 0), (line, 1), (1.2 * line, 0), (line, 2), (1.2 * line, 0), (line, 1)]
    if kind == 3:
        return [(pane / 2 - line, 0), (line, 1), (pane / 2 - line, 0), (line, 2)]
    if kind == 4 and pane > 6 * line:
        return [(pane - 2.2 * line, 0), (line, 1), (1.2 * line, 2)]
    if kind == 5 and pane > 8 * line:
        return [(pane * 0.3 - line, 0), (line, 1), (pane * 0.7 - line, 0), (line, 1)]
    return [(pane - line, 0), (line, 1)]


def _grounded(rng: np.random.Generator, canvas: Canvas, labels: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """What lies under the panes: nothing, a small check, a fine herringbone, or panes filled by turns."""
    kind = rng.random()
    if kind < 0.5:
        canvas.assign(labels)
        return palette
    tone = blend(palette[0], palette[1], rng.uniform(0.10, 0.2))
    x, y = canvas.coordinates()
    if kind < 0.65:
        n = int(rng.choice([16, 20, 26]))
        under = (np.mod(x * n / FIELD_SIZE, 1) < 0.5) ^ (np.mod(y * n / FIELD_SIZE, 1) < 0.5)
    elif kind < 0.85:
        columns = int(rng.choice([8, 10, 14]))
        i = np.floor(x * columns / FIELD_SIZE)
        under = np.mod((y + np.where(i % 2 == 0, 1, -1) * x) * 22 / FIELD_SIZE, 1) < 0.5
    else:
        under = np.mod((x + y) * 24 / FIELD_SIZE, 1) < 0.5
    canvas.assign(np.where(labels > 0, labels, 3 * under))
    return np.vstack([palette, tone])
