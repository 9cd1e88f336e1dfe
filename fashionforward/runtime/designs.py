"""Which design an edit's print is: drawn from the style bank, one of the user's own, or a mix."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.errors import BadAttribute
from fashionforward.runtime.pattern import Pattern

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.attributes.edit import Edit
    from fashionforward.runtime.bank import StyleBank
    from fashionforward.runtime.card import Card
    from fashionforward.userprints.design import UserDesign
    from fashionforward.userprints.encoding import Graphs
    from fashionforward.userprints.store import UserPrint

    Array = NDArray[np.float32]

KEPT = 32
"""Designs kept in memory; one is 1.6 MB."""


class Designs:
    """Patterns by print and seed; equal seeds give equal patterns. Safe to call from several threads."""

    def __init__(self, card: Card, bank: StyleBank, graphs: Graphs, own: Mapping[str, UserPrint]) -> None:
        self._card, self._bank, self._graphs, self._own = card, bank, graphs, own
        self._kept: OrderedDict[tuple[str, int], Pattern] = OrderedDict()
        self._encoded: dict[str, tuple[UserDesign, ...]] = {}
        self._lock = threading.RLock()

    def of(self, edit: Edit) -> tuple[Pattern, tuple[str, int]]:
        """The pattern of an edit's print, and what it is called in a cache. Raises BadAttribute for an unknown print."""
        assert edit.print is not None
        if not edit.mix:
            return self.get(edit.print, edit.seed), (edit.print, edit.seed)
        return self._once((edit.print, edit.seed), lambda: self._mixed(edit)), (edit.print, edit.seed)

    def get(self, name: str, seed: int) -> Pattern:
        """The pattern of one print."""
        if name not in self._card.prints and name not in self._own:
            raise BadAttribute(f"These weights do not know the print '{name}'.", "`ff attrs` lists those they know.")
        make = self._users if name in self._own else self._drawn
        return self._once((name, seed), lambda: make(name, seed))

    def _once(self, key: tuple[str, int], make: Callable[[], Pattern]) -> Pattern:
        with self._lock:
            if key not in self._kept:
                made = make()
                self._kept[key] = made
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def _mixed(self, edit: Edit) -> Pattern:
        from fashionforward.runtime.mixing import mix  # few edits do, and it takes SciPy

        rng = np.random.default_rng([zlib.crc32((edit.print or "").encode()), edit.seed])
        return mix([self.get(name, edit.seed) for name, _ in edit.mix], [share for _, share in edit.mix], rng)

    def _drawn(self, name: str, seed: int) -> Pattern:
        style = self._bank.draw(name, seed)
        return Pattern(mirrored(self._decode(name, style.code), style.mirror), style.palette)

    def _users(self, name: str, seed: int) -> Pattern:
        """The first seeds go through the swatches, further ones through them mirrored."""
        designs = self._designs(name)
        round_, place = divmod(seed, len(designs))
        design = designs[place]
        logits = design.logits() if design.code is None else self._decode(design.family, design.code)
        return Pattern(mirrored(logits, (bool(round_ & 1), bool(round_ & 2))), design.palette)

    def _designs(self, name: str) -> tuple[UserDesign, ...]:
        """A print's designs; where they were encoded for other weights, encoded anew."""
        if name not in self._encoded:
            from fashionforward.userprints.encoding import encode, up_to_date

            self._encoded[name] = tuple(
                design if up_to_date(design, self._card) else encode(design, self._card, self._graphs)
                for design in self._own[name].designs
            )
        return self._encoded[name]

    def _decode(self, family: str, code: Array) -> Array:
        index = np.array([tuple(self._card.prints).index(family)], np.int64)
        return self._graphs.run("print_decoder", {"code": code[None], "family": index})["field"]


def mirrored(field: Array, mirror: tuple[bool, bool]) -> Array:
    """A field (1, 6, n, n) left to right, top to bottom."""
    for axis, wanted in zip((3, 2), mirror, strict=True):
        field = np.flip(field, axis) if wanted else field
    return field
