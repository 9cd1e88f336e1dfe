"""What the page, the PDF and the publisher know of an image."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Entry:
    """One item under one edit, as the output folder holds it.

    Attributes:
        item: the item's relative path with forward slashes.
        edit: the edit's name.
        sku: the stock-keeping unit.
        seed: which design was made.
        status: "done", "review", "kept", "skipped" or "failed".
        output: the image's path below the output folder; None where there is no image.
        place: its path below a folder that it is published to; differs from `output` where a gate held it back.
        before: the photograph, wherever it is.
        gates: the quality gates that it did not pass, the gate's name first: "spill 0.33 > 0.15".
        reason: why there is no image, or what is the matter with it.
        made: the day, "2026-11-22"; empty: not known.
        seeded: whether the seed makes a difference: a colourway looks the same under each.
    """

    item: str
    edit: str
    sku: str
    seed: int
    status: str
    output: PurePosixPath | None
    before: Path | None
    place: PurePosixPath | None = None
    gates: tuple[str, ...] = ()
    reason: str = ""
    made: str = ""
    seeded: bool = True

    @property
    def key(self) -> tuple[str, str]:
        return self.item, self.edit

    @property
    def published(self) -> PurePosixPath | None:
        """Where a copy goes, below the folder that it is published to; None where there is no image."""
        return self.place or self.output
