"""z_print, the layout of a design: maps of the style bank, what its channels carry, and moves in it, decoded."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.exploration.maps import ACTIVE, draw_map, draw_thumbnails, project, strongest_direction
from fashionforward.exploration.parts import Posterior, nats
from fashionforward.presets.grid import draw_grid
from fashionforward.presets.html import picture, table
from fashionforward.prints import draw
from fashionforward.prints.registry import FAMILIES
from fashionforward.runtime.bank import StyleBank
from fashionforward.runtime.sessions import Sessions

Array = NDArray[np.float32]

STEPS = 7
AXES = 6
REACH = 3.0
MAPPED = 4
"""Designs of each print on the maps."""

ENCODED = 1
"""Designs of each print that are drawn and encoded anew, for the bank keeps means alone."""


def explore_prints(sessions: Sessions, bank: StyleBank) -> list[str]:
    """That part of the page."""
    codes = bank.codes.astype(np.float32) * bank.scale[:, None, None]
    mapped = np.concatenate([np.flatnonzero(bank.family == i)[:MAPPED] for i in np.unique(bank.family)])
    families = [bank.families[bank.family[i]] for i in mapped]
    shown = [_decode(sessions, bank, i, codes[i]) for i in mapped]
    maps = project(codes[mapped].reshape(len(mapped), -1))
    name = "palm_print" if "palm_print" in bank.families else families[0]
    mine = np.flatnonzero(bank.family == bank.families.index(name))
    first, last = int(mine[0]), int(mine[-1])
    between = [
        _decode(sessions, bank, first, (1 - s) * codes[first] + s * codes[last]) for s in np.linspace(0, 1, STEPS)
    ]
    steps = tuple(f"{step:+.2g}" if step else "0" for step in np.linspace(-REACH, REACH, STEPS))
    return [
        "<h2>z_print: the layout of a design</h2>",
        *(picture(f"{kind} of the style bank's codes", draw_map(kind, p, families)) for kind, p in maps.items()),
        picture("The same t-SNE, as designs", draw_thumbnails(maps["t-SNE"], shown)),
        *_carried(sessions, bank, codes),
        picture(f"Interpolation between two designs of {name}", draw_grid([("", between)])),
        picture(
            f"A design of {name} with one channel moved everywhere, in standard deviations of the channel, strongest first",
            draw_grid(_channels(sessions, bank, codes, first), steps),
        ),
        picture(
            f"The same moved along the strongest directions among designs of {name}, in standard deviations",
            draw_grid(_directions(sessions, bank, codes, mine), steps),
        ),
    ]


def _carried(sessions: Sessions, bank: StyleBank, codes: Array) -> list[str]:
    """KL of each axis, which is a channel at a place, as one map a channel; and a table of the channels."""
    posterior = Posterior(sessions.folder / "print_encoder.onnx", ("weights", "family"))
    found = [
        posterior.of({"weights": draw(family, seed).weights[None], "family": np.array([index], np.int64)})
        for index, family in enumerate(bank.families)
        if family in FAMILIES
        for seed in range(ENCODED)
    ]
    means, logvars = (np.stack(part) for part in zip(*found, strict=True))
    carried, active = nats(means, logvars), codes.var(0) > ACTIVE
    most = float(carried.max())
    order = np.argsort(-carried.mean((1, 2)))
    rows = [
        (
            str(c),
            f"{carried[c].sum():.0f}",
            f"{carried[c].mean():.3f}",
            f"{codes[:, c].var():.3f}",
            f"{active[c].sum()} of {active[c].size}",
        )
        for c in order
    ]
    tiles = [np.clip(carried[c] / most, 0, 1)[..., None].astype(np.float32) for c in order]
    return [
        f"<p>{active.sum()} of {active.size} axes are active; {carried.sum():.0f} nats a design, on average over "
        f"{len(means)} designs. An axis is one of {len(codes[0])} channels at one of {codes[0, 0].size} places of the torus.</p>",
        picture(
            f"KL of each axis: a channel each, its places on the torus; white is {most:.2f} nats",
            draw_grid([("", tiles)], tuple(f"channel {c}" for c in order)),
        ),
        table(("channel", "KL, nats", "nats a place", "variance of the mean", "active"), rows),
    ]


def _channels(sessions: Sessions, bank: StyleBank, codes: Array, member: int) -> list[tuple[str, list[Array]]]:
    """A row a channel: the channel moved at every place of the torus alike."""
    rows = []
    spread = codes.std((0, 2, 3))
    for channel in np.argsort(-spread):
        moved = codes[member][None].repeat(STEPS, 0)
        moved[:, channel] += np.linspace(-REACH, REACH, STEPS)[:, None, None] * spread[channel]
        rows.append((f"channel {channel}", [_decode(sessions, bank, member, code) for code in moved]))
    return rows


def _directions(
    sessions: Sessions, bank: StyleBank, codes: Array, mine: NDArray[np.intp]
) -> list[tuple[str, list[Array]]]:
    """A row a principal axis among one print's designs."""
    first = int(mine[0])
    axes, deviation = strongest_direction(codes[mine].reshape(len(mine), -1), AXES)
    rows = []
    for number, (axis, size) in enumerate(zip(axes, deviation, strict=True), 1):
        away = size * axis.reshape(codes[first].shape)
        moved = [codes[first] + step * away for step in np.linspace(-REACH, REACH, STEPS)]
        rows.append((f"axis {number}: {size:.1f}", [_decode(sessions, bank, first, code) for code in moved]))
    return rows


def _decode(sessions: Sessions, bank: StyleBank, member: int, code: Array) -> Array:
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
