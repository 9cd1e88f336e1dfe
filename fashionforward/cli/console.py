"""What a run says: progress and notes on stderr, results on stdout."""

import json
import sys
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from fashionforward.batch.results import Result, Status, Summary
from fashionforward.errors import ExitCode
from fashionforward.printable import printable

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from fashionforward.batch.plan import Plan


_ALSO = {Status.unchanged: "unchanged", Status.review: "in review", Status.kept: "kept"}
_NAMED = (Status.failed, Status.review, Status.kept)
"""What somebody should see even where `--verbose` was not given."""


class Console:
    """The `Reporter` of the command line.

    Progress (items a second, time left, failures) is drawn only where stderr is a terminal. Failures are always named
    on stderr. stdout is for results alone: JSON lines, or the list of a dry run.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, json_lines: bool = False) -> None:
        self._quiet = quiet
        self._verbose = verbose and not quiet
        self._json = json_lines
        self._failed = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> "Console":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()

    def started(self, total: int) -> None:
        """Begin to show progress towards `total` images."""
        if self._quiet or not sys.stderr.isatty():
            return
        self._progress = _progress_bar()
        self._task = self._progress.add_task("", total=total, failed=0)
        self._progress.start()

    def finished(self, result: Result) -> None:
        """Count one image; name it where that was asked for, or where it failed."""
        self._failed += result.status is Status.failed
        if self._progress is not None and self._task is not None:
            # what was set aside was not in the total
            self._progress.update(self._task, advance=1 if result.edit else 0, failed=self._failed)
        if self._json:
            self._write(json.dumps(result.as_json()), sys.stdout)
        if result.status is Status.failed or (result.status in _NAMED and not self._quiet):
            self._write(_line(result), sys.stderr)
        else:
            self.note(_line(result))

    def note(self, text: str) -> None:
        """Say something that only `--verbose` wants to hear."""
        if self._verbose:
            self._write(text, sys.stderr)

    def show_plan(self, plan: "Plan", told: Callable[[Result], Result] = lambda result: result) -> None:
        """Show what a dry run would do, on stdout, and a line that counts it, on stderr. `told`: how a result is told."""
        for result in map(told, (*plan.set_aside(), *plan.preview())):
            if self._json:
                self._write(json.dumps(result.as_json()), sys.stdout)
            elif result.status is Status.planned:
                why = f" ({result.reason})" if result.reason else ""
                self._write(printable(f"{result.source} -> {result.output}{why}"), sys.stdout)
            elif result.status in _NAMED and not self._quiet:
                self._write(_line(result), sys.stderr)
            else:
                self.note(_line(result))
        if not self._quiet:
            unchanged = f", {plan.unchanged} unchanged" if plan.unchanged else ""
            kept = f", {len(plan.kept)} kept" if plan.kept else ""
            self._write(f"{len(plan)} to do, {len(plan.ignored)} skipped{unchanged}{kept}", sys.stderr)

    def concluded(self, summary: Summary) -> None:
        """The last line: what was done, skipped and failed."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None
        if self._quiet:
            return
        for sheet in summary.sheets:
            kind = "review page" if sheet.suffix == ".html" else "contact sheet"
            self._write(f"{kind}: {sheet}", sys.stderr)
        always = (Status.done, Status.skipped, Status.failed)
        said = (*always, *(status for status in _ALSO if summary.counts[status]))
        counts = ", ".join(f"{summary.counts[status]} {_ALSO.get(status, status)}" for status in said)
        orphans = f", {summary.orphans} whose photograph is gone" if summary.orphans else ""
        remarked = f", {summary.remarked} with a remark (--verbose tells it)" if summary.remarked else ""
        ended = {ExitCode.interrupted: "interrupted: ", ExitCode.terminated: "terminated: "}.get(summary.stopped, "")
        self._write(f"{ended}{counts}{orphans}{remarked} in {summary.seconds:.1f} s", sys.stderr)

    def _write(self, text: str, stream: "object") -> None:
        # print() below a live display tears it; rich's own console puts the line above
        if self._progress is not None and stream is sys.stderr:
            self._progress.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            print(text, file=stream, flush=True)  # type: ignore[call-overload]


def _line(result: Result) -> str:
    about = "; ".join(filter(None, (result.reason, *result.gates, *result.notes)))
    edit = f" [{result.edit}]" if result.edit else ""
    return f"{result.status}: {printable(str(result.relative))}{edit}" + (f": {printable(about)}" if about else "")


def _progress_bar() -> "Progress":
    from rich.console import Console as RichConsole
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Images a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]} failed"),
        console=RichConsole(stderr=True),
        transient=True,
    )
