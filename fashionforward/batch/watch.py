"""Keeping at it: looking at the catalog again and again, and making what settled."""

import time
from dataclasses import replace

from fashionforward.batch.ledger import Ledger
from fashionforward.batch.lock import locked
from fashionforward.batch.options import RunOptions
from fashionforward.batch.plan import Job, Plan, make_plan
from fashionforward.batch.reporter import Reporter
from fashionforward.batch.shard import check_merged
from fashionforward.batch.stop import Stop, stoppable
from fashionforward.batch.transform import LoadEngine, Session
from fashionforward.errors import ExitCode, NoInput, UsageError

INTERVAL = 5.0
"""Seconds between two looks at the catalog."""

SETTLED = 4.0
"""A photograph is read once its size and time stayed for so many seconds: before, it may be an upload half done."""

Look = tuple[int, int]


def watch(
    options: RunOptions,
    load: LoadEngine,
    reporter: Reporter,
    *,
    interval: float = INTERVAL,
    settled: float = SETTLED,
    stop: Stop | None = None,
) -> ExitCode:
    """Make what is missing or stale, and go on until Ctrl-C or SIGTERM; the lock is held all the while.

    A photograph is looked at again once it changes. An empty catalog is waited for.

    Returns:
        The code of the signal that ended it.

    Raises:
        UsageError: it is to watch a shard.
        UnsafeOutput, Locked, CannotWrite, BadLedger: as `transform`.
    """
    if options.shard:
        raise UsageError("--shard says nothing beside --watch: a shard comes to an end.", "Watch without --shard.")
    _look(options)  # before anything is written: the output may lie where it must not
    check_merged(options.out)
    with stoppable() as signals, locked(options.out, wait=options.wait), Ledger.open(options.out) as ledger:
        stop = signals if stop is None else stop
        session = Session(options, load, ledger, stop)
        seen = _Seen(settled)
        while not stop:
            plan = seen.settled(_look(options), time.monotonic())
            if plan is not None and plan.jobs:
                reporter.concluded(session.run(plan, reporter))
            stop.wait(interval)
    return stop.code


def _look(options: RunOptions) -> Plan | None:
    try:
        return make_plan(options)
    except NoInput:
        return None


class _Seen:
    """What the catalog looked like, and since when."""

    def __init__(self, settled: float) -> None:
        self._settled = settled
        self._looks: dict[str, tuple[Look, float]] = {}
        self._tried: dict[str, Look] = {}

    def settled(self, plan: Plan | None, now: float) -> Plan | None:
        """The plan without what may still be written, and without what was tried as it is now."""
        if plan is None:
            return None
        jobs = tuple(job for job in plan.jobs if self._is_ready(job, now))
        self._tried |= {job.item.name: (job.item.size, job.item.mtime_ns) for job in jobs}
        return replace(plan, jobs=jobs, ignored=())

    def _is_ready(self, job: Job, now: float) -> bool:
        name, look = job.item.name, (job.item.size, job.item.mtime_ns)
        known = self._looks.get(name)
        if known is None or known[0] != look:
            known = self._looks[name] = (look, now)
        return now - known[1] >= self._settled and self._tried.get(name) != look
