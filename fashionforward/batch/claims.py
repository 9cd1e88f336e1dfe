"""Places in the output folder that an image of an earlier run holds: another one is not written over it."""

import os

from fashionforward.batch.keys import from_key, to_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.plan import HELD_BACK, Plan
from fashionforward.errors import UnsafeOutput


def check_claims(plan: Plan, whole: Plan, ledger: Ledger) -> None:
    """Refuse to write over an image of another item or edit, which this run is not asked for and so does not move.

    What was made of a photograph that is gone gives way, and so does what is there no more.

    Args:
        plan: what is to be made.
        whole: what was asked for.
        ledger: of the output folder.

    Raises:
        UnsafeOutput: with the first of them.
    """
    if not plan.jobs:
        return
    asked = {(to_key(job.item.name), edit.name) for job in whole.jobs for edit in job.edits}
    held = {
        path.removeprefix(f"{HELD_BACK}/"): (path, item, edit, source)
        for path, item, edit, source in ledger.places()
        if (item, edit) not in asked
    }
    for job in plan.jobs if held else ():
        for edit in job.edits:
            place = plan.tree.place(edit, job.item.name, job.sku)
            if (holder := held.get(to_key(place))) is None:
                continue
            path, item, other, source = holder
            if os.path.lexists(from_key(source)) and os.path.lexists(plan.tree.root / from_key(path)):
                raise UnsafeOutput(
                    f"{job.item.name} [{edit.name}] would be written over {from_key(item)} [{other}], in {place}.",
                    "Let --name tell them apart, say with {edit}, or give another --out; --force writes over it.",
                )
