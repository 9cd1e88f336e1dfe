#!/usr/bin/env python3
"""How a run's bookkeeping grows: catalogs of tiny photographs, recorded and then looked at by a run with nothing to do.

    python benchmarks/scale.py [--sizes 1000 10000 100000] [--json FILE] [--keep DIR]

Entering: the ledger's entry of every image, one transaction each, as a run makes them. Page: the review page over all of
them, which a run writes where something changed. Nothing to do: `ff transform` as a process, from start to exit code 0; the
best of three, by the clock and in processor time, which a busy machine disturbs less. Memory is the peak of a process that
does nothing else. Needs disk for twice the largest catalog (8 KiB a photograph).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from fashionforward.attributes.reading import parse_edit
from fashionforward.batch.keys import to_key
from fashionforward.batch.ledger import FOLDER, Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.record import Record, Written
from fashionforward.batch.show import show_review
from fashionforward.batch.stamp import stamp
from fashionforward.catalog.find import find_items
from fashionforward.catalog.outputs import OutputTree
from fashionforward.runtime.weights import find_weights

A_FOLDER = 1000
PRINT = "palm_print"
FIGURES = {"area": 0.31, "certainty": 0.98, "spill": 0.1, "colour_error": None, "clipped": 0.0, "print": 12.0}


class Cost(NamedTuple):
    """Seconds by the clock and of processor time, and peak MB, of a process."""

    clock: float
    busy: float
    peak: float


def make_catalog(root: Path, count: int) -> None:
    """Photographs, and what a run would have made of them."""
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), "#b03030").save(buffer, "JPEG")
    for number in range(count):
        relative = f"{number // A_FOLDER:03d}"
        for folder in (root / "catalog" / relative, root / "out" / PRINT / relative):
            if number % A_FOLDER == 0:
                folder.mkdir(parents=True)
            (folder / f"sku-{number:06d}.jpg").write_bytes(buffer.getvalue())


def enter(root: Path) -> None:
    """Enter everything into a new ledger."""
    catalog, out = root / "catalog", root / "out"
    weights = find_weights()
    edit = parse_edit([PRINT], weights.card.prints)
    options = RunOptions([catalog], [edit], out, weights=weights.card.fingerprint)
    with Ledger.open(out) as ledger:
        run = ledger.begin_run(options.as_json())
        recipe = ledger.recipe(options.recipe(edit))
        count = 0
        for item in find_items([catalog]).items:
            written = Written("image", f"{PRINT}/{to_key(item.name)}", stamp(out / PRINT / item.name))
            key, source = to_key(item.name), to_key(str(item.source.absolute()))
            files, now = (written,), stamp(item.source)
            ledger.record(
                Record(
                    key,
                    edit.name,
                    item.sku,
                    0,
                    recipe,
                    source,
                    now,
                    None,
                    "done",
                    figures=FIGURES,
                    run=run,
                    files=files,
                )
            )
            count += 1
        for name, page in ledger.stale_pages():
            ledger.page_drawn(name, page)
        ledger.end_run(run, {"done": count}, 0)


def write_page(root: Path) -> None:
    with Ledger.open(root / "out") as ledger:
        show_review(ledger, OutputTree(root / "out"))


STEPS = {"enter": enter, "page": write_page}


def cost(command: Sequence[str], said: str = "") -> Cost:
    """What a process costs that ends with 0, and says so on stderr."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0 or said not in told:
        sys.exit(f"{' '.join(command)} ended with {status}: {told}")
    return Cost(round(took, 2), round(usage.ru_utime + usage.ru_stime, 2), round(usage.ru_maxrss / 1024))


def measured(root: Path, count: int) -> dict[str, Any]:
    shutil.rmtree(root / "out" / FOLDER, ignore_errors=True)
    steps = {name: cost([sys.executable, __file__, "--step", name, str(root)]) for name in STEPS}
    ff = [sys.executable, "-m", "fashionforward", "transform", str(root / "catalog"), "--attr", PRINT]
    runs = [cost([*ff, "--out", str(root / "out")], f"{count} unchanged") for _ in range(3)]
    nothing = Cost(*map(min, zip(*((run.clock, run.busy) for run in runs), strict=True)), max(run.peak for run in runs))
    ledger = round((root / "out" / FOLDER / "ledger.sqlite").stat().st_size / 1e6, 1)
    costs = {**steps, "nothing_to_do": nothing}
    return {"photographs": count, **{name: some._asdict() for name, some in costs.items()}, "ledger_mb": ledger}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="make the catalogs here and leave them; use those that are there")
    parser.add_argument("--step", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        STEPS[options.step[0]](Path(options.step[1]))
        return
    print("| photographs | entering, processor s | peak, MB | page, processor s | peak, MB | ", end="")
    print("nothing to do, s | processor s | peak, MB | ledger, MB |\n|---|---|---|---|---|---|---|---|---|")
    rows = []
    for count in options.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            root = (options.keep or Path(scratch)) / str(count)
            if not root.is_dir():
                make_catalog(root, count)
            row = measured(root, count)
        rows.append(row)
        entering, page, nothing = row["enter"], row["page"], row["nothing_to_do"]
        cells = [entering["busy"], entering["peak"], page["busy"], page["peak"], *nothing.values(), row["ledger_mb"]]
        print(f"| {count:,} | {' | '.join(map(str, cells))} |", flush=True)
        if options.json:
            options.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
