"""lace: tulle with flowers, guipure, scalloped rows, crochet rounds, eyelets: thread over the colour of what it is worn on."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, tossed
from fashionforward.prints.motifs import flowers
from fashionforward.prints.outlines import beads, circle, curve, headings, inset, ribbon, taper, turned
from fashionforward.prints.palettes import blend, pick

# lining, thread
PALETTES = (
    "e8c9b0 fffdf8", "17171a f4efe6", "d9b59a 1a1a1c", "f6e6e0 a83a4f", "2a3a5f f2f0ea", "c98f78 fbf3e8",
    "efe6d8 5a3a2a", "7a2436 f6e3d6", "f3d9cf 2b2b30", "4a6a5f f4f1e4", "d8c4dc 4a2f5f", "f2e4c4 8a5a24",
    "e3a9a0 fff6f0", "5f6f8a f6f6f2", "f9f4ea 1f3a6e", "2f2a2a c9a36a", "cfdfe4 ffffff", "8f1f2b 17101a",
    "f0c9c9 9b2f5b", "b8c9b0 fdfcf2",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the laces below. Entries: 0 lining, 1 thread, 2 thread so fine that the lining shows through."""
    kinds = (_tulle, _tulle, _guipure, _guipure, _rows, _rows, _crochet, _eyelet)
    kinds[int(rng.integers(len(kinds)))](rng, canvas)
    palette = pick(rng, PALETTES)
    return np.vstack([palette, blend(palette[0], palette[1], rng.uniform(0.28, 0.5))])


def _net(rng: np.random.Generator, canvas: Canvas, entry: int = 1) -> None:
    """The ground: a mesh of threads, lozenges or squares, or a sheer without one."""
    kind = int(rng.integers(4))
    x, y = canvas.coordinates()
    if kind == 0:
        canvas.assign(np.full((1, 1), 2))
        return
    aslant = kind < 3
    count = int(rng.choice([13, 16, 18])) if aslant else 20
    u, v = (x + y, x - y) if aslant else (x, y)
    u, v = u * count / FIELD_SIZE, v * count / FIELD_SIZE
    half = 1.25 * count * (1.414 if aslant else 1.0) / FIELD_SIZE
    mesh = (np.abs(np.mod(u, 1) - 0.5) < half) | (np.abs(np.mod(v, 1) - 0.5) < half)
    canvas.assign(np.where(mesh, entry if kind != 2 else 2, 0))


def _open(shape: np.ndarray, rim: float, fill: int) -> list[Shape]:
    """Outlined in thread, filled with something finer."""
    return [(shape, 1), (inset(shape, rim), fill)]


def _flower(rng: np.random.Generator, radius: float, fill: int) -> list[Shape]:
    """Petals rimmed with cord, dotted or veined, an eye with holes."""
    petals = int(rng.choice([5, 6, 8])) if radius > 14 else 5
    shapes: list[Shape] = []
    rim = max(1.7, radius * 0.09)
    for k in range(petals):
        angle = k * 2 * np.pi / petals + rng.normal(0, 0.06)
        outline = flowers.petal(
            rng, radius * rng.uniform(0.94, 1.06), radius * 6.2 / petals, notch=rng.uniform(0, 0.2), ruffle=0.03
        )
        shapes += [(turned(points, angle), tone) for points, tone in _open(outline, rim, fill)]
        if radius > 15:
            vein = turned(curve(radius * 0.6, points=8), angle)
            shapes.append((ribbon(vein, np.linspace(radius * 0.07, 0.8, 8)), 1))
    shapes.append((circle(radius * 0.3), 1))
    if radius > 12:
        where, _ = beads(circle(radius * 0.17), max(4.2, radius * 0.2))
        shapes += [(circle(max(1.3, radius * 0.05), 12) + at, 0) for at in where]
    else:
        shapes.append((circle(max(1.4, radius * 0.12), 14), 0))
    return shapes


def _spray(rng: np.random.Generator, length: float, fill: int) -> list[Shape]:
    """A stem with leaves in pairs, from the origin along +x."""
    stem = curve(length, bend=rng.normal(0, 0.9), points=24)
    along = headings(stem)
    shapes: list[Shape] = [(ribbon(stem, 1.4), 1)]
    for k in range(5, 24, 5):
        for side in (-1, 1):
            path = turned(
                curve(length * 0.28, bend=-side * 0.5, points=12), float(along[k]) + side * 0.8, tuple(stem[k])
            )
            half = length * 0.075 * taper(12, 0.45, 0.7)
            shapes.append((ribbon(path, half + 0.4), 1))
            if length > 34:
                shapes.append((ribbon(path[2:-2], np.maximum(half[2:-2] - 1.8, 0.1)), fill))
    return shapes


def _tulle(rng: np.random.Generator, canvas: Canvas) -> None:
    """Chantilly: flowers and sprays on net."""
    _net(rng, canvas)
    size = float(rng.choice([18, 24, 32]))
    fill = int(rng.choice([2, 2, 1]))
    centres = relaxed(tossed(rng, max(3, round((FIELD_SIZE / (size * 2.9)) ** 2)), tries=12), 5)
    for at in centres:
        for angle in rng.uniform(0, 2 * np.pi) + np.arange(3) * 2.1 + rng.normal(0, 0.2, 3):
            canvas.stamp(_spray(rng, size * rng.uniform(1.4, 1.9), fill), at, angle)
    for at in centres:
        canvas.stamp(_flower(rng, size * rng.uniform(0.85, 1.1), fill), at, rng.uniform(0, 6))
    for at in tossed(rng, len(centres) * 2, keep_from=centres, tries=30):
        canvas.stamp(_flower(rng, size * 0.4, 1), at, rng.uniform(0, 6))


def _guipure(rng: np.random.Generator, canvas: Canvas) -> None:
    """No ground: flowers close together, held by picoted bars."""
    size = float(rng.choice([15, 20, 27, 34]))
    count = max(5, round((FIELD_SIZE / (size * 2.15)) ** 2))
    centres = relaxed(tossed(rng, count, tries=10), 8)
    if rng.random() < 0.45:
        columns = int(np.clip(2 * round(FIELD_SIZE / size / 4), 4, 8))
        centres = lattice(columns, columns)
        size = FIELD_SIZE / columns * 0.5
    for at in centres:
        for angle in rng.uniform(0, 1) + np.arange(6) * np.pi / 3:
            bar = turned(curve(size * 1.3, bend=rng.normal(0, 0.25), points=10), angle, tuple(at))
            canvas.polygon(ribbon(bar, 1.35), 1)
            canvas.disc(bar[-2], 2.0, 1)
    fill = int(rng.choice([0, 0, 2]))
    for at in centres:
        canvas.stamp(
            _flower(rng, size * rng.uniform(0.9, 1.04), fill if rng.random() < 0.7 else 1), at, rng.uniform(0, 6)
        )


def _rows(rng: np.random.Generator, canvas: Canvas) -> None:
    """Tiers: each hangs over the next with a scalloped hem, eyelets along it and a flower in every scallop."""
    rows = int(rng.choice([3, 4, 5]))
    scallops = int(rng.choice([4, 5, 6, 8]))
    if rng.random() < 0.6:
        _net(rng, canvas, entry=2)
    high, wide = FIELD_SIZE / rows, FIELD_SIZE / scallops
    angle = np.linspace(0, np.pi, 30)
    flower = _flower(rng, min(wide * 0.34, high * 0.3), int(rng.choice([0, 2])))
    for row in range(rows):
        shift = 0.5 * (row % 2) * (rows % 2 == 0)
        top = row * high
        for k in range(scallops):
            middle = np.array([(k + 0.5 + shift) * wide, top + high * 0.42])
            edge = middle + np.stack([np.cos(angle) * wide * 0.5, np.sin(angle) * high * 0.42], axis=1)
            canvas.polygon(ribbon(edge, max(1.8, wide * 0.045)), 1)
            where = middle + (edge - middle) * 0.78
            for at in where[3:-2:5]:
                canvas.disc(at, max(1.7, wide * 0.045), 1)
            canvas.stamp(flower, middle + [0, high * 0.06], rng.uniform(-0.2, 0.2))
        rule = np.array([[-2.0, top], [FIELD_SIZE + 2.0, top]])
        for offset in (0.0, high * 0.16):
            canvas.polygon(ribbon(np.linspace(rule[0], rule[1], 12) + [0, offset], 1.6), 1)
        for x in np.arange(0, FIELD_SIZE, wide / max(2, round(wide / 11))):
            canvas.polygon(ribbon(np.array([[x, top], [x, top + high * 0.16]]), 1.3), 1)


def _crochet(rng: np.random.Generator, canvas: Canvas) -> None:
    """Rounds in brick or square order: treble rings, spokes and picots, joined by webs."""
    count = int(rng.choice([2, 3, 4, 5]))
    size = FIELD_SIZE / count
    points = lattice(count, count, drop=0.5 if rng.random() < 0.5 else 0.0)
    spokes = int(rng.choice([10, 12, 16]))
    thread = max(1.4, size * 0.022)
    filled = rng.random() < 0.4
    for at in points:
        if filled:
            canvas.polygon(at + circle(size * 0.36, 60), 2)
        for radius in (0.14, 0.24, 0.36, 0.47):
            ring = circle(size * radius, 80)
            canvas.polygon(ribbon(np.vstack([ring, ring[:2]]) + at, thread), 1)
        for k in range(spokes):
            angle = k * 2 * np.pi / spokes
            ray = np.array([[np.cos(angle), np.sin(angle)]])
            canvas.polygon(at + ribbon(np.vstack([ray * size * 0.14, ray * size * 0.47]), thread), 1)
            petal = turned(curve(size * 0.12, points=8), angle)
            canvas.polygon(at + ray * size * 0.24 + ribbon(petal, size * 0.035 * taper(8, 0.6, 0.6) + 0.4), 1)
            canvas.disc((at + ray * size * 0.49)[0], max(1.8, size * 0.03), 1)
        canvas.polygon(at + circle(size * 0.07, 24), 1)
    for at in points + size / 2:
        canvas.stamp(_flower(rng, size * 0.17, 0), at)


def _eyelet(rng: np.random.Generator, canvas: Canvas) -> None:
    """Broderie anglaise: whole cloth, with holes that make flowers and leaves, each rimmed with satin stitch."""
    canvas.assign(np.full((1, 1), 1))
    columns = int(rng.choice([4, 4, 6, 8]))
    size = FIELD_SIZE / columns
    petals = int(rng.choice([5, 6, 8]))
    scattered = rng.random() < 0.35
    points = hand_placed(rng, lattice(columns, columns), size * 0.08 if scattered else 0.4)
    for at in points:
        start = rng.uniform(0, 6) if scattered else 0.0
        for k in range(petals):
            angle = start + k * 2 * np.pi / petals
            hole = curve(size * 0.22, points=12) + [size * 0.1, 0]
            path = turned(hole, angle, tuple(at))
            half = size * 0.62 / petals * taper(12, 0.6, 0.6)
            canvas.polygon(ribbon(path, half + max(1.2, size * 0.03)), 2)
            canvas.polygon(ribbon(path, half), 0)
        canvas.disc(at, size * 0.09, 2)
        canvas.disc(at, size * 0.05 + 0.4, 0)
    for at in lattice(columns, columns) + np.array([0, size / 2]):
        for k in (-1, 0, 1):
            canvas.disc(at + [k * size * 0.17, abs(k) * size * 0.05], size * 0.065 + 1.1, 2)
            canvas.disc(at + [k * size * 0.17, abs(k) * size * 0.05], size * 0.065, 0)
