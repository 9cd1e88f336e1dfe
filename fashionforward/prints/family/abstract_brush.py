"""abstract_brush: strokes, dabs, sweeps, cut paper, scribbles and spatters, with the bristles' tracks in them."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, tossed
from fashionforward.prints.noise import broad, threshold
from fashionforward.prints.outlines import at as point_at
from fashionforward.prints.outlines import blob, curve, headings, ribbon, shares, smooth, turned, wander
from fashionforward.prints.palettes import pick

# ground, then paints
PALETTES = (
    "f7f2e8 1f2a44 d9573f e9b44c 7a9e9f d9c4b0", "fdfaf4 17171a 8f8b86 d9a05a c9c2b8 4a4a4e",
    "f4e3da 8a2f3f e58f7b 3f5a6a f2c9a8 fff6ee", "1c2230 e8dcc4 d9734f 5f8a9a f0b86a 3a4a5f",
    "eef2ee 2f5d50 8fb59a e0a05a d1603d c9d9cc", "fff8ec e4572e 17bebb ffc914 2e282a 76b041",
    "efe7f2 4a2f6a a986c9 e88fa8 f2c14e 6a8ab8", "e9dcc8 5a3a28 b5733a 8a8a5f d9b48a 3f4a42",
    "ffffff 1d4ed8 60a5d9 f4c430 e0475b 14213d", "2b2623 f2e6d2 c9733f 8f4a2f d9a45f 5f6a5a",
    "f9e9ec c2255c f08aa8 5f3dc4 f7b267 ffffff", "dfe7ea 0b3c49 3f8a9a e8a87c c8553d f4f1ea",
    "fbf1d9 3a5a40 a3b18a bc6c25 dda15e 344e41", "f2efe9 33415c c0392b 7f8fa6 d9cfc0 1b1b1f",
    "123a3f f4e6cf e76f51 f2b872 5fa8a0 0c2428", "fdf0e6 9b2226 ee9b00 0a9396 e9d8a6 94d2bd",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One way to paint."""
    kinds = (_sweeps, _sweeps, _dabs, _dabs, _blocks, _paper, _paper, _scribble, _spatter, _marks)
    kinds[int(rng.integers(len(kinds)))](rng, canvas)
    palette = pick(rng, PALETTES)
    order = 1 + rng.permutation(5)
    return palette[[0, *order]]


def _stroke(
    rng: np.random.Generator, canvas: Canvas, path: np.ndarray, half: float, label: int, dry: float, ground: int = 0
) -> None:
    """A loaded flat brush: ragged ends, a body, tracks of bristles that run dry towards the end.

    dry: how much of the far end breaks up, 0 to 1.
    """
    n = len(path)
    body = half * np.clip(1 + wander(rng, n, 0.05), 0.8, 1.2)
    canvas.polygon(ribbon(path, body, half * np.clip(1 + wander(rng, n, 0.05), 0.8, 1.2)), label)
    angle = headings(path)
    count = max(2, int(half / 1.7))
    for k in range(count):
        # Bristles that stand out at both ends, each as far as it likes.
        off = (2 * (k + 0.5) / count - 1) * half * 0.92
        for end, way in ((0, -1), (-1, 1)):
            normal = np.array([-np.sin(angle[end]), np.cos(angle[end])])
            reach = rng.gamma(1.6, half * 0.11) + 0.5
            tip = turned(
                curve(reach, points=5), float(angle[end]) + (np.pi if way < 0 else 0), tuple(path[end] + off * normal)
            )
            canvas.polygon(ribbon(tip, np.linspace(half / count * 1.15, 0.5, 5)), label)
    tracks = int(rng.poisson(dry * half * 0.55))
    for _ in range(tracks):
        start = 1 - dry * rng.uniform(0.2, 1.0) ** 0.8
        stop = min(1.0, start + rng.uniform(0.12, 0.5))
        s = np.linspace(start, stop, 14)
        off = rng.uniform(-0.9, 0.9) * half
        heading = np.interp(s, shares(n), np.unwrap(angle))
        track = point_at(path, s) + off * np.stack([-np.sin(heading), np.cos(heading)], axis=1)
        canvas.polygon(ribbon(track, rng.uniform(0.7, 1.3) * np.sin(np.pi * shares(14)) ** 0.5 + 0.1), ground)


def _sweeps(rng: np.random.Generator, canvas: Canvas) -> None:
    """Broad sweeps across the cloth, one over another, all about one way or every way."""
    size = float(rng.choice([6, 9, 13, 18]))
    lean = rng.uniform(0, np.pi)
    spread = float(rng.choice([0.12, 0.5, 3.0]))
    inks = int(rng.integers(2, 6))
    for at in spaced(rng, size * rng.uniform(2.6, 3.6), limit=70):
        length = size * rng.uniform(4.0, 9.0)
        path = turned(curve(length, bend=rng.normal(0, 0.7), points=40), lean + rng.normal(0, spread))
        path = path - path.mean(axis=0) + at
        _stroke(rng, canvas, path, size * rng.uniform(0.6, 1.1), 1 + int(rng.integers(inks)), rng.uniform(0.2, 0.8))


def _dabs(rng: np.random.Generator, canvas: Canvas) -> None:
    """Short dabs side by side, in rows or thrown, in two layers."""
    size = float(rng.choice([7, 10, 14, 19]))
    inks = int(rng.integers(1, 6))
    rows = rng.random() < 0.5
    if rows:
        count = max(4, round(FIELD_SIZE / size / 2.1))
        points = hand_placed(rng, lattice(count - count % 2, max(3, round(count * rng.uniform(0.7, 1.2)))), size * 0.1)
    else:
        points = relaxed(tossed(rng, int((FIELD_SIZE / size / 2.0) ** 2), tries=5), 3)
    lean = rng.uniform(0, np.pi) if not rows else float(rng.choice([0.0, np.pi / 2, 0.7]))
    for at in points:
        path = turned(
            curve(size * rng.uniform(1.0, 1.7), bend=rng.normal(0, 0.25), points=14),
            lean + rng.normal(0, 0.15 if rows else 0.35),
        )
        _stroke(
            rng,
            canvas,
            path - path.mean(axis=0) + at,
            size * rng.uniform(0.3, 0.46),
            1 + int(rng.integers(inks)),
            rng.uniform(0, 0.5),
        )


def _blocks(rng: np.random.Generator, canvas: Canvas) -> None:
    """Fields of colour scrubbed on with a wide brush, lines drawn over them."""
    for entry in 1 + rng.permutation(4)[: int(rng.integers(2, 5))]:
        for at in tossed(rng, int(rng.integers(3, 7)), tries=6):
            wide = rng.uniform(14, 30)
            lean = rng.uniform(0, np.pi)
            for k in range(3):
                path = turned(curve(wide * rng.uniform(2.2, 3.0), bend=rng.normal(0, 0.15), points=30), lean)
                path = path - path.mean(axis=0) + at + (k - 1) * wide * 0.62 * np.array([-np.sin(lean), np.cos(lean)])
                _stroke(rng, canvas, path, wide * 0.42, int(entry), 0.35)
    for at in tossed(rng, int(rng.integers(3, 9)), tries=5):
        line = turned(
            curve(rng.uniform(50, 130), bend=rng.normal(0, 3), sway=rng.normal(0, 1), points=60),
            rng.uniform(0, 6),
            tuple(at),
        )
        canvas.polygon(ribbon(line, 1.5 * np.clip(1 + wander(rng, 60, 0.25), 0.7, 1.6)), 5)


def _paper(rng: np.random.Generator, canvas: Canvas) -> None:
    """Shapes cut from painted paper: seaweed, pebbles, leaves with lobes, over two or three large fields."""
    if rng.random() < 0.6:
        canvas.paint(threshold(broad(rng, canvas.pixels, 60), rng.uniform(0.3, 0.5)), 1)
    size = rng.uniform(20, 34)
    for at in relaxed(tossed(rng, max(5, round((FIELD_SIZE / size / 1.9) ** 2)), tries=10), 5):
        entry = int(rng.integers(1, 6))
        kind = int(rng.integers(3))
        if kind == 0:
            canvas.polygon(at + smooth(blob(rng, size * 0.7, 0.28, 5, points=22), 4), entry)
        elif kind == 1:
            lobes = int(rng.integers(3, 6))
            stem = turned(curve(size * 1.9, bend=rng.normal(0, 0.6), points=26), rng.uniform(0, 6))
            stem = stem - stem.mean(axis=0) + at
            canvas.polygon(ribbon(stem, size * 0.09), entry)
            for k in range(lobes):
                for side in (-1, 1):
                    i = 3 + k * 20 // lobes
                    arm = turned(
                        curve(size * rng.uniform(0.5, 0.75), bend=-side * 0.9, points=12),
                        float(headings(stem)[i]) + side,
                        tuple(stem[i]),
                    )
                    half = size * 0.11 * (0.6 + 0.6 * shares(12)) * (1 - shares(12) ** 9) ** 0.5
                    canvas.polygon(ribbon(arm, half + 0.1), entry)
        else:
            outer = smooth(blob(rng, size * 0.75, 0.2, 4, points=18), 4)
            canvas.polygon(at + outer, entry)
            canvas.polygon(at + outer * rng.uniform(0.3, 0.5) + rng.normal(0, size * 0.08, 2), int(rng.integers(0, 6)))


def _scribble(rng: np.random.Generator, canvas: Canvas) -> None:
    """A line that never lifts: loops over patches of paint."""
    for at in spaced(rng, rng.uniform(40, 64), limit=24):
        patch = smooth(blob(rng, rng.uniform(14, 26), 0.22, 4, points=18), 4)
        canvas.polygon(at + patch * [1.2, 0.85], 2 + int(rng.integers(4)))
    half = rng.uniform(1.4, 2.6)
    for at in tossed(rng, int(rng.integers(4, 9)), tries=8):
        n = 240
        s = shares(n)
        turns = rng.uniform(2.0, 4.5)
        drift = rng.uniform(50, 120)
        radius = rng.uniform(10, 20)
        line = np.stack(
            [
                drift * (s - 0.5) + radius * np.cos(2 * np.pi * turns * s),
                radius * rng.uniform(0.7, 1.2) * np.sin(2 * np.pi * turns * s),
            ],
            axis=1,
        )
        line += np.stack([wander(rng, n, 5, 5), wander(rng, n, 6, 5)], axis=1)
        line = turned(line, rng.uniform(0, 6), tuple(at))
        for k in range(0, n - 12, 12):  # in pieces: a polygon that crosses itself would fill its own loops
            canvas.polygon(ribbon(line[k : k + 14], half * np.clip(1 + 0.3 * np.sin(k / 17), 0.6, 1.4)), 1)


def _spatter(rng: np.random.Generator, canvas: Canvas) -> None:
    """Drops flung off the brush: a few pools, many drops, threads between."""
    inks = int(rng.integers(2, 6))
    for entry in range(1, inks + 1):
        for at in tossed(rng, int(rng.integers(3, 8)), tries=3):
            away = rng.uniform(0, 2 * np.pi)
            pool = rng.uniform(4, 14)
            canvas.polygon(at + smooth(blob(rng, pool, 0.16, 6, points=20), 3), entry)
            for _ in range(int(rng.integers(8, 26))):
                far = pool + rng.gamma(1.4, 16)
                angle = away + rng.normal(0, 0.8)
                drop = at + far * np.array([np.cos(angle), np.sin(angle)])
                size = max(1.4, rng.gamma(1.6, 1.3))
                canvas.polygon(
                    drop + turned(blob(rng, size, 0.12, 3, points=16, stretch=rng.uniform(1.0, 1.5)), angle), entry
                )


def _marks(rng: np.random.Generator, canvas: Canvas) -> None:
    """A vocabulary of marks, one to a cell: arcs, crosses, bars, rings, commas."""
    count = int(rng.choice([4, 5, 6, 8]))
    size = FIELD_SIZE / count
    inks = int(rng.integers(1, 5))
    half = size * rng.uniform(0.06, 0.1)
    kinds = rng.permutation(5)[: int(rng.integers(2, 5))]
    for at in hand_placed(rng, lattice(count, count), size * 0.05):
        entry, kind, turn = 1 + int(rng.integers(inks)), int(rng.choice(kinds)), rng.uniform(0, 2 * np.pi)
        if kind == 4:
            canvas.polygon(at + smooth(blob(rng, size * 0.26, 0.12, 3, points=16), 3), entry)
            continue
        lengths = {0: (0.7, 2.4), 1: (0.6, 0.1), 2: (0.62, 0.2), 3: (1.4, 5.6)}[kind]
        for extra in (0.0, np.pi / 2) if kind == 2 else (0.0,):
            path = turned(curve(size * lengths[0], bend=lengths[1], points=24), turn + extra)
            _stroke(rng, canvas, path - path.mean(axis=0) + at, half, entry, 0.3)
