#!/usr/bin/env python3
"""How a run's bookkeeping grows: catalogs of tiny photographs, recorded and then looked at by a run with nothing to do.

    python benchmarks/scale.py [--sizes 1000 10000 100000] [--keep DIR]

Entering: the ledger's entry of every image, one transaction each, as a run makes them. Nothing to do: `ff transform` as a
process, from start to exit code 0; the best of three, by the clock and in processor time, which a busy machine disturbs less.
Memory is the process's peak. Needs disk for twice the largest catalog (8 KiB a photograph).
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PIL import Image

from fashionforward.attributes.reading import parse_edit
from fashionforward.batch.keys import to_key
from fashionforward.batch.ledger import Ledger, Record, Written
from fashionforward.batch.options import RunOptions
from fashionforward.batch.stamp import stamp, stamp_of
from fashionforward.catalog.find import find_items
from fashionforward.runtime.weights import find_weights

A_FOLDER = 1000
FIGURES = {"area": 0.31, "certainty": 0.98, "spill": 0.1, "colour_error": None, "clipped": 0.0, "print": 12.0}


def make_catalog(root: Path, count: int) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), "#b03030").save(buffer, "JPEG")
    for number in range(count):
        folder = root / f"{number // A_FOLDER:03d}"
        if number % A_FOLDER == 0:
            folder.mkdir(parents=True)
        (folder / f"sku-{number:06d}.jpg").write_bytes(buffer.getvalue())


def fill_ledger(catalog: Path, out: Path) -> float:
    """Write outputs and enter them; returns the seconds of processor time that entering took."""
    weights = find_weights()
    edit = parse_edit(["palm_print"], weights.card.prints)
    options = RunOptions([catalog], [edit], out, weights=weights.card.fingerprint)
    records = []
    with Ledger.open(out) as ledger:
        run = ledger.begin_run(options.as_json())
        recipe = ledger.recipe(options.recipe(edit))
        for item in find_items([catalog]).items:
            output = out / edit.name / item.relative
            output.parent.mkdir(parents=True, exist_ok=True)
            data = item.source.read_bytes()
            output.write_bytes(data)
            written = Written("image", to_key(output.relative_to(out)), stamp_of(data, output))
            key, source = to_key(item.relative), to_key(str(item.source.absolute()))
            known = Record(key, edit.name, item.sku, 0, recipe, source, stamp(item.source), None, "done")
            records.append(replace(known, figures=FIGURES, run=run, files=(written,)))
        started = time.process_time()
        for record in records:
            ledger.record(record)
        took = time.process_time() - started
        for name, page in ledger.stale_pages():
            ledger.page_drawn(name, page)
        ledger.end_run(run, {"done": len(records)}, 0)
    return took


def measure_run(catalog: Path, out: Path, count: int) -> tuple[float, float, float]:
    """Seconds by the clock and of processor time, and peak MB, of a run with nothing to do."""
    command = [
        sys.executable,
        "-m",
        "fashionforward",
        "transform",
        str(catalog),
        "--attr",
        "palm_print",
        "--out",
        str(out),
    ]
    started = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0 or f"{count} unchanged" not in said:
        sys.exit(f"not a run with nothing to do: {said}")
    return took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="make the catalogs here, and leave them")
    options = parser.parse_args()
    print("| photographs | entering, processor s | nothing to do, s | processor s | peak, MB | ledger, MB |")
    print("|---|---|---|---|---|---|")
    for count in options.sizes:
        with tempfile.TemporaryDirectory() as scratch:
            root = (options.keep or Path(scratch)) / str(count)
            catalog, out = root / "catalog", root / "out"
            make_catalog(catalog, count)
            entering = fill_ledger(catalog, out)
            runs = [measure_run(catalog, out, count) for _ in range(3)]
            took, busy, peak = min(run[0] for run in runs), min(run[1] for run in runs), max(run[2] for run in runs)
            ledger = (out / ".ff" / "ledger.sqlite").stat().st_size / 1e6
            print(f"| {count:,} | {entering:.1f} | {took:.1f} | {busy:.1f} | {peak:.0f} | {ledger:.1f} |", flush=True)


if __name__ == "__main__":
    main()
