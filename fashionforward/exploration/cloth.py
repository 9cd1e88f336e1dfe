"""z_cloth, how cloth takes light: maps of a collection's garments, what each axis carries, and the axes rendered on a garment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import DataError, NothingToEdit
from fashionforward.exploration.maps import (
    ACTIVE,
    axes_table,
    choose_ends,
    draw_map,
    draw_nats,
    draw_thumbnails,
    project,
)
from fashionforward.exploration.parts import Part, Posterior, nats
from fashionforward.presets.collection import Collection, Labelled
from fashionforward.presets.grid import draw_grid
from fashionforward.presets.html import picture
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import resize, to_small
from fashionforward.runtime.bank import StyleBank
from fashionforward.runtime.device import Device
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import Weights

if TYPE_CHECKING:
    from fashionforward.runtime.sessions import Feeds

Array = NDArray[np.float32]

STEPS = 7
REACH = 3.0
GREY = (0.5, 0.5, 0.5)
WORN = (0.45, 0.08, 0.14)
"""The colour that axes are shown in: deep, for there cloths differ most."""

TILE = 144
"""Pixels of a rendered garment in a row."""


class Watched(Sessions):
    """Sessions that keep what the graph `cloth` was asked, and where `code` (8,) is set, answer as if it had found that."""

    def __init__(self, weights: Weights, device: Device) -> None:
        super().__init__(weights.path, device, None)
        graph = weights.path / "cloth.onnx"
        self.posterior = Posterior(graph, ("features", "statistics", "old"))
        self._respond = Part(graph, ("code", "old"), ("film",))
        self.asked: Feeds = {}
        self.code: Array | None = None

    def run(self, graph: str, feeds: Feeds) -> dict[str, Array]:
        """As every session's, but for that."""
        if graph != "cloth":
            return super().run(graph, feeds)
        self.asked = feeds
        if self.code is None:
            return super().run(graph, feeds)
        code = self.code[None].astype(np.float32)
        return {"code": code, "film": self._respond.run({"code": code, "old": feeds["old"]})[0]}


@dataclass
class Garments:
    """What was found in a collection: items, thumbnails (64, 64, 3), and the posteriors of their z_cloth, each (8,)."""

    items: list[Labelled] = field(default_factory=list)
    thumbnails: list[Array] = field(default_factory=list)
    means: list[Array] = field(default_factory=list)
    logvars: list[Array] = field(default_factory=list)


def explore_cloth(
    weights: Weights, sessions: Watched, bank: StyleBank, collection: Collection, ends: Sequence[str] = ()
) -> list[str]:
    """That part of the page. `ends`: file names of the two items to go between; chosen by their labels where empty."""
    if collection.drawn is not None:
        raise DataError(f"{collection.root}: these are no photographs, and catalog looks at photographs")
    engine = Engine(weights.card, sessions, bank, weights.card.canvas)
    found = find_garments(engine, sessions, collection)
    labels = [item.style or item.color or "item" for item in found.items]
    mean = np.stack(found.means) if found.means else np.zeros((0, 8), np.float32)
    maps = project(mean)
    carried, active = nats(mean, np.stack(found.logvars)), mean.var(0) > ACTIVE
    strongest = [int(axis) for axis in np.argsort(-carried)]
    first, last = choose_ends([item.image.name for item in found.items], labels, ends)
    wearer = Wearer(engine, sessions, _small(found.items[first]))
    share = np.linspace(0, 1, STEPS)[:, None]
    between = wearer.wear((1 - share) * mean[first] + share * mean[last])
    rows = []
    for axis in strongest:
        codes = mean[first][None].repeat(STEPS, 0)
        codes[:, axis] = np.linspace(-REACH, REACH, STEPS)
        rows.append((f"axis {axis}: {carried[axis]:.2f} nats", wearer.wear(codes)))
    along = [(f"axis {axis}", [found.thumbnails[i] for i in _ranks(mean[:, axis])]) for axis in strongest]
    names = [found.items[i].image.name for i in (first, last)]
    return [
        "<h2>z_cloth: how cloth takes light</h2>",
        f"<p>{len(mean)} garments; {active.sum()} of {mean.shape[1]} axes are active; {carried.sum():.1f} nats a garment, on average.</p>",
        *(picture(f"{name} of z_cloth", draw_map(name, points, labels)) for name, points in maps.items()),
        picture("The same t-SNE, as photographs", draw_thumbnails(maps["t-SNE"], found.thumbnails)),
        picture("KL of each axis of z_cloth", draw_nats(carried, active)),
        axes_table(carried, mean),
        picture("Photographs from one end of an axis to the other", draw_grid(along)),
        picture(f"{names[0]} recoloured, as cloth from its own to that of {names[1]}", draw_grid([("", between)])),
        picture(
            f"{names[0]} recoloured, with one axis of z_cloth moved, in standard deviations of the prior",
            draw_grid(rows, tuple(f"{s:+.2g}" if s else "0" for s in np.linspace(-REACH, REACH, STEPS))),
        ),
    ]


def find_garments(engine: Engine, sessions: Watched, collection: Collection) -> Garments:
    """Look at every photograph; one in which nothing is found is left away."""
    found = Garments()
    for item in collection.items:
        rgb = read_photograph(item.image).srgb()
        try:
            engine.render(rgb, engine.parse(rgb), Edit("grey", color=GREY), sku=item.image.stem)
        except NothingToEdit:
            continue
        mean, logvar = sessions.posterior.of(sessions.asked)
        found.items.append(item)
        found.means.append(mean)
        found.logvars.append(logvar)
        found.thumbnails.append(to_small(rgb, SMALL["unet64"]))
    return found


class Wearer:
    """One photograph (H, W, 3) sRGB whose garment is shown as other cloths would take its light."""

    def __init__(self, engine: Engine, sessions: Watched, rgb: Array) -> None:
        self._engine, self._sessions, self._rgb = engine, sessions, rgb
        self._parse = engine.parse(rgb)

    def wear(self, codes: Array) -> list[Array]:
        """The garment in one colour under each of some codes (n, 8): squares of TILE pixels around it."""
        made = []
        for code in codes:
            self._sessions.code = code
            self._parse.cloths.clear()  # it keeps the cloth that was found before
            rendering = self._engine.render(self._rgb, self._parse, Edit("worn", color=WORN), sku="")
            made.append(_square(rendering.rgb, rendering.matte))
        self._sessions.code = None
        return made


def _square(rgb: Array, matte: Array) -> Array:
    """The garment's box, and as much around it as makes it square."""
    ys, xs = np.nonzero(matte > 0.5)
    side = min(*matte.shape, int(max(np.ptp(ys), np.ptp(xs))) + 5)
    top, left = (
        int(np.clip((at.min() + at.max() - side) // 2, 0, length - side))
        for at, length in zip((ys, xs), matte.shape, strict=True)
    )
    return resize(rgb[top : top + side, left : left + side], (TILE, TILE), smooth=True)


def _small(item: Labelled) -> Array:
    """An item's photograph, so small that many renderings of it take no time: at most 2 TILE a side."""
    rgb = read_photograph(item.image).srgb()
    share = min(1.0, 2 * TILE / max(rgb.shape[:2]))
    return resize(rgb, (round(rgb.shape[0] * share), round(rgb.shape[1] * share)))


def _ranks(values: Array) -> list[int]:
    """Items at equal ranks along an axis."""
    return [int(i) for i in np.argsort(values)[np.linspace(0, len(values) - 1, STEPS).round().astype(int)]]
