"""palm_print: fronds, fans, banana and monstera leaves, from one-colour silhouettes to layered jungles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, spaced, tossed
from fashionforward.prints.motifs import flowers, leaves
from fashionforward.prints.outlines import curve, headings, ribbon, taper, turned
from fashionforward.prints.palettes import pick

# ground, deep shade, mid, fresh, light, accent
LUSH = (
    "f6f1e4 123d2f 1f6b45 4f9a4f a9c77a e2725b",  # classic on cream
    "ffffff 0e4a3a 1d7a54 5cab63 b5d68f f2a541",  # fresh on white
    "0f1f1c 14382c 1e6044 3f8f5a 9cc27f e8b04a",  # night jungle
    "12233f 0f4446 1c7064 4fa07f b8d3a0 f07f6a",  # navy lagoon
    "f3d9cf 1f4a3a 39785a 7aa877 c3cf9e d8576b",  # blush ground
    "e9dcc3 2f3d26 55663a 8a9150 c2b878 b5532f",  # safari
    "cfe6e3 0f4c5c 24788a 5fb0a6 f3f6ea f28f79",  # sea glass
    "2b2118 4a3a22 7a6136 a98b4f dcc68b e07a3f",  # tobacco
    "fbe7b8 1b5e4b 2f8f6b 7fbf6f fff6dc ee6c4d",  # sunshine
    "f7e6ea 5b2a52 9a4a7f d17fa4 f2bcc4 f29e4c",  # orchid
    "101014 26382f 3d5c47 6f8f6b c9d3b4 d9c089",  # black tie
    "e4ecd8 234f3c 4b7f58 85ab74 f7f7ea c94f4f",  # sage
)
# ground, one to three inks
GRAPHIC = (
    "f7f3ea 1d4d3c 2f7d5b",
    "16324a f4efe2 9fc3c9",
    "fefefe 1b2a41 6c87a8",
    "d8573c fbe9d2 f3b58a",
    "0f3d33 f1e7cf 8fb58a",
    "f2c9b8 a8413a d9826b",
    "1a1a1c f0ece2 9a9488",
    "c9a66b fbf4e4 7a5a2c",
    "e8eef0 2e7f8c 8cc2c4",
    "f6d55c 20639b fdf6df",
    "3b2a3f e9a6a1 a8627a",
    "94b49f fcf8e8 46685b",
)

Tones = tuple[int, int, int]
Leaf = Callable[[np.random.Generator, float, Tones], list[Shape]]


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the layouts below."""
    layouts = (_jungle, _jungle, _jungle, _tossed, _tossed, _directional, _silhouette, _fans, _banana, _trees)
    return layouts[int(rng.integers(len(layouts)))](rng, canvas)


def _length(rng: np.random.Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def _leaf_mix(rng: np.random.Generator) -> list[Leaf]:
    """Which kinds of leaf a design uses: always fronds, often one more."""
    mixes: list[list[Leaf]] = [
        [leaves.frond],
        [leaves.frond, leaves.frond, leaves.monstera],
        [leaves.frond, leaves.banana],
        [leaves.frond, leaves.fan],
        [leaves.frond, leaves.frond, leaves.banana, leaves.monstera],
    ]
    return mixes[int(rng.integers(len(mixes)))]


_SIZE: dict[Leaf, tuple[float, float]] = {
    leaves.frond: (74, 120),
    leaves.banana: (84, 124),
    leaves.monstera: (52, 80),
    leaves.fan: (34, 50),
}


def _stamp_leaf(
    rng: np.random.Generator, canvas: Canvas, leaf: Leaf, at: np.ndarray, angle: float, tones: Tones, scale: float = 1.0
) -> None:
    size = _length(rng, *_SIZE[leaf]) * scale
    shapes = leaf(rng, size, tones)
    # The point given is the leaf's middle, so that leaves cover the cloth evenly whatever their direction.
    middle = -0.45 * size * (1.6 if leaf is leaves.fan else 1.0)
    base = np.asarray(at) + middle * np.array([np.cos(angle), np.sin(angle)])
    canvas.stamp(shapes, base, angle)


def _jungle(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Three depths of leaves that cover one another, darkest behind, sometimes with hibiscus in front."""
    scale = rng.uniform(0.8, 1.15)
    mix = _leaf_mix(rng)
    surprise = rng.random() < 0.25
    depths: tuple[tuple[Tones, float], ...] = (((1, 1, 2), 52), ((1, 2, 3), 62), ((2, 3, 4), 78))
    for (tones, gap), share in zip(depths, (1.0, 1.0, rng.uniform(0.55, 1.0)), strict=True):
        points = spaced(rng, gap * scale, limit=60)
        for at in points[: max(3, int(len(points) * share))]:
            leaf = mix[int(rng.integers(len(mix)))]
            # A leaf in the accent's colour here and there, in designs that have one.
            worn = (5, 5, 4) if surprise and rng.random() < 0.22 else tones
            _stamp_leaf(rng, canvas, leaf, at, rng.uniform(0, 2 * np.pi), worn, scale)
    if not surprise and rng.random() < 0.4:
        for at in tossed(rng, int(rng.integers(3, 7))):
            radius = rng.uniform(17, 25) * scale
            flower = flowers.hibiscus(rng, radius, (5, 4, 0))
            canvas.stamp(flower, at, rng.uniform(0, 2 * np.pi))
    return pick(rng, LUSH)


def _tossed(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Leaves thrown on open ground, shadows of others behind them."""
    scale = rng.uniform(0.7, 1.1)
    mix = _leaf_mix(rng)
    if rng.random() < 0.18:
        # Cabana: broad stripes under the leaves.
        bars = int(rng.choice([4, 5, 6]))
        canvas.assign(np.mod(canvas.coordinates()[0] * bars / FIELD_SIZE, 1) < 0.5)
        canvas.assign(canvas.labels * 4)
    for at in spaced(rng, 58 * scale):
        _stamp_leaf(rng, canvas, leaves.frond, at, rng.uniform(0, 2 * np.pi), (4, 4, 4), scale * 0.9)
    choices: list[Tones] = [(1, 2, 3), (1, 2, 4), (2, 3, 1), (1, 3, 4)]
    for at in spaced(rng, 66 * scale):
        leaf = mix[int(rng.integers(len(mix)))]
        _stamp_leaf(rng, canvas, leaf, at, rng.uniform(0, 2 * np.pi), choices[int(rng.integers(len(choices)))], scale)
    return pick(rng, LUSH)[:5]


def _directional(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Half-drop columns of leaves that all rise, with smaller ones between."""
    columns = int(rng.choice([2, 4]))
    rows = columns if columns == 2 else int(rng.choice([2, 3]))
    scale = {2: 1.35, 3: 0.9, 4: 0.8}[max(rows, columns // 2 + 1)]
    lean = rng.uniform(0.15, 0.6)
    up = -np.pi / 2
    for i, at in enumerate(hand_placed(rng, lattice(columns, rows) + rng.uniform(20, 44, 2), 4)):
        _stamp_leaf(rng, canvas, leaves.frond, at, up + (lean if i % 2 else -lean) * 1.6, (1, 1, 2), scale * 0.95)
    main: Leaf = leaves.frond if rng.random() < 0.6 else leaves.banana
    for i, at in enumerate(hand_placed(rng, lattice(columns, rows), 4)):
        angle = up + (lean if i % 2 else -lean) + rng.normal(0, 0.1)
        _stamp_leaf(rng, canvas, main, at, angle, (2, 3, 4), scale)
    return pick(rng, LUSH)[:5]


def _silhouette(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One or two inks on a ground: the quiet resort print."""
    scale = rng.uniform(0.62, 1.15)
    mix = _leaf_mix(rng)
    second = 2 if rng.random() < 0.6 else 1
    vein = 0 if rng.random() < 0.5 else second
    if second == 2:
        for at in spaced(rng, 62 * scale):
            _stamp_leaf(rng, canvas, mix[int(rng.integers(len(mix)))], at, rng.uniform(0, 2 * np.pi), (2, 2, 0), scale)
    for at in spaced(rng, (56 if second == 1 else 74) * scale):
        leaf = mix[int(rng.integers(len(mix)))]
        _stamp_leaf(rng, canvas, leaf, at, rng.uniform(0, 2 * np.pi), (1, 1, vein), scale)
    return pick(rng, GRAPHIC)[: second + 1]


def _fans(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Pleated fan leaves, overlapping like a screen."""
    scale = rng.uniform(0.75, 1.2)
    for at in spaced(rng, 44 * scale):
        _stamp_leaf(rng, canvas, leaves.fan, at, rng.uniform(0, 2 * np.pi), (1, 1, 2), scale)
    regular = rng.random() < 0.4
    points = hand_placed(rng, lattice(4, 3), 5) if regular else spaced(rng, 58 * scale)
    for at in points:
        angle = rng.normal(-np.pi / 2, 0.45) if regular else rng.uniform(0, 2 * np.pi)
        tones: Tones = (2, 3, 4) if rng.random() < 0.7 else (1, 2, 3)
        _stamp_leaf(rng, canvas, leaves.fan, at, angle, tones, scale)
    return pick(rng, LUSH)[:5]


def _banana(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Large banana leaves, the hotel wallpaper: bold, bright veins, leaves all over."""
    scale = rng.uniform(0.95, 1.3)
    for at in spaced(rng, 54 * scale):
        _stamp_leaf(rng, canvas, leaves.banana, at, rng.uniform(0, 2 * np.pi), (1, 1, 2), scale)
    for at in spaced(rng, 72 * scale):
        tones: Tones = (2, 3, 4) if rng.random() < 0.65 else (1, 2, 4)
        _stamp_leaf(rng, canvas, leaves.banana, at, rng.uniform(0, 2 * np.pi), tones, scale)
    return pick(rng, LUSH)[:5]


def _tree(rng: np.random.Generator, height: float, tones: Tones) -> list[Shape]:
    """A leaning palm tree. tones: shaded fronds, lit fronds, trunk."""
    trunk = turned(curve(height, bend=rng.uniform(-0.7, 0.7), points=24), -np.pi / 2 + rng.normal(0, 0.15))
    shapes: list[Shape] = [(ribbon(trunk, np.linspace(height / 26, height / 44, 24) + 0.5), tones[2])]
    crown, count = trunk[-1], int(rng.integers(8, 11))
    angles = np.linspace(-0.2, np.pi + 0.2, count) + rng.normal(0, 0.1, count)
    for i in rng.permutation(count):
        side = 1 if np.cos(angles[i]) > 0 else -1
        reach = height * rng.uniform(0.40, 0.52)
        arch = turned(curve(reach, bend=side * rng.uniform(1.1, 1.7), points=16), -angles[i], tuple(crown))
        shapes.append((ribbon(arch, 1.1 + reach * 0.035 * taper(16, 0.3)), tones[int(i % 2)]))
        heading = headings(arch)
        for j in range(2, 16, 1):
            for lean in (0.75, -0.75):
                leaflet = turned(curve(reach * 0.24 * (1.15 - j / 20), points=6), heading[j] + lean, tuple(arch[j]))
                shapes.append((ribbon(leaflet, 1.6 * taper(6, 0.3)), tones[int(i % 2)]))
    return shapes


def _trees(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Palm trees, the Hawaiian shirt: groves of two or three on open ground, small fronds tossed between."""
    scale = rng.uniform(0.85, 1.15)
    colors = pick(rng, LUSH)
    rows, columns = (3, 4) if scale < 1 else (2, 4)
    points = hand_placed(rng, lattice(columns, rows), 5)
    for at in tossed(rng, len(points), keep_from=points):
        _stamp_leaf(rng, canvas, leaves.frond, at, rng.uniform(0, 2 * np.pi), (4, 4, 0), 0.5 * scale)
    for at in points[np.argsort(points[:, 1])]:
        for offset, size in ((-9, 0.8), (8, 1.0))[int(rng.integers(2)) :]:
            tones: Tones = (1, 2, 1) if size == 1.0 else (2, 3, 2)
            foot = at + np.array([offset * scale, 34 * scale])
            canvas.stamp(_tree(rng, 66 * size * scale, tones), foot)
    return colors[:5]
