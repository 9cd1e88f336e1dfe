"""Outlines and lines as a hand draws them: tapered ribbons, blobs, curved paths."""

from __future__ import annotations

import functools

import numpy as np


@functools.cache
def shares(points: int) -> np.ndarray:
    """`points` numbers evenly from 0 to 1, (points,), read-only: the parameter of every stroke."""
    s = np.linspace(0, 1, points)
    s.flags.writeable = False
    return s


def rays(angle: np.ndarray, radius: np.ndarray | float = 1.0) -> np.ndarray:
    """Points at polar coordinates around the origin, (..., 2)."""
    points = np.empty((*np.shape(angle), 2))
    points[..., 0], points[..., 1] = radius * np.cos(angle), radius * np.sin(angle)
    return points


def curve(length: float, bend: float = 0.0, sway: float = 0.0, points: int = 24) -> np.ndarray:
    """A path, (points, 2), from the origin along +x: turns by `bend` radians in all, and sways to and fro by `sway`."""
    s = shares(points)
    heading = bend * s + sway * np.sin(2 * np.pi * s)
    path = np.zeros((points, 2))
    np.cumsum(rays((heading[1:] + heading[:-1]) / 2, length / (points - 1)), axis=0, out=path[1:])
    return path


def headings(path: np.ndarray) -> np.ndarray:
    """Direction of travel at each point of a path, (..., n) radians."""
    step = np.empty(path.shape)
    step[..., 1:-1, :] = path[..., 2:, :] - path[..., :-2, :]
    step[..., 0, :] = path[..., 1, :] - path[..., 0, :]
    step[..., -1, :] = path[..., -1, :] - path[..., -2, :]
    return np.arctan2(step[..., 1], step[..., 0])


def at(path: np.ndarray, s: np.ndarray | float) -> np.ndarray:
    """Points at shares `s` of a path of evenly spaced points."""
    grid = shares(len(path))
    return np.stack([np.interp(s, grid, path[:, 0]), np.interp(s, grid, path[:, 1])], axis=-1)


def ribbon(path: np.ndarray, left: np.ndarray | float, right: np.ndarray | float | None = None) -> np.ndarray:
    """Outline of a brush stroke along a path, (2n, 2): `left` and `right` are half widths at its points.

    path: (n, 2), or (m, n, 2) for m strokes at once, which gives (m, 2n, 2).
    """
    right = left if right is None else right
    angle = headings(path)
    normal = rays(angle + np.pi / 2)
    one = path + normal * np.asarray(left)[..., None]
    two = path - normal * np.asarray(right)[..., None]
    return np.concatenate([one, two[..., ::-1, :]], axis=-2)


def taper(points: int, peak: float = 0.4, power: float = 0.8) -> np.ndarray:
    """Half widths of a leaf, (points,) in [0, 1]: 0 at both ends, 1 at `peak`; small powers make it fuller."""
    s = shares(points)
    bump = np.where(s < peak, s / peak, (1 - s) / (1 - peak))
    return np.sin(bump * np.pi / 2) ** power


def rounded(points: int, width_at_end: float = 0.0, power: float = 0.5) -> np.ndarray:
    """Half widths of a petal, (points,) in [0, 1]: narrow at the base, broad and round at the far end."""
    s = shares(points)
    body = width_at_end + (1 - width_at_end) * np.sin(np.minimum(s / 0.72, 1.0) * np.pi / 2)
    tip = np.sqrt(np.clip(1 - np.clip((s - 0.62) / 0.38, 0, 1) ** 2.2, 0, 1))
    return body ** (power * 2) * tip


def blob(
    rng: np.random.Generator,
    radius: float,
    wobble: float = 0.12,
    lobes: int = 5,
    points: int = 40,
    stretch: float = 1.0,
) -> np.ndarray:
    """A closed organic outline around the origin, (points, 2): a circle whose radius wanders by a share `wobble`."""
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    wave = np.zeros(points)
    for order in range(2, lobes + 2):
        wave += rng.normal() / order**0.7 * np.cos(order * angle + rng.uniform(0, 2 * np.pi))
    r = radius * np.clip(1 + wobble * wave, 0.35, 1.8)
    return rays(angle, r) * np.array([stretch, 1 / stretch])


def circle(radius: float, points: int = 40, squash: float = 1.0) -> np.ndarray:
    """A circle (or an ellipse `squash` times as high as wide) around the origin."""
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return rays(angle, radius) * np.array([1.0, squash])


def smooth(points: np.ndarray, per_side: int = 6) -> np.ndarray:
    """A closed Catmull-Rom curve through the points: (n * per_side, 2)."""
    before, after, beyond = np.roll(points, 1, 0), np.roll(points, -1, 0), np.roll(points, -2, 0)
    t = (np.arange(per_side) / per_side)[None, :, None]
    p0, p1, p2, p3 = (p[:, None] for p in (before, points, after, beyond))
    spline = 2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    return (spline / 2).reshape(-1, 2)


def wander(rng: np.random.Generator, points: int, amount: float, waves: int = 3) -> np.ndarray:
    """A slow random deviation along a line, (points,), of about `amount`: the unsteadiness of a hand."""
    s = shares(points)
    total = np.zeros(points)
    for order in range(1, waves + 1):
        total += rng.normal() / order * np.sin(2 * np.pi * order * s + rng.uniform(0, 2 * np.pi))
    return amount * total


def turned(
    points: np.ndarray, angle: float | np.ndarray, at: np.ndarray | tuple[float, float] = (0.0, 0.0)
) -> np.ndarray:
    """Points turned by an angle around the origin, then moved. An (m,) angle with (m, 2) `at` gives (m, n, 2)."""
    cos, sin = np.cos(angle), np.sin(angle)
    x, y = points[..., 0], points[..., 1]
    if np.ndim(angle):
        cos, sin = np.asarray(cos)[:, None], np.asarray(sin)[:, None]
        return np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1) + np.asarray(at)[:, None, :]
    return np.stack([x * cos - y * sin, x * sin + y * cos], axis=-1) + np.asarray(at)


def inset(points: np.ndarray, depth: float) -> np.ndarray:
    """A closed outline moved inwards along its normals; right for depths below its tightest curve."""
    tangent = np.roll(points, -1, axis=0) - np.roll(points, 1, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    normal /= np.maximum(np.hypot(normal[:, 0], normal[:, 1]), 1e-9)[:, None]
    x, y = points[:, 0], points[:, 1]
    clockwise = np.sign((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())
    return points + depth * clockwise * normal


def beads(outline: np.ndarray, gap: float) -> tuple[np.ndarray, np.ndarray]:
    """Points about `gap` apart along a closed outline, (n, 2), and the outward direction at each, (n,) radians."""
    closed = np.vstack([outline, outline[:1]])
    step = np.hypot(*np.diff(closed, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(step)])
    count = max(3, round(length[-1] / gap))
    s = np.linspace(0, length[-1], count, endpoint=False)
    where = np.stack([np.interp(s, length, closed[:, 0]), np.interp(s, length, closed[:, 1])], axis=1)
    x, y = outline[:, 0], outline[:, 1]
    clockwise = np.sign((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())
    ahead = (
        np.stack([np.interp(s + 0.5, length, closed[:, 0]), np.interp(s + 0.5, length, closed[:, 1])], axis=1) - where
    )
    return where, np.arctan2(ahead[:, 1], ahead[:, 0]) - clockwise * np.pi / 2
