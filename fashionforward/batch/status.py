"""What an output folder holds, and how it stands to the photographs that it was made from."""

import os
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from fashionforward import __version__
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.record import Record
from fashionforward.batch.results import Status
from fashionforward.batch.stamp import stamp
from fashionforward.errors import ItemError
from fashionforward.review.verdicts import Verdict, Verdicts, known_verdicts


class Standing(StrEnum):
    """How an image stands."""

    done = "done"
    stale = "stale"  # the photograph, the weights or ff changed, or the image is gone: the next run makes it
    failed = "failed"
    review = "review"  # held back by a quality gate
    kept = "kept"  # changed by hand
    skipped = "skipped"  # there was nothing to edit
    orphaned = "orphaned"  # the photograph is gone


@dataclass(frozen=True)
class Line:
    """One image, and why it stands as it does."""

    item: str
    edit: str
    standing: Standing
    reason: str
    output: Path | None

    def as_json(self) -> dict[str, Any]:
        """What `ff status --json` prints."""
        output = str(self.output) if self.output else None
        return {
            "item": self.item,
            "edit": self.edit,
            "status": self.standing.value,
            "reason": self.reason or None,
            "output": output,
        }


@dataclass
class Report:
    """All of them, counted; the lines of those that are not simply done."""

    counts: Counter[Standing] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)


def status_of(out: Path, weights: str = "") -> Report:
    """How everything in an output folder stands. Sizes and times are looked at, contents only where those moved.

    Args:
        out: the output folder.
        weights: fingerprint of the weights that the next run would use; empty: they do not count.

    Raises:
        BadLedger: no run ever wrote there, or its record is damaged.
    """
    report = Report()
    with Ledger.read(out) as ledger:
        outdated = {number: _outdated(known, version, weights) for number, known, version in ledger.drawn_by()}
        verdicts = known_verdicts(out)
        for record in ledger.images():
            line = _line(record, out, "" if _is_approved(record, verdicts) else outdated[record.recipe])
            report.counts[line.standing] += 1
            if line.standing is not Standing.done:
                report.lines.append(line)
    return report


def weights_of_last_run(out: Path) -> Path | None:
    """Where the weights of the last run lay, or their name among the shipped ones; None: it had the default.

    Raises:
        BadLedger: as `status_of`.
    """
    with Ledger.read(out) as ledger:
        settings = [run["settings"] for run in ledger.runs() if run["settings"]]
    folder = settings[-1].get("weights") if settings else None
    return Path(folder) if folder else None


def _outdated(known: str, version: str, weights: str) -> str:
    if weights and known != weights:
        return "other weights"
    return "" if version == __version__ else "another version of ff"


def _is_approved(record: Record, verdicts: Verdicts) -> bool:
    """Whether a person approved it: then no run makes it again."""
    said = verdicts.get((from_key(record.item), record.edit))
    return said is not None and said.verdict is Verdict.approved and said.seed == record.seed


def _line(record: Record, out: Path, outdated: str) -> Line:
    image = record.file("image")
    path = out / from_key(image.path) if image else None
    standing, reason = _standing(record, path, outdated)
    return Line(PurePath(from_key(record.item)).as_posix(), record.edit, standing, reason, path)


def _standing(record: Record, path: Path | None, outdated: str) -> tuple[Standing, str]:
    source = from_key(record.source)
    if not os.path.lexists(source):
        return Standing.orphaned, "the photograph is gone"
    if record.status == Status.failed:
        return Standing.failed, record.reason
    if record.input is None or _changed(source, record.input):
        return Standing.stale, "the photograph changed"
    if outdated:
        return Standing.stale, outdated
    if record.status == Status.skipped:
        return Standing.skipped, record.reason
    if path is None or not path.exists():
        return Standing.stale, "the image is gone"
    image = record.file("image")
    if image is not None and _changed(path, image.stamp):
        return Standing.kept, "changed by hand"
    return (Standing.review, "; ".join(record.gates)) if record.status == Status.review else (Standing.done, "")


def _changed(path: str | Path, known: Any) -> bool:
    try:
        now = os.stat(path)  # noqa: PTH116
        return known.moved(now.st_size, now.st_mtime_ns) and stamp(path).sha256 != known.sha256
    except (OSError, ItemError):
        return True
