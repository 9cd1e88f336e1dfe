"""leopard: broken rosettes around a darker heart, solid spots between; cheetah, jaguar and snow leopard with them."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import relaxed, tossed
from fashionforward.prints.noise import noise, sample, threshold
from fashionforward.prints.outlines import blob, ribbon, wander
from fashionforward.prints.palettes import pick

# ground, rim, heart, tint of the ground
PALETTES = (
    "d9a766 2a1a12 a8692f e8c48c", "e6c79c 1f1612 b57f45 f2dfc0", "c98f4e 1a100b 8a5424 dcae74",
    "efe3d0 2b211c b8977a faf3e6", "d8d4cd 26262a 8f8b88 ebe8e3", "f0d9cf 4a2a28 c58a7a f8ebe3",
    "3a2c25 0f0b0a 6b4a33 4a3a30", "8c3b2e 1d0f0d c0593f a14a3a", "f4ead9 6b4327 d1a271 fcf6ea",
    "b9c3cc 1f2c3d 7189a0 d0d8de", "4f5d4a 171d16 7f8c68 60705a", "e8a0ac 4c1c33 c75d7c f3bcc3",
    "f7f4ee 111112 c9a36a fffdf8", "1d1d20 c9a36a 5a4a34 2a2a2e", "e2b24a 3b1d0f b06a1e efcb7a",
    "2f4858 0e1a22 5f8a94 3b5868",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Rosettes most of the time; sometimes one of the relatives."""
    kinds = (_rosettes, _rosettes, _rosettes, _rosettes, _rosettes, _cheetah, _jaguar, _brushed)
    kinds[int(rng.integers(len(kinds)))](rng, canvas)
    return pick(rng, PALETTES)


def _skin(rng: np.random.Generator, canvas: Canvas) -> None:
    """The ground, with lighter clouds where the fur turns."""
    if rng.random() < 0.6:
        canvas.paint(threshold(noise(rng, canvas.pixels, rng.uniform(26, 44), 2), rng.uniform(0.3, 0.45)), 3)


def _flow(rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Direction in which the fur lies: a slow field, (256, 256) radians, and how far spots stretch along it."""
    field = rng.uniform(0, np.pi) + 0.6 * noise(rng, 256, 60)
    return field, float(rng.uniform(1.0, 1.32))


def _oriented(points: np.ndarray, angle: float, stretch: float) -> np.ndarray:
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, sin], [-sin, cos]])
    return points @ turn.T @ np.diag([stretch, 1 / stretch]) @ turn


def _rim(rng: np.random.Generator, outline: np.ndarray, thick: float, pieces: int) -> list[np.ndarray]:
    """A broken line along a closed outline as a brush dabs it: fat uneven strokes, one of them long."""
    shapes = []
    lengths = rng.dirichlet(np.full(pieces, 3.5))
    starts = rng.uniform() + np.concatenate([[0.0], np.cumsum(lengths)[:-1]])
    around = np.hypot(*np.diff(outline, axis=0).T).sum()
    for start, length in zip(starts, lengths, strict=True):
        # The gap is at least as wide as the line, so that it stays open at the field's resolution.
        gap = (1.5 * thick + rng.uniform(2.0, 5.0)) / around
        if length - gap < 0.06:
            continue
        s = np.mod(start + np.linspace(gap / 2, length - gap / 2, 16), 1) * len(outline)
        index = np.arange(len(outline) + 1)
        closed = np.vstack([outline, outline[:1]])
        path = np.stack([np.interp(s, index, closed[:, 0]), np.interp(s, index, closed[:, 1])], axis=1)
        along = np.linspace(-1, 1, 16)
        blunt = (1 - np.abs(along) ** 3.0) ** 0.5
        half = thick * rng.uniform(0.8, 1.3) * blunt * np.clip(1 + wander(rng, 16, 0.2), 0.55, 1.6)
        shapes.append(ribbon(path, half, half * rng.uniform(0.6, 1.1)))
    return shapes


def _rosettes(rng: np.random.Generator, canvas: Canvas) -> None:
    """Hearts ringed by two to four dark dabs, small spots wherever they leave room."""
    _skin(rng, canvas)
    flow, stretch = _flow(rng)
    radius = rng.uniform(6.5, 14.5)
    room = rng.uniform(1.28, 1.5)
    count = int(0.72 * FIELD_SIZE**2 / (np.pi * (radius * room) ** 2))
    centres = relaxed(tossed(rng, count, tries=10), 5)
    hearts = rng.random() < 0.85
    thick = max(1.6, radius * rng.uniform(0.2, 0.31))
    pieces = (2, 3, 3, 4) if radius > 9 else (1, 2, 2, 3)
    uneven = rng.uniform(0.12, 0.24)
    for at in centres:
        r = radius * float(np.clip(rng.normal(1, uneven), 0.55, 1.35))
        angle = float(sample(flow, at[0], at[1])) + rng.normal(0, 0.25)
        outline = _oriented(blob(rng, r, 0.09, 3), angle, stretch * rng.uniform(0.92, 1.15))
        if hearts:
            canvas.polygon(at + outline * 0.94, 2)
        for piece in _rim(rng, outline, thick * (0.75 + 0.25 * r / radius), pieces[int(rng.integers(4))]):
            canvas.polygon(at + piece, 1)
    for at in tossed(rng, int(count * rng.uniform(0.5, 0.9)), keep_from=centres, tries=40):
        angle = float(sample(flow, at[0], at[1]))
        spot = blob(rng, max(1.9, radius * rng.uniform(0.2, 0.34)), 0.2, 3, points=20)
        canvas.polygon(at + _oriented(spot, angle, stretch * 1.2), 1)


def _cheetah(rng: np.random.Generator, canvas: Canvas) -> None:
    """Solid spots of two sizes."""
    _skin(rng, canvas)
    flow, stretch = _flow(rng)
    radius = rng.uniform(4.0, 8.5)
    count = int(0.4 * FIELD_SIZE**2 / (np.pi * (radius * 1.25) ** 2))
    centres = relaxed(tossed(rng, count, tries=8), 4)
    for at in np.vstack([centres, tossed(rng, count // 2, keep_from=centres)]):
        angle = float(sample(flow, at[0], at[1]))
        size = radius * (rng.uniform(0.8, 1.15) if any(np.all(centres == at, axis=1)) else rng.uniform(0.3, 0.42))
        canvas.polygon(at + _oriented(blob(rng, max(1.8, size), 0.13, 3, points=24), angle, stretch), 1)


def _jaguar(rng: np.random.Generator, canvas: Canvas) -> None:
    """Large angular rosettes that fit like paving, with spots inside."""
    _skin(rng, canvas)
    radius = rng.uniform(15, 22)
    count = int(0.72 * FIELD_SIZE**2 / (np.pi * (radius * 1.2) ** 2))
    centres = relaxed(tossed(rng, count, tries=10), 7)
    for at in centres:
        r = radius * rng.uniform(0.85, 1.1)
        outline = blob(rng, r, 0.08, 4)
        canvas.polygon(at + outline * 0.94, 2)
        for piece in _rim(rng, outline, r * 0.15, int(rng.integers(4, 6))):
            canvas.polygon(at + piece, 1)
        # One spot, or many: two or three would look out of the cloth like a face.
        for _ in range(int(rng.choice([0, 1, 1, 5]))):
            inside = rng.normal(0, r * 0.3, 2)
            canvas.polygon(at + inside + blob(rng, rng.uniform(1.9, 3.1), 0.18, 3, points=16), 1)
    for at in tossed(rng, int(count * 0.9), keep_from=centres, tries=40):
        canvas.polygon(at + blob(rng, rng.uniform(1.8, 3.2), 0.2, 3, points=16), 1)


def _brushed(rng: np.random.Generator, canvas: Canvas) -> None:
    """A painter's leopard: loose dabs in two colours."""
    _skin(rng, canvas)
    radius = rng.uniform(9, 16)
    centres = relaxed(tossed(rng, int(0.55 * FIELD_SIZE**2 / (np.pi * (radius * 1.35) ** 2)), tries=10), 4)
    for at in centres:
        r = radius * rng.uniform(0.75, 1.2)
        shift = rng.normal(0, r * 0.14, 2)
        canvas.polygon(at + shift + blob(rng, r * 0.8, 0.2, 4), 2)
        for piece in _rim(rng, blob(rng, r, 0.12, 3), r * 0.27, int(rng.integers(2, 4))):
            canvas.polygon(at + piece, 1)
    for at in tossed(rng, len(centres), keep_from=centres, tries=40):
        canvas.polygon(at + blob(rng, radius * rng.uniform(0.2, 0.34), 0.25, 3, points=18, stretch=1.2), 1)
