"""What the ledger holds of one item under one edit."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fashionforward.batch.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a run wrote. `path` is relative to the output folder; `role`: "image", "matte" or "layers"."""

    role: str
    path: str
    stamp: Stamp


class Seen(NamedTuple):
    """A file, and what of its image a glance needs: a record takes ten times as long to make."""

    item: str
    edit: str
    sku: str
    recipe: int
    size: int | None
    mtime_ns: int | None
    own_matte: str | None
    status: str
    figures: str | None
    run: int
    role: str
    path: str
    file_size: int
    file_mtime_ns: int


@dataclass(slots=True)  # not frozen: that triples the cost of making one, and a look at a ledger makes them all
class Record:
    """The latest of one item under one edit.

    `input` and `own_matte` are None where the file could not be read, or there was none. A failed image keeps the
    `files` of the earlier one. `slot` is its place on the contact sheets, from 0; None: it was never on one.
    """

    item: str
    edit: str
    sku: str
    seed: int
    recipe: int
    source: str
    input: Stamp | None
    own_matte: Stamp | None
    status: str
    reason: str = ""
    seconds: float = 0.0
    figures: dict[str, Any] | None = None
    gates: tuple[str, ...] = ()
    slot: int | None = None
    run: int = 0
    files: tuple[Written, ...] = field(default=())

    def file(self, role: str) -> Written | None:
        """The file that it wrote in a role, or None."""
        return next((file for file in self.files if file.role == role), None)


def record_of(rows: list[tuple[Any, ...]]) -> Record:
    """A record from its row in the ledger, repeated for each of its files."""
    item, edit, sku, seed, recipe, source, size, mtime_ns, sha256, own, *rest = rows[0][:17]
    status, reason, seconds, figures, gates, slot, run = rest
    return Record(
        item,
        edit,
        sku,
        seed,
        recipe,
        source,
        Stamp(size, mtime_ns, sha256) if sha256 else None,
        Stamp(*json.loads(own)) if own else None,
        status,
        reason,
        seconds,
        json.loads(figures) if figures else None,
        tuple(json.loads(gates)) if gates else (),
        slot,
        run,
        tuple(Written(row[17], row[18], Stamp(*row[19:])) for row in rows if row[17] is not None),
    )
