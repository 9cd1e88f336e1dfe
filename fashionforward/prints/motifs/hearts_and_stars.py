"""Hearts, stars and moons, as outlines around their middles."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.outlines import rays, smooth, wander


def heart(rng: np.random.Generator, size: float, hand: float = 0.02, slim: float = 1.0) -> np.ndarray:
    """A heart `size` cells high, upright, (n, 2); `hand` disturbs it, `slim` below 1 narrows it."""
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    x = np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16
    points = np.stack([x * slim, y * 0.96], axis=1) * size / 1.86
    return points * (1 + wander(rng, 60, hand, 4))[:, None]


def star(
    rng: np.random.Generator, radius: float, points: int = 5, depth: float = 0.42, hand: float = 0.0, soft: bool = False
) -> np.ndarray:
    """A star with one point up; `depth` is the inner radius as a share, `hand` moves its corners, `soft` rounds them."""
    angle = np.arange(2 * points) * np.pi / points - np.pi / 2 + rng.normal(0, hand, 2 * points)
    r = np.where(np.arange(2 * points) % 2 == 0, radius, radius * depth) * (1 + rng.normal(0, hand, 2 * points))
    corners = rays(angle, r)
    return smooth(corners, 5) if soft else corners


def sparkle(radius: float, slim: float = 0.3, points: int = 4) -> np.ndarray:
    """A glint: long points with hollow sides, (n, 2)."""
    angle = np.linspace(0, 2 * np.pi, 24 * points, endpoint=False)
    wave = np.abs(np.cos(points * (angle + np.pi / 2) / 2)) ** 2.6
    return rays(angle, radius * (slim * 0.45 + (1 - slim * 0.45) * wave))


def crescent(radius: float, bite: float = 0.62) -> np.ndarray:
    """A moon, its back to the left."""
    outer = np.linspace(0.42 * np.pi, 1.58 * np.pi, 30)
    back = rays(outer, radius)
    hollow = np.linspace(1.58 * np.pi, 0.42 * np.pi, 30)
    inner = rays(hollow, 1.0) * np.array([radius * (1 - bite), radius])
    # Both arcs run through the same horns.
    inner[:, 0] += back[0, 0] - inner[-1, 0]
    return np.concatenate([back, inner])
