"""A user's design as a code of the print VAE: under the print whose embedding gives it back best."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from fashionforward.userprints.design import UserDesign, kept_share, paint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fashionforward.runtime.card import Card

DECODER = "print_decoder.onnx"


class Graphs(Protocol):
    """What `runtime.sessions.Sessions` offers."""

    def run(self, graph: str, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Outputs by name."""
        ...


def encode(design: UserDesign, card: Card, graphs: Graphs, families: Sequence[str] | None = None) -> UserDesign:
    """The design with its code, the family chosen, and how many cells keep their colour.

    families: those to try; None: all that the weights know. An exact design is only measured.
    """
    if design.exact:
        return replace(design, kept=kept_share(design.tile, paint(design.logits()[0], design.palette)))
    known = tuple(card.prints)
    weights = design.shares()[None]
    best, least = "", np.inf
    code = None
    for family in families or [name for name, entry in card.prints.items() if name != "solid" and "own" not in entry]:
        index = np.array([known.index(family)], np.int64)
        tried = graphs.run("print_encoder", {"weights": weights, "family": index})["code"]
        field = graphs.run("print_decoder", {"code": tried, "family": index})["field"]
        loss = _cross_entropy(field[0], weights[0])
        if loss < least:
            best, least, code = family, loss, tried[0]
            painted = paint(field[0], design.palette)
    return replace(
        design, code=code, family=best, decoder=card.files.get(DECODER, ""), kept=kept_share(design.tile, painted)
    )


def up_to_date(design: UserDesign, card: Card) -> bool:
    """Whether a design's code was made for these weights."""
    return design.exact or (design.decoder == card.files.get(DECODER, "") and design.family in card.prints)


def _cross_entropy(logits: np.ndarray, weights: np.ndarray) -> float:
    shifted = logits - logits.max(0)
    log_share = shifted - np.log(np.exp(shifted).sum(0))
    return float(-(weights * log_share).sum(0).mean())
