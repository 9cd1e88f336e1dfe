"""Where motifs go on the torus: tossed, in half-drop, in rows."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.design import FIELD_SIZE


def torus_distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distances between two sets of points, (n, 2) and (m, 2) in cells, the short way round: (n, m)."""
    gap = np.abs(a[:, None, :] - b[None, :, :]) % FIELD_SIZE
    gap = np.minimum(gap, FIELD_SIZE - gap)
    return np.hypot(gap[..., 0], gap[..., 1])


def tossed(rng: np.random.Generator, count: int, keep_from: np.ndarray | None = None, tries: int = 24) -> np.ndarray:
    """`count` points, (count, 2), scattered evenly (Mitchell's best candidate), also away from `keep_from`."""
    points = np.empty((0, 2)) if keep_from is None else np.asarray(keep_from, dtype=np.float64)
    start = len(points)
    for _ in range(count):
        candidates = rng.uniform(0, FIELD_SIZE, (tries, 2))
        best = 0 if not len(points) else int(torus_distance(candidates, points).min(axis=1).argmax())
        points = np.concatenate([points, candidates[best : best + 1]])
    return points[start:]


def spaced(rng: np.random.Generator, gap: float, limit: int = 400, keep_from: np.ndarray | None = None) -> np.ndarray:
    """Points at least `gap` cells apart (and from `keep_from`), as many as fit by throwing darts: (n, 2)."""
    darts = rng.uniform(0, FIELD_SIZE, (limit * 6, 2))
    if keep_from is not None and len(keep_from):
        darts = darts[torus_distance(darts, np.asarray(keep_from, dtype=np.float64)).min(axis=1) >= gap]
    kept: list[np.ndarray] = []
    while len(darts) and len(kept) < limit:
        kept.append(darts[0])
        darts = darts[torus_distance(darts, darts[:1])[:, 0] >= gap]
    return np.array(kept).reshape(-1, 2)


def relaxed(points: np.ndarray, steps: int = 4, strength: float = 0.25) -> np.ndarray:
    """Points pushed apart from their nearest neighbours, so that they sit as evenly as cells in a skin."""
    points = points.copy()
    reach = 1.35 * FIELD_SIZE / np.sqrt(len(points))
    for _ in range(steps):
        gap = points[:, None, :] - points[None, :, :]
        gap -= FIELD_SIZE * np.round(gap / FIELD_SIZE)
        far = np.hypot(gap[..., 0], gap[..., 1])
        push = np.clip(reach - far, 0, None) / np.maximum(far, 1e-6)
        np.fill_diagonal(push, 0)
        points += strength * (gap * push[..., None]).sum(axis=1)
    return points % FIELD_SIZE


def lattice(columns: int, rows: int, drop: float = 0.5, brick: bool = False) -> np.ndarray:
    """A regular repeat, (columns * rows, 2): every other column drops by a share of the row (or `brick`: rows shift).

    A half-drop closes on the torus only with an even number of columns (rows, for a brick); others get no drop.
    """
    width, height = FIELD_SIZE / columns, FIELD_SIZE / rows
    column, row = (grid.ravel() for grid in np.meshgrid(np.arange(columns), np.arange(rows)))
    x, y = (column + 0.5) * width, (row + 0.5) * height
    if brick and rows % 2 == 0:
        x = x + (row % 2) * width * drop
    elif not brick and columns % 2 == 0:
        y = y + (column % 2) * height * drop
    return np.stack([x, y], axis=1)


def hand_placed(rng: np.random.Generator, points: np.ndarray, amount: float) -> np.ndarray:
    """Points moved by about `amount` cells each."""
    return points + rng.normal(0, amount, points.shape)
