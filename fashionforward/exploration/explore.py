"""One self-contained page on the latent space of any weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fashionforward.catalog.write import write_atomically
from fashionforward.presets.collection import Collection, open_collection
from fashionforward.presets.engine import SmallEngine
from fashionforward.presets.html import page
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import read_pixels
from fashionforward.runtime.weights import Weights


@dataclass(frozen=True)
class ExploreOptions:
    """What `ff explore` was asked. `limit`: items that are shown, spread over the collection. `between`: file names of two items."""

    data: Path
    limit: int = 400
    between: Sequence[str] = ()
    cache: Path | None = None
    device: str = "auto"


def explore(weights: Weights, options: ExploreOptions, out: Path) -> Path:
    """Write OUT/index.html; returns it. Raises DataError, UsageError, BadWeights."""
    collection = _spread(open_collection(options.data), options.limit)
    if weights.card.preset in SMALL:
        from fashionforward.exploration.small import explore_small

        engine = SmallEngine.load(weights, options.device)
        pixels = read_pixels(collection, None, engine.shape, engine.vocabulary, options.cache)
        body = explore_small(engine, pixels, options.between)
    else:
        from fashionforward.exploration.catalog import explore_catalog

        body = explore_catalog(weights, collection, options.between, options.device)
    write_atomically(out / "index.html", page(f"The latent space of {weights.card.name}", body).encode())
    return out / "index.html"


def _spread(collection: Collection, limit: int) -> Collection:
    """Every so-manieth item, so that `limit` are left."""
    count = len(collection.items)
    if count <= limit:
        return collection
    chosen = np.linspace(0, count - 1, limit).round().astype(int)
    drawn = None if collection.drawn is None else collection.drawn[chosen]
    return replace(collection, items=tuple(collection.items[i] for i in chosen), drawn=drawn)
