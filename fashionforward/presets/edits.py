"""Edits for whatever weights are in use: `catalog`'s, or a small preset's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.reading import parse_edit
from fashionforward.errors import UsageError
from fashionforward.presets.names import SMALL
from fashionforward.presets.vocabulary import Vocabulary, read_settings

if TYPE_CHECKING:
    from fashionforward.runtime.card import Card


def read_edit(attributes: Sequence[str], card: Card, seed: int = 0, upscale: bool = False) -> Edit:
    """Make one edit of everything that `--attr` said, in the words that these weights know. Raises BadAttribute, UsageError."""
    if card.preset in SMALL:
        return small_edit(attributes, card, upscale)
    if upscale:
        raise UsageError(
            f"--upscale is for small presets; {card.name} makes pictures of the photograph's size already."
        )
    return parse_edit(attributes, card.prints, seed)


def small_edit(attributes: Sequence[str], card: Card, upscale: bool = False) -> Edit:
    """An edit for a small preset, say `color-red` or `color-blue-style-dress`; its outputs are small unless `upscale`."""
    settings = read_settings(attributes, Vocabulary.from_card(card.attributes))
    name = "-".join(re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_") for pair in settings for word in pair)
    side = SMALL[card.preset].side
    return Edit(name, settings=settings, output_size=None if upscale else (side, side))
