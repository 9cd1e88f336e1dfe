"""One engine a GPU, with the photographs dealt out to them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from fashionforward.attributes.edit import Edit
    from fashionforward.presets.engine import SmallEngine
    from fashionforward.runtime.card import Card
    from fashionforward.runtime.engine import Engine

    Array = NDArray[np.float32]

SAMPLED = 16
"""One row and column in so many decides where a photograph goes."""


@dataclass(frozen=True)
class Dealt:
    """What an engine said of a photograph, and which one."""

    engine: Engine | SmallEngine
    parse: Any


class SeveralEngines:
    """Engines of the same weights on several GPUs, used as one. Several threads may parse and render at once.

    A photograph's pixels decide who gets it: always the same one, in whatever order the threads come and wherever a run goes
    on. So a run's bytes are the same each time, even where the GPUs are not alike. Edits stay where the photograph is.
    """

    def __init__(self, engines: Sequence[Engine | SmallEngine]) -> None:
        self.engines = tuple(engines)

    @property
    def card(self) -> Card:
        """The weights'."""
        return self.engines[0].card

    @property
    def device(self) -> str:
        """Their names: "cuda:0, cuda:1"."""
        return ", ".join(engine.device for engine in self.engines)

    @property
    def providers(self) -> tuple[str, ...]:
        """ONNX Runtime's providers in use."""
        return tuple(dict.fromkeys(provider for engine in self.engines for provider in engine.providers))

    def parse(self, rgb: Array) -> Dealt:
        """As the engine's that gets it."""
        engine = self.engines[deal(rgb, len(self.engines))]
        return Dealt(engine, engine.parse(rgb))

    def render(self, rgb: Array, parse: Dealt, edit: Edit, *, sku: str, matte: Array | None = None) -> Any:
        """As the engine's that parsed it."""
        return parse.engine.render(rgb, parse.parse, edit, sku=sku, matte=matte)


def deal(rgb: Array, hands: int) -> int:
    """Which of so many a photograph (H, W, 3) goes to: from 0, always the same, each about as often as the others."""
    return zlib.crc32(np.ascontiguousarray(rgb[::SAMPLED, ::SAMPLED]).tobytes()) % hands
