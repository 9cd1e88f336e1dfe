"""`ff sample`: what the weights draw from their prior, one row a style or colour."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.errors import BadAttribute, UsageError
from fashionforward.presets.engine import SmallEngine
from fashionforward.presets.grid import draw_grid
from fashionforward.presets.pixels import to_small
from fashionforward.presets.vocabulary import Settings, read_settings

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL import Image


def sample_rows(engine: SmallEngine, wanted: Sequence[str]) -> list[tuple[str, Settings]]:
    """The rows of a grid, each with its settings: one a style; one a colour where there are no styles; or those asked for."""
    vocabulary = engine.vocabulary
    if wanted:
        return [(word, read_settings([word], vocabulary)) for word in wanted]
    key, names = ("style", vocabulary.styles) if vocabulary.styles else ("color", vocabulary.colors)
    return [(name, ((key, name),)) for name in names]


def sample(
    engine: SmallEngine, settings: Settings, count: int, seed: int, like: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """Draw codes from N(0, 1) and decode them: (count, side, side, C) in [0, 1]. Equal seeds draw equal codes for every setting.

    Groups that are not set are drawn too. like: a photograph (H, W, 3) that lends its form to a decoder with skips.
    Raises UsageError where that is needed and not given.
    """
    rng = np.random.default_rng(seed)
    codes = rng.standard_normal((count, engine.latent)).astype(np.float32)
    drawn = np.zeros((count, len(engine.vocabulary)), np.float32)
    for group, where in engine.vocabulary.groups.items():
        if group != "binary":
            drawn[np.arange(count), where.start + rng.integers(where.stop - where.start, size=count)] = 1
    like_code = None
    if engine.has_skips:
        if like is None:
            raise UsageError(
                f"{engine.card.name} draws over the form of a photograph.", "Give one: --like examples/catalog/tops/…"
            )
        like_code = engine.encode(to_small(like, engine.shape)[None].repeat(count, 0))
        drawn = like_code.attributes
    attributes = np.stack([engine.vocabulary.apply(own, settings) for own in drawn])
    return engine.decode(codes, attributes, engine.lasting(like_code, attributes) if like_code else {})


def sample_grid(
    engine: SmallEngine, wanted: Sequence[str], count: int, seed: int, like: Path | None = None
) -> Image.Image:
    """The labelled grid that `ff sample` writes. Raises BadAttribute, UsageError, UnreadableImage."""
    photograph = None
    if like is not None:
        from fashionforward.catalog.decode import read_photograph

        photograph = read_photograph(like).srgb()
    rows = [
        (label, list(sample(engine, settings, count, seed, photograph)))
        for label, settings in sample_rows(engine, wanted)
    ]
    return draw_grid(rows)


def words(styles: Sequence[str], colors: Sequence[str], attributes: Sequence[str]) -> list[str]:
    """`--style`, `--color` and `--attr` as attributes, one row each. Raises BadAttribute for an empty one."""
    found = [*(f"style={s}" for s in styles), *(f"color={c}" for c in colors), *attributes]
    if any(not word.partition("=")[2] and "=" in word for word in found):
        raise BadAttribute("--style or --color is empty.", "Give a name; `ff attrs --weights …` lists them.")
    return found
