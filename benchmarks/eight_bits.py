#!/usr/bin/env python3
"""The parser in eight bits beside the parser as it was trained, on one CPU in one run: time, and what an edit loses.

    python benchmarks/eight_bits.py [--data DIR] [--tools DIR] [--weights DIR] [--limit N] [--json FILE]

Times are CPU time of one thread, so that they hold on a busy machine. Quality is that of `quality.py`, on the first so many
flat-lay and street photographs, and on all colourways. Needs the `dev` extra, and weights that were exported with --calibrate.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from quality import ROOT, measure_flatlay, measure_street, measure_studio, rows

from fashionforward.catalog.decode import read_photograph
from fashionforward.imaging.letterbox import enter
from fashionforward.runtime.device import EXACT, choose_device
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.gpu import EIGHT_BITS, PARSER
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import Weights, find_weights

DEVICES = {"fp32": EXACT, "int8": "cpu"}
ROUNDS = 12

BOUNDS = {"flatlay_iou": 0.01, "street_iou": 0.01, "studio_ratio": 0.05}
"""What may be lost."""


def measure_time(weights: Weights, photographs: list[np.ndarray]) -> dict[str, dict[str, float]]:
    """Milliseconds of CPU time: loading, the first run, and the median of runs that alternate between the graphs."""
    figures: dict[str, dict[str, float]] = {}
    sessions, runs = {}, dict[str, list[float]]()
    for name, device in DEVICES.items():
        begun = time.process_time()
        sessions[name] = Sessions(weights.path, choose_device(device), 1)
        sessions[name].inputs(PARSER)
        loaded = time.process_time()
        sessions[name].run(PARSER, {"image": photographs[0]})
        figures[name] = {"load_ms": loaded - begun, "first_ms": time.process_time() - loaded}
        runs[name] = []
    for index in range(ROUNDS):
        for name, session in sessions.items():
            begun = time.process_time()
            session.run(PARSER, {"image": photographs[index % len(photographs)]})
            runs[name].append(time.process_time() - begun)
    for name, times in runs.items():
        figures[name] = {**figures[name], "run_ms": statistics.median(times)}
    return {name: {key: round(1000 * value, 1) for key, value in known.items()} for name, known in figures.items()}


def measure_quality(engine: Engine, data: Path, tools: Path, limit: int | None) -> dict[str, float]:
    """Figures of `quality.py` but for crimson, which shows nothing that studio does not."""
    with tempfile.TemporaryDirectory() as keep:
        found = {
            **measure_flatlay(engine, data, limit),
            **measure_street(engine, data, limit),
            **measure_studio(engine, data, tools, Path(keep), None),  # what is left out would count as unedited
        }
    return {name: round(value, 4) for name, value in found.items()}


def main() -> int:
    """Measure both, print them side by side; 1 where more is lost than may be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--tools", type=Path, default=ROOT.parent / "shared/tools")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--limit", type=int, help="flat-lay and street photographs")
    parser.add_argument("--time", action="store_true", help="time alone, not quality")
    parser.add_argument("--json", type=Path, help="write all figures there")
    given = parser.parse_args()
    weights = find_weights(given.weights)
    if not (weights.path / f"{PARSER}{EIGHT_BITS}.onnx").is_file():
        sys.exit(f"{weights.path} holds no parser in eight bits: export with --calibrate")
    files = [given.data / "flatlay/images" / row["filename"] for row in rows(given.data / "flatlay/styles.csv")[:4]]
    canvases = [enter(read_photograph(path).srgb(), weights.card.canvas)[0] for path in files]
    photographs = [np.ascontiguousarray(canvas.transpose(2, 0, 1)[None]) for canvas in canvases]
    figures: dict[str, dict[str, float]] = measure_time(weights, photographs)
    if not given.time:
        for name, device in DEVICES.items():
            engine = Engine.load(weights, device, threads=1)
            figures[name].update(measure_quality(engine, given.data, given.tools, given.limit))
    kept, lost = list(figures["fp32"]), []
    for name in kept:
        before, after = figures["fp32"][name], figures["int8"][name]
        bound = BOUNDS.get(name)
        worse = after - before if name == "studio_ratio" else before - after
        lost += [name] if bound is not None and worse > bound else []
        said = "" if bound is None else f"at most {bound:g} lost   {'NO' if worse > bound else 'yes'}"
        sys.stdout.write(f"{name:28} {before:9.4f} {after:9.4f}   {said}\n")
    if given.json:
        about = {
            "canvas": list(weights.card.canvas),
            "photographs_of_a_split": given.limit,
            "weights": weights.card.fingerprint,
        }
        given.json.write_text(json.dumps({**about, **figures}, indent=1) + "\n", encoding="utf-8")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
