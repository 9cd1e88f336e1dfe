"""Doing what was planned, on several threads, in order, with bounded memory."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from fashionforward.batch.crew import Crew, Orders, Task, Work
from fashionforward.batch.engine import Engine
from fashionforward.batch.item import Outcome
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.plan import Plan
from fashionforward.batch.reporter import Reporter
from fashionforward.batch.stop import Stop

CARRIED = 4
"""Where files come from and go to a store, so many items for each that is computed: the others wait for the network."""


def run(
    plan: Plan, engine: Engine | Crew, options: RunOptions, ledger: Ledger, number: int, reporter: Reporter, stop: Stop
) -> None:
    """Make every image of the plan, and enter each into the ledger as run `number` once it is on disk.

    An item that fails is reported and the rest goes on. Asked to stop, the items in work finish their files, and no more
    are taken up.

    Raises:
        CannotWrite: the ledger cannot be written; what was made until then stays.
    """
    orders = Orders(
        plan.tree,
        options.masks,
        options.save_mattes,
        options.gates,
        {edit: ledger.recipe(options.recipe(edit)) for edit in plan.edits},
        options.force,
        options.weights,
        options.carrier,
    )
    crew = engine if isinstance(engine, Crew) else _Threads(engine, options.jobs, carried=options.carrier is not None)
    ours = ledger.files()
    tasks = (orders.task(job, ours) for job in plan.jobs)
    with (
        crew.begin(orders, lambda: bool(stop)) as work,
        closing(_in_order(tasks, work, crew.size, stop)) as outcomes,
    ):
        for outcome in outcomes:
            ledger.record(replace(outcome.record, run=number))
            reporter.finished(outcome.result)


@dataclass(frozen=True)
class _Threads:
    """The crew that is at hand: this process and its engine. Where files are carried, some wait for them meanwhile."""

    engine: Engine
    jobs: int
    carried: bool

    @property
    def size(self) -> int:
        return self.jobs * (CARRIED if self.carried else 1)

    @contextmanager
    def begin(self, orders: Orders, cancelled: Callable[[], bool]) -> Iterator[Work]:
        yield orders.work(self.engine, cancelled, self.jobs)


def _in_order(tasks: Iterable[Task], work: Work, jobs: int, stop: Stop) -> Generator[Outcome, None, None]:
    """Outcomes in the order of the plan. At most twice `jobs` items are begun and not yet handed on."""
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="ff-item")
    pending: deque[Future[list[Outcome]]] = deque()
    try:
        for task in tasks:
            if stop:
                break
            if len(pending) >= 2 * jobs:
                yield from pending.popleft().result()
            pending.append(pool.submit(work, task))
        while pending:  # asked to stop, `work` itself takes up no more
            yield from pending.popleft().result()
    finally:
        stop_now = pending  # left early, by an error: what was begun ends, and nobody hears of it
        for future in stop_now:
            future.cancel()
        pool.shutdown(wait=True, cancel_futures=True)
