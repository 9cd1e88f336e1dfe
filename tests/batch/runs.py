"""Whole runs for tests: a reporter that remembers, and what lies in an output folder."""

import hashlib
from pathlib import Path
from typing import Any

from fashionforward.attributes.edit import Edit
from fashionforward.batch.engine import Engine
from fashionforward.batch.gates import Gates
from fashionforward.batch.options import RunOptions
from fashionforward.batch.results import Result, Summary
from fashionforward.batch.transform import transform

NAVY = Edit("color-navy", color=(0, 0, 0.5))
RED = Edit("color-red", color=(1, 0, 0))
OPEN = Gates.of(
    {
        "max_area": 1,
        "max_spill": 1,
        "max_neighbour": 200,
        "max_colour_error": 100,
        "max_clipped": 1,
        "min_certainty": 0,
        "min_print": 0,
    }
)
"""What the engines of these tests draw is no garment: gates have tests of their own."""


class Report:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.total = 0
        self.results: list[Result] = []

    def started(self, total: int) -> None:
        self.total = total

    def finished(self, result: Result) -> None:
        self.results.append(result)

    def concluded(self, summary: Summary) -> None: ...

    def of(self, name: str) -> Result:
        (result,) = [result for result in self.results if result.relative.as_posix() == name]
        return result


def go(
    catalog: Path, engine: Engine, *, edits: tuple[Edit, ...] = (NAVY,), out: str = "out", **options: Any
) -> tuple[Report, Summary]:
    """Run `edits` over a catalog into a folder beside it."""
    asked = RunOptions([catalog], edits, catalog.parent / out, **{"gates": OPEN, **options})
    report = Report()
    return report, transform(asked, lambda: engine, report)


def tree(root: Path, *, thumbnails: bool = False) -> dict[str, str]:
    """Every file below a folder, and its hash; not what changes from run to run, the ledger and the page."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and ".ff" not in path.parts
        and path.name != "index.html"
        and (thumbnails or not {"before", "after"} & set(path.parts))
    }
