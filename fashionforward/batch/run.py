"""Doing what was planned, on several threads, in order, with bounded memory."""

import threading
import time
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Protocol

from fashionforward.batch.engine import Engine
from fashionforward.batch.item import ItemWork, Outcome
from fashionforward.batch.options import RunOptions
from fashionforward.batch.plan import Plan
from fashionforward.batch.results import Result, Summary
from fashionforward.catalog.mattes import MatteFolder
from fashionforward.review.sheet import SheetWriter


class Reporter(Protocol):
    """Is told how the run goes, in the order of the plan."""

    def started(self, total: int) -> None:
        """`total` images are to be made."""

    def finished(self, result: Result) -> None:
        """One of them came out so."""


def run(plan: Plan, engine: Engine, options: RunOptions, reporter: Reporter) -> Summary:
    """Make every image of the plan, and the contact sheets.

    An item that fails is reported and the rest goes on. Ctrl-C lets the items in work finish their files, takes up no
    more, and is told by the summary: it is not raised.
    """
    started = time.perf_counter()
    summary = Summary()
    sheets = {edit.name: SheetWriter(plan.tree, edit) for edit in plan.edits}
    stop = threading.Event()
    masks = MatteFolder(options.masks) if options.masks else None
    work = ItemWork(engine, plan.tree, masks, options.save_mattes, stop.is_set)

    def tell(result: Result) -> None:
        summary.counts[result.status] += 1
        reporter.finished(result)

    reporter.started(len(plan))
    for result in plan.set_aside():
        tell(result)
    try:
        with closing(_in_order(plan, work, options.jobs, stop)) as outcomes:
            for outcome in outcomes:
                tell(outcome.result)
                if outcome.before is not None and outcome.after is not None:
                    sheets[outcome.result.edit].add(outcome.result.relative, outcome.before, outcome.after)
    except KeyboardInterrupt:
        summary.interrupted = True
    for sheet in sheets.values():
        summary.sheets += sheet.close()
    summary.seconds = time.perf_counter() - started
    return summary


def _in_order(plan: Plan, work: ItemWork, jobs: int, stop: threading.Event) -> Generator[Outcome, None, None]:
    """Outcomes in the order of the plan. At most twice `jobs` items are begun and not yet handed on."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="ff-item")
    pending: deque[Future[list[Outcome]]] = deque()
    try:
        for job in plan.jobs:
            if len(pending) >= 2 * jobs:
                yield from pending[0].result()
                pending.popleft()
            pending.append(pool.submit(work, job))
        while pending:
            yield from pending[0].result()
            pending.popleft()
    except KeyboardInterrupt:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
        for future in pending:  # what was in work has written its files: it counts
            if not future.cancelled():
                yield from future.result()
        raise
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
