"""What the ledger holds, as the review knows it."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from fashionforward.attributes.naming import has_designs
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.plan import HELD_BACK
from fashionforward.batch.record import Record
from fashionforward.batch.results import Status
from fashionforward.review.entry import Entry

SHOWN = (Status.done, Status.review, Status.kept)
"""An image that failed may have left an earlier one; that is not the one that was asked for."""


def read_entries(ledger: Ledger) -> Iterator[Entry]:
    """Every image that an output folder knows of, in order of items and edits."""
    days, seeded = run_days(ledger), dict[int, bool]()
    for record in ledger.images():
        if record.recipe not in seeded:
            seeded[record.recipe] = has_designs(ledger.recipe_of(record.recipe).edit)
        yield _entry(record, days.get(record.run, ""), seeded[record.recipe])


def run_days(ledger: Ledger) -> dict[int, str]:
    """The day that each run began, "2026-11-22", by its number."""
    return {run["id"]: run["started"][:10] for run in ledger.runs()}


def _entry(record: Record, day: str, seeded: bool) -> Entry:
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
        seeded=seeded,
    )
