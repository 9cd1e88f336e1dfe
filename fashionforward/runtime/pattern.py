"""A design as it is laid onto cloth: which entry of its palette each cell is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]


@dataclass(frozen=True)
class Pattern:
    """A print ready to be sampled: logits (1, 6, 256, 256) and its palette (6, 3) sRGB."""

    logits: Array
    palette: Array
