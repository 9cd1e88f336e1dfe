"""What the ledger holds, as the review knows it."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger, Record
from fashionforward.batch.results import Status
from fashionforward.review.entry import Entry

SHOWN = (Status.done, Status.review, Status.kept)
"""An image that failed may have left an earlier one; that is not the one that was asked for."""

HELD_BACK = "review"


def read_entries(ledger: Ledger) -> Iterator[Entry]:
    """Every image that an output folder knows of, in order of items and edits."""
    days = {run["id"]: run["started"][:10] for run in ledger.runs()}
    for record in ledger.images():
        yield _entry(record, days.get(record.run, ""))


def _entry(record: Record, day: str) -> Entry:
    image = record.file("image") if record.status in SHOWN else None
    output = PurePosixPath(from_key(image.path)) if image else None
    held_back = output is not None and record.status == Status.review
    return Entry(
        item=from_key(record.item),
        edit=record.edit,
        sku=from_key(record.sku),
        seed=record.seed,
        status=record.status,
        output=output,
        before=Path(from_key(record.source)),
        place=output.relative_to(HELD_BACK) if output is not None and held_back else None,
        gates=record.gates,
        reason=record.reason,
        made=day,
    )
