"""The latent space of a small preset: maps, an interpolation, traversals, and what each axis carries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fashionforward.exploration.maps import (
    ACTIVE,
    axes_table,
    choose_ends,
    draw_map,
    draw_nats,
    draw_thumbnails,
    project,
)
from fashionforward.exploration.parts import nats
from fashionforward.presets.engine import Code, SmallEngine
from fashionforward.presets.grid import draw_grid
from fashionforward.presets.html import picture
from fashionforward.presets.pixels import Pixels, unit

STEPS = 9
"""Pictures in an interpolation and in a traversal."""

REACH = 3.0
"""How far a traversal goes from the prior's mean, in its standard deviations."""

AXES = 8
"""Axes that are traversed: those with most nats."""


def explore_small(engine: SmallEngine, pixels: Pixels, ends: Sequence[str] = ()) -> list[str]:
    """The page's body. `ends`: file names of the two items to go between; chosen by their labels where empty."""
    images = unit(pixels.images)
    codes = [engine.encode(images[i : i + 32], pixels.attributes[i : i + 32]) for i in range(0, len(images), 32)]
    mean, logvar = (np.concatenate([getattr(code, name) for code in codes]) for name in ("mean", "logvar"))
    labels = labels_of(engine, pixels)
    carried = nats(mean, logvar)
    active = mean.var(0) > ACTIVE
    maps = project(mean)
    body = [
        f"<p>{len(images)} items; {active.sum()} of {mean.shape[1]} axes are active; "
        f"{carried.sum():.1f} nats an item, on average. A code says where an item lies among the items of its own attributes, "
        "which have a Gaussian each: labels that mix on a map are labels that the code does not repeat.</p>",
        *(
            picture(f"{name} of the codes' means, by {key}", draw_map(name, points, known))
            for key, known in labels.items()
            for name, points in maps.items()
        ),
        picture("The same t-SNE, as pictures", draw_thumbnails(maps["t-SNE"], list(images))),
    ]
    own = next(iter(labels.values()))
    first, last = choose_ends([item.image.name for item in pixels.items], own, ends)
    row = interpolate(engine, images[[first, last]], pixels.attributes[[first, last]])
    caption = f"Interpolation from {pixels.items[first].image.name} ({own[first]}) to {pixels.items[last].image.name} ({own[last]})"
    if engine.has_skips:
        caption += "; what goes past the code is mixed in the same steps, so forms dissolve into each other"
    head = ("photograph", "decoded", *[""] * (STEPS - 2), "decoded", "photograph")
    body.append(picture(caption, draw_grid([("", [images[first], *row, images[last]])], head)))
    strongest = np.argsort(-carried)[:AXES]
    one = engine.encode(images[first : first + 1], pixels.attributes[first : first + 1])
    rows = [(f"axis {axis}: {carried[axis]:.2f} nats", list(traverse(engine, one, int(axis)))) for axis in strongest]
    steps = tuple(f"{step:+.2g}" if step else "0" for step in np.linspace(-REACH, REACH, STEPS))
    title = "Traversal of the strongest axes, in standard deviations of the prior"
    return [
        *body,
        picture(title, draw_grid(rows, steps)),
        "<h2>Axes</h2>",
        picture("KL of each axis", draw_nats(carried, active)),
        axes_table(carried, mean),
    ]


def labels_of(engine: SmallEngine, pixels: Pixels) -> dict[str, list[str]]:
    """Each item's style and colour, whichever the preset is conditioned on; "not labelled" where the data do not say."""
    vocabulary = engine.vocabulary
    named = {"style": vocabulary.styles, "color": vocabulary.colors}
    return {
        key: [
            names[own.argmax()] if own.any() else "not labelled" for own in pixels.attributes[:, vocabulary.groups[key]]
        ]
        for key, names in named.items()
        if names
    }


def interpolate(
    engine: SmallEngine, images: NDArray[np.float32], attributes: NDArray[np.float32]
) -> NDArray[np.float32]:
    """From one item to another (2, side, side, C), both ends decoded too; code, attributes and skips in equal steps."""
    code = engine.encode(images, attributes)
    share = np.linspace(0, 1, STEPS, dtype=np.float32)

    def mix(ends: NDArray[np.float32]) -> NDArray[np.float32]:
        along = share.reshape(-1, *[1] * (ends.ndim - 1))
        return (1 - along) * ends[:1] + along * ends[1:]

    return engine.decode(mix(code.mean), mix(attributes), {name: mix(values) for name, values in code.skips.items()})


def traverse(engine: SmallEngine, code: Code, axis: int) -> NDArray[np.float32]:
    """One item with one axis of its code set from -REACH to REACH: (STEPS, side, side, C)."""
    codes = code.mean.repeat(STEPS, 0)
    codes[:, axis] = np.linspace(-REACH, REACH, STEPS)
    skips = {name: values.repeat(STEPS, 0) for name, values in code.skips.items()}
    return engine.decode(codes, code.attributes.repeat(STEPS, 0), skips)
