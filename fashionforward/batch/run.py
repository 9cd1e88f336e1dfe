"""Doing what was planned, on several threads, in order, with bounded memory."""

from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

from fashionforward.batch.engine import Engine
from fashionforward.batch.item import ItemWork, Outcome
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.plan import Plan
from fashionforward.batch.reporter import Reporter
from fashionforward.batch.stop import Stop
from fashionforward.catalog.mattes import MatteFolder


def run(
    plan: Plan, engine: Engine, options: RunOptions, ledger: Ledger, number: int, reporter: Reporter, stop: Stop
) -> None:
    """Make every image of the plan, and enter each into the ledger as run `number` once it is on disk.

    An item that fails is reported and the rest goes on. Asked to stop, the items in work finish their files, and no more
    are taken up.

    Raises:
        CannotWrite: the ledger cannot be written; what was made until then stays.
    """
    work = ItemWork(
        engine,
        plan.tree,
        MatteFolder(options.masks) if options.masks else None,
        options.save_mattes,
        options.gates,
        {edit: ledger.recipe(options.recipe(edit)) for edit in plan.edits},
        ledger.files(),
        options.force,
        options.weights,
        lambda: bool(stop),
    )
    with closing(_in_order(plan, work, options.jobs, stop)) as outcomes:
        for outcome in outcomes:
            ledger.record(replace(outcome.record, run=number))
            reporter.finished(outcome.result)


def _in_order(plan: Plan, work: ItemWork, jobs: int, stop: Stop) -> Generator[Outcome, None, None]:
    """Outcomes in the order of the plan. At most twice `jobs` items are begun and not yet handed on."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="ff-item")
    pending: deque[Future[list[Outcome]]] = deque()
    try:
        for job in plan.jobs:
            if stop:
                break
            if len(pending) >= 2 * jobs:
                yield from pending.popleft().result()
            pending.append(pool.submit(work, job))
        while pending:  # asked to stop, `work` itself takes up no more
            yield from pending.popleft().result()
    finally:
        stop_now = pending  # left early, by an error: what was begun ends, and nobody hears of it
        for future in stop_now:
            future.cancel()
        pool.shutdown(wait=True, cancel_futures=True)
