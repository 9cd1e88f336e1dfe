"""The latent spaces of `catalog`: z_cloth of the photographs' garments, and z_print of the designs in its style bank."""

from __future__ import annotations

from collections.abc import Sequence

from fashionforward.exploration.cloth import Watched, explore_cloth
from fashionforward.exploration.designs import explore_prints
from fashionforward.presets.collection import Collection
from fashionforward.runtime.bank import FILE, StyleBank
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.weights import Weights


def explore_catalog(
    weights: Weights, collection: Collection, ends: Sequence[str] = (), device: str = "auto"
) -> list[str]:
    """The page's body. `ends`: as for `explore_cloth`. Raises DataError, UsageError, BadWeights."""
    weights.verify()
    sessions = Watched(weights, choose_device(device))
    bank = StyleBank(weights.path / FILE, tuple(weights.card.prints))
    return [*explore_cloth(weights, sessions, bank, collection, ends), *explore_prints(sessions, bank)]
