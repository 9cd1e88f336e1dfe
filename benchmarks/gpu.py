#!/usr/bin/env python3
"""Images a second by stage on a GPU and on the CPU beside it, in one run, and how far the GPU's edits are from the CPU's.

    python benchmarks/gpu.py [--device cuda:0] [--jobs N] [--json FILE] [PHOTOGRAPH …]

The photographs are those of examples/catalog, at 400 x 533 and enlarged to 2 megapixels, unless others are given. Every stage
runs alone, on as many threads as a run has. Returns the exit code of `ff doctor` where the edits differ by more than is
tolerated. On a machine without a GPU, `--device cpu` shows the table for the CPU alone.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from pathlib import Path

from PIL import Image

from fashionforward.batch.bench import SECONDS, Bench, bench
from fashionforward.batch.options import available_cores
from fashionforward.runtime.diagnosis import diagnose
from fashionforward.runtime.weights import find_weights

EXAMPLES = Path(__file__).parents[1] / "examples" / "catalog"
MEGAPIXELS = 2.0


def enlarge(path: Path, folder: Path) -> Path:
    """The photograph with so many megapixels."""
    made = folder / path.name
    with Image.open(path) as image:
        scale = (MEGAPIXELS * 1e6 / (image.width * image.height)) ** 0.5
        size = (round(image.width * scale), round(image.height * scale))
        image.resize(size, Image.Resampling.LANCZOS).save(made, quality=92)
    return made


def main() -> int:
    """Measure, print, and say whether the edits are the CPU's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photographs", nargs="*", type=Path)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each stage, at the least")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    weights, results, wrong = find_weights(given.weights), [], None
    with tempfile.TemporaryDirectory() as folder:
        small = given.photographs or sorted(EXAMPLES.glob("*/*.jpg"))
        sets = [small] if given.photographs else [small, [enlarge(path, Path(folder)) for path in small]]
        for photographs in sets:
            for device in dict.fromkeys((given.device, "cpu")):
                found: Bench = bench(weights, device, photographs, given.jobs, given.seconds)
                print("\n".join(found.lines()), "\n")
                results.append(found.as_json())
                wrong = wrong or found.problem
    if given.json:
        facts = diagnose(given.device, given.weights).facts
        about = {
            "machine": platform.machine(),
            "cores": available_cores(),
            **{k: facts[k] for k in ("ff", "gpus", "weights")},
        }
        given.json.write_text(json.dumps({**about, "results": results}, indent=1) + "\n", encoding="utf-8")
    if wrong:
        print(wrong, file=sys.stderr)
    return wrong.exit_code if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
