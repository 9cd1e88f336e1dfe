"""stars: flags and rodeo, hand-cut stars, night skies with moons, glints, constellations, star tilings."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, torus_distance, tossed
from fashionforward.prints.motifs.hearts_and_stars import crescent, sparkle, star
from fashionforward.prints.outlines import circle, curve, inset, ribbon, turned
from fashionforward.prints.palettes import pick

# ground, stars
PALETTES = (
    "14213d f4efe2 e8c547 7f93c4 c8553d", "f6f1e6 1f2a44 c23b3b e0b04f 7f9ab8", "17171a f4efe6 c9a36a 8a8a8f 4a4a50",
    "fdf3e3 e4572e f2b134 2e4057 7fb0a8", "2a1f4a f2e6c4 c9a0e0 7a6ac4 f0b86a", "f4dfe0 8c2f4b d9a05a ffffff 5a6a8a",
    "ffffff 1d3f8a c0272d 8fb0dc f4c430", "0f3d4c f4ead0 f0a05a 5fa8a8 d9573f", "c23b2e fff3e0 f2c14e 7a1f1f 2f3f5f",
    "e9e3d6 5a3a28 b5733a 8a8a6a d9b48a", "1f3a34 e6d9b0 b5a05a 6f9a84 d98a6a", "e6ecf2 3a5a8a a8c0da f2c14e e0708a",
    "2b2d33 f2c14e f4efe2 e07a5f 7f8c99", "f6e3c4 2f4a5a d9673f f2f2e8 8fa05a", "3a2030 f0c9b0 d9738a a04a6a f4e6d9",
    "f7f4fb 5b3a8a c08fd0 f2b6c0 8fa8d8",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the skies below."""
    kinds = (_flag, _flag, _tossed, _tossed, _night, _night, _glints, _constellations, _nautical, _bursts)
    kinds[int(rng.integers(len(kinds)))](rng, canvas)
    return pick(rng, PALETTES)


def _flag(rng: np.random.Generator, canvas: Canvas) -> None:
    """In rows, ruled, one size or two."""
    columns = int(rng.choice([3, 4, 6, 8, 10, 12]))
    size = FIELD_SIZE / columns
    radius = size * rng.uniform(0.3, 0.46)
    inks = int(rng.integers(1, 4))
    depth = rng.uniform(0.36, 0.5)
    ringed = radius > 14 and rng.random() < 0.5
    for i, at in enumerate(lattice(columns, columns, drop=float(rng.choice([0.0, 0.5])))):
        shape = star(rng, radius, 5, depth)
        entry = 1 + (i % columns + i // columns) % inks
        canvas.polygon(at + shape, entry)
        if ringed:
            canvas.polygon(at + shape * 0.66, 0)
            canvas.polygon(at + shape * 0.4, entry)
    if rng.random() < 0.35 and columns <= 6:
        for at in lattice(columns, columns, drop=0.0) + size / 2:
            canvas.polygon(at + star(rng, radius * 0.36, 5, depth), inks)


def _tossed(rng: np.random.Generator, canvas: Canvas) -> None:
    """Cut out by hand, thrown in several sizes; filled, open, or one in another."""
    size = float(rng.choice([9, 13, 18, 26]))
    points = int(rng.choice([5, 5, 5, 6, 8]))
    inks, soft, style = int(rng.integers(1, 5)), rng.random() < 0.4, int(rng.integers(3))
    depth = rng.uniform(0.4, 0.6)
    places = relaxed(tossed(rng, max(5, round((FIELD_SIZE / size / 2.5) ** 2)), tries=10), 5)
    for at in places:
        shape = turned(star(rng, size * rng.uniform(0.7, 1.1), points, depth, 0.05, soft), rng.uniform(0, 6.3))
        entry = 1 + int(rng.integers(inks))
        canvas.polygon(at + shape, entry)
        if style == 1 and size > 12:
            canvas.polygon(at + shape * 0.58, 0)
        elif style == 2 and size > 15:
            canvas.polygon(at + shape * 0.5, 1 + entry % 4)
    for at in spaced(rng, size * 0.8 + 3, keep_from=places, limit=120):
        canvas.polygon(
            at + turned(star(rng, max(2.8, size * 0.22), points, 0.5, 0.05), rng.uniform(0, 6)),
            1 + int(rng.integers(inks)),
        )


def _night(rng: np.random.Generator, canvas: Canvas) -> None:
    """Moons and suns among stars of every size."""
    size = rng.uniform(15, 27)
    places = relaxed(tossed(rng, max(4, round((FIELD_SIZE / size / 3.4) ** 2)), tries=12), 6)
    sun = rng.random() < 0.5
    for i, at in enumerate(places):
        angle = rng.normal(0, 0.5)
        if sun and i % 3 == 0:
            rays = int(rng.choice([12, 16]))
            for k in range(rays):
                ray = turned(
                    curve(size * (0.42 if k % 2 else 0.6), points=6) + [size * 0.62, 0], k * 2 * np.pi / rays, tuple(at)
                )
                canvas.polygon(ribbon(ray, np.linspace(size * 0.11, 0.4, 6)), 2)
            canvas.polygon(at + circle(size * 0.55), 2)
            canvas.polygon(at + circle(size * 0.38), 4)
        else:
            canvas.polygon(at + turned(crescent(size), angle), 2 if i % 2 else 1)
            canvas.polygon(at + turned(np.array([[size * 0.5, 0.0]]), angle) + star(rng, size * 0.24, 5, 0.45), 1)
    for radius, keep in ((size * 0.34, size * 1.35), (size * 0.2, size * 0.9)):
        for at in spaced(rng, radius * 2.6 + 4, keep_from=places, limit=70):
            if torus_distance(at[None], places).min() > keep:
                canvas.polygon(at + sparkle(max(3.6, radius * 1.3), 0.5), 1 + int(rng.integers(3)))
                places = np.vstack([places, at])
    for at in spaced(rng, size * 0.42, keep_from=places, limit=130):
        canvas.disc(at, 1.7, int(rng.choice([1, 1, 3])))


def _glints(rng: np.random.Generator, canvas: Canvas) -> None:
    """Four- and eight-pointed glints, large to small."""
    size = float(rng.choice([12, 18, 26, 36]))
    inks = int(rng.integers(1, 4))
    slim, points = rng.uniform(0.35, 0.6), int(rng.choice([4, 4, 4, 6]))
    places = relaxed(tossed(rng, max(4, round((FIELD_SIZE / size / 2.2) ** 2)), tries=10), 6)
    for at in places:
        canvas.polygon(at + sparkle(size * rng.uniform(0.6, 1.15), slim, points), 1 + int(rng.integers(inks)))
    for at in spaced(rng, size * 0.7, keep_from=places, limit=90):
        canvas.polygon(at + sparkle(max(3.8, size * 0.3), 0.6), 1 + int(rng.integers(inks)))


def _constellations(rng: np.random.Generator, canvas: Canvas) -> None:
    """Stars joined by fine lines, as on a chart."""
    places = spaced(rng, rng.uniform(24, 34))
    count = len(places)
    far = torus_distance(places, places) + 1e9 * np.eye(count)
    joined: set[tuple[int, int]] = set()
    for i in range(count):
        for j in np.argsort(far[i])[: int(rng.choice([1, 1, 2]))]:
            joined.add((min(i, int(j)), max(i, int(j))))
    for i, j in joined:
        gap = places[j] - places[i]
        gap -= FIELD_SIZE * np.round(gap / FIELD_SIZE)
        s = np.linspace(0.16, 0.84, 8)[:, None]
        canvas.polygon(ribbon(places[i] + s * gap, 1.35), 3)
    for i, at in enumerate(places):
        radius = rng.uniform(4.5, 9)
        canvas.polygon(at + (star(rng, radius, 5, 0.45) if i % 3 else sparkle(radius * 1.2, 0.5)), 1 + i % 2)
    for at in spaced(rng, 13, keep_from=places, limit=150):
        canvas.disc(at, 1.6, 4 if rng.random() < 0.3 else 1)


def _nautical(rng: np.random.Generator, canvas: Canvas) -> None:
    """Facetted: every point half lit and half in shade, in rows or large."""
    columns = int(rng.choice([2, 3, 4, 6]))
    size = FIELD_SIZE / columns
    points = int(rng.choice([5, 5, 8, 6]))
    for at in hand_placed(rng, lattice(columns, columns), 0.0):
        shape = star(rng, size * 0.44, points, 0.4 if points == 5 else 0.5)
        for k in range(2 * points):
            facet = np.stack([np.zeros(2), shape[k], shape[(k + 1) % (2 * points)]])
            canvas.polygon(at + facet, 1 if k % 2 else 2)
    for at in lattice(columns, columns) + [0, size / 2]:
        canvas.polygon(at + star(rng, size * 0.12, points, 0.45), 3)


def _bursts(rng: np.random.Generator, canvas: Canvas) -> None:
    """Atomic age: thin rays tipped with balls, and boomerang stars."""
    size = float(rng.choice([20, 28, 38]))
    places = relaxed(tossed(rng, max(4, round((FIELD_SIZE / size / 2.1) ** 2)), tries=12), 6)
    for i, at in enumerate(places):
        start, rays = rng.uniform(0, 3), int(rng.choice([6, 8, 10]))
        if i % 3 == 2:
            canvas.polygon(at + inset(star(rng, size * 0.6, 4, 0.22), 0.0), 2)
            continue
        for k in range(rays):
            angle = start + k * 2 * np.pi / rays
            reach = size * (1.0 if k % 2 else 0.68)
            ray = turned(curve(reach, points=4), angle, tuple(at))
            canvas.polygon(ribbon(ray, 1.3), 1)
            canvas.disc(ray[-1], max(2.0, size * 0.08), 3 if i % 2 else 4)
        canvas.disc(at, size * 0.13, 1)
    for at in spaced(rng, size * 0.75, keep_from=places, limit=60):
        canvas.polygon(at + star(rng, 4.5, 4, 0.35), 2)
