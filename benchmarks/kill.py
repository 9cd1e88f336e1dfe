#!/usr/bin/env python3
"""Kill runs at random moments, and compare what the last one completes with a run that was left alone, byte for byte.

    python benchmarks/kill.py [--engine ellipse|real] [--kills 1000] [--photographs 8] [--seed 7] [--json FILE]

With --json it goes on from the figures there, where they were taken with the same engine, seed and number of photographs.

Every run is a process of its own. `ellipse` draws one (no weights): what is tried is everything around it, a thousand times
in minutes. `real` loads the weights that ship, and makes a colourway and a print. A run is killed with SIGKILL within a third
of the time that an undisturbed one takes (`real`: at any moment of it, for the first seconds go by with loading); runs go on
from where the one before was killed. After each kill every file under its final name must open. After every tenth, and where
a run came to its end before it was killed, the catalog is completed and compared.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import fashionforward.batch.run  # noqa: E402 (what runs import late: those that are forked find it)
import fashionforward.batch.sheets  # noqa: E402
import fashionforward.batch.show  # noqa: E402
import fashionforward.runtime.engine  # noqa: E402, F401
from fashionforward.attributes.edit import Edit  # noqa: E402
from fashionforward.batch.engine import Engine  # noqa: E402
from fashionforward.batch.options import RunOptions  # noqa: E402
from fashionforward.batch.transform import transform  # noqa: E402
from fashionforward.runtime.opening import open_engine  # noqa: E402
from fashionforward.runtime.weights import find_weights  # noqa: E402
from tests.batch.killable import Patient  # noqa: E402 (the checkout's tests are no package that is installed)
from tests.batch.runs import NAVY, OPEN, RED, Report, tree  # noqa: E402

PHOTOGRAPH = ROOT / "tests" / "photographs" / "yellow-tee.jpg"


@dataclass(frozen=True)
class Drawn:
    """What runs draw with, and `within` which share of an undisturbed run's time one is killed."""

    load: Callable[[], Engine]
    edits: tuple[Edit, ...]
    within: float


ENGINES = {
    "ellipse": Drawn(lambda: Patient(0.0), (NAVY, RED), 1 / 3),
    "real": Drawn(lambda: open_engine(find_weights(), "cpu", 1), (NAVY, Edit("palm_print", print="palm_print")), 1),
}


def begin(drawn: Drawn, catalog: Path, out: Path) -> int:
    """Start a run in a process of its own; returns its number. Forked, so that no time is spent on starting Python."""
    child = os.fork()
    if child:
        return child
    try:
        asked = RunOptions([catalog], drawn.edits, out, gates=OPEN, save_mattes=True, jobs=2)
        os._exit(int(transform(asked, drawn.load, Report()).exit_code))
    finally:
        os._exit(99)


def complete(drawn: Drawn, catalog: Path, out: Path) -> float:
    """A run that is left alone; returns the seconds that it took."""
    started = time.monotonic()
    _, status = os.waitpid(begin(drawn, catalog, out), 0)
    if status:
        sys.exit(f"a run that was left alone ended with {status}")
    return time.monotonic() - started


def kill_at(child: int, moment: float) -> bool:
    """Kill a run after so many seconds; returns whether it was still at work."""
    until = time.monotonic() + moment
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(min(0.005, max(0.0, until - time.monotonic())))
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def check_whole(out: Path) -> None:
    for path in out.rglob("*"):
        if path.suffix in (".jpg", ".png") and not path.name.startswith("."):
            with Image.open(path) as image:
                image.load()


def everything(out: Path) -> dict[str, str]:
    """Every file and its hash, and the page's text but for the folder's name in it."""
    page = (out / "index.html").read_text().replace(f"Review: {out.name}", "Review")
    return tree(out, thumbnails=True) | {"index.html": hashlib.sha256(page.encode()).hexdigest()}


def _begun(options: argparse.Namespace) -> dict[str, Any]:
    """The figures so far, or none."""
    told: dict[str, Any] = {"engine": options.engine, "seed": options.seed, "photographs": options.photographs}
    if options.json and options.json.is_file():
        known = json.loads(options.json.read_text())
        if told.items() <= known.items():
            return known
    return told | {"runs": 0, "kills": 0, "compared": 0, "differing": []}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, default="ellipse")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--photographs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path, help="keep the figures here, and go on from them")
    options = parser.parse_args()
    drawn = ENGINES[options.engine]
    with tempfile.TemporaryDirectory() as scratch:
        catalog, whole, cut = (Path(scratch) / name for name in ("catalog", "whole", "cut"))
        catalog.mkdir()
        for number in range(options.photographs):
            with Image.open(PHOTOGRAPH) as image:
                image.resize((160, 240)).rotate(number).save(catalog / f"{number:03d}.jpg")
        took, expected = complete(drawn, catalog, whole), everything(whole)
        told = _begun(options)
        while told["kills"] < options.kills:
            moment = random.Random(f"{options.seed} {told['runs']}").uniform(0, took * drawn.within)
            killed = kill_at(begin(drawn, catalog, cut), moment)
            told["runs"] += 1
            told["kills"] += killed
            check_whole(cut)
            if not killed or told["kills"] % 10 == 0:
                complete(drawn, catalog, cut)
                told["compared"] += 1
                told["differing"] += sorted({name for name, _ in everything(cut).items() ^ expected.items()})
                shutil.rmtree(cut)
                if options.json:
                    options.json.write_text(json.dumps(told, indent=1) + "\n")
    print(", ".join(f"{name.replace('_', ' ')}: {count or 'none'}" for name, count in told.items()))
    sys.exit(1 if told["differing"] else 0)


if __name__ == "__main__":
    main()
