"""A whole run: what is asked for, less what was done, made, recorded, and put onto sheets."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fashionforward.batch.claims import check_claims
from fashionforward.batch.engine import Engine
from fashionforward.batch.home import opened
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.orphans import find_orphans
from fashionforward.batch.plan import Job, Plan, make_plan
from fashionforward.batch.reporter import Reporter
from fashionforward.batch.results import Result, Status, Summary
from fashionforward.batch.reviewed import after_verdicts, remember
from fashionforward.batch.shard import LEDGER
from fashionforward.batch.sift import Sieve
from fashionforward.batch.stop import Stop, stoppable
from fashionforward.errors import BadLedger

if TYPE_CHECKING:
    from fashionforward.batch.crew import Crew

LoadEngine = Callable[[], "Engine | Crew"]
"""Loads the engine, or calls a crew that has engines; called once, and only when there is something to make."""


def transform(options: RunOptions, load: LoadEngine, reporter: Reporter) -> Summary:
    """Make what is missing or stale of what is asked for.

    Ctrl-C and SIGTERM let the items in work finish, are told by the summary, and are not raised.

    Raises:
        NoInput, UnsafeOutput: as `make_plan`.
        Locked: another run is writing to the output, or shards are not merged.
        CannotWrite, BadLedger: the output folder or its record cannot be used.
        Whatever `load` raises.
    """
    plan = make_plan(options)  # before anything is written: the output may lie where it must not
    with stoppable() as stop, opened(options, plan) as (ledger, plan):
        summary = Session(options, load, ledger, stop).run(plan, reporter)
        reporter.concluded(summary)
        return summary


def preview(options: RunOptions) -> Plan:
    """What `transform` would do. Nothing is written."""
    plan = make_plan(options)
    home = options.home if (options.home / LEDGER).exists() else options.out
    try:
        ledger = Ledger.read(home)
    except BadLedger:
        if (home / LEDGER).exists():
            raise
        return after_verdicts(plan, options, None)
    with ledger:
        return sift(plan, options, ledger)


def sift(plan: Plan, options: RunOptions, ledger: Ledger, *, write: bool = False) -> Plan:
    """Take out of a plan what is as it should be. `write`: note new times of files that did not change.

    Raises:
        UnsafeOutput: what is left would be written over an image of another item or edit.
    """
    plan = whole = after_verdicts(plan, options, ledger)
    roles = ("image", *(("matte",) if options.save_mattes else ()), *(("layers",) if options.files.layers else ()))
    sieve = Sieve(
        ledger, plan.tree, options.recipe, options.gates, _mattes(options), roles, options.verify, options.force
    )
    sifted = sieve(plan.jobs)
    left = replace(plan, jobs=sifted.jobs, unchanged=plan.unchanged + sifted.unchanged, kept=sifted.kept)
    if not options.force:
        check_claims(left, whole, ledger)
    if write and sifted.moved:
        with ledger.transaction():
            for record in sifted.moved:
                ledger.touch(record)
    return left


def _mattes(options: RunOptions) -> Callable[[Job], Path | None] | None:
    """What finds an item's own matte, where there are some."""
    if options.masks is None:
        return None
    from fashionforward.catalog.mattes import MatteFolder  # decoders

    folder = MatteFolder(options.masks)
    return lambda job: folder.find(job.item.relative)


@dataclass
class Session:
    """An output folder that is locked, its ledger, and an engine that is loaded when it is first needed."""

    options: RunOptions
    load: LoadEngine
    ledger: Ledger
    stop: Stop
    _engine: "Engine | Crew | None" = None

    def run(self, plan: Plan, reporter: Reporter) -> Summary:
        """Do what of a plan is left to do."""
        started = time.perf_counter()
        summary = Summary(strict=self.options.strict)
        whole = plan
        plan = sift(plan, self.options, self.ledger, write=True)
        number = self.ledger.begin_run(self.options.as_json())
        remembered = remember(self.options)
        if plan.unchanged:
            summary.counts[Status.unchanged] = plan.unchanged
        told = _Told(summary, reporter)
        reporter.started(len(plan))
        for result in plan.set_aside():
            told.finished(result)
        if plan.jobs and not self.stop:
            self._make(plan, number, told)
        if self.options.shard is None:  # what a shard knows is no whole: `ff merge` shows it
            self._show(plan, whole, summary, remembered)
        summary.stopped = self.stop.code
        summary.seconds = time.perf_counter() - started
        counts = {status.value: count for status, count in summary.counts.items()}
        self.ledger.end_run(number, counts, summary.exit_code)
        return summary

    def _make(self, plan: Plan, number: int, told: "_Told") -> None:
        from fashionforward.batch.run import run  # numpy and decoders: a run that finds nothing to do does without

        if self._engine is None:
            self._engine = self.load()
        run(plan, self._engine, self.options, self.ledger, number, told, self.stop)

    def _show(self, plan: Plan, whole: Plan, summary: Summary, remembered: bool) -> None:
        if self.options.carrier:
            self.options.carrier.bring_thumbnails(self.ledger, plan.tree, everything=bool(self.options.pdf))
        if self.ledger.stale_pages():
            from fashionforward.batch.sheets import draw_stale_pages

            summary.sheets = draw_stale_pages(self.ledger, plan.tree, self.options.jobs)
        shown = (plan.tree.root / "index.html").exists() and not self.ledger.review_is_stale()
        if remembered or self.options.pdf or not shown:
            from fashionforward.batch.show import show_review

            summary.sheets += show_review(self.ledger, plan.tree, self.options.pdf)
        summary.orphans = len(find_orphans(self.ledger, [job.item for job in whole.jobs]))


@dataclass
class _Told:
    """Counts what it hands on."""

    summary: Summary
    reporter: Reporter

    def started(self, total: int) -> None:
        self.reporter.started(total)

    def finished(self, result: Result) -> None:
        self.summary.add(result)
        self.reporter.finished(result)

    def concluded(self, summary: Summary) -> None:
        self.reporter.concluded(summary)
