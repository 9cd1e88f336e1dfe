"""floral: bouquets, ditsies, vines, meadows, blossom branches, drawn lines, cut paper and the sixties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape, place
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, torus_distance, tossed
from fashionforward.prints.motifs import flowers, leaves
from fashionforward.prints.outlines import at as point_at
from fashionforward.prints.outlines import blob, curve, headings, ribbon, turned
from fashionforward.prints.palettes import pick

# ground, deep petal, petal, light petal, leaf, second leaf or centre
PALETTES = (
    "fbf4ea b23a5b e58fa5 f8d3d6 3f6b52 e0b04c",  # rose garden
    "1b2340 a8324a e8788a f9d5cf 4f7f6b e3b75f",  # navy bouquet
    "141615 8c2f4b d97a8c f3d9cf 3f5e4a b9a05c",  # dark romance
    "fefcf6 27408b 5b7fc4 bfd0ec 4a7a68 f0c64b",  # delft
    "f6ead6 c4492e ee8a55 fbd3a0 5f6f3f e5b23f",  # marigold
    "e7efe6 8a4f9e c08fd0 f0dcf2 517a5c e6c65a",  # lilac
    "f9dfd8 a63446 e0656f fff1e6 49695a d99a4a",  # blush
    "fdf6e3 d1495b edae49 fff0c9 30638e 66a182",  # summer
    "2f4a3f d9776a f2b5a0 fbe8da 86a873 e5c76b",  # forest
    "f3efe7 6b705c a5a58d ddd6c4 3f4238 cb997e",  # dried
    "d5e3ea c2486b f0a3b5 ffffff 3c6e71 f2c14e",  # sky
    "f8e4a8 c8472f f28a4c fff6dd 5b7a3a 7a3b2a",  # buttercup
    "ffffff 1d1d22 8d8f96 e3e2de 3a3c42 c9a36a",  # ink
    "4a1f34 d4577d f3a0b0 fbe0dc 7f9a6e e8b85c",  # mulberry
    "efe1d1 7c3626 bf6b4a eabf9f 55604a a88f4f",  # terracotta
    "0f3d4c f06b5d f9a98e fff0dd 5fa88f f4c95d",  # lagoon
)
# ground and up to three inks
GRAPHIC = (
    "f7f1e5 1f2a44 c8553d e9b872", "1f2a44 f7f1e5 e58f7b e9b872",
    "fefefe 1c1c1f b9b4aa d9573f", "f3d7d0 8c2f4b fff6ef d98880",
    "2f5d50 f6ead2 e9b44c 8fb58a", "f4c95d 2e4057 fffaf0 d9573f",
    "d9e4d4 3d5a45 fffdf5 c97b63", "8fb0c9 fdfbf5 1f3a5f f2c57c",
    "e4572e fff0dd f3a712 6b2737", "efe6dc 5b3a29 b5733a a5a58d",
    "c9b6dc 3b2a4f fbf6ff f2c14e", "101418 e8d9c0 c9a36a 7a8a7c",
)  # fmt: skip
RETRO = (
    "f4e3c1 d9572b e8a33d 7a3b1e 8a9a3f fff6e0", "3b2a23 e8743b f2b84b f7e6c4 c94f4f 8fa35a",
    "fdf3e3 e0457b f28aa8 f6c445 4aa3a0 8a3b6b",
    "2e7d7a f9d5a7 f08a4b fff4e0 d1495b f4c95d", "f7f2e8 2f6fb7 7fb2e5 f4c430 e4572e 1f2a44",
    "e9b44c 9b2915 50a2a7 e9f1dc d3662e fff3d6",
    "f6d6dd c2346b f2f0e6 f08c5a 6b9e78 7a2a55", "fff9ee 3e5c48 8fb27c f2b134 e8743b d9cbb4",
)  # fmt: skip

Flower = Callable[[np.random.Generator, float, int], list[Shape]]


def _flower(kind: str) -> Flower:
    """A flower in one of three colourings: 0 deep, 1 middling, 2 light."""

    def make(rng: np.random.Generator, radius: float, mood: int) -> list[Shape]:
        shade, body, lit = ((1, 1, 2), (1, 2, 3), (2, 3, 3))[mood]
        eye = 5 if mood != 2 else 1
        if kind == "peony":
            # The lightest is outlined in the middle tone, or its petals would run together.
            tones = ((1, 2, 3, 3), (1, 2, 3, 1), (2, 3, 2, 1))[mood]
            return flowers.peony(rng, radius, tones)
        if kind == "poppy":
            return flowers.poppy(rng, radius, (shade if mood else 2, body, lit, 5 if mood == 0 else 1))
        if kind == "anemone":
            return flowers.anemone(rng, radius, (shade if mood else 2, body, 3 if mood < 2 else 5, 1 if mood else 5))
        if kind == "hibiscus":
            return flowers.hibiscus(rng, radius, (body, lit if mood else 2, shade if mood else 3))
        if kind == "blossom":
            return flowers.blossom(rng, radius, (shade if mood else 2, body, eye))
        return flowers.daisy(rng, radius, (shade if mood else 2, body, eye))

    return make


LARGE = ("peony", "peony", "poppy", "anemone", "hibiscus")
SMALL = ("blossom", "daisy", "blossom", "anemone", "poppy")


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the layouts below."""
    layouts = (
        _bouquet,
        _bouquet,
        _bouquet,
        _ditsy,
        _ditsy,
        _vine,
        _vine,
        _packed,
        _packed,
        _meadow,
        _branch,
        _drawn,
        _cutout,
        _retro,
        _sprigs,
    )
    return layouts[int(rng.integers(len(layouts)))](rng, canvas)


def _leafy(rng: np.random.Generator, canvas: Canvas, at: np.ndarray, radius: float, count: int, kinds: int) -> None:
    """Leaves and sprays that look out from behind a flower."""
    start = rng.uniform(0, 2 * np.pi)
    for k in range(count):
        angle = start + k * 2 * np.pi / count + rng.normal(0, 0.25)
        foot = at + radius * 0.45 * np.array([np.cos(angle), np.sin(angle)])
        length = radius * rng.uniform(1.15, 1.8)
        choice = int(rng.integers(4))
        if choice < 2 or kinds == 0:
            canvas.stamp(leaves.simple(rng, length, (4, 5) if rng.random() < 0.5 else (4, 4)), foot, angle)
        elif choice == 2:
            canvas.stamp(leaves.sprig(rng, length * 1.25, (4, 4 if kinds == 1 else 5), slim=0.3), foot, angle)
        else:
            canvas.stamp(leaves.berries(rng, length * 1.2, (4, 2 if kinds == 1 else 5)), foot, angle)


def _bouquet(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Large flowers with their leaves, smaller flowers and buds in the spaces."""
    main, second = _flower(str(rng.choice(LARGE))), _flower(str(rng.choice(SMALL)))
    radius = rng.uniform(19, 33)
    kinds = int(rng.integers(3))
    centres = spaced(rng, radius * rng.uniform(2.3, 3.0))
    small = spaced(rng, radius * 1.35, keep_from=centres)
    for at in centres:
        _leafy(rng, canvas, at, radius, int(rng.integers(4, 7)), kinds)
    for at in small:
        _leafy(rng, canvas, at, radius * 0.6, int(rng.integers(2, 4)), kinds)
    for at in small:
        if rng.random() < 0.3:
            canvas.stamp(flowers.bud(rng, radius * 0.6, (1, 2, 4)), at, rng.uniform(0, 2 * np.pi))
        else:
            canvas.stamp(second(rng, radius * rng.uniform(0.34, 0.5), int(rng.integers(3))), at)
    moods = (1, 1, int(rng.integers(3)))
    for i, at in enumerate(centres):
        canvas.stamp(main(rng, radius * rng.uniform(0.86, 1.12), moods[i % 3]), at)
    return pick(rng, PALETTES)


def _packed(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Flowers shoulder to shoulder, leaves showing through: a chintz."""
    radius = rng.uniform(15, 30)
    kinds = [str(kind) for kind in rng.choice(LARGE[1:], 2, replace=False)]
    for at in spaced(rng, radius * 1.0):
        canvas.stamp(leaves.simple(rng, radius * rng.uniform(1.2, 1.8), (4, 5)), at, rng.uniform(0, 2 * np.pi))
    centres = spaced(rng, radius * rng.uniform(1.6, 1.85))
    for at in rng.permutation(centres):
        make = _flower(kinds[int(rng.integers(2))])
        canvas.stamp(make(rng, radius * rng.uniform(0.75, 1.12), int(rng.integers(3))), at)
    return pick(rng, PALETTES)


def _ditsy(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Small flowers with a pair of leaves each, tossed close."""
    radius = rng.uniform(6.0, 11.5)
    kinds = [str(kind) for kind in rng.choice(SMALL[:3], 2)]
    centres = spaced(rng, radius * rng.uniform(2.7, 3.8), limit=150)
    moods = rng.permutation(3)[: int(rng.integers(1, 4))]
    stems = rng.random() < 0.7
    for i, at in enumerate(centres):
        angle = rng.uniform(0, 2 * np.pi)
        if stems:
            stem = turned(curve(radius * 2.1, bend=rng.normal(0, 0.8), points=12), angle, tuple(at))
            canvas.polygon(ribbon(stem, 1.3), 4)
            for k, side in ((6, 1), (8, -1)):
                leaf = leaves.simple(rng, radius * 1.05, (4, 4), slim=0.25)
                canvas.stamp(leaf, stem[k], float(headings(stem)[k]) + side * 0.8)
        make = _flower(kinds[i % 2])
        canvas.stamp(make(rng, radius * rng.uniform(0.85, 1.1), int(moods[i % len(moods)])), at)
    for at in tossed(rng, len(centres) // 2, keep_from=centres):
        if rng.random() < 0.5:
            canvas.stamp(leaves.simple(rng, radius * 1.2, (4, 4)), at, rng.uniform(0, 2 * np.pi))
        else:
            canvas.disc(at, max(1.9, radius * 0.24), 5)
    return pick(rng, PALETTES)


def _vine(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Climbing stems that wave up the cloth, leaves and flowers by turns."""
    columns = int(rng.choice([2, 3, 3, 4, 4, 5]))
    swing = FIELD_SIZE / columns * rng.uniform(0.16, 0.3)
    waves = int(rng.choice([1, 2, 2, 3]))
    kind = _flower(str(rng.choice(("blossom", "poppy", "anemone", "peony", "daisy"))))
    room = FIELD_SIZE / columns
    radius = float(np.clip(room * rng.uniform(0.17, 0.27), 8, 25))
    t = np.linspace(0, 1, 121)
    blooms: list[tuple[np.ndarray, int]] = []
    paths = []
    for column in range(columns):
        phase = column * np.pi + rng.normal(0, 0.2)
        x = (column + 0.5) * room + swing * np.sin(2 * np.pi * waves * t + phase)
        path = np.stack([x, FIELD_SIZE * (1 - t)], axis=1)
        paths.append(path)
        canvas.polygon(ribbon(path, 1.7), 4)
        angle = headings(path)
        steps = max(8, int(FIELD_SIZE / (radius * 0.8)))
        for k, s in enumerate(np.linspace(0, 1, steps, endpoint=False)):
            i = int(s * 120)
            side = 1 if k % 2 else -1
            lean = float(angle[i]) + side * rng.uniform(0.6, 1.1)
            if k % 4 == 1:
                twig = turned(curve(radius * rng.uniform(0.9, 1.25), bend=-side * 0.5, points=10), lean, tuple(path[i]))
                canvas.polygon(ribbon(twig, 1.4), 4)
                blooms.append((twig[-1], int(rng.integers(1, 3))))
            elif k % 4 == 3 and rng.random() < 0.6:
                canvas.stamp(flowers.bud(rng, radius * 0.8, (1, 2, 4)), path[i], lean)
            else:
                leaf = leaves.simple(rng, radius * rng.uniform(1.0, 1.5), (4, 5), slim=0.26)
                canvas.stamp(leaf, path[i], lean)
    # Small flowers scattered where the stems leave the ground bare.
    stems = np.concatenate(paths)[::12]
    for at in spaced(rng, radius * 1.7, limit=60, keep_from=stems):
        small = flowers.blossom(rng, float(np.clip(radius * 0.42, 4.6, 8)), (1, 2, 5))
        canvas.stamp(
            small if rng.random() < 0.6 else leaves.simple(rng, radius * 1.1, (4, 5)), at, rng.uniform(0, 6.28)
        )
    for at, mood in blooms:
        canvas.stamp(kind(rng, radius * rng.uniform(0.85, 1.1), mood), at)
    return pick(rng, PALETTES)


def _meadow(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Wild flowers that all grow upwards, tall behind short."""
    scale = rng.uniform(0.75, 1.15)
    feet = spaced(rng, 24 * scale)
    for at in feet[: len(feet) // 2]:
        blade = leaves.simple(
            rng, 46 * scale * rng.uniform(0.8, 1.2), (4 if rng.random() < 0.6 else 5, 4), slim=0.07, vein=False
        )
        canvas.stamp(blade, at, -np.pi / 2 + rng.normal(0, 0.3))
    kinds = [
        str(kind)
        for kind in rng.choice(("daisy", "poppy", "blossom", "anemone", "tulip", "spray", "tulip"), 4, replace=False)
    ]
    for i, at in enumerate(feet):
        height = scale * rng.uniform(34, 52)
        stem = turned(curve(height, bend=rng.normal(0, 0.45), points=16), -np.pi / 2 + rng.normal(0, 0.15), tuple(at))
        canvas.polygon(ribbon(stem, 1.35), 4)
        for k, side in ((5, 1), (8, -1)):
            canvas.stamp(
                leaves.simple(rng, height * 0.34, (4, 5), slim=0.2), stem[k], float(headings(stem)[k]) + side * 0.7
            )
        kind, top, mood = kinds[i % 4], stem[-1], int(rng.integers(3))
        if kind == "tulip":
            tones = ((1, 2, 3), (1, 1, 2), (2, 3, 3))[mood]
            canvas.stamp(flowers.tulip(rng, 19 * scale, tones), top, float(headings(stem)[-1]))
        elif kind == "spray":
            canvas.stamp(leaves.berries(rng, 26 * scale, (4, 5)), top, float(headings(stem)[-1]))
        else:
            canvas.stamp(_flower(kind)(rng, scale * rng.uniform(10.5, 14), mood), top)
    return pick(rng, PALETTES)


def _branch(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Blossom on bare branches, as on a kimono."""
    radius = rng.uniform(9, 14)
    blooms = np.empty((0, 2))
    for at in hand_placed(rng, lattice(2, 2), 8):
        lean = rng.normal(-0.7, 0.5) + np.pi * int(rng.integers(2))
        branch = turned(curve(125, bend=rng.normal(0, 0.5), sway=rng.normal(0, 0.5), points=40), lean) + at
        branch = branch - 62 * np.array([np.cos(lean), np.sin(lean)])
        canvas.polygon(ribbon(branch, np.linspace(3.4, 1.4, 40)), 4)
        ends = [branch[-1]]
        for k in range(6, 38, 6):
            side = 1 if (k // 6) % 2 else -1
            twig = turned(
                curve(rng.uniform(20, 44), bend=-side * 0.5, points=14),
                float(headings(branch)[k]) + side * 0.8,
                tuple(branch[k]),
            )
            canvas.polygon(ribbon(twig, np.linspace(1.9, 1.2, 14)), 4)
            ends += [twig[-1], twig[7]]
        blooms = np.vstack([blooms, *[end[None] for end in ends]])
    for at in blooms:
        choice = rng.random()
        angle = rng.uniform(0, 2 * np.pi)
        if choice < 0.62:
            canvas.stamp(_flower("blossom")(rng, radius * rng.uniform(0.75, 1.15), 1 if rng.random() < 0.6 else 2), at)
        elif choice < 0.8:
            canvas.stamp(flowers.bud(rng, radius * 0.8, (1, 2, 4)), at, angle)
        else:
            canvas.stamp(leaves.simple(rng, radius * 1.6, (5, 4)), at, angle)
    for at in tossed(rng, 10, keep_from=blooms):
        canvas.polygon(at + blob(rng, radius * 0.3, 0.2, 3, points=16, stretch=1.3), 2 if rng.random() < 0.5 else 3)
    return pick(rng, PALETTES)


def _drawn(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Drawn in line, colour laid under it a little out of register."""
    radius = rng.uniform(21, 34)
    centres = relaxed(spaced(rng, radius * 2.0), 4)
    stalks = [(at, rng.uniform(0, 2 * np.pi)) for at in centres]
    washed = rng.random() < 0.75
    if washed:
        for at, _ in stalks:
            slip = rng.normal(0, radius * 0.13, 2)
            canvas.polygon(at + slip + blob(rng, radius * 0.9, 0.1, 5, points=50), 2)
        for at in tossed(rng, len(centres), keep_from=centres):
            canvas.polygon(at + blob(rng, radius * 0.42, 0.14, 4), 3)
    for at, angle in stalks:
        for side in (-1, 1, 2):
            lean = angle + side * 1.9 + rng.normal(0, 0.2)
            canvas.stamp(flowers.line_leaf(rng, radius * rng.uniform(1.2, 1.6), 1), at, lean)
        petals = int(rng.integers(5, 8))
        canvas.stamp(flowers.line_flower(rng, radius, petals, 1, 2 if washed else 0), at, angle)
    for at in spaced(rng, radius * 0.95, limit=60, keep_from=centres):
        canvas.stamp(flowers.line_leaf(rng, radius * rng.uniform(0.7, 1.0), 1), at, rng.uniform(0, 2 * np.pi))
    colors = pick(rng, GRAPHIC)
    return colors if washed else colors[:2]


def _cutout(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Flowers, sprays and pebbles as cut from paper, in flat colours that keep apart."""
    size = rng.uniform(19, 30)
    centres = relaxed(tossed(rng, round(FIELD_SIZE**2 / (size * 2.15) ** 2)), 6)
    wide = rng.random() < 0.5
    for i, at in enumerate(rng.permutation(centres)):
        angle = rng.uniform(0, 2 * np.pi)
        ink, other = 1 + i % 3, 1 + (i + 1) % 3
        if i % 5 < 2:
            petals = int(rng.integers(5, 9))
            canvas.stamp(flowers.flat_flower(rng, size * rng.uniform(0.85, 1.0), petals, (ink, ink, other)), at, angle)
        elif i % 5 < 4:
            length = size * 2.3
            foot = at - 0.5 * length * np.array([np.cos(angle), np.sin(angle)])
            spray = leaves.sprig(rng, length, (ink, ink), slim=0.4, pairs=5 if wide else 6, round_leaves=wide)
            canvas.stamp(spray, foot, angle)
        else:
            canvas.polygon(at + blob(rng, size * 0.62, 0.12, 3), ink)
            canvas.polygon(at + blob(rng, size * 0.26, 0.10, 3), other)
    for at in spaced(rng, size * 0.95, limit=40, keep_from=centres):
        canvas.polygon(at + blob(rng, size * 0.17, 0.12, 3, points=20), int(rng.integers(1, 4)))
    return pick(rng, GRAPHIC)


def _retro(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Flower power: bold flat flowers of many sizes, close together."""
    top = rng.uniform(22, 36)
    points, radii = np.empty((0, 2)), np.empty(0)
    for radius, tries in ((top, 60), (top * 0.68, 160), (top * 0.45, 260), (top * 0.28, 300)):
        for at in rng.uniform(0, FIELD_SIZE, (tries, 2)):
            if not len(points) or (torus_distance(at[None], points)[0] - 0.93 * radii).min() > radius:
                points, radii = np.vstack([points, at]), np.append(radii, radius)
    petals = int(rng.integers(5, 9))
    for at, radius in zip(points, radii, strict=True):
        tones = 1 + rng.permutation(5)[:3]
        if radius < 8:
            tones[1] = tones[0]
        flower = flowers.flat_flower(rng, radius, petals, (int(tones[0]), int(tones[1]), int(tones[2])))
        canvas.stamp(flower, at, rng.uniform(0, 2 * np.pi))
    return pick(rng, RETRO)


def _sprigs(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One sprig repeated in half-drop, every other one mirrored: calico, provençal."""
    columns = int(rng.choice([4, 6, 6, 8]))
    room = FIELD_SIZE / columns
    rows = columns if rng.random() < 0.5 else max(2, columns * 3 // 4)
    kind = _flower(str(rng.choice(SMALL)))
    radius = room * rng.uniform(0.19, 0.25)
    motif: list[Shape] = []
    stem = turned(curve(room * 0.75, bend=0.7, points=20), -1.9, (room * 0.12, room * 0.38))
    motif.append((ribbon(stem, 1.35), 4))
    for s, side in ((0.25, 1), (0.45, -1), (0.6, 1)):
        foot, lean = point_at(stem, s), float(np.interp(s, np.linspace(0, 1, 20), headings(stem))) + side * 0.8
        part = (
            leaves.simple(rng, room * 0.32, (4, 5), slim=0.26) if s < 0.6 else flowers.bud(rng, room * 0.26, (1, 2, 4))
        )
        motif += place(part, foot, lean)
    motif += place(kind(rng, radius, int(rng.integers(1, 3))), stem[-1])
    points = lattice(columns, rows)
    for i, at in enumerate(points):
        facing = bool((i // columns + i) % 2)
        canvas.stamp(motif, at, 0.0 if facing else np.pi, mirror=not facing)
    for at in lattice(columns, rows) + np.array([room / 2, FIELD_SIZE / rows / 4]):
        canvas.disc(at, max(1.8, room * 0.04), 5)
    return pick(rng, PALETTES)
