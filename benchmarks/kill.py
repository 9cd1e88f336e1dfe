#!/usr/bin/env python3
"""Kill runs at random moments, and compare what the last one completes with a run that was left alone, byte for byte.

    python benchmarks/kill.py [--kills 1000] [--photographs 16] [--seed 7]

Every run is a process of its own with an engine that draws an ellipse (no weights): what is tried is everything around it.
After every kill each file under its final name must open, and after every tenth the catalog is completed and compared.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.batch.runs import tree  # noqa: E402 (the checkout's tests are no package that is installed)

PHOTOGRAPH = ROOT / "tests" / "photographs" / "yellow-tee.jpg"


def begin(catalog: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.batch.killable", str(catalog), str(out), "0.01"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    process.stdout.readline()  # it is about to begin
    return process


def check_whole(out: Path) -> None:
    for path in out.rglob("*"):
        if path.suffix in (".jpg", ".png") and not path.name.startswith("."):
            with Image.open(path) as image:
                image.load()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--photographs", type=int, default=16)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as scratch:
        catalog, whole, cut = (Path(scratch) / name for name in ("catalog", "whole", "cut"))
        catalog.mkdir()
        for number in range(options.photographs):
            shutil.copyfile(PHOTOGRAPH, catalog / f"{number:03d}.jpg")
        started = time.monotonic()
        assert begin(catalog, whole).wait() == 0
        took, expected = time.monotonic() - started, tree(whole, thumbnails=True)
        found_at_work = 0
        for number in range(1, options.kills + 1):
            process = begin(catalog, cut)
            time.sleep(moments.uniform(0, took / 2))
            found_at_work += process.poll() is None
            process.kill()
            process.wait()
            check_whole(cut)
            if number % 10 == 0 or number == options.kills:
                assert begin(catalog, cut).wait() == 0
                if tree(cut, thumbnails=True) != expected:
                    sys.exit(f"after {number} kills the completed run differs from the one that was left alone")
                shutil.rmtree(cut)
    print(
        f"{options.kills} kills, {found_at_work} of them at work: every completed run is byte for byte the undisturbed one"
    )


if __name__ == "__main__":
    main()
