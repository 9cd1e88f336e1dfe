"""The common case, nothing changed, told from a few columns of the ledger and the sizes and times of the files.

A catalog of a hundred thousand is decided in seconds so. Only "nothing changed" is ever said here; whatever else there is
to say about an image, `sift` says it after a closer look.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fashionforward.attributes.edit import Edit
from fashionforward.batch.gates import Gates
from fashionforward.batch.keys import from_key, to_key
from fashionforward.batch.record import Seen
from fashionforward.batch.results import Status
from fashionforward.catalog.find import Item

DONE = Status.done.value


@dataclass(frozen=True)
class Glance:
    """Knows what an image has to be for nothing to have changed.

    Attributes:
        root: the output folder.
        recipes: the number of each edit's recipe.
        place: where an image belongs, below the output folder, from edit, item's name and SKU.
        roles: the files that each image has.
        gates: those of today.
        runs: the runs that had the same.
    """

    root: str
    recipes: Mapping[Edit, int | None]
    place: Callable[[Edit, str, str], str]
    roles: frozenset[str]
    gates: Gates
    runs: frozenset[int]

    def is_unchanged(self, item: Item, edit: Edit, sku: str, seen: Sequence[Seen] | None) -> bool:
        """Whether an image needs no closer look. `seen`: its files, each with what is known of the image."""
        if not seen:
            return False
        first = seen[0]
        if (
            first.status != DONE
            or first.recipe != self.recipes[edit]
            or (first.run not in self.runs and self._holds_back(first.figures))
            or first.own_matte is not None
            or first.size != item.size
            or first.mtime_ns != item.mtime_ns
            or first.sku != to_key(sku)
        ):
            return False
        if len(seen) != len(self.roles):
            return False
        for file in seen:
            path = from_key(file.path)
            if file.role not in self.roles or (file.role == "image" and path != self.place(edit, item.name, sku)):
                return False
            if not self._is_as_it_was(file, path):
                return False
        return True

    def _holds_back(self, figures: str | None) -> bool:
        return figures is not None and bool(self.gates.failed(json.loads(figures)))

    def _is_as_it_was(self, file: Seen, path: str) -> bool:
        try:
            status = os.stat(f"{self.root}/{path}")  # noqa: PTH116 (a hundred thousand times)
        except OSError:
            return False
        return status.st_size == file.file_size and status.st_mtime_ns == file.file_mtime_ns
