"""Opening weights with the engine that their card asks for, on the devices that are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fashionforward.loading import loading
from fashionforward.presets.names import SMALL
from fashionforward.runtime.device import choose_devices

if TYPE_CHECKING:
    from fashionforward.presets.engine import SmallEngine
    from fashionforward.runtime.engine import Engine
    from fashionforward.runtime.several import SeveralEngines
    from fashionforward.runtime.weights import Weights


def open_engine(
    weights: Weights, device: str = "auto", threads: int | None = None
) -> Engine | SmallEngine | SeveralEngines:
    """What a run computes with: one engine, or one a GPU. Raises NoDevice, MissingDependency, BadWeights."""
    with loading():  # ONNX Runtime, which knows the devices
        devices = choose_devices(device)
    engines = [open_one(weights, chosen.name, threads) for chosen in devices]
    if len(engines) == 1:
        return engines[0]
    from fashionforward.runtime.several import SeveralEngines

    return SeveralEngines(engines)


def open_one(weights: Weights, device: str = "auto", threads: int | None = None) -> Engine | SmallEngine:
    """The engine of `catalog` or of a small preset, on one device. Raises as `open_engine`."""
    if weights.card.preset in SMALL:
        from fashionforward.presets.engine import SmallEngine

        return SmallEngine.load(weights, device, threads)
    with loading():
        from fashionforward.runtime.engine import Engine

    return Engine.load(weights, device, threads)
