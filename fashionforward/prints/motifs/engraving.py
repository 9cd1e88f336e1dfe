"""What a copperplate shows: trees, cottages, pagodas, boats, sheep, urns, bridges; in line, hatched, with a half tone.

Every function returns shapes that stand on the origin and rise along -y. Entries: 0 ground, 1 ink, 2 half tone.
"""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Shape, place
from fashionforward.prints.motifs import flowers
from fashionforward.prints.outlines import blob, circle, curve, headings, rays, ribbon, smooth, taper, turned, wander

LINE = 1.25
"""Half the width of an engraved line, cells."""


def line(points: np.ndarray | list[list[float]], half: float = LINE) -> Shape:
    """A stroke of ink through points."""
    return ribbon(np.asarray(points, dtype=np.float64), half), 1


def outlined(shape: np.ndarray, fill: int = 0, half: float = LINE) -> list[Shape]:
    """A closed shape with an ink outline laid along it, filled."""
    return [(shape, fill), (ribbon(np.vstack([shape, shape[:2]]), half), 1)]


def hatched(left: float, right: float, top: float, bottom: float, gap: float, lean: float) -> list[Shape]:
    """Slanting strokes in a box."""
    return [line([[x, bottom], [x + lean, top]], 0.95) for x in np.arange(left, right, gap)]


def crown(rng: np.random.Generator, at: np.ndarray, radius: float) -> list[Shape]:
    """A mass of foliage: a scalloped outline, its shaded side, curls of leaf."""
    count = int(np.clip(radius / 1.6, 7, 12))
    angle = np.linspace(0, 2 * np.pi, count * 8, endpoint=False)
    edge = rays(angle, radius * (0.9 + 0.14 * np.abs(np.sin(angle * count / 2)) + wander(rng, len(angle), 0.02))) * [
        1.08,
        0.86,
    ]
    shade = rays(angle, radius * 0.72) * [0.9, 0.66] + radius * np.array([0.2, 0.22])
    shapes = [(points + at, tone) for points, tone in [*outlined(edge), (shade, 2)]]
    for _ in range(max(2, int(radius / 3.2))):
        spot = at + rng.uniform(-0.55, 0.55, 2) * radius * [1, 0.75]
        curl = turned(curve(radius * 0.34, bend=2.4, points=10), rng.uniform(2.6, 3.8), tuple(spot))
        shapes.append((ribbon(curl, 0.95), 1))
    return shapes


def tree(rng: np.random.Generator, tall: float) -> list[Shape]:
    """A leaning trunk with forks and three to six masses of leaves."""
    trunk = turned(curve(tall * 0.62, bend=rng.normal(0, 0.5), points=18), -np.pi / 2 + rng.normal(0, 0.12))
    half = np.linspace(tall * 0.045, tall * 0.02, 18)
    shapes: list[Shape] = [
        (ribbon(trunk, half + 0.6), 1),
        (ribbon(trunk - [tall * 0.008, 0], np.maximum(half - 1.3, 0.1)), 0),
    ]
    tips = [trunk[-1]]
    for k in (8, 12):
        side = rng.choice([-1, 1])
        fork = turned(
            curve(tall * 0.28, bend=-side * 0.4, points=10), float(headings(trunk)[k]) + side * 0.8, tuple(trunk[k])
        )
        shapes.append((ribbon(fork, np.linspace(tall * 0.02, 1.0, 10)), 1))
        tips.append(fork[-1])
    spots = [(tip + rng.normal(0, tall * 0.03, 2), rng.uniform(0.13, 0.19)) for tip in tips]
    spots += [
        (trunk[-1] + tall * rng.normal([0, -0.1], [0.12, 0.05]), rng.uniform(0.12, 0.17))
        for _ in range(int(rng.integers(1, 4)))
    ]
    for at, size in sorted(spots, key=lambda spot: spot[0][1]):
        shapes += crown(rng, np.asarray(at), tall * size)
    return shapes


def cypress(rng: np.random.Generator, tall: float) -> list[Shape]:
    """A dark spindle with curls."""
    n = 24
    path = turned(curve(tall, points=n), -np.pi / 2)
    half = tall * 0.11 * taper(n, 0.35, 0.7) * (1 + 0.1 * np.sin(np.arange(n) * 1.7))
    return [
        (ribbon(path, half + 0.5), 1),
        (ribbon(path - [tall * 0.016, 0], np.maximum(half * 0.62, 0.1)), 2),
        line([[0, 0], [0, 4]], 1.6),
    ]


def cottage(rng: np.random.Generator, wide: float) -> list[Shape]:
    """A gabled house in two walls with a thatched roof, a door, windows, smoke."""
    w, h = wide, wide * 0.42
    front, side = (
        np.array([[0, 0], [0, -h], [-w * 0.16, -h * 1.75], [-w * 0.32, -h], [-w * 0.32, 0]]),
        np.array([[0, 0], [w * 0.58, 0], [w * 0.58, -h], [0, -h]]),
    )
    roof = np.array([[-w * 0.16, -h * 1.85], [w * 0.46, -h * 1.85], [w * 0.66, -h * 0.92], [w * 0.02, -h * 0.92]])
    smoke = turned(curve(w * 0.4, bend=1.2, sway=0.9, points=20), -np.pi / 2, (w * 0.33, -h * 2.3))
    shapes = [
        line(smoke, 1.1),
        *outlined(
            np.array([[w * 0.28, -h * 1.7], [w * 0.28, -h * 2.25], [w * 0.4, -h * 2.25], [w * 0.4, -h * 1.7]]), 2
        ),
    ]
    shapes += [*outlined(front), *outlined(side, 2), *outlined(roof)]
    for k in range(1, 6):
        x = -w * 0.16 + k * w * 0.105
        shapes.append(line([[x, -h * 1.8], [x + w * 0.19, -h * 0.96]], 0.9))
    door = np.array([[-w * 0.22, 0], [-w * 0.22, -h * 0.6], [-w * 0.1, -h * 0.6], [-w * 0.1, 0]])
    shapes.append((door, 1))
    for x in (0.14, 0.36):
        shapes.append(
            (
                np.array([[x, -0.72 * 0.42], [x + 0.11, -0.72 * 0.42], [x + 0.11, -0.34 * 0.42], [x, -0.34 * 0.42]])
                * w,
                1,
            )
        )
    return shapes


def pagoda(rng: np.random.Generator, tall: float) -> list[Shape]:
    """Two or three storeys, each under a roof that turns up at its corners."""
    shapes: list[Shape] = []
    storeys = int(rng.integers(2, 4))
    step = tall * 0.82 / storeys
    for k in range(storeys):
        wide = tall * (0.30 - 0.06 * k)
        base = -k * step
        shapes += outlined(
            np.array([[-wide, base], [-wide, base - step * 0.6], [wide, base - step * 0.6], [wide, base]])
        )
        for x in np.linspace(-0.6, 0.6, 3):
            shapes.append(line([[x * wide, base], [x * wide, base - step * 0.58]], 1.0))
        eave = np.linspace(-1, 1, 21)
        low = np.stack([eave * wide * 1.75, base - step * 0.55 - step * 0.16 * np.abs(eave) ** 3], axis=1)
        high = np.stack([eave[::-1] * wide * 0.85, np.full(21, base - step * 0.98)], axis=1)
        shapes += outlined(np.vstack([low, high]), 2)
    shapes += [line([[0, -storeys * step], [0, -tall]], 1.3), (circle(2.2, 12) + [0, -tall], 1)]
    return shapes


def boat(rng: np.random.Generator, wide: float) -> list[Shape]:
    """A sailing boat on three lines of water."""
    shapes = [line([[0, -wide * 0.1], [0, -wide * 0.92]], 1.2)]
    sail = np.vstack(
        [
            turned(curve(wide * 0.8, bend=0.5, points=14), -np.pi / 2 - 0.75, (wide * 0.42, -wide * 0.16)),
            [[wide * 0.03, -wide * 0.86], [wide * 0.03, -wide * 0.16]],
        ]
    )
    jib = np.array([[-wide * 0.04, -wide * 0.8], [-wide * 0.04, -wide * 0.18], [-wide * 0.36, -wide * 0.18]])
    shapes += [*outlined(sail), *outlined(jib, 2)]
    hull = np.array([[-0.5, -0.12], [0.55, -0.14], [0.42, 0.05], [-0.36, 0.05]]) * wide
    shapes.append((hull, 1))
    for k in range(3):
        x = np.linspace(-0.66 + 0.1 * k, 0.66 - 0.14 * k, 24) * wide
        shapes.append(line(np.stack([x, wide * (0.1 + 0.1 * k) + 0.9 * np.sin(x * 0.5)], axis=1), 1.0))
    return shapes


def sheep(rng: np.random.Generator, size: float) -> list[Shape]:
    """Grazing, facing +x."""
    wool = smooth(rays(np.arange(12) * np.pi / 6, size * (0.46 + 0.05 * (np.arange(12) % 2))) * [1.25, 0.8], 4) - [
        0,
        size * 0.62,
    ]
    shapes: list[Shape] = [
        line([[x * size, -size * 0.4], [x * size, 0]], max(1.1, size * 0.05)) for x in (-0.32, -0.16, 0.2, 0.36)
    ]
    shapes += outlined(wool)
    head = turned(blob(rng, size * 0.19, 0.05, 2, stretch=1.35), 0.9) + [size * 0.66, -size * 0.5]
    return [
        *shapes,
        (head, 1),
        *[
            (ribbon(turned(curve(size * 0.2, bend=2.6, points=8), a, (x * size, -size * 0.62)), 0.9), 1)
            for x, a in ((-0.3, 3.0), (0.05, 2.6), (0.25, 3.3))
        ],
    ]


def bird(rng: np.random.Generator, span: float) -> list[Shape]:
    """A gull far off."""
    wings = np.array([[-0.5, -0.1], [-0.25, -0.26], [0, 0.0], [0.25, -0.26], [0.5, -0.1]]) * span
    s = np.linspace(0, 4, 17)
    path = np.stack([np.interp(s, range(5), wings[:, 0]), np.interp(s, range(5), wings[:, 1])], axis=1)
    return [line(path, 1.1)]


def urn(rng: np.random.Generator, tall: float) -> list[Shape]:
    """A fluted urn on a foot, full of flowers."""
    y = np.linspace(0, 1, 30)
    profile = tall * np.interp(
        y, [0, 0.1, 0.16, 0.3, 0.62, 0.8, 0.9, 1.0], [0.17, 0.14, 0.06, 0.1, 0.24, 0.17, 0.2, 0.23]
    )
    shape = np.vstack(
        [np.stack([profile, -y * tall * 0.55], axis=1), np.stack([-profile, -y * tall * 0.55], axis=1)[::-1]]
    )
    top = -tall * 0.55
    shapes: list[Shape] = []
    for angle in np.linspace(-2.75, -0.4, 7):
        stem = turned(curve(tall * 0.36, bend=0.3, points=10), angle, (0.0, top))
        shapes.append((ribbon(stem, 1.0), 1))
        for k in (4, 7):
            leaf = turned(curve(tall * 0.13, points=8), angle + rng.choice([-0.8, 0.8]), tuple(stem[k]))
            shapes.append((ribbon(leaf, tall * 0.026 * taper(8, 0.5, 0.6)), 2))
        shapes += place(flowers.line_flower(rng, tall * rng.uniform(0.085, 0.11), 5, 1, 0, 2.0), stem[-1])
    shapes += outlined(shape)
    for x in np.linspace(-0.6, 0.6, 5):
        shapes.append(line([[x * tall * 0.17, top * 0.62], [x * tall * 0.07, top * 0.28]], 0.9))
    return shapes


def bridge(rng: np.random.Generator, wide: float) -> list[Shape]:
    """One arch with stones and a rail, water below."""
    s = np.linspace(-1, 1, 30)
    deck = np.stack([s * wide * 0.5, -wide * 0.3 * (1 - 0.75 * s**2)], axis=1)
    arch = np.stack([s[::-1] * wide * 0.32, -wide * 0.2 * np.sqrt(1 - s[::-1] ** 2)], axis=1)
    body = np.vstack([deck, [[wide * 0.5, 0]], arch, [[-wide * 0.5, 0]]])
    shapes = outlined(body, 2)
    rail = deck - [0, wide * 0.09]
    shapes.append(line(rail))
    shapes += [line([deck[k], rail[k]], 1.0) for k in range(2, 30, 5)]
    for k in range(2):
        x = np.linspace(-0.42 + 0.08 * k, 0.42 - 0.12 * k, 20) * wide
        shapes.append(line(np.stack([x, wide * (0.06 + 0.08 * k) + 0.8 * np.sin(x * 0.6)], axis=1), 1.0))
    return shapes


def mound(rng: np.random.Generator, wide: float) -> list[Shape]:
    """The island that a scene stands on: a line of ground, hatching under it, tufts and stones."""
    s = np.linspace(-1, 1, 40)
    ridge = np.stack([s * wide * 0.5, -wide * 0.03 * (1 - s**2) + wander(rng, 40, wide * 0.008)], axis=1)
    under = np.stack(
        [s[::-1] * wide * 0.44, wide * (0.03 + 0.07 * (1 - s[::-1] ** 2)) + wander(rng, 40, wide * 0.012)], axis=1
    )
    shapes: list[Shape] = [(np.vstack([ridge, under]), 2), line(ridge)]
    for x in np.arange(-0.4, 0.4, 7.5 / wide):
        shapes.append(line([[x * wide, wide * 0.015], [x * wide + 5, wide * (0.05 + 0.05 * (1 - (2 * x) ** 2))]], 0.95))
    for x in rng.uniform(-0.46, 0.46, 5):
        foot = (x * wide, float(np.interp(x * wide, ridge[:, 0], ridge[:, 1])))
        shapes += [
            (
                ribbon(
                    turned(curve(wide * 0.055, bend=a, points=6), -np.pi / 2 + a, foot), 1.0 * taper(6, 0.3, 0.5) + 0.3
                ),
                1,
            )
            for a in (-0.5, 0.0, 0.5)
        ]
    return shapes
