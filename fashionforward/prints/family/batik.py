"""batik: wax drawn and dyed: kawung, parang, clouds, flowers with their rows of dots, wax-print suns; crackle where wax broke."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs import flowers
from fashionforward.prints.motifs.weaves import unsteady
from fashionforward.prints.noise import broad
from fashionforward.prints.outlines import beads, blob, circle, curve, headings, inset, ribbon, taper, turned, wander
from fashionforward.prints.palettes import pick

# dye, wax, second dye, third dye, fourth dye
PALETTES = (
    "3b2015 f2dfb8 a8622c d9a05a 1f2a3a", "1a2747 f1ead8 5a7ab0 b5763a 8a9fc4", "5a1a22 f4e2c4 b5533a e0a860 2a1a24",
    "143a3a efe6cc 4f8f80 d98a4a 0f2226", "1c1a1d f3ecdc 8a5a34 c99a5a 5a4638", "f2e2c2 5a2f1a a8622c d9a05a 26364f",
    "2a1f4a f0e4ee 7a5ab0 d98aa8 e0b05f", "c8553d fbeeda 7a1f24 f2b25a 2f3a4a", "0f5c6e f4eeda e0703a f2c14e 1f2f4a",
    "d99a2b fff3d6 7a2e1f 2f5a4f b5533a", "23402f f2ead0 7fa05f d9b05a 122a24", "8a2f5a fbe8e4 e08a6a f4c95d 4a1f4a",
    "e8eef2 1f4a86 6f9fd0 b8d2e8 0f2448", "7a3a1a f9ead0 e08a2f 1f4a4a f4c95d", "27262b e9e2d4 c23b2e e0a03a 3f7a6a",
    "f6ecd8 8a2a2f d9734f 2f4a5a e8b868",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the cloths below; most with crackle."""
    kinds = (_kawung, _kawung, _parang, _parang, _clouds, _flowers, _flowers, _flowers, _suns, _suns, _dots)
    kinds[int(rng.integers(len(kinds)))](rng, canvas)
    if rng.random() < 0.65:
        _crackle(rng, canvas)
    return pick(rng, PALETTES)


def _crackle(rng: np.random.Generator, canvas: Canvas) -> None:
    """Dye that ran into the wax's cracks: branching lines over the light areas, thick in some places, absent in others."""
    lines = np.abs(broad(rng, canvas.pixels, rng.uniform(13, 22), 2))
    other = np.abs(broad(rng, canvas.pixels, rng.uniform(9, 14)))
    where = broad(rng, canvas.pixels, 40)
    cracked = (lines < 0.055 * np.clip(where + 0.6, 0, 1.6)) | (other < 0.05 * np.clip(where, 0, 1.4))
    labels = canvas.labels
    canvas.paint(cracked & (labels == 1), 2)


def _kawung(rng: np.random.Generator, canvas: Canvas) -> None:
    """Four palm-fruit ovals about each crossing, split, with dots between."""
    count = int(rng.choice([3, 4, 5, 6, 8]))
    size = FIELD_SIZE / count
    split, filled = rng.random() < 0.6, int(rng.choice([1, 1, 3]))
    x, y = unsteady(rng, canvas, 0.7, 0.25, step=2)
    u, v = (np.mod(axis / size, 1) - 0.5 for axis in (x, y))
    labels = np.zeros(u.shape, dtype=np.uint8)
    turn = np.pi / 4 if rng.random() < 0.7 else 0.0
    reach = 0.345 if turn else 0.25
    line = 1.9 / size
    for angle in turn + np.arange(4) * np.pi / 2:
        for du in (-1, 0, 1) if not turn else (0,):
            for dv in (-1, 0, 1) if not turn else (0,):
                a = (u - du) * np.cos(angle) + (v - dv) * np.sin(angle) - reach
                b = -(u - du) * np.sin(angle) + (v - dv) * np.cos(angle)
                far = np.hypot(a / (0.31 if turn else 0.235), b / (0.2 if turn else 0.16))
                labels[far < 1] = 1
                if size > 40:
                    ring = (far < 0.72) & (far > 0.72 - line / 0.1)
                    labels[ring] = 2
                    if filled == 3:
                        labels[far < 0.72 - line / 0.1] = 3
                if split and size > 30:
                    labels[(np.abs(b) < line * 0.7) & (far < 0.62)] = 0
    heart = np.hypot(u, v)
    labels[heart < max(0.07, 2.2 / size)] = 3
    corner = np.hypot(0.5 - np.abs(u), 0.5 - np.abs(v))
    labels[corner < max(0.05, 2.2 / size)] = 3 if turn == 0 else 2
    canvas.assign(labels)


def _parang(rng: np.random.Generator, canvas: Canvas) -> None:
    """The broken blade: rows of S-curves down the diagonal between beaded rules."""
    x, y = unsteady(rng, canvas, 0.6, 0.2, step=2)
    bands = int(rng.choice([3, 4, 5, 6]))
    wide = FIELD_SIZE / bands
    place = np.mod((x + y) / wide, 1)
    along = x - y
    share = rng.uniform(0.68, 0.8)
    inner = place / share  # 0 to 1 across the row of blades
    curl = np.sin(2 * np.pi * np.clip(inner, 0, 1)) * rng.uniform(0.2, 0.34) + np.clip(inner, 0, 1) * rng.uniform(
        0.5, 1.2
    )
    blades = max(2, round(FIELD_SIZE / (wide * rng.uniform(0.34, 0.6))))
    v = np.mod(along * blades / FIELD_SIZE + curl, 1)
    labels = np.where(v < 0.5, 1, 0)
    edge = (v > 0.16) & (v < 0.34) & (inner > 0.2) & (inner < 0.8)
    labels = np.where(edge & (FIELD_SIZE / blades > 20), int(rng.choice([2, 3])), labels)
    eye = np.hypot((v - 0.75) * FIELD_SIZE / blades, (inner - 0.5) * wide * share * 0.7) < max(2.2, 0.08 * wide)
    labels = np.where(eye, 3, labels)
    rule = inner > 1
    beadwork = np.hypot(
        (np.mod(along * blades / FIELD_SIZE, 1) - 0.5) * FIELD_SIZE / blades * 0.7,
        (place - (1 + share) / 2) * wide * 0.7,
    )
    labels = np.where(rule, np.where(beadwork < max(2.0, wide * (1 - share) * 0.2), 3, 2), labels)
    labels = np.where((inner > 1) & (inner < 1 + 2.6 / wide / share), 1, labels)
    labels = np.where(place > 1 - 2.6 / wide, 1, labels)
    canvas.assign(labels)


def _clouds(rng: np.random.Generator, canvas: Canvas) -> None:
    """Mega mendung: clouds in nested outlines, each a tone deeper, all drifting one way."""
    high = rng.uniform(0.5, 0.7)
    points = relaxed(tossed(rng, int(rng.choice([8, 13, 20])), tries=12), 6)
    for at in points:
        width = 248 / np.sqrt(len(points)) * rng.uniform(1.1, 1.4)
        lobes = int(rng.integers(5, 9))
        angle = np.linspace(0, 2 * np.pi, 160, endpoint=False)
        puff = 1 + 0.16 * np.abs(np.sin(angle * lobes / 2 + rng.uniform(0, 3)))
        tail = 1 + 0.5 * np.exp(-(((np.mod(angle + 0.2, 2 * np.pi) - 0.2) / 0.22) ** 2))
        outline = (
            np.stack([np.cos(angle) * tail, high * np.sin(angle)], axis=1)
            * (width / 2 * puff * (1 + wander(rng, 160, 0.03, 4)))[:, None]
        )
        for ring, entry in enumerate((1, 4, 2, 3, 1)):
            shrunk = outline * (1 - ring * 0.19)
            canvas.polygon(at + shrunk, entry)
            if ring < 4:
                canvas.polygon(at + outline * (1 - ring * 0.19 - 0.06), 0 if ring % 2 else 2)
    for at in tossed(rng, 60, tries=6, keep_from=points):
        canvas.disc(at, 1.9, 1)


def _flowers(rng: np.random.Generator, canvas: Canvas) -> None:
    """Blooms and leaves outlined in wax, petals veined with rows of dots, tendrils between."""
    size = float(rng.choice([26, 34, 44]))
    centres = relaxed(tossed(rng, max(3, round((FIELD_SIZE / (size * 2.35)) ** 2)), tries=14), 5)
    for at in centres:
        for _ in range(3):
            stem = turned(
                curve(size * rng.uniform(1.3, 1.7), bend=rng.normal(0, 0.9), points=20),
                rng.uniform(0, 2 * np.pi),
                tuple(at),
            )
            canvas.polygon(ribbon(stem, 1.5), 1)
            for k in (9, 14, 19):
                lean = float(headings(stem)[k]) + rng.choice([-1, 1]) * rng.uniform(0.3, 0.8)
                _leaf(rng, canvas, stem[k], lean, size * rng.uniform(0.5, 0.7))
    for i, at in enumerate(centres):
        _bloom(rng, canvas, at, size * rng.uniform(0.85, 1.1), 2 + i % 2, int(rng.choice([5, 6, 8])))
    for at in spaced(rng, size * 0.3, limit=120, keep_from=centres):
        if (
            canvas.labels[
                int(at[1] * canvas.pixels / 256) % canvas.pixels, int(at[0] * canvas.pixels / 256) % canvas.pixels
            ]
            == 0
        ):
            canvas.disc(at, 1.8, 1)


def _leaf(rng: np.random.Generator, canvas: Canvas, foot: np.ndarray, angle: float, length: float) -> None:
    path = turned(curve(length, bend=rng.normal(0, 0.4), points=16), angle, tuple(foot))
    half = length * 0.24 * taper(16, 0.42, 0.8)
    canvas.polygon(ribbon(path, half + 1.6), 1)
    canvas.polygon(ribbon(path, np.maximum(half - 0.4, 0.1)), 3)
    canvas.polygon(ribbon(path[1:-2], 0.9), 1)


def _bloom(rng: np.random.Generator, canvas: Canvas, at: np.ndarray, radius: float, entry: int, petals: int) -> None:
    for k in range(petals):
        angle = k * 2 * np.pi / petals + rng.normal(0, 0.05)
        outline = flowers.petal(rng, radius, radius * 6.0 / petals, notch=rng.uniform(0, 0.15), ruffle=0.03)
        canvas.polygon(at + turned(outline, angle), 1)
        canvas.polygon(at + turned(inset(outline, 1.9), angle), entry)
        for share in (0.45, 0.6, 0.75):
            dot = radius * share * np.array([np.cos(angle), np.sin(angle)])
            canvas.disc(at + dot, max(1.3, radius * 0.045), 1)
    canvas.polygon(at + circle(radius * 0.3), 1)
    canvas.polygon(at + circle(radius * 0.3 - 1.8), 4)
    where, _ = beads(circle(radius * 0.17), max(4.0, radius * 0.2))
    for dot in where:
        canvas.disc(at + dot, 1.4, 1)


def _suns(rng: np.random.Generator, canvas: Canvas) -> None:
    """Wax-print rounds: rays, rings and beads about an eye, large, on a field of strokes."""
    count = int(rng.choice([2, 2, 3, 4]))
    size = FIELD_SIZE / count
    for at in spaced(rng, rng.uniform(8, 12), limit=420):
        path = turned(
            curve(rng.uniform(5, 8), points=6) - [3, 0],
            float(broad(np.random.default_rng(7), 64, 50)[int(at[1] // 4), int(at[0] // 4)]),
            tuple(at),
        )
        canvas.polygon(ribbon(path, 1.5 * taper(6, 0.5, 0.6) + 0.3), 2)
    points = lattice(count, count, drop=0.5)
    rays = int(rng.choice([16, 20, 24, 32]))
    state = int(rng.integers(1 << 30))
    for at in points:
        local = np.random.default_rng(state)
        radius = size * (0.47 if count % 2 == 0 else 0.44)
        canvas.polygon(at + circle(radius, 80), 1)
        canvas.polygon(at + circle(radius - 2.6, 80), 0)
        for k in range(rays):
            ray = turned(curve(radius * 0.36, points=6), k * 2 * np.pi / rays)
            foot = radius * 0.55 * np.array([np.cos(k * 2 * np.pi / rays), np.sin(k * 2 * np.pi / rays)])
            canvas.polygon(
                at + foot + ribbon(ray, max(1.4, radius / rays * 1.1) * taper(6, 0.3, 0.6)),
                int(local.choice([1, 3])) if k == 0 else (1 if k % 2 else 3),
            )
        canvas.polygon(at + circle(radius * 0.52, 60), 3)
        canvas.polygon(at + circle(radius * 0.46, 60), 4)
        where, _ = beads(circle(radius * 0.37), max(5.0, radius * 0.16))
        for dot in where:
            canvas.disc(at + dot, max(1.5, radius * 0.05), 1)
        canvas.polygon(at + blob(local, radius * 0.26, 0.05), 2)
        canvas.polygon(at + blob(local, radius * 0.13, 0.05), 1)


def _dots(rng: np.random.Generator, canvas: Canvas) -> None:
    """Rings and spirals set out in dots of wax, close enough to touch."""
    centres = relaxed(tossed(rng, int(rng.choice([4, 7, 11])), tries=10), 5)
    gap = rng.uniform(6.2, 8.0)
    size = 0.62 * FIELD_SIZE / np.sqrt(len(centres))
    for i, at in enumerate(centres):
        for ring, radius in enumerate(np.arange(gap, size, gap)):
            where, _ = beads(circle(radius), gap)
            for dot in where:
                canvas.disc(at + dot, gap * rng.uniform(0.27, 0.35), (1, 1, 3, 2, 1, 4)[(ring + i) % 6])
        canvas.disc(at, gap * 0.45, 3)
