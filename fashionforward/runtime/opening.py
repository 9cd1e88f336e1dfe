"""Opening weights with the engine that their card asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fashionforward.presets.names import SMALL

if TYPE_CHECKING:
    from fashionforward.presets.engine import SmallEngine
    from fashionforward.runtime.engine import Engine
    from fashionforward.runtime.weights import Weights


def open_engine(weights: Weights, device: str = "auto", threads: int | None = None) -> Engine | SmallEngine:
    """The engine of `catalog` or of a small preset. Raises NoDevice, MissingDependency, BadWeights."""
    if weights.card.preset in SMALL:
        from fashionforward.presets.engine import SmallEngine

        return SmallEngine.load(weights, device, threads)
    from fashionforward.runtime.engine import Engine

    return Engine.load(weights, device, threads)
