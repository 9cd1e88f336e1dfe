"""How an item came out, and the sum over a run."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from fashionforward.errors import ExitCode


class Status(StrEnum):
    """What became of one item under one edit."""

    done = "done"
    planned = "planned"  # --dry-run
    unchanged = "unchanged"  # made before, and nothing that it was made from has changed
    review = "review"  # made, but outside a quality gate: it lies under review/
    kept = "kept"  # a person changed the output: it is left as it is
    skipped = "skipped"  # for a reason that is nobody's fault: not an image, or nothing in it to edit
    failed = "failed"


@dataclass(frozen=True)
class Result:
    """One item under one edit.

    `edit` is empty where the item was set aside before any edit. `reason` is empty for what was done. `figures` are what
    the quality gates measured, `gates` those that it did not pass.
    """

    relative: PurePath
    status: Status
    edit: str = ""
    reason: str = ""
    source: PurePath | None = None
    output: PurePath | None = None
    matte: PurePath | None = None
    layers: PurePath | None = None
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    sku: str = ""
    seed: int | None = None
    figures: dict[str, Any] | None = None
    gates: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints; keys are a stable public interface, and all of them are always there."""
        return {
            "item": self.relative.as_posix(),
            "edit": self.edit or None,
            "status": self.status.value,
            "reason": self.reason or None,
            "source": str(self.source) if self.source else None,
            "output": str(self.output) if self.output else None,
            "matte": str(self.matte) if self.matte else None,
            "layers": str(self.layers) if self.layers else None,
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
            "sku": self.sku or None,
            "seed": self.seed,
            "figures": self.figures,
            "gates": list(self.gates),
        }


@dataclass
class Summary:
    """The sum over a run.

    `problems` are the results that somebody should see, at most `PROBLEMS` of them; `remarked` counts those with notes.
    """

    counts: Counter[Status] = field(default_factory=Counter)
    sheets: list[Path] = field(default_factory=list)
    problems: list[Result] = field(default_factory=list)
    remarked: int = 0
    orphans: int = 0
    seconds: float = 0.0
    stopped: ExitCode = ExitCode.ok
    strict: bool = False

    PROBLEMS = 100
    SEEN = (Status.failed, Status.review, Status.kept)

    def add(self, result: Result) -> None:
        """Count a result."""
        self.counts[result.status] += 1
        self.remarked += bool(result.notes)
        if result.status in self.SEEN and len(self.problems) < self.PROBLEMS:
            self.problems.append(result)

    @property
    def made(self) -> int:
        """Images written."""
        return self.counts[Status.done] + self.counts[Status.review]

    @property
    def exit_code(self) -> ExitCode:
        """Of several reasons the first: stopped, failed, outside a gate under `--strict`."""
        if self.stopped is not ExitCode.ok:
            return self.stopped
        if self.counts[Status.failed]:
            return ExitCode.some_failed
        return ExitCode.gate_failed if self.strict and self.counts[Status.review] else ExitCode.ok
