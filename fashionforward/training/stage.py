"""What the loop needs of a part of the model that can be trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor


@dataclass(frozen=True)
class Numbers:
    """Random numbers of one stage, for arrays and for tensors."""

    array: np.random.Generator
    tensor: torch.Generator


class Stage(Protocol):
    """One part of the model with its data: it makes batches, loss terms by name, figures to follow and pictures to look at."""

    name: str

    trains: tuple[str, ...]
    """Modules of the model that learn here; none named: the whole model."""

    together: int
    """Items that one call of `batch` makes; batches of a step are multiples of it."""

    def batch(self, rng: Numbers, count: int) -> Any:
        """Random items, on the CPU, called from threads beside the training step; what they hold is theirs alone: no item's
        numbers depend on how many are made."""
        ...

    def losses(self, model: Any, batch: Any) -> dict[str, Tensor]:
        """Named scalar terms, to be summed."""
        ...

    def refresh(self, model: Any) -> None:
        """Renew what was worked out with parts of the model that have moved since; called before each check."""
        ...

    def check(self, model: Any) -> dict[str, float]:
        """Figures on the validation split, by name."""
        ...

    def picture(self, model: Any) -> np.ndarray:
        """A grid of samples, always of the same items: (H, W, 3) uint8 sRGB."""
        ...
