"""Fruit, whole and cut, with leaves: shapes about their middles, upright.

`tones` are palette entries; every fruit has a body, a shade on its right side and a light on its left.
"""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Shape
from fashionforward.prints.outlines import blob, circle, curve, rays, ribbon, smooth, taper, turned

Tones = tuple[int, int, int, int]
"""body, shade, light, leaf"""


def _round(radius: float, wide: float = 1.0, points: int = 48) -> np.ndarray:
    return circle(radius, points) * [wide, 1.0]


def _modelled(outline: np.ndarray, tones: Tones, radius: float) -> list[Shape]:
    """A body with a crescent of shade along its right and foot, and a light on its left shoulder."""
    turn = np.array([-0.17, -0.13]) * radius
    light = turned(curve(radius * 0.55, bend=1.1, points=12), -2.4, (-radius * 0.42, 0.12 * radius))
    inner = outline * 0.86 + turn
    return [
        (outline, tones[1]),
        (inner, tones[0]),
        (ribbon(light, radius * 0.075 * taper(12, 0.5, 0.6) + 0.5), tones[2]),
    ]


def leaf(length: float, angle: float, at: tuple[float, float], tone: int, vein: int | None = None) -> list[Shape]:
    """A pointed leaf from a foot, with a vein when it is large enough."""
    path = turned(curve(length, bend=0.4, points=14), angle, at)
    shapes: list[Shape] = [(ribbon(path, length * 0.21 * taper(14, 0.42, 0.75)), tone)]
    if vein is not None and length > 13:
        shapes.append((ribbon(path[1:11], 0.85), vein))
    return shapes


def lemon(rng: np.random.Generator, radius: float, tones: Tones) -> list[Shape]:
    """An oval with a nipple, and a leaf at its stalk."""
    t = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    bulge = (
        1
        + 0.24 * np.exp(-(((np.mod(t - np.pi / 2 + np.pi, 2 * np.pi) - np.pi) / 0.22) ** 2))
        + 0.1 * np.exp(-(((np.mod(t + np.pi / 2 + np.pi, 2 * np.pi) - np.pi) / 0.2) ** 2))
    )
    outline = rays(t, radius * bulge) * [0.78, 1.0]
    shapes = leaf(radius * 1.1, -0.5, (0, -radius), tones[3], tones[1]) + leaf(
        radius * 0.9, -2.5, (0, -radius), tones[3], tones[1]
    )
    shapes += _modelled(outline, tones, radius)
    pores = rng.uniform(-0.45, 0.5, (5, 2)) * radius * [0.8, 1.0]
    return [*shapes, *[(circle(max(1.1, radius * 0.04), 10) + at, tones[1]) for at in pores if radius > 15]]


def citrus(rng: np.random.Generator, radius: float, tones: Tones, pith: int) -> list[Shape]:
    """A cut round: rind, pith, segments."""
    count = int(rng.choice([8, 9, 10]))
    shapes: list[Shape] = [(_round(radius), tones[1]), (_round(radius * 0.91), pith)]
    gap = max(0.07, 1.3 / radius)
    for k in range(count):
        middle = k * 2 * np.pi / count
        span = np.pi / count - gap * 0.8
        edge = rays(np.linspace(middle - span, middle + span, 8), radius * 0.8)
        foot = radius * 0.13 * np.array([[np.cos(middle), np.sin(middle)]])
        segment = np.vstack([foot, edge])
        centre = segment.mean(axis=0)
        shapes.append(((segment - centre) * 0.96 + centre, tones[0]))
        if radius > 17:
            gleam = turned(
                curve(radius * 0.24, points=6),
                middle,
                tuple(radius * 0.42 * np.array([np.cos(middle - 0.1), np.sin(middle - 0.1)])),
            )
            shapes.append((ribbon(gleam, 1.1 * taper(6, 0.5, 0.6)), tones[2]))
    return shapes


def cherries(rng: np.random.Generator, radius: float, tones: Tones) -> list[Shape]:
    """A pair on long stalks that meet under a leaf."""
    r = radius * 0.43
    spots = (np.array([-radius * 0.44, radius * 0.46]), np.array([radius * 0.42, radius * 0.58]))
    knot = np.array([radius * 0.12, -radius * 0.92])
    shapes: list[Shape] = []
    for at, bend in zip(spots, (-0.4, 0.35), strict=True):
        reach = at - [0, r * 0.8] - knot
        length, angle = float(np.hypot(*reach)), float(np.arctan2(reach[1], reach[0]))
        stalk = turned(curve(length * 1.03, bend=bend, points=14), angle - bend / 2, tuple(knot))
        shapes.append((ribbon(stalk, max(1.1, radius * 0.045)), tones[3]))
    shapes += leaf(radius * 0.95, -0.15, (float(knot[0]), float(knot[1])), tones[3], tones[1])
    for at in spots:
        shapes += [(points + at, tone) for points, tone in _modelled(_round(r, 1.06), tones, r)]
    return shapes


def strawberry(rng: np.random.Generator, radius: float, tones: Tones) -> list[Shape]:
    """A heart of a fruit with seeds in rows and a ruff of leaves."""
    t = np.linspace(0, 2 * np.pi, 50, endpoint=False)
    outline = np.stack([np.sin(t) * (0.74 - 0.2 * np.cos(t + np.pi) * -1), -np.cos(t)], axis=1) * radius
    outline[:, 0] *= 1 - 0.3 * np.clip(outline[:, 1] / radius, 0, 1)
    shapes = _modelled(outline, tones, radius)[:2]
    pitch = max(5.4, radius * 0.34)
    for j in np.arange(-2, 4):
        for i in np.arange(-2, 3):
            at = np.array([(i + 0.5 * (j % 2)) * pitch, (j - 0.3) * pitch * 0.75])
            if -0.6 * radius < at[1] < 0.78 * radius and abs(at[0]) < radius * (0.56 - 0.34 * max(at[1] / radius, 0)):
                seed = ribbon(
                    turned(curve(max(2.4, radius * 0.12), points=5), np.pi / 2, tuple(at)),
                    max(0.9, radius * 0.045) * taper(5, 0.5, 0.6) + 0.3,
                )
                shapes.append((seed, tones[2]))
    for lean in np.linspace(-1.25, 1.25, 5):
        shapes += leaf(radius * 0.62, np.pi / 2 - lean, (0, -radius * 0.98), tones[3])
    stalk = turned(curve(radius * 0.4, bend=0.5, points=8), -np.pi / 2, (0, -radius * 0.9))
    return [*shapes, (ribbon(stalk, max(1.2, radius * 0.06)), tones[3])]


def pear(rng: np.random.Generator, radius: float, tones: Tones) -> list[Shape]:
    """Broad below, a neck above, a stalk and a leaf."""
    outline = smooth(
        np.array(
            [
                [0, -0.98],
                [0.27, -0.72],
                [0.36, -0.28],
                [0.62, 0.15],
                [0.6, 0.66],
                [0.28, 0.95],
                [0, 0.92],
                [-0.3, 0.95],
                [-0.62, 0.64],
                [-0.62, 0.12],
                [-0.36, -0.3],
                [-0.26, -0.74],
            ]
        )
        * radius,
        5,
    )
    stalk = turned(curve(radius * 0.42, bend=0.6, points=8), -np.pi / 2 - 0.1, (0, -radius * 0.9))
    shapes = leaf(radius * 0.75, -0.5, (0, -radius * 1.02), tones[3], tones[1]) + [
        (ribbon(stalk, max(1.2, radius * 0.05)), tones[1])
    ]
    speckles = rng.normal(0, 0.2, (6, 2)) * radius + [0, radius * 0.4]
    return [
        *shapes,
        *_modelled(outline, tones, radius),
        *[(circle(1.2, 10) + at, tones[1]) for at in speckles if radius > 15],
    ]


def peach(rng: np.random.Generator, radius: float, tones: Tones) -> list[Shape]:
    """A round with its cleft and two leaves."""
    outline = blob(rng, radius * 0.84, 0.02, 3)
    cleft = turned(curve(radius * 1.25, bend=0.9, points=16), np.pi / 2 - 0.55, (-radius * 0.05, -radius * 0.8))
    shapes = leaf(radius * 1.0, -0.35, (0, -radius * 0.75), tones[3], tones[1]) + leaf(
        radius * 0.8, -2.7, (0, -radius * 0.75), tones[3], tones[1]
    )
    return [
        *shapes,
        *_modelled(outline, tones, radius * 0.84),
        (ribbon(cleft, max(1.0, radius * 0.05) * taper(16, 0.2, 0.6) + 0.3), tones[1]),
    ]


def melon(rng: np.random.Generator, radius: float, tones: Tones, rind: int, seed: int) -> list[Shape]:
    """A wedge of watermelon, curve downwards."""
    arc = np.linspace(0, np.pi, 40)
    shapes: list[Shape] = [
        (rays(arc, radius), tones[3]),
        (rays(arc, radius * 0.9), rind),
        (rays(arc, radius * 0.82), tones[0]),
    ]
    for k in range(7):
        a = np.pi * (0.14 + 0.12 * k) + rng.normal(0, 0.03)
        at = radius * (0.52 if k % 2 else 0.34) * np.array([np.cos(a), np.sin(a)])
        drop = ribbon(
            turned(curve(max(3.0, radius * 0.14), points=6), a, tuple(at)),
            max(1.2, radius * 0.045) * taper(6, 0.6, 0.6) + 0.2,
        )
        shapes.append((drop, seed))
    return [(points - [0, radius * 0.4], tone) for points, tone in shapes]


def grapes(rng: np.random.Generator, radius: float, tones: Tones) -> list[Shape]:
    """A bunch that hangs from a vine leaf."""
    r = radius * 0.26
    shapes: list[Shape] = []
    for row, count in enumerate((4, 4, 3, 2, 1)):
        for k in range(count):
            at = np.array([(k - (count - 1) / 2) * r * 1.75, -radius * 0.35 + row * r * 1.45]) + rng.normal(
                0, r * 0.08, 2
            )
            shapes += [(circle(r, 20) + at, tones[1]), (circle(r * 0.82, 20) + at - r * 0.12, tones[0])]
            if r > 4.5:
                shapes.append((circle(max(1.1, r * 0.22), 10) + at - r * 0.35, tones[2]))
    fan = smooth(rays(np.arange(10) * 2 * np.pi / 10, radius * np.where(np.arange(10) % 2 == 0, 0.58, 0.36)), 4)
    return [*shapes, (fan + [radius * 0.1, -radius * 0.78], tones[3])]
