"""paisley: the boteh, ring within ring, with flowers and vines between; shawl, bandana, half-drop."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape, place
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs import flowers
from fashionforward.prints.outlines import at as point_at
from fashionforward.prints.outlines import beads, blob, circle, curve, headings, ribbon, taper, turned
from fashionforward.prints.palettes import pick

# ground, outline, body, second, third, accent
PALETTES = (
    "7a1f2b f2dfc0 1f2a44 d9a441 a8392f 6f8a7a",  # shawl
    "1f2a44 f4ead6 8c2f3b d9a441 4f7a8a c97b63",  # navy
    "f4ead6 7a2e2e d98e5f 3f6b6b e3b75f 2f3d4f",  # ivory
    "2f4a3f f0e2c2 b5533a d9b45f 7a9a7a 1b2a25",  # forest
    "c98f3a 3b1f1a f3e2bd 8c2f2b 2f5a5a e8c07a",  # ochre
    "3b2a4f f0dfe6 c25b7a e0b05f 7a6aa8 2a1c3a",  # plum
    "e9f0f2 1f4a6e 5b9ab0 f0c27a c8553d a8c8d0",  # sea
    "111214 e8dcc4 8c7a5a c9a36a 4a4a4a a8392f",  # black
    "f6d9cf 8c2f4b d9778a f3ead6 5f8a7a c9a04f",  # blush
    "d9cdb8 4a3527 8a6a4a f3e9d6 6f7a5a b5733a",  # camel
    "0f4c5c f6ead2 e36414 fb8b24 5fa8a0 9a031e",  # teal
    "fff8ec 9b2f5b ef8a5a f4c95d 3a8a8a c94f7a",  # summer
    "e3b4a0 5a2a35 a84a4a f7e6d6 7a8a6a d98a5a",  # clay
)
BANDANA = (
    "b3202c fffaf2 1c1c1f", "1f2f5a fffaf2 8fa8d0", "1a1a1c f5f1e8 8a8a8a",
    "fbf6ec 1f2f5a b3202c", "2f5d4a f6efdd d9b45f",
    "d98a2b fff6e6 6b2a1a", "e7a6b4 fffafa 8c2f4b", "f6efe2 7a4a2a c98f5a",
    "5a3a6a f4ecf6 c8a0d0", "8fb0c0 ffffff 2f4a6a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One of the layouts below."""
    layouts = (_tossed, _tossed, _tossed, _half_drop, _half_drop, _bandana, _bandana, _small, _pairs)
    return layouts[int(rng.integers(len(layouts)))](rng, canvas)


class Boteh:
    """The curved drop: a round belly at the origin's side and a tip that curls over. Inset outlines share its spine."""

    def __init__(self, rng: np.random.Generator, length: float, plump: float | None = None) -> None:
        self.length = length
        n = 70
        self.s = np.linspace(0, 1, n)
        self.width = length * (plump or rng.uniform(0.25, 0.31))
        heading = rng.uniform(2.2, 3.1) * self.s ** rng.uniform(1.9, 2.5)
        middle = (heading[1:] + heading[:-1]) / 2
        steps = np.stack([np.cos(middle), np.sin(middle)], axis=1) * (length * 1.16 / (n - 1))
        self.spine = np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)])
        # The belly's centre becomes the origin.
        self.belly = 0.34
        self.spine = self.spine - point_at(self.spine, self.belly)
        self.total = length * 1.16
        self.slim = rng.uniform(1.0, 1.35)

    def outline(self, depth: float = 0.0) -> np.ndarray:
        """The outline moved `depth` cells inwards, (n, 2); empty when nothing is left."""
        cap = self.belly * self.total - depth
        if cap <= 1 or self.width - depth <= 1:
            return np.empty((0, 2))
        t = np.linspace((self.belly * self.total - cap) / self.total, 1.0, 90)
        back = np.clip((self.belly - t) * self.total / cap, 0, 1)
        tail = np.clip((t - self.belly) / (1 - self.belly), 0, 1)
        full = self.width * (1 - tail**1.15) ** self.slim + 1.2 * tail
        half = np.where(t < self.belly, (self.width - depth) * np.sqrt(1 - back**2), full - depth)
        keep = (half > 0.02) | (t < self.belly)
        t, half = t[keep], np.maximum(half[keep], 0)
        path = point_at(self.spine, t)
        angle = np.interp(t, self.s, np.unwrap(headings(self.spine)))
        normal = np.stack([-np.sin(angle), np.cos(angle)], axis=1) * half[:, None]
        return np.concatenate([path + normal, (path - normal)[::-1]])


def _boteh(
    rng: np.random.Generator, length: float, tones: tuple[int, int, int, int, int], *, fringe: int | None = None
) -> list[Shape]:
    """One drop, dressed. tones: line, body, second, third, accent. fringe: kind of edging outside (0 none)."""
    line, body, second, third, accent = tones
    drop = Boteh(rng, length)
    shapes: list[Shape] = []
    edge = drop.outline()
    fringe = int(rng.integers(4)) if fringe is None else fringe
    if fringe == 1:  # scallops
        where, _ = beads(edge, 6.5)
        shapes += [(circle(4.2, 14) + at, second) for at in where]
    elif fringe == 2:  # flames
        where, out = beads(edge, 7.5)
        for at, angle in zip(where, out, strict=True):
            tongue = turned(curve(8.5, bend=0.8, points=8), float(angle) + 0.2, tuple(at))
            shapes.append((ribbon(tongue, 2.7 * taper(8, 0.25, 0.6)), accent))
    elif fringe == 3:  # beads
        outer = Boteh.outline(drop, -5.0)
        where, _ = beads(outer, 7.0)
        shapes += [(circle(1.9, 12) + at, line) for at in where]
    shapes.append((edge, line))
    depth = 2.7
    band = rng.uniform(6.0, 8.0)
    for k, tone in enumerate((body, line, second)):
        inside = drop.outline(depth)
        if not len(inside):
            break
        shapes.append((inside, tone))
        if k == 0 and drop.width > 15:
            where, out = beads(drop.outline(depth + band / 2), rng.uniform(7.0, 8.5))
            if rng.random() < 0.5:
                shapes += [(circle(2.1, 12) + at, third) for at in where]
            else:
                petal = ribbon(curve(band * 0.9, points=8) - np.array([band * 0.45, 0]), 2.3 * taper(8, 0.6, 0.6))
                shapes += [
                    (turned(petal, float(angle), tuple(at)), third) for at, angle in zip(where, out, strict=True)
                ]
        depth += band if k == 0 else 2.6
    room = drop.width - depth
    return shapes + _heart(rng, drop, room, (line, third, accent))


def _heart(rng: np.random.Generator, drop: Boteh, room: float, tones: tuple[int, int, int]) -> list[Shape]:
    """What stands in the middle of a drop: a flower and a sprig up the tail, a small drop, or seeds along the spine."""
    line, third, accent = tones
    if room < 3.5:
        return [(circle(max(1.8, room * 0.7), 14), third)]
    shapes: list[Shape] = []
    choice = int(rng.integers(3))
    if choice == 0:
        shapes += (
            flowers.blossom(rng, room * 0.95, (line, third, accent))
            if room > 7
            else flowers.daisy(rng, room, (third, third, accent))
        )
        up = 0.56
    elif choice == 1:
        inner = drop.outline(drop.width - room * 0.8)
        shapes.append((inner, accent))
        shapes.append((circle(room * 0.42, 18), third))
        up = 0.66
    else:
        shapes += [(circle(room * 0.62, 20), third), (circle(room * 0.32, 16), accent)]
        up = 0.52
    for s in np.arange(up, 0.86, 0.085):
        size = 2.6 * (1.0 - 0.6 * (s - up) / 0.4)
        if size > 1.4:
            shapes.append((circle(size, 12) + point_at(drop.spine, s), third if choice else accent))
    return shapes


def _simple(rng: np.random.Generator, length: float, tones: tuple[int, int, int]) -> list[Shape]:
    """A little drop: outline, body, seed."""
    drop = Boteh(rng, length, plump=0.3)
    inside = drop.outline(2.5)
    shapes: list[Shape] = [(drop.outline(), tones[0])]
    if len(inside):
        shapes.append((inside, tones[1]))
    return [*shapes, (circle(max(1.7, drop.width * 0.28), 14), tones[2])]


def _fill(
    rng: np.random.Generator, canvas: Canvas, taken: np.ndarray, length: float, tones: tuple[int, int, int]
) -> None:
    """Flowers, curling sprigs and dots until the ground is full, the largest first. tones: line, petals, centre."""
    line, petals, centre = tones
    for radius in (length * 0.17, length * 0.115, 4.6):
        flower = flowers.daisy if radius > 8 else flowers.blossom
        for at in spaced(rng, length * 0.22 + radius * 1.15, limit=40, keep_from=taken):
            taken = np.vstack([taken, at])
            angle = rng.uniform(0, 2 * np.pi)
            if radius > 5 and rng.random() < 0.4:
                canvas.stamp(_curl(rng, radius * 2.6, (line, petals)), at, angle, mirror=bool(rng.random() < 0.5))
            elif radius > 5:
                canvas.stamp(flower(rng, radius, (line, petals, centre)), at, angle)
            else:
                canvas.stamp(flowers.flat_flower(rng, radius, 5, (line, petals, petals)), at, angle)
    for at in spaced(rng, length * 0.16 + 3.5, limit=160, keep_from=taken):
        canvas.disc(at, 1.9, line)


def _curl(rng: np.random.Generator, length: float, tones: tuple[int, int]) -> list[Shape]:
    """A tendril with leaves along its outer side, around its middle. tones: stem and leaves, bud."""
    stem = curve(length, bend=rng.uniform(2.2, 3.4), points=30)
    stem = stem - stem.mean(axis=0)
    angle = headings(stem)
    shapes: list[Shape] = [(ribbon(stem, np.linspace(1.6, 1.1, 30)), tones[0])]
    for k in range(3, 27, 6):
        leaf = turned(curve(length * 0.26, bend=0.5, points=8), float(angle[k]) - 0.9, tuple(stem[k]))
        shapes.append((ribbon(leaf, 2.3 * taper(8, 0.5, 0.7)), tones[0]))
    return [*shapes, (circle(2.7, 14) + stem[-1], tones[1])]


def _skeleton(at: np.ndarray, angle: float, length: float, mirror: bool) -> np.ndarray:
    """A few points that stand for a drop when spaces are looked for."""
    dots = np.array([[-0.2, 0.0], [0.1, 0.0], [0.35, 0.08], [0.55, 0.25], [0.5, 0.45], [-0.05, 0.2], [-0.05, -0.2],
                     [-0.28, -0.12], [-0.28, 0.14], [0.2, 0.2], [0.25, -0.1]]) * length  # fmt: skip
    return np.vstack([points for points, _ in place([(dots, 0)], at, angle, mirror=mirror)])


def _even(rng: np.random.Generator, length: float, room: float) -> np.ndarray:
    """Places for drops of a length, each with `room` squares of that length to itself."""
    return relaxed(tossed(rng, max(4, round(FIELD_SIZE**2 / (room * length**2))), tries=12), 6)


def _dress(rng: np.random.Generator) -> tuple[int, int, int, int, int]:
    """Which entry plays which part in a drop: always the line in 1, the rest by turns."""
    rest = 2 + rng.permutation(4)
    return 1, int(rest[0]), int(rest[1]), int(rest[2]), int(rest[3])


def _tossed(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Drops of two sizes every way, spaces full of small things."""
    length = rng.uniform(52, 82)
    taken = []
    drops = _even(rng, length, rng.uniform(0.78, 1.0))
    dresses = [_dress(rng) for _ in range(2)]
    fringe = int(rng.integers(4))
    for i, at in enumerate(drops):
        angle, mirror = rng.uniform(0, 2 * np.pi), bool(rng.random() < 0.5)
        canvas.stamp(
            _boteh(rng, length * rng.uniform(0.88, 1.08), dresses[i % 2], fringe=fringe), at, angle, mirror=mirror
        )
        taken.append(_skeleton(at, angle, length, mirror))
    middle = spaced(rng, length * 0.44, keep_from=np.vstack(taken), limit=14)
    for at in middle:
        angle, mirror = rng.uniform(0, 2 * np.pi), bool(rng.random() < 0.5)
        canvas.stamp(_simple(rng, length * 0.42, (1, dresses[0][2], dresses[0][3])), at, angle, mirror=mirror)
        taken.append(_skeleton(at, angle, length * 0.4, mirror))
    _fill(rng, canvas, np.vstack(taken), length, (1, dresses[1][1], dresses[1][2]))
    return pick(rng, PALETTES)


def _half_drop(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Rows of one drop, mirrored by columns, a flower between each pair."""
    columns, rows, length = ((4, 3, 52), (4, 2, 66), (2, 2, 92), (6, 4, 40))[int(rng.integers(4))]
    points = lattice(columns, rows)
    dress, state = _dress(rng), int(rng.integers(1 << 30))
    lean = rng.uniform(-2.2, -1.0)
    fringe = int(rng.integers(4))
    taken = []
    for i, at in enumerate(points):
        mirror = bool(i % columns % 2)
        angle = lean if not mirror else np.pi - lean + np.pi
        angle = angle if not mirror else -np.pi - lean
        # The same seed each time: a screen prints the same drop everywhere.
        shapes = _boteh(np.random.default_rng(state), length, dress, fringe=fringe)
        canvas.stamp(shapes, at, angle, mirror=mirror)
        taken.append(_skeleton(at, angle, length, mirror))
    _fill(rng, canvas, np.vstack(taken), length, (1, dress[1], dress[3]))
    return pick(rng, PALETTES)


def _pairs(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Drops in pairs, head to tail."""
    length = rng.uniform(50, 66)
    taken = []
    dress, other = _dress(rng), _dress(rng)
    for at in hand_placed(rng, lattice(2, 3) if length < 58 else lattice(2, 2), 3):
        angle = rng.uniform(0, 2 * np.pi)
        away = length * 0.36 * np.array([-np.sin(angle), np.cos(angle)])
        for side, tones in ((1, dress), (-1, other)):
            turn = angle + (0 if side > 0 else np.pi)
            canvas.stamp(_boteh(rng, length, tones), at - side * away, turn)
            taken.append(_skeleton(at - side * away, turn, length, False))
    _fill(rng, canvas, np.vstack(taken), length, (1, dress[2], dress[3]))
    return pick(rng, PALETTES)


def _bandana(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Two or three inks: white drops and dots on red, navy, black."""
    length = rng.uniform(42, 64)
    third = int(rng.choice([0, 2]))
    taken = []
    for at in _even(rng, length, rng.uniform(0.76, 0.95)):
        angle, mirror = rng.uniform(0, 2 * np.pi), bool(rng.random() < 0.5)
        canvas.stamp(
            _boteh(rng, length, (1, 0, third, 1, 1), fringe=int(rng.choice([0, 3, 2]))), at, angle, mirror=mirror
        )
        taken.append(_skeleton(at, angle, length, mirror))
    _fill(rng, canvas, np.vstack(taken), length, (1, 1, 0))
    return pick(rng, BANDANA)[: 3 if third else 2]


def _small(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """A tie's paisley: small drops close together, with dots."""
    length = rng.uniform(23, 33)
    drops = _even(rng, length, 0.95)
    tones = [(1, 2, 3), (1, 3, 2), (1, 4, 3)]
    for i, at in enumerate(drops):
        mirror = bool(rng.random() < 0.5)
        canvas.stamp(
            _simple(rng, length * rng.uniform(0.85, 1.1), tones[i % 3]), at, rng.uniform(0, 2 * np.pi), mirror=mirror
        )
    for at in tossed(rng, len(drops), keep_from=drops, tries=40):
        canvas.polygon(at + blob(rng, 2.1, 0.05, 3, points=14), 1)
    return pick(rng, PALETTES)[:5]
