"""The style bank: posterior means of the designs that each print's prior is made of, and their palettes."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from fashionforward.errors import BadWeights

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "bank.npz"


@dataclass(frozen=True)
class Style:
    """One draw from a print's prior: z_print (4, 64, 64) float32, its palette (6, 3) sRGB, mirror flags and the design's index."""

    code: NDArray[np.float32]
    palette: NDArray[np.float32]
    mirror: tuple[bool, bool]
    design: int


class StyleBank:
    """Codes (N, C, h, w) int8 with a scale a channel, palettes (N, 6, 3) sRGB, and family indices (N,)."""

    def __init__(self, path: Path, families: tuple[str, ...]) -> None:
        try:
            with np.load(path) as file:
                self.codes, self.scale, self.palettes, self.family = (
                    file[k] for k in ("codes", "scale", "palettes", "family")
                )
        except (OSError, KeyError, ValueError, BadZipFile) as error:
            raise BadWeights(f"{path} cannot be read: {error}", "Fetch or export the weights again.") from error
        self.families = families

    def draw(self, family: str, seed: int) -> Style:
        """Equal seeds draw equal styles; the first seeds go through every design before one comes again, mirrored."""
        members = np.flatnonzero(self.family == self.families.index(family))
        round_, place = divmod(seed, len(members))
        chosen = int(members[place])
        rng = np.random.default_rng([zlib.crc32(family.encode()), seed])
        palette = chosen if round_ == 0 else int(rng.choice(members))
        mirror = (bool(round_ & 1), bool(round_ & 2))
        code = self.codes[chosen].astype(np.float32) * self.scale[:, None, None]
        return Style(code, self.palettes[palette].astype(np.float32), mirror, chosen)
