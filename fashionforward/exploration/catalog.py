"""The latent spaces of `catalog`: z_cloth of the photographs' garments, and z_print of the designs in its style bank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import DataError, NothingToEdit
from fashionforward.exploration.maps import draw_map, draw_thumbnails, project, strongest_direction
from fashionforward.presets.collection import Collection
from fashionforward.presets.grid import draw_grid
from fashionforward.presets.html import picture, table
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import to_small
from fashionforward.runtime.bank import FILE, StyleBank
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import Weights

if TYPE_CHECKING:
    from fashionforward.runtime.sessions import Feeds

STEPS = 7
AXES = 6
REACH = 3.0
GREY = (0.5, 0.5, 0.5)
ACTIVE = 0.01

Array = NDArray[np.float32]


class Remembering(Sessions):
    """Sessions that keep what the graph `cloth` said last: z_cloth (8,)."""

    code: Array | None = None

    def run(self, graph: str, feeds: Feeds) -> dict[str, Array]:
        """As every session's."""
        out = super().run(graph, feeds)
        if graph == "cloth":
            self.code = out["code"][0]
        return out


def explore_catalog(weights: Weights, collection: Collection, device: str = "auto") -> list[str]:
    """The page's body."""
    sessions = Remembering(weights.path, choose_device(device), None)
    bank = StyleBank(weights.path / FILE, tuple(weights.card.prints))
    return [*_cloth(weights, sessions, bank, collection), *_prints(sessions, bank)]


def _cloth(weights: Weights, sessions: Remembering, bank: StyleBank, collection: Collection) -> list[str]:
    if collection.drawn is not None:
        raise DataError(f"{collection.root}: these are no photographs, and catalog looks at photographs")
    engine = Engine(weights.card, sessions, bank, weights.card.canvas)
    codes, thumbnails, labels = [], [], []
    for item in collection.items:
        rgb = read_photograph(item.image).srgb()
        try:
            engine.render(rgb, engine.parse(rgb), Edit("grey", color=GREY), sku=item.image.stem)
        except NothingToEdit:
            continue
        if sessions.code is not None:
            codes.append(sessions.code)
            thumbnails.append(to_small(rgb, SMALL["unet64"]))
            labels.append(item.style or item.color or "item")
    found = np.stack(codes) if codes else np.zeros((0, 8), np.float32)
    maps = project(found)
    spread = found.var(0)
    axes = [
        (str(axis), f"{spread[axis]:.4f}", "yes" if spread[axis] > ACTIVE else "no") for axis in np.argsort(-spread)
    ]
    ends = [(f"axis {a}", [thumbnails[i] for i in _along(found[:, a])]) for a in np.argsort(-spread)[:AXES]]
    return [
        "<h2>z_cloth: how cloth takes light</h2>",
        f"<p>{len(found)} garments. The graphs that ship give posterior means alone: activity is the variance of the mean.</p>",
        *(picture(f"{name} of z_cloth", draw_map(name, points, labels)) for name, points in maps.items()),
        picture("The same t-SNE, as photographs", draw_thumbnails(maps["t-SNE"], thumbnails)),
        picture("Photographs from one end of an axis to the other", draw_grid(ends)),
        table(("axis", "variance of the mean", "active"), axes),
    ]


def _along(values: Array) -> list[int]:
    """Items at equal ranks along an axis."""
    return [int(i) for i in np.argsort(values)[np.linspace(0, len(values) - 1, STEPS).round().astype(int)]]


def _prints(sessions: Sessions, bank: StyleBank) -> list[str]:
    codes = bank.codes.astype(np.float32) * bank.scale[:, None, None]
    families = [bank.families[i] for i in bank.family]
    shown = [_draw(sessions, bank, i, codes[i]) for i in range(len(codes))]
    maps = project(codes.reshape(len(codes), -1))
    name = "palm_print" if "palm_print" in bank.families else families[0]
    mine = np.flatnonzero(bank.family == bank.families.index(name))
    first, last = int(mine[0]), int(mine[-1])
    share = np.linspace(0, 1, STEPS)
    between = [_draw(sessions, bank, first, (1 - s) * codes[first] + s * codes[last]) for s in share]
    axes, deviation = strongest_direction(codes[mine].reshape(len(mine), -1), AXES)
    rows = []
    for number, (axis, size) in enumerate(zip(axes, deviation, strict=True), 1):
        away = size * axis.reshape(codes[first].shape)
        moved = [codes[first] + step * away for step in np.linspace(-REACH, REACH, STEPS)]
        rows.append((f"axis {number}: {size:.1f}", [_draw(sessions, bank, first, code) for code in moved]))
    steps = tuple(f"{step:+.2g}" if step else "0" for step in np.linspace(-REACH, REACH, STEPS))
    return [
        "<h2>z_print: the layout of a design</h2>",
        *(picture(f"{name_} of the style bank's codes", draw_map(name_, p, families)) for name_, p in maps.items()),
        picture("The same t-SNE, as designs", draw_thumbnails(maps["t-SNE"], shown)),
        picture(f"Interpolation between two designs of {name}", draw_grid([("", between)])),
        picture(
            f"A design of {name} moved along the strongest directions among them, in standard deviations",
            draw_grid(rows, steps),
        ),
    ]


def _draw(sessions: Sessions, bank: StyleBank, member: int, code: Array) -> Array:
    """(64, 64, 3): a code decoded as a member's family, in its palette."""
    feeds: dict[str, NDArray[Any]] = {
        "code": code[None].astype(np.float32),
        "family": np.array([bank.family[member]], np.int64),
    }
    field = sessions.run("print_decoder", feeds)["field"][0]
    share = np.exp(field - field.max(0))
    share /= share.sum(0)
    small = share.reshape(share.shape[0], 64, 4, 64, 4).mean((2, 4))
    return np.einsum("khw,kc->hwc", small, bank.palettes[member].astype(np.float32)).astype(np.float32)
