"""Flowers and buds, petal over petal.

Every function returns shapes around the flower's centre at the origin. `tones` are palette entries; a petal is drawn
in its shade first and in its body colour over that, so that the petal behind it stays apart from it.
"""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Shape
from fashionforward.prints.outlines import blob, circle, curve, inset, ribbon, rounded, smooth, taper, turned, wander


def petal(
    rng: np.random.Generator, length: float, width: float, *, notch: float = 0.0, ruffle: float = 0.03
) -> np.ndarray:
    """A broad petal's outline, (n, 2), from the origin along +x; `notch` dents its far edge, `ruffle` disturbs it."""
    n = 26
    angle = np.linspace(-np.pi, np.pi, n, endpoint=False)
    # An egg that narrows to the base: radius around a centre two thirds out.
    x = length * (0.52 - 0.5 * np.cos(angle + np.pi))
    y = width / 2 * np.sin(angle + np.pi) * (0.30 + 0.70 * np.clip(x / length, 0, 1) ** 0.75) * 1.12
    edge = 1 + wander(rng, n, ruffle, 5)
    dent = 1 - notch * np.exp(-((y / (0.16 * width)) ** 2)) * (x > 0.6 * length)
    return np.stack([x * edge * dent, y * edge], axis=1)


def hibiscus(rng: np.random.Generator, radius: float, tones: tuple[int, int, int]) -> list[Shape]:
    """Five ruffled petals and a long pillar of stamens. tones: petals, lit parts and pillar, throat."""
    shapes: list[Shape] = []
    start = rng.uniform(0, 2 * np.pi)
    for i in range(5):
        angle = start + i * 2 * np.pi / 5 + rng.normal(0, 0.06)
        outline = petal(rng, radius * rng.uniform(0.94, 1.06), radius * 1.12, ruffle=0.035)
        rim = turned(outline * 1.07, angle)
        shapes += [(rim, tones[2]), (turned(outline, angle), tones[0])]
        for lean in (-0.24, 0.02, 0.26):
            vein = turned(curve(radius * 0.62, bend=lean, points=10), angle + lean, (0, 0))
            shapes.append((ribbon(vein, np.linspace(radius * 0.075, 0.5, 10)), tones[1]))
    shapes.append((blob(rng, radius * 0.2, 0.12), tones[2]))
    pillar = turned(curve(radius * 0.82, bend=0.5, points=14), start + 0.4)
    shapes.append((ribbon(pillar, 1.5), tones[1]))
    shapes += [(circle(1.7, 10) + pillar[-1 - k] + rng.normal(0, 1.6, 2), tones[1]) for k in (0, 1, 2, 3)]
    return shapes


def daisy(rng: np.random.Generator, radius: float, tones: tuple[int, int, int]) -> list[Shape]:
    """Narrow petals in two layers around a disc. tones: back petals, front petals, disc."""
    count = int(np.clip(radius / 1.6, 8, 15))
    shapes: list[Shape] = []
    for layer, (tone, reach) in enumerate(((tones[0], 1.0), (tones[1], 0.93))):
        angles = (np.arange(count) + 0.5 * layer) * 2 * np.pi / count + rng.normal(0, 0.07, count)
        width = max(1.5, np.pi * radius / count * 0.62)
        for angle in angles:
            path = turned(curve(radius * reach * rng.uniform(0.9, 1.05), bend=rng.normal(0, 0.15), points=12), angle)
            shapes.append((ribbon(path, width * rounded(12, 0.35)), tone))
    return [*shapes, (blob(rng, radius * 0.30, 0.05), tones[2])]


def poppy(rng: np.random.Generator, radius: float, tones: tuple[int, int, int, int]) -> list[Shape]:
    """A few crinkled petals that overlap, dark eye. tones: shade, petal, lit petal, eye."""
    count = int(rng.integers(4, 7))
    shapes: list[Shape] = []
    for i in range(count):
        angle = (
            i * 2.4 + rng.normal(0, 0.1)
            if count > 5
            else i * 2 * np.pi / count * (2 if count % 2 else 1) + rng.normal(0, 0.12)
        )
        if count == 4:
            angle = (0, np.pi, np.pi / 2, -np.pi / 2)[i] + rng.normal(0, 0.1)
        outline = petal(rng, radius * rng.uniform(0.93, 1.05), radius * 1.5, ruffle=0.04)
        shapes.append((turned(outline * 1.06, angle), tones[0]))
        shapes.append((turned(outline, angle), tones[1]))
        lit = outline * np.array([0.9, 0.62]) + np.array([radius * 0.08, radius * rng.uniform(-0.1, 0.1)])
        shapes.append((turned(lit, angle), tones[2] if i >= count // 2 else tones[1]))
        for lean in (-0.3, 0.3):
            crease = turned(curve(radius * 0.55, bend=lean, points=8), angle + lean * 0.8)
            shapes.append((ribbon(crease, np.linspace(radius * 0.08, 0.3, 8)), tones[0]))
    shapes.append((blob(rng, radius * 0.23, 0.1), tones[3]))
    if radius > 15:
        ring = np.arange(11) * 2 * np.pi / 11 + rng.normal(0, 0.1, 11)
        shapes += [
            (circle(max(1.4, radius * 0.05), 10) + radius * 0.36 * np.array([np.cos(a), np.sin(a)]), tones[3])
            for a in ring
        ]
        shapes.append((circle(radius * 0.1, 16), tones[2]))
    return shapes


def peony(rng: np.random.Generator, radius: float, tones: tuple[int, int, int, int]) -> list[Shape]:
    """A full rose or peony: rings of cupped petals, each ring smaller and turned. tones: shade, petal, lit, heart."""
    shapes: list[Shape] = []
    rings = [(1.0, 7, 0.95), (0.78, 6, 0.85), (0.56, 5, 0.72), (0.36, 4, 0.5)]
    if radius < 16:
        rings = [(1.0, 7, 0.95), (0.66, 5, 0.72), (0.38, 4, 0.5)]
    turn = rng.uniform(0, 2 * np.pi)
    for depth, (reach, count, wide) in enumerate(rings):
        turn += np.pi / count
        for i in range(count):
            angle = turn + i * 2 * np.pi / count + rng.normal(0, 0.09)
            length = radius * reach * rng.uniform(0.92, 1.06)
            outline = petal(rng, length, radius * wide, notch=rng.uniform(0.0, 0.12), ruffle=0.03)
            gap = max(1.6, radius * 0.055) / length
            shapes.append((turned(outline, angle), tones[2] if depth % 2 == 0 else tones[1]))
            # What lies over the lit rim: the petal's body, drawn a rim's breadth shorter, then its shaded base.
            body = tones[3] if depth == 3 else tones[1]
            shapes.append((turned(outline * np.array([1 - 1.3 * gap, 0.86]), angle), body))
            shapes.append((turned(outline * np.array([0.70, 0.62]), angle), tones[0]))
    heart = radius * 0.2
    shapes.append((blob(rng, heart, 0.08), tones[1]))
    swirl = np.linspace(0.4, 3.6 * np.pi, 40)
    r = heart * 1.05 * swirl / swirl[-1]
    if heart > 4.5:
        spiral = np.stack([r * np.cos(swirl + turn), r * np.sin(swirl + turn)], axis=1)
        shapes.append((ribbon(spiral, 1.0), tones[0]))
    else:
        shapes.append((circle(heart * 0.5, 14), tones[3]))
    return shapes


def blossom(rng: np.random.Generator, radius: float, tones: tuple[int, int, int]) -> list[Shape]:
    """Five notched petals like cherry or dog rose. tones: shade, petal, centre."""
    shapes: list[Shape] = []
    count = 5 if rng.random() < 0.8 else 6
    start = rng.uniform(0, 2 * np.pi)
    for i in range(count):
        angle = start + i * 2 * np.pi / count + rng.normal(0, 0.06)
        outline = petal(
            rng, radius * rng.uniform(0.93, 1.05), radius * 6.1 / count, notch=rng.uniform(0.05, 0.16), ruffle=0.02
        )
        shapes += [
            (turned(outline * 1.0, angle), tones[0]),
            (turned(outline * np.array([0.94, 0.86]), angle), tones[1]),
        ]
        if radius > 9:
            streak = turned(curve(radius * 0.5, points=8), angle)
            shapes.append((ribbon(streak, np.linspace(radius * 0.1, 0.3, 8)), tones[0]))
    shapes.append((blob(rng, max(2.0, radius * 0.2), 0.06), tones[2]))
    if radius > 14:
        for angle in np.arange(8) * np.pi / 4 + rng.normal(0, 0.15, 8):
            tip = radius * rng.uniform(0.36, 0.48) * np.array([np.cos(angle), np.sin(angle)])
            shapes.append((circle(1.6, 10) + tip, tones[2]))
    return shapes


def anemone(rng: np.random.Generator, radius: float, tones: tuple[int, int, int, int]) -> list[Shape]:
    """Eight broad petals around a dark eye with a ring of dots. tones: shade, petal, ring, eye."""
    shapes: list[Shape] = []
    for layer in (0, 1):
        for i in range(6):
            angle = (i + layer / 2) * np.pi / 3 + rng.normal(0, 0.1)
            outline = petal(rng, radius * (1.0 - 0.12 * layer) * rng.uniform(0.93, 1.05), radius * 0.86, ruffle=0.025)
            shapes += [
                (turned(outline * 1.05, angle), tones[0]),
                (turned(outline * np.array([1.0, 0.92]), angle), tones[1]),
            ]
    shapes.append((blob(rng, radius * 0.30, 0.08), tones[2]))
    shapes.append((blob(rng, radius * 0.19, 0.08), tones[3]))
    count = 12
    for angle in np.arange(count) * 2 * np.pi / count + rng.normal(0, 0.08, count):
        spot = radius * rng.uniform(0.38, 0.44) * np.array([np.cos(angle), np.sin(angle)])
        shapes.append((circle(max(1.4, radius * 0.05), 10) + spot, tones[3]))
    return shapes


def tulip(rng: np.random.Generator, height: float, tones: tuple[int, int, int]) -> list[Shape]:
    """A tulip from the side, its foot at the origin, opening along +x. tones: shade, petal, lit."""
    shapes: list[Shape] = []
    for lean, tone, size in (
        (-0.5, tones[0], 0.95),
        (0.5, tones[0], 0.95),
        (-0.26, tones[1], 1.0),
        (0.3, tones[2], 0.96),
        (0.0, tones[1], 0.86),
    ):
        path = turned(curve(height * size, bend=-lean * 1.5, points=16), lean)
        shapes.append((ribbon(path, height * 0.24 * taper(16, 0.45, 0.7)), tone))
    return shapes


def bud(rng: np.random.Generator, length: float, tones: tuple[int, int, int]) -> list[Shape]:
    """A closed bud in its calyx, foot at the origin, along +x. tones: shade, petal, calyx."""
    shapes: list[Shape] = []
    for lean, tone in ((-0.22, tones[0]), (0.2, tones[1])):
        path = turned(curve(length, bend=-lean, points=14), lean)
        shapes.append((ribbon(path, length * 0.26 * taper(14, 0.5, 0.7)), tone))
    for lean in (-0.6, 0.0, 0.6):
        path = turned(curve(length * 0.55, bend=-lean * 1.2, points=10), lean)
        shapes.append((ribbon(path, max(1.3, length * 0.12) * taper(10, 0.3)), tones[2]))
    return shapes


def flat_flower(rng: np.random.Generator, radius: float, petals: int, tones: tuple[int, int, int]) -> list[Shape]:
    """A flat, graphic flower as the sixties drew it. tones: petals, inner ring, centre."""
    angle = np.linspace(0, 2 * np.pi, petals * 4, endpoint=False)
    wave = np.abs(np.cos(angle * petals / 2)) ** 0.6
    outline = (radius * (0.52 + 0.48 * wave))[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    outline = smooth(outline * (1 + wander(rng, len(angle), 0.015))[:, None], 4)
    return [(outline, tones[0]), (outline * 0.55, tones[1]), (blob(rng, radius * 0.26, 0.05), tones[2])]


def line_flower(
    rng: np.random.Generator, radius: float, petals: int, line: int, fill: int, width: float = 2.7
) -> list[Shape]:
    """A flower drawn in line: each petal outlined over the last. `fill` is what shows inside the line."""
    shapes: list[Shape] = []
    for i in range(petals):
        angle = i * 2 * np.pi / petals + rng.normal(0, 0.08)
        outline = petal(
            rng, radius * rng.uniform(0.92, 1.08), radius * 6.0 / petals, notch=rng.uniform(0, 0.12), ruffle=0.03
        )
        shapes += [(turned(outline, angle), line), (turned(inset(outline, width), angle), fill)]
        crease = turned(curve(radius * rng.uniform(0.45, 0.62), bend=rng.normal(0, 0.3), points=8), angle)
        shapes.append((ribbon(crease, np.linspace(1.5, 1.1, 8)), line))
    shapes += [(blob(rng, radius * 0.24, 0.08), line), (blob(rng, max(1.5, radius * 0.24 - width), 0.08), fill)]
    return [*shapes, (circle(max(1.6, radius * 0.07), 12), line)]


def line_leaf(rng: np.random.Generator, length: float, line: int, width: float = 1.35) -> list[Shape]:
    """A leaf drawn as its outline and midrib, nothing inside."""
    n = 20
    path = curve(length, bend=rng.normal(0, 0.5), points=n)
    half = taper(n, 0.5, 0.9) * length * 0.2
    edges = [ribbon(path, half)[:n], ribbon(path, half)[n:][::-1]]
    return [(ribbon(edge, width), line) for edge in (*edges, path)]
