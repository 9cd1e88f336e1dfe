"""What people's verdicts leave of a plan."""

from collections.abc import Iterable
from dataclasses import replace

from fashionforward.batch.keys import from_key, to_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.plan import Plan
from fashionforward.review.verdicts import FILE_NAME, Key, apply_verdicts, known_verdicts, write_verdicts

CHUNK = 500
"""Items that the ledger is asked about at once."""


def after_verdicts(plan: Plan, options: RunOptions, ledger: Ledger | None) -> Plan:
    """Take approved images out of a plan, and give rejected ones another seed; without a ledger nothing was made yet.

    Raises:
        BadReview: what the output folder remembers cannot be read.
    """
    verdicts = known_verdicts(options.out, known_verdicts(options.home, options.review))
    if not verdicts:
        return plan
    seeds = _seeds_there(ledger, plan, {judgement.item for judgement in verdicts}) if ledger else {}
    jobs = apply_verdicts(plan.jobs, verdicts, options.drop_rejected, seeds)
    left = replace(plan, jobs=jobs)
    return replace(left, unchanged=len(plan) - len(left))


def remember(options: RunOptions) -> bool:
    """Keep the verdicts in the output folder: a later run without them must not undo what they decided.

    Returns whether there was something new.

    Raises:
        CannotWrite: with the reason.
    """
    before = known_verdicts(options.home)
    now = known_verdicts(options.home, options.review)
    if now == before:
        return False
    write_verdicts(options.home / FILE_NAME, now)
    return True


def _seeds_there(ledger: Ledger, plan: Plan, items: Iterable[str]) -> dict[Key, int]:
    """The seed of each image that is where it was written."""
    keys = [to_key(item) for item in items]
    found = {}
    for start in range(0, len(keys), CHUNK):
        for key, records in ledger.of_items(keys[start : start + CHUNK]).items():
            for edit, record in records.items():
                image = record.file("image")
                if image is not None and (plan.tree.root / from_key(image.path)).exists():
                    found[from_key(key), edit] = record.seed
    return found
