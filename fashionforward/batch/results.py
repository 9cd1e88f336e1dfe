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
    skipped = "skipped"  # for a reason that is nobody's fault: not an image, or nothing in it to edit
    failed = "failed"


@dataclass(frozen=True)
class Result:
    """One item under one edit.

    `edit` is empty where the item was set aside before any edit. `reason` is empty for what was done.
    """

    relative: PurePath
    status: Status
    edit: str = ""
    reason: str = ""
    source: Path | None = None
    output: Path | None = None
    matte: Path | None = None
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

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
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
        }


@dataclass
class Summary:
    """The sum over a run."""

    counts: Counter[Status] = field(default_factory=Counter)
    sheets: list[Path] = field(default_factory=list)
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def exit_code(self) -> ExitCode:
        if self.interrupted:
            return ExitCode.interrupted
        return ExitCode.some_failed if self.counts[Status.failed] else ExitCode.ok
