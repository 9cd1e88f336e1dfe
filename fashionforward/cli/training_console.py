"""What a training says: a progress bar with the loss terms by name where stderr is a terminal, else a line now and then."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class TrainingConsole:
    """Its `report` is what `training.run.train` calls."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> "TrainingConsole":
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
            self._progress = Progress(*columns, console=Console(stderr=True))
            self._task = self._progress.add_task("", total=self._steps)
            self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()

    def report(self, step: int, figures: dict[str, float]) -> None:
        """Loss terms or validation figures of a step."""
        text = "  ".join(f"{name} {value:.3g}" for name, value in figures.items())
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=step, description=text)
        else:
            print(f"step {step}  {text}", file=sys.stderr, flush=True)
