"""birds: swallows, songbirds on boughs, cranes over waves, flamingos, peacocks' eyes, and flocks cut from paper."""

from __future__ import annotations

import numpy as np

from fashionforward.prints.canvas import Canvas, Shape
from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.layout import hand_placed, lattice, relaxed, spaced, tossed
from fashionforward.prints.motifs import flowers
from fashionforward.prints.motifs.cells import scales
from fashionforward.prints.outlines import circle, curve, headings, ribbon, shares, smooth, taper, turned
from fashionforward.prints.palettes import pick

# ground, dark, body, light, accent, leaf
PALETTES = (
    "f6f0e2 1f2a44 4a6a9a dfe6ea c8553d 6f8f6a", "1b2a49 0f1a30 e8dfc8 f6f1e2 e07a5f 5f8a84",
    "f3d9d0 6a2a34 c2585a fbeee6 e8a45a 5f7a5a", "dcebe6 17404a 2f8f8a f4fbf8 f0704f 6aa07a",
    "fdf8ee 17171a 8f8a80 e6dfd0 c23b2e 5f6a5a", "2f4a3f 14261f e0c99a f4ead0 d9734f 7fa57a",
    "f9e6b8 5a2f24 d9783a fff6dc 3f7a7a 7a8a3f", "c9dcea 1f3f6e 4f86bc ffffff f28a6a 5a8f7f",
    "3a2a4f 1f1530 c08fc8 f2e4f0 f2b45a 6a9a8a", "f7efe6 7a3a5a d98aa8 fbe3e6 4a8a9a 8fae7a",
    "0f4c5c 082a36 f2d9b0 fff3dc e8604a 5fb0a0", "efe6d6 3f2f26 a5774a f8f1e2 8c2f3b 76805a",
    "f4c9c4 8a2f5a ef6f8f fff0ee 2f6a6a 7fb0a0", "17211f 0a100f b58a4f e8d6a4 3f8a84 4f6f4f",
    "e6e0f0 3f2f6a 7f6ab8 faf7fd f0946a 6a8f84", "b5473a 5a1a18 f6e2c4 fff4e0 2f4a5a 8a9a5a",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """One kind of bird, and where it is met."""
    kinds = (_swallows, _swallows, _boughs, _boughs, _cranes, _cranes, _flamingos, _flamingos, _peacock, _paper, _paper)
    kinds[int(rng.integers(len(kinds)))](rng, canvas)
    return pick(rng, PALETTES)


def _wing(length: float, width: float, angle: float, bend: float, at: tuple[float, float], tone: int) -> Shape:
    path = turned(curve(length, bend=bend, points=18), angle, at)
    return ribbon(path, width * taper(18, 0.22, 0.7)), tone


def _swallow(rng: np.random.Generator, span: float, tones: tuple[int, int, int]) -> list[Shape]:
    """In flight along +x: sickle wings, forked tail, pale throat. tones: back, breast, throat."""
    back, breast, throat = tones
    sweep = rng.uniform(-0.25, 0.25)
    shapes: list[Shape] = []
    for side in (-1, 1):
        tail = turned(
            curve(span * 0.42, bend=-side * 0.35, points=12), np.pi - side * 0.22, (-span * 0.16, side * span * 0.015)
        )
        shapes.append((ribbon(tail, span * 0.035 * taper(12, 0.2, 0.7) + 0.4), back))
    for side in (-1, 1):
        shapes.append(
            _wing(
                span * 0.58,
                span * 0.085,
                side * (1.25 + sweep * side),
                side * 1.15,
                (span * 0.07, side * span * 0.03),
                back,
            )
        )
    body = curve(span * 0.5, points=16) - [span * 0.24, 0]
    shapes.append((ribbon(body, span * 0.078 * taper(16, 0.62, 0.7)), back))
    shapes.append((ribbon(body[4:14], span * 0.036 * taper(10, 0.5, 0.7)), breast))
    if span > 30:
        shapes.append((circle(max(1.6, span * 0.03), 14) + [span * 0.17, 0], throat))
    beak = np.array([[0.24, -0.022], [0.31, 0.0], [0.24, 0.022]]) * span
    return [*shapes, (beak, back)]


def _songbird(rng: np.random.Generator, size: float, tones: tuple[int, int, int, int]) -> list[Shape]:
    """Perched, facing +x, feet at the origin. tones: back, breast, wing's light, beak."""
    back, breast, light, beak = tones
    tail = turned(curve(size * 0.62, points=10), np.pi - 0.55 + rng.normal(0, 0.1), (-size * 0.3, -size * 0.2))
    tail = tail * [1, -1] * [1, -1]
    outline = smooth(
        np.array(
            [
                [0.62, -0.74],
                [0.5, -0.93],
                [0.28, -0.96],
                [0.1, -0.8],
                [-0.2, -0.6],
                [-0.46, -0.28],
                [-0.34, -0.08],
                [0.0, 0.02],
                [0.34, -0.08],
                [0.56, -0.36],
            ]
        )
        * size,
        5,
    )
    belly = smooth(
        np.array(
            [[0.56, -0.62], [0.36, -0.6], [0.12, -0.42], [-0.12, -0.16], [0.02, -0.02], [0.32, -0.1], [0.54, -0.36]]
        )
        * size,
        5,
    )
    wing = smooth(
        np.array([[0.12, -0.62], [-0.2, -0.52], [-0.62, -0.12], [-0.3, -0.16], [0.06, -0.26], [0.2, -0.44]]) * size, 5
    )
    shapes: list[Shape] = [
        (ribbon(tail, np.linspace(size * 0.1, size * 0.07, 10)), back),
        (outline, back),
        (belly, breast),
        (wing, light if size > 16 else back),
    ]
    if size > 18:
        for k in range(3):
            quill = turned(
                curve(size * 0.36, points=6), np.pi - 0.7, (size * (0.06 - 0.09 * k), -size * (0.42 - 0.09 * k))
            )
            quill = quill * [1, 1]
            shapes.append((ribbon(np.stack([quill[:, 0], -np.abs(quill[:, 1])], axis=1), 1.1), back))
    shapes.append((np.array([[0.6, -0.82], [0.84, -0.74], [0.6, -0.68]]) * size, beak))
    shapes.append(
        (circle(max(1.4, size * 0.06), 14) + np.array([0.4, -0.79]) * size, beak if breast == back else breast)
    )
    return [
        *shapes,
        *[(ribbon(np.array([[x, -0.04], [x + 0.02, 0.1]]) * size, max(1.0, size * 0.03)), beak) for x in (0.06, 0.2)],
    ]


def _crane(rng: np.random.Generator, span: float) -> list[Shape]:
    """Flying along +x: feathered wings raised, a long neck, legs behind."""
    shapes: list[Shape] = []
    legs = turned(curve(span * 0.42, bend=0.15, points=8), np.pi - 0.05, (-span * 0.2, span * 0.02))
    shapes.append((ribbon(legs, max(1.1, span * 0.012)), 1))
    for side, lift in ((1, 0.75), (-1, 1.0)):
        base = (span * 0.02, side * span * 0.02)
        for k in range(7):
            share = k / 6
            angle = -side * 0.0 + (side if side > 0 else -1) * (1.95 - 0.85 * share) * lift
            feather = turned(
                curve(span * (0.34 + 0.16 * share), bend=side * 0.35, points=12),
                angle,
                (base[0] + span * 0.028 * k - span * 0.06, base[1]),
            )
            shapes.append((ribbon(feather, span * 0.042 * taper(12, 0.6, 0.6)), 1 if k % 7 in (0, 1) else 3))
            shapes.append((ribbon(feather[6:11], span * 0.012), 2))
        arm = _wing(span * 0.34, span * 0.06, side * 1.15 * lift, side * 0.2, base, 3)
        shapes.append(arm)
    body = curve(span * 0.48, points=16) - [span * 0.26, 0]
    shapes.append((ribbon(body, span * 0.075 * taper(16, 0.55, 0.7)), 3))
    neck = turned(curve(span * 0.4, bend=-0.2, sway=0.35, points=16), 0.0, (span * 0.16, 0.0))
    shapes.append((ribbon(neck, np.linspace(span * 0.034, span * 0.02, 16)), 3))
    shapes.append((ribbon(neck[10:], np.linspace(span * 0.024, span * 0.026, 6)), 1))
    tip = neck[-1]
    heading = float(headings(neck)[-1])
    crown = tip + 0.012 * span * np.array([np.sin(heading), -np.cos(heading)])
    beak = turned(curve(span * 0.12, points=6), heading, (float(tip[0]), float(tip[1])))
    return [
        *shapes,
        (ribbon(beak, np.linspace(span * 0.018, 0.5, 6)), 1),
        (circle(max(1.6, span * 0.025), 14) + crown, 4),
    ]


def _flamingo(rng: np.random.Generator, tall: float) -> list[Shape]:
    """Standing on one leg, facing left, about its middle."""
    s = np.linspace(0, 1, 40)
    x = np.interp(s, [0, 0.22, 0.5, 0.75, 0.9, 1], [0.02, -0.18, -0.04, -0.2, -0.3, -0.33])
    y = np.interp(s, [0, 0.22, 0.5, 0.75, 0.9, 1], [0.0, -0.06, -0.26, -0.42, -0.44, -0.36])
    neck = (
        np.stack([np.convolve(np.pad(v, 3, mode="edge"), np.ones(7) / 7, mode="valid") for v in (x, y)], axis=1) * tall
    )
    body = smooth(
        np.array([[-0.16, -0.02], [-0.06, -0.12], [0.12, -0.12], [0.32, 0.02], [0.2, 0.08], [0.02, 0.1], [-0.12, 0.07]])
        * tall,
        5,
    )
    shapes: list[Shape] = [
        (ribbon(np.array([[0.04, 0.06], [0.05, 0.28], [0.03, 0.5]]) * tall, max(1.2, tall * 0.012)), 1)
    ]
    bent = np.array([[0.08, 0.06], [0.14, 0.2], [0.03, 0.26]]) * tall
    shapes += [
        (ribbon(bent, max(1.2, tall * 0.012)), 1),
        (ribbon(neck, tall * np.linspace(0.04, 0.026, 40)), 2),
        (body, 2),
    ]
    for k in range(4):
        feather = turned(
            curve(tall * (0.3 - 0.03 * k), bend=0.35, points=12),
            0.12 + 0.16 * k,
            (-tall * 0.06 + 0.03 * k * tall, -tall * 0.07),
        )
        shapes.append((ribbon(feather, tall * 0.032 * taper(12, 0.55, 0.6)), 3 if k % 2 else 4))
    head = neck[-1]
    beak = turned(curve(tall * 0.12, bend=-1.2, points=10), np.pi / 2 + 0.75, (float(head[0]), float(head[1])))
    shapes += [
        (circle(tall * 0.042, 20) + head, 2),
        (ribbon(beak, tall * 0.026 * taper(10, 0.25, 0.6) + 0.4), 3),
        (ribbon(beak[6:], tall * 0.018 * taper(4, 0.3, 0.6) + 0.4), 1),
    ]
    return [*shapes, (circle(max(1.0, tall * 0.009), 10) + head - [0, tall * 0.012], 1)]


def _cut_bird(rng: np.random.Generator, size: float, tones: tuple[int, int, int]) -> list[Shape]:
    """Mid-century: a drop of a body, a leaf of a wing with lines, a triangle of a tail. tones: body, wing, line."""
    n = 40
    path = curve(size * 1.25, bend=-0.5, points=n) - [size * 0.6, -size * 0.1]
    half = size * 0.34 * taper(n, 0.68, 0.8)
    shapes: list[Shape] = [
        (np.array([[-0.98, -0.34], [-0.45, -0.02], [-0.92, 0.28], [-0.8, -0.02]]) * size, tones[1]),
        (ribbon(path, half), tones[0]),
    ]
    wing = turned(curve(size * 0.72, bend=0.3, points=16), np.pi - 0.25, (size * 0.22, -size * 0.02))
    shapes.append((ribbon(wing, size * 0.15 * taper(16, 0.4, 0.75)), tones[1]))
    if size > 17:
        for k in (4, 7, 10):
            shapes.append(
                (
                    ribbon(
                        turned(
                            curve(size * 0.2, points=4) - [size * 0.1, 0],
                            float(headings(wing)[k]) + 1.2,
                            tuple(wing[k]),
                        ),
                        1.05,
                    ),
                    tones[2],
                )
            )
    tip = path[-1]
    shapes.append((np.array([[-0.06, -0.09], [0.24, 0.02], [-0.06, 0.08]]) * size + tip, tones[2]))
    return [*shapes, (circle(max(1.4, size * 0.05), 12) + path[30] + [0, -size * 0.06], tones[2])]


def _swallows(rng: np.random.Generator, canvas: Canvas) -> None:
    """On the wing, every way or all one way, from a speckle to bold."""
    span = float(rng.choice([26, 36, 50, 70]))
    oneway = rng.random() < 0.4
    inks = int(rng.integers(1, 3))
    heading = rng.uniform(0, 6.3)
    places = relaxed(tossed(rng, max(4, round((FIELD_SIZE / span / rng.uniform(0.82, 1.05)) ** 2)), tries=12), 6)
    for i, at in enumerate(places):
        tones = (1, 3, 4) if inks == 1 or i % 3 else (2, 3, 4)
        canvas.stamp(
            _swallow(rng, span * rng.uniform(0.85, 1.1), tones),
            at,
            heading + rng.normal(0, 0.3) if oneway else rng.uniform(0, 6.3),
            mirror=bool(rng.random() < 0.5),
        )
    if rng.random() < 0.3:
        for at in spaced(rng, span * 0.6, keep_from=places, limit=50):
            canvas.stamp(flowers.blossom(rng, max(4.5, span * 0.12), (3, 3, 4)), at)


def _boughs(rng: np.random.Generator, canvas: Canvas) -> None:
    """Songbirds on branches in leaf or blossom: chinoiserie, or a garden."""
    size = float(rng.choice([19, 25, 33]))
    rows = max(2, round(FIELD_SIZE / size / 3.2))
    columns = 2 if size > 22 else 4
    flowering = rng.random() < 0.6
    for i, at in enumerate(hand_placed(rng, lattice(columns, rows), size * 0.15)):
        side = 1 if i % 2 else -1
        branch = turned(
            curve(FIELD_SIZE / columns * 1.15, bend=rng.normal(0, 0.5), sway=0.4, points=40),
            (0.25 * side) + (0 if side > 0 else np.pi),
            tuple(at - [side * FIELD_SIZE / columns * 0.55, 0]),
        )
        canvas.polygon(ribbon(branch, np.linspace(2.6, 1.2, 40)), 1)
        for k in range(3, 40, 4):
            lean = float(headings(branch)[k]) + rng.choice([-1, 1]) * rng.uniform(0.6, 1.1)
            leaf = turned(curve(size * rng.uniform(0.5, 0.8), bend=0.4, points=12), lean, tuple(branch[k]))
            canvas.polygon(ribbon(leaf, size * 0.13 * taper(12, 0.42, 0.75)), 5)
            if flowering and rng.random() < 0.45:
                canvas.stamp(
                    flowers.blossom(rng, size * rng.uniform(0.24, 0.36), (4, 3, 4)),
                    branch[k] + rng.normal(0, size * 0.2, 2),
                    rng.uniform(0, 6),
                )
        tones = (2, 4, 1, 1) if i % 2 else (2, 3, 1, 1)
        canvas.stamp(_songbird(rng, size, tones), branch[20], 0.0 if side > 0 else np.pi, mirror=side < 0)


def _cranes(rng: np.random.Generator, canvas: Canvas) -> None:
    """Cranes over waves of fans, over clouds, or over nothing."""
    span = float(rng.choice([64, 84, 112]))
    kind = int(rng.integers(3))
    if kind == 0:
        columns = int(rng.choice([6, 8, 10]))
        x, y = canvas.coordinates(2)
        width = FIELD_SIZE / columns
        _, _, _, far = scales(x, y, columns, 2 * round(columns * 0.9), width * 0.52)
        ring = far / (width * 0.52)
        canvas.assign(np.where((ring > 0.84) | ((ring > 0.42) & (ring < 0.58)), 5, 0))
    elif kind == 1:
        for at in relaxed(tossed(rng, 7, tries=10), 5):
            for k in range(3):
                bar = np.stack([np.linspace(-30, 30, 20) * (1 - 0.2 * k) + 12 * k, np.full(20, 7.0 * k)], axis=1)
                canvas.polygon(at + ribbon(bar, 2.8 * np.sin(np.pi * np.clip(shares(20) * 1.0, 0.02, 0.98)) ** 0.3), 5)
    columns, rows = (2, 2) if span > 80 else (2, 3)
    for i, at in enumerate(hand_placed(rng, lattice(columns, rows), 7)):
        canvas.stamp(
            _crane(rng, span),
            at,
            rng.normal(-0.35, 0.25) if i % 2 else np.pi - rng.normal(-0.35, 0.25),
            mirror=not i % 2,
        )


def _flamingos(rng: np.random.Generator, canvas: Canvas) -> None:
    """In half-drop, facing by turns; reeds or water between."""
    columns, rows = ((2, 2), (4, 2), (4, 3), (6, 4))[int(rng.integers(4))]
    tall = FIELD_SIZE / rows * rng.uniform(0.8, 0.92)
    water = rng.random() < 0.5
    for i, at in enumerate(lattice(columns, rows)):
        if water:
            for k in range(3):
                x = np.linspace(-0.24, 0.24, 20) * tall * (1 - 0.25 * k)
                ripple = np.stack([x, tall * (0.47 + 0.05 * k) + tall * 0.008 * np.sin(x / tall * 60)], axis=1)
                canvas.polygon(at + ribbon(ripple, max(1.1, tall * 0.011)), 5)
        else:
            for lean in (-0.35, -0.1, 0.2):
                reed = turned(
                    curve(tall * 0.4, bend=lean, points=10),
                    -np.pi / 2 + lean,
                    tuple(at + [tall * (0.22 + lean * 0.2), tall * 0.48]),
                )
                canvas.polygon(ribbon(reed, tall * 0.016 * taper(10, 0.3, 0.7) + 0.5), 5)
        canvas.stamp(_flamingo(rng, tall), at, 0.0 if i % 2 else np.pi, mirror=not i % 2)


def _peacock(rng: np.random.Generator, canvas: Canvas) -> None:
    """Tail feathers, each over the next, with their eyes."""
    columns = int(rng.choice([4, 5, 6, 8]))
    rows = 2 * round(columns * rng.uniform(0.75, 1.0))
    size = FIELD_SIZE / columns
    for row in range(rows - 1, -2, -1):
        for column in range(columns):
            at = np.array([(column + 0.5 * (row % 2)) * size, row * FIELD_SIZE / rows])
            if row == -1:
                continue
            plume = smooth(
                np.array(
                    [
                        [0, 0.62],
                        [0.42, 0.28],
                        [0.54, -0.05],
                        [0.36, -0.4],
                        [0, -0.54],
                        [-0.36, -0.4],
                        [-0.54, -0.05],
                        [-0.42, 0.28],
                    ]
                )
                * size,
                5,
            )
            canvas.polygon(at + plume, 1)
            canvas.polygon(at + plume * 0.88, 5 if (row // 2) % 2 else 2)
            for lean in np.linspace(-1.2, 1.2, 7):
                barb = turned(curve(size * 0.4, points=6), np.pi / 2 + np.pi + lean, tuple(at))
                canvas.polygon(ribbon(barb, 1.05), 1)
            for share, tone in ((0.56, 3), (0.44, 4), (0.3, 1), (0.17, 2)):
                canvas.polygon(at + plume * share + [0, -size * 0.06 * (1 - share)], tone)


def _paper(rng: np.random.Generator, canvas: Canvas) -> None:
    """Flat birds with leaves between, in rows or tossed."""
    size = float(rng.choice([15, 20, 27, 36]))
    rows = rng.random() < 0.5
    count = max(2, round(FIELD_SIZE / size / 2.5 / 2)) * 2
    places = lattice(count, count) if rows else relaxed(tossed(rng, count * count, tries=8), 6)
    for i, at in enumerate(places):
        tones = ((2, 4, 1), (1, 3, 4), (4, 2, 1))[i % 3]
        flip = bool((i // count + i) % 2) if rows else bool(rng.random() < 0.5)
        canvas.stamp(
            _cut_bird(rng, size * rng.uniform(0.9, 1.05), tones),
            at,
            (0.0 if not flip else np.pi) + rng.normal(0, 0.08 if rows else 0.4),
            mirror=flip,
        )
    for at in spaced(rng, size * 0.95, keep_from=places, limit=70):
        stem = turned(curve(size * 0.6, bend=0.5, points=10), rng.uniform(0, 6.3), tuple(at))
        canvas.polygon(ribbon(stem, size * 0.09 * taper(10, 0.5, 0.7)), 5)
