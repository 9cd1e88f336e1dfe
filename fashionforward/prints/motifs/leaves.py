"""Leaves: palm fronds, fans, banana, monstera, and the small ones that fill between flowers.

Every function returns shapes around the leaf's base at the origin, growing along +x. `tones` are palette entries,
from the darkest to the lightest that the leaf may use; cells are the unit of length.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fashionforward.prints.canvas import Shape
from fashionforward.prints.outlines import at, circle, curve, headings, rays, ribbon, shares, taper, turned, wander


def frond(
    rng: np.random.Generator,
    length: float,
    tones: tuple[int, int, int],
    *,
    fullness: float = 1.0,
    spread: float = 1.15,
    gap: float | None = None,
) -> list[Shape]:
    """A pinnate palm frond: a curved midrib and leaflets that lean to the tip, one side in shade.

    tones: shaded leaflets, lit leaflets, midrib. fullness: leaflets' length; spread: their angle at the base
    (radians); gap: cells between their feet.
    """
    rib = curve(length, bend=rng.uniform(0.25, 0.95) * rng.choice([-1, 1]), points=40)
    gap = gap or float(np.clip(length * rng.uniform(0.062, 0.082), 5.6, 9.0))
    count = max(8, int(length * 0.9 / gap))
    plump = gap * rng.uniform(0.27, 0.40)  # half width: from airy to closed
    shapes: list[Shape] = []
    n = 11
    t = shares(n)
    along = headings(rib)
    for side in (-1, 1):
        s = np.linspace(0.09, 0.985, count) + rng.normal(0, 0.13 / count, count) + (0.3 / count if side > 0 else 0)
        s = np.clip(s, 0.06, 0.995)
        profile = (0.35 + 0.65 * np.sin(np.pi * np.clip(s + 0.08, 0, 1)) ** 0.8) * (1 - 0.45 * s**3)
        reach = length * 0.37 * fullness * profile * rng.normal(1, 0.06, count)
        lean = spread * (1 - 0.72 * s**1.4) + rng.normal(0, 0.05, count)
        # Leaflets arch towards the tip as if heavy: their heading falls away along them.
        droop = rng.uniform(0.1, 0.6) * np.linspace(1, 0.5, count)
        heading = side * (lean[:, None] - droop[:, None] * (t[None, :] - 0.25))
        step = rays(heading, (reach / (n - 1))[:, None])
        paths = turned(np.cumsum(step, axis=1) - step[:, :1], np.interp(s, shares(len(rib)), along), at(rib, s))
        half = np.clip(plump * (0.55 + 0.45 * profile), 1.5, 4.0)[:, None] * taper(n, 0.38, 0.75)[None, :]
        tone = tones[0] if side > 0 else tones[1]
        shapes += [(outline, tone) for outline in ribbon(paths, half)]
    shapes.append((ribbon(rib, np.linspace(max(1.6, length / 50), 1.0, len(rib))), tones[2]))
    return shapes


def fan(rng: np.random.Generator, radius: float, tones: tuple[int, int, int]) -> list[Shape]:
    """A fan palm leaf: pleated blades that part towards their tips. tones: shaded pleat, lit pleat, stem."""
    blades = int(rng.integers(13, 20))
    sweep = rng.uniform(1.25, 1.5) * np.pi
    stem = curve(radius * rng.uniform(0.7, 1.0), bend=rng.uniform(-0.5, 0.5), points=20)
    hub = stem[-1]
    ahead = headings(stem)[-1]
    angle = ahead + np.linspace(-sweep / 2, sweep / 2, blades) + rng.normal(0, 0.02, blades)
    reach = radius * (1 - 0.28 * np.abs(np.linspace(-1, 1, blades)) ** 2) * rng.normal(1, 0.035, blades)
    s = np.linspace(0, 1, 14)
    # Half as wide as the gap to the next blade while they are joined, then tapering to a point.
    half = np.minimum(
        s * np.tan(sweep / blades / 2) * 1.06, 0.62 * np.tan(sweep / blades / 2) * ((1 - s) / 0.42) ** 0.8
    )
    shapes: list[Shape] = [(ribbon(stem, np.linspace(1.9, 1.3, len(stem))), tones[2])]
    order = np.argsort(-np.abs(np.linspace(-1, 1, blades)))
    for i in order:
        path = turned(curve(reach[i], bend=rng.normal(0, 0.14), points=14), angle[i]) + hub
        width = half * reach[i]
        shapes.append((ribbon(path, width), tones[1]))
        shapes.append((ribbon(path, width, 0.0), tones[0]))
    shapes.append((circle(max(2.0, radius * 0.045), 14) + hub, tones[2]))
    return shapes


@dataclass(frozen=True)
class Blade:
    """How a broad leaf's blade is cut: see `slit_leaf`."""

    edge: np.ndarray  # half width along the leaf, a share of its length, evenly spaced from base to tip
    slant: tuple[float, float]  # angle of the side veins to the midrib at base and tip, radians
    slits: int  # cuts on each side
    opens: float  # share of the way to the edge where cuts begin
    gape: float  # how wide a cut stands open at the edge, a share of a strip
    holes: bool  # an oval hole between midrib and cut
    lobed: float = 0.10  # how far the edge falls back at a cut, a share of the half width
    spacing: float = 16.0  # cells between side veins, about


def _side(
    rng: np.random.Generator, rib: np.ndarray, length: float, blade: Blade, side: int
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """One side's strips, and the side veins that run along them."""

    def point(s: np.ndarray, r: np.ndarray) -> np.ndarray:
        s = np.clip(s, 0, 1)
        foot = at(rib, 0.02 + 0.93 * s)
        angle = np.interp(s, np.linspace(0, 1, len(rib)), headings(rib))
        lean = blade.slant[0] + (blade.slant[1] - blade.slant[0]) * s**1.1
        lean = lean - 0.25 * r  # veins curve on towards the tip
        width = np.interp(s, np.linspace(0, 1, len(blade.edge)), blade.edge) * length
        return foot + (r * width)[..., None] * np.stack([np.cos(angle + side * lean), np.sin(angle + side * lean)], -1)

    cuts = np.linspace(0, 1, blade.slits + 2)
    cuts[1:-1] += rng.normal(0, 0.16 / (blade.slits + 1), blade.slits)
    r = np.linspace(0, 1, 15)
    strips, veins = [], []
    depth = np.clip(blade.opens + rng.normal(0, 0.1, blade.slits + 2), 0.15, 0.9)
    for i in range(blade.slits + 1):
        low, high = cuts[i], cuts[i + 1]
        wide = high - low

        def parting(k: int, wide: float = wide) -> np.ndarray:
            if k in (0, blade.slits + 1):
                return np.zeros_like(r)
            gap = blade.gape * wide * np.clip((r - depth[k]) / (1 - depth[k]), 0, 1) ** 0.7
            if blade.holes:
                gap = gap + 0.17 * wide * np.clip(1 - ((r - 0.26) / 0.1) ** 2, 0, 1) ** 0.5
            return gap

        tip = np.linspace(low, high, 9)
        phase = (tip - low) / wide
        swell = 1 - blade.lobed * np.abs(2 * phase - 1) ** 2.5
        start, end = low + parting(i)[-1], high - parting(i + 1)[-1]
        arc = start + (end - start) * phase
        outline = np.concatenate([
            point(low + parting(i), r * (swell[0] if i else 1.0))[:-1],
            point(arc, swell),
            point(high - parting(i + 1), r * swell[-1])[::-1][1:],
        ])  # fmt: skip
        strips.append(outline)
        lines = round(wide * length * 0.9 / blade.spacing)
        for k in range(lines):
            reach = np.linspace(0.02, rng.uniform(0.78, 0.9), 12)
            veins.append(point(np.full(12, low + wide * (k + 0.5) / lines), reach))
    return strips, veins


def slit_leaf(
    rng: np.random.Generator,
    length: float,
    blade: Blade,
    tones: tuple[int, int, int],
    *,
    vein: float = 1.5,
    veins: bool = True,
) -> list[Shape]:
    """A broad leaf with side veins and cuts. tones: shaded half, lit half, midrib and veins. vein: half width."""
    rib = curve(length, bend=rng.uniform(0.1, 0.65) * rng.choice([-1, 1]), points=40)
    shapes: list[Shape] = []
    lines: list[Shape] = []
    for side in (1, -1):
        strips, centres = _side(rng, rib, length, blade, side)
        shapes += [(strip, tones[0] if side > 0 else tones[1]) for strip in strips]
        if veins:
            lines += [(ribbon(line, np.linspace(vein, 0.8, len(line))), tones[2]) for line in centres]
    stalk = curve(length * 0.16, bend=rng.uniform(-0.6, 0.6), points=12) * np.array([-1, 1])
    shapes.insert(0, (ribbon(stalk, 1.9), tones[1]))
    return shapes + lines + [(ribbon(rib, np.linspace(max(1.9, length / 40), 1.1, len(rib))), tones[2])]


def banana(rng: np.random.Generator, length: float, tones: tuple[int, int, int]) -> list[Shape]:
    """A banana leaf: long, its blade torn along the veins here and there."""
    edge = rng.uniform(0.21, 0.27) * taper(24, rng.uniform(0.38, 0.5), 0.5)
    slits = int(rng.integers(1, 5))
    blade = Blade(edge, (1.4, 0.7), slits, opens=0.55, gape=0.035 * slits, holes=False, lobed=0.03, spacing=10.5)
    return slit_leaf(rng, length, blade, tones, vein=1.3)


def monstera(rng: np.random.Generator, length: float, tones: tuple[int, int, int]) -> list[Shape]:
    """A monstera leaf: heart-shaped, deeply cut into fingers, holes along the midrib when it is large enough."""
    s = np.linspace(0, 1, 24)
    edge = 0.50 * (0.72 + 0.28 * np.sin(np.pi * np.clip(s * 1.3, 0, 1))) * np.clip(1 - s**3, 0, 1) ** 0.45 + 0.02
    blade = Blade(edge, (2.25, 0.25), int(rng.integers(4, 6)), opens=0.45, gape=0.2, holes=length > 62, lobed=0.15)
    return slit_leaf(rng, length, blade, tones, vein=1.4)


def simple(
    rng: np.random.Generator, length: float, tones: tuple[int, int], *, slim: float = 0.24, vein: bool = True
) -> list[Shape]:
    """A plain leaf in two tones split by its midrib, or (`vein` false) in one with a lit stroke.

    tones: body, second tone (the lit half, the vein).
    """
    n = 18
    path = curve(length, bend=rng.normal(0, 0.45), points=n)
    full = taper(n, rng.uniform(0.32, 0.48), rng.uniform(0.75, 1.0)) * length * slim * rng.uniform(0.85, 1.15)
    edge = np.clip(1 + wander(rng, n, 0.05), 0.7, 1.3)
    shapes: list[Shape] = [(ribbon(path, full * edge, full), tones[0])]
    if length * slim >= 5:
        if vein:
            shapes.append((ribbon(path, full * edge, -0.02 * length * np.ones(n)), tones[1]))
        else:
            inner = path[3:-3]
            shapes.append((ribbon(inner, np.linspace(1.35, 0.7, len(inner))), tones[1]))
    return shapes


def sprig(
    rng: np.random.Generator,
    length: float,
    tones: tuple[int, int],
    *,
    slim: float = 0.3,
    pairs: int | None = None,
    round_leaves: bool = False,
) -> list[Shape]:
    """A stem with leaves on both sides, like olive (slim) or eucalyptus (round). tones: leaves, stem and lit leaves."""
    stem = curve(length, bend=rng.normal(0, 0.6), points=24)
    shapes: list[Shape] = [(ribbon(stem, np.linspace(1.5, 1.1, 24)), tones[1])]
    pairs = pairs or max(3, int(length / 10))
    for i, s in enumerate(np.linspace(0.22, 0.98, pairs)):
        foot, angle = at(stem, float(s)), float(np.interp(s, np.linspace(0, 1, 24), headings(stem)))
        size = length * 0.30 * (1.1 - 0.45 * s) * rng.uniform(0.85, 1.15)
        for side in (-1, 1):
            lean = angle + side * (rng.uniform(0.65, 1.0) * (1 - 0.45 * s))
            tone = tones[0] if (i + (side > 0)) % 3 else tones[1]
            path = turned(curve(size, bend=-side * rng.uniform(0.1, 0.5), points=12), lean, tuple(foot))
            width = (
                size
                * (0.42 if round_leaves else slim)
                * taper(12, 0.5 if round_leaves else 0.4, 0.6 if round_leaves else 0.9)
            )
            shapes.append((ribbon(path, np.maximum(width, 0.2)), tone))
    tip = turned(curve(length * 0.24, points=12), float(headings(stem)[-1]), tuple(stem[-1]))
    shapes.append((ribbon(tip, length * 0.24 * slim * taper(12, 0.4, 0.9)), tones[0]))
    return shapes


def fern(rng: np.random.Generator, length: float, tone: int) -> list[Shape]:
    """A small fern in one tone, for the spaces between larger motifs."""
    return frond(rng, length, (tone, tone, tone), fullness=0.72, spread=1.25, gap=6.5)


def berries(rng: np.random.Generator, length: float, tones: tuple[int, int]) -> list[Shape]:
    """A spray of berries. tones: stem, berries."""
    stem = curve(length, bend=rng.normal(0, 0.6), points=16)
    shapes: list[Shape] = [(ribbon(stem, 1.25), tones[0])]
    for i, s in enumerate(np.linspace(0.35, 1.0, max(3, int(length / 6)))):
        foot, angle = at(stem, float(s)), float(np.interp(s, np.linspace(0, 1, 16), headings(stem)))
        side = -1 if i % 2 else 1
        twig = turned(
            curve(length * rng.uniform(0.16, 0.26), points=6), angle + side * rng.uniform(0.5, 1.0), tuple(foot)
        )
        shapes.append((ribbon(twig, 1.2), tones[0]))
        shapes.append((circle(rng.uniform(2.2, 3.1), 14) + twig[-1], tones[1]))
    return shapes
