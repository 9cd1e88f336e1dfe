"""What a run is asked to do."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.options import FileOptions
from fashionforward.errors import UsageError


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class RunOptions:
    """The options of a run, checked.

    Attributes:
        inputs: directories, files or globs.
        edits: what to make of every item.
        out: the output directory.
        masks: a folder with the studio's own mattes; items without one use the engine's.
        save_mattes: write the mattes that were used.
        limit: take only the first so many items.
        follow_links: take up links that lead out of the catalog too.
        files: how the images are named, encoded and marked.
        jobs: items in work at once, each on a thread of its own; memory grows with it, not with the catalog.
    """

    inputs: Sequence[str | Path]
    edits: Sequence[Edit]
    out: Path
    masks: Path | None = None
    save_mattes: bool = False
    limit: int | None = None
    follow_links: bool = False
    files: FileOptions = field(default_factory=FileOptions)
    jobs: int = field(default_factory=available_cores)

    def __post_init__(self) -> None:
        if self.jobs < 1:
            raise UsageError(f"--jobs {self.jobs} would do nothing.", "Give 1 or more.")
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"--limit {self.limit} would do nothing.", "Give 1 or more.")
        if self.out.exists() and not self.out.is_dir():
            raise UsageError(f"{self.out} is a file.", "Give --out a folder.")

    @property
    def threads(self) -> int:
        """Threads that the engine may use for one item, so that all jobs together keep the cores busy and no more."""
        return max(1, available_cores() // self.jobs)
