"""What a run is asked to do."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fashionforward.attributes.edit import Edit
from fashionforward.batch.gates import Gates
from fashionforward.batch.recipe import Recipe
from fashionforward.batch.shard import Shard
from fashionforward.catalog.options import FileOptions
from fashionforward.errors import UsageError

if TYPE_CHECKING:
    from fashionforward.batch.crew import Carrier
    from fashionforward.manifest.resolve import Manifest
    from fashionforward.review.verdicts import Verdicts

PAPERS = ("a4", "letter")


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads_each(jobs: int) -> int:
    """Threads for each of so many jobs."""
    return max(1, available_cores() // jobs)


@dataclass(frozen=True)
class RunOptions:
    """The options of a run, checked.

    Attributes:
        inputs: directories, files or globs.
        edits: what to make of every item, where no manifest says it.
        manifest: says what to make of which item, and what its SKU is.
        out: the output directory.
        masks: a folder with the studio's own mattes; items without one use the engine's.
        save_mattes: write the mattes that were used.
        limit: take only the first so many items.
        shard: take only this share of them, and leave record, sheets and page to `ff merge`.
        follow_links: take up links that lead out of the catalog too.
        files: how the images are named, encoded and marked.
        weights: fingerprint of the weights that draw: images made by others are stale.
        weights_from: where those lie, or their name among the shipped ones; None: the default. With `device`, what
            `ff retry` needs to draw as the run did.
        device: what they were asked to draw on.
        own_prints: the user's own prints, each with the sha256 of its file: images of another swatch are stale.
        gates: what an image must pass; the others are held back under OUT/review/.
        review: verdicts to obey, beside those that OUT/review.json remembers.
        drop_rejected: rejected images are not made again.
        pdf: write the contact sheets as PDF too, on "a4" or "letter" paper.
        strict: an image that is held back decides the exit code.
        force: replace outputs that a person changed.
        verify: read every file to see whether it changed, and do not trust its size and time.
        wait: where another run is writing to the output, run after it.
        carrier: brings files here and takes them away, where inputs or output are not on this machine.
        jobs: items in work at once, each on a thread of its own; memory grows with it, not with the catalog.
    """

    inputs: Sequence[str | Path]
    edits: Sequence[Edit]
    out: Path
    manifest: "Manifest | None" = None
    masks: Path | None = None
    save_mattes: bool = False
    limit: int | None = None
    shard: Shard | None = None
    follow_links: bool = False
    files: FileOptions = field(default_factory=FileOptions)
    weights: str = ""
    weights_from: Path | None = None
    device: str = "auto"
    own_prints: Mapping[str, str] = field(default_factory=dict)
    gates: Gates = field(default_factory=Gates)
    review: "Verdicts | None" = None
    drop_rejected: bool = False
    pdf: str | None = None
    strict: bool = False
    force: bool = False
    verify: bool = False
    wait: bool = False
    carrier: "Carrier | None" = None
    jobs: int = field(default_factory=available_cores)

    def __post_init__(self) -> None:
        if self.jobs < 1:
            raise UsageError(f"--jobs {self.jobs} would do nothing.", "Give 1 or more.")
        if self.limit is not None and self.limit < 1:
            raise UsageError(f"--limit {self.limit} would do nothing.", "Give 1 or more.")
        if self.pdf not in (None, *PAPERS):
            raise UsageError(f"--pdf {self.pdf}: {' or '.join(PAPERS)}.")
        if self.shard and self.pdf:
            raise UsageError("--pdf says nothing beside --shard: no shard has all images.", "Give it to `ff merge`.")
        if self.out.exists() and not self.out.is_dir():
            raise UsageError(f"{self.out} is a file.", "Give --out a folder.")

    @property
    def home(self) -> Path:
        """Where the run's lock, ledger and verdicts are."""
        return self.shard.home(self.out) if self.shard else self.out

    @property
    def threads(self) -> int:
        """Threads that the engine may use for one item, so that all jobs together keep the cores busy and no more."""
        return threads_each(self.jobs)

    def recipe(self, edit: Edit) -> Recipe:
        """What decides the bytes of an edit's outputs."""
        own = tuple((name, self.own_prints[name]) for name in edit.prints if name in self.own_prints)
        return Recipe(replace(edit, own=own) if own else edit, self.weights, json.dumps(self.files.fingerprint))

    def as_json(self) -> dict[str, Any]:
        """What the ledger keeps of a run, so that `ff retry` does its failed ones in the same way."""
        return {
            "roots": [os.path.abspath(given) for given in self.inputs],  # noqa: PTH100 (links stay)
            "manifest": os.path.abspath(self.manifest.path) if self.manifest else None,  # noqa: PTH100
            "masks": str(self.masks.absolute()) if self.masks else None,
            "weights": self._weights_from,
            "device": self.device,
            "save_mattes": self.save_mattes,
            "files": asdict(self.files),
            "gates": asdict(self.gates),
            "strict": self.strict,
            **({"shard": str(self.shard)} if self.shard else {}),
        }

    @property
    def _weights_from(self) -> str | None:
        folder = self.weights_from
        return str(folder.absolute() if folder.is_dir() else folder) if folder else None
