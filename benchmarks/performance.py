#!/usr/bin/env python3
"""How fast a run is, beside its floor and beside others; every figure of a part is measured in one process tree on one machine.

    python benchmarks/performance.py [--only PART …] [--count N] [--weights DIR] [--json FILE]

Parts: `floor` (decode and encode alone, each graph alone, the renderer alone), `run` (whole runs at 400x533 and 2 megapixels, with
one edit and with six), `memory` (peaks of short and long catalogs, and of 24 megapixels), `many` (peaks of 200 and of 5,000 tiny
photographs with an engine that paints an ellipse, so that what grows with a catalog is seen alone), `start` (`ff --help`, a run that finds
nothing to do, the first image), `beside` (a plain loop over the same graphs, and a 1024x1024 network of IS-Net's shape and size with
random weights). The photographs are those of examples/catalog, enlarged and grained where they have to be larger. With --json, parts
measured before stay in the file. Processor time an image is told beside images a second: a busy machine disturbs it less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.reading import parse_edit
from fashionforward.batch.options import RunOptions, available_cores
from fashionforward.batch.results import Result, Summary
from fashionforward.batch.transform import transform
from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.runtime.device import load_runtime
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.weights import Weights, find_weights

EXAMPLES = Path(__file__).parents[1] / "examples" / "catalog"
CORES = available_cores()
ONE = ["palm_print"]
SIX = ["palm_print", "stripes", "polka_dot", "color=navy", "color=crimson", "print=solid color=teal"]
SIZES = {"400x533": 0.0, "2 MP": 2e6}
LARGE = 24e6
MANY = 200, 5000


class Silent:
    """A run's reporter that keeps the images made and the time of the first."""

    def __init__(self) -> None:
        self.made = 0
        self.first = 0.0

    def started(self, total: int) -> None: ...

    def concluded(self, summary: Summary) -> None: ...

    def finished(self, result: Result) -> None:
        self.first = self.first or time.perf_counter()
        self.made += result.output is not None


class Clock:
    """Seconds by the clock and of this process' processor time since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter(), time.process_time()

    def read(self, images: int) -> dict[str, float]:
        """What so many images took."""
        wall, busy = time.perf_counter() - self._start[0], time.process_time() - self._start[1]
        return {
            "images_a_second": round(images / wall, 2),
            "cpu_seconds_an_image": round(busy / images, 4),
            "images_a_second_of_all_cores": round(images * CORES / busy, 2),
        }


def make_catalog(folder: Path, count: int, pixels: float = 0.0) -> None:
    """So many of the examples, over and over; enlarged to so many pixels, with grain, where that is not 0."""
    sources = sorted(EXAMPLES.rglob("*.jpg"))
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        source, target = sources[index % len(sources)], folder / f"{index:05d}.jpg"
        if not pixels:
            shutil.copyfile(source, target)
        elif index >= len(sources):
            shutil.copyfile(folder / f"{index % len(sources):05d}.jpg", target)
        else:
            image = Image.open(source).convert("RGB")
            factor = (pixels / (image.width * image.height)) ** 0.5
            size = round(image.width * factor), round(image.height * factor)
            large = np.asarray(image.resize(size, Image.Resampling.LANCZOS), np.float32)
            grain = np.random.default_rng(index).normal(0, 2, (*large.shape[:2], 1))
            Image.fromarray(np.clip(large + grain, 0, 255).astype(np.uint8)).save(target, quality=90)


@contextmanager
def catalog(count: int, pixels: float = 0.0) -> Iterator[tuple[Path, Path]]:
    """A catalog and an output folder beside it, both gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        make_catalog(Path(folder) / "catalog", count, pixels)
        yield Path(folder) / "catalog", Path(folder) / "out"


def read_edits(weights: Weights, written: list[str]) -> list[Edit]:
    """Edits as they are written on a command line."""
    return [parse_edit(one.split(), weights.card.prints) for one in written]


def make(weights: Weights, engine: Engine, edits: list[str], inputs: Path, out: Path) -> dict[str, float]:
    """One whole run with an engine that is warm."""
    report, clock = Silent(), Clock()
    options = RunOptions([inputs], read_edits(weights, edits), out, weights=weights.card.fingerprint)
    transform(options, lambda: engine, report)
    return clock.read(report.made)


def load(weights: Weights, threads: int = 1) -> Engine:
    """An engine on the CPU, its graphs opened and its first design drawn."""
    engine = Engine.load(weights, "cpu", threads)
    with catalog(1) as (inputs, out):
        make(weights, engine, SIX, inputs, out)
    return engine


def on_all_cores(work: Callable[[Any], object], given: list[Any]) -> dict[str, float]:
    """The same work on each of what is given, on a thread a core."""
    work(given[0])
    clock = Clock()
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(work, given))
    return clock.read(len(given))


def measure_floor(weights: Weights, count: int) -> dict[str, Any]:
    """Each part of the work alone, on all cores."""
    found: dict[str, Any] = {}
    for name, pixels in SIZES.items():
        with catalog(count, pixels) as (inputs, _):
            paths = sorted(inputs.iterdir())

            def through(path: Path) -> None:
                photograph = read_photograph(path)
                encode(photograph, photograph.pixels)

            found[f"decode and encode, {name}"] = on_all_cores(through, paths)
    runtime = load_runtime()
    rng = np.random.default_rng(0)
    for path in sorted(weights.path.glob("*.onnx")):
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        pixels = 8192
        feeds = {}
        for value in session.get_inputs():
            shape = [pixels if side == "pixels" else 256 if isinstance(side, str) else side for side in value.shape]
            feeds[value.name] = np.zeros(shape, np.int64) if "int64" in value.type else -rng.random(shape, np.float32)
        told = on_all_cores(lambda _, s=session, f=feeds: s.run(None, f), [None] * 12)
        if path.stem == "renderer":
            told = {"microseconds_a_pixel": round(told["cpu_seconds_an_image"] / pixels * 1e6, 3)}
        found[f"graph {path.stem}"] = told
    return found


def measure_run(weights: Weights, count: int) -> dict[str, Any]:
    """Whole runs, and their distance from what the cores had to compute."""
    engine, found = load(weights), {}
    for name, pixels in SIZES.items():
        for label, edits in (("one edit", ONE), ("six edits", SIX)):
            with catalog(count if label == "one edit" else max(2, count // 3), pixels) as (inputs, out):
                told = make(weights, engine, edits, inputs, out)
            told["wall_over_cpu_work"] = round(told["images_a_second_of_all_cores"] / told["images_a_second"], 2)
            found[f"{name}, {label}"] = told
        one, six = (found[f"{name}, {label}"]["cpu_seconds_an_image"] for label in ("one edit", "six edits"))
        found[f"{name}, six edits over one"] = round(6 * six / one, 2)
    return found


def measure_memory(weights: Weights, count: int) -> dict[str, Any]:
    """Peaks of processes that make nothing else, in MB."""
    return {
        f"{items} of {name}": int(in_own_process("--peak", str(items), str(pixels), weights=weights))
        for name, items, pixels in (
            ("400x533", count, 0.0),
            ("400x533", 5 * count, 0.0),
            ("2 MP", 4, 2e6),
            ("12 MP", 1, LARGE / 2),
            ("24 MP", 1, LARGE),
        )
    }


def measure_many(weights: Weights, count: int) -> dict[str, Any]:
    """Peaks of processes that run a few items and very many, in MB: tiny ones, without the model."""
    found: dict[str, Any] = {
        f"{items} tiny": float(in_own_process("--peak", str(items), "tiny", weights=weights)) for items in MANY
    }
    found["growth"] = round(found[f"{MANY[1]} tiny"] / found[f"{MANY[0]} tiny"] - 1, 3)
    return found


def peak_of_tiny(items: int) -> float:
    """MB of this process after a run of so many photographs of 24 x 32 pixels, each its own."""
    sys.path.insert(0, str(Path(__file__).parents[1]))  # the checkout's tests are no package that is installed
    from tests.engines import TintEngine

    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "catalog"
        inputs.mkdir()
        rng = np.random.default_rng(0)
        for index in range(items):
            Image.fromarray(rng.integers(0, 256, (32, 24, 3), np.uint8)).save(inputs / f"{index:05d}.jpg")
        options = RunOptions([inputs], [parse_edit(["color=navy"], ())], Path(folder) / "out")
        transform(options, TintEngine, Silent())
    return own_peak()


def own_peak() -> float:
    """MB that this process held at most. On Linux `ru_maxrss` is at first that of whoever started it, so the kernel's own page is read."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def in_own_process(*options: str, weights: Weights) -> str:
    command = [sys.executable, __file__, "--weights", str(weights.path), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]


def peak(weights: Weights, items: int, pixels: float) -> int:
    """MB of this process after a run."""
    with catalog(items, pixels) as (inputs, out):
        make(weights, Engine.load(weights, "cpu", 1), ONE, inputs, out)
    return round(own_peak())


def measure_start(weights: Weights, count: int) -> dict[str, Any]:
    """Seconds of processes, by the clock and of processor time; the best of five."""
    with catalog(1) as (inputs, out):
        run = ["transform", str(inputs), "-a", "palm_print", "--out", str(out), "--weights", str(weights.path), "-q"]
        first = [timed(run) for _ in range(3) if not shutil.rmtree(out, ignore_errors=True)]
        return {
            "ff --help": least([timed(["--help"]) for _ in range(5)]),
            "nothing to do": least([timed(run) for _ in range(5)]),
            "first image": least(first),
        }


def timed(arguments: list[str]) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", "fashionforward", *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - started, busy


def least(times: list[tuple[float, float]]) -> dict[str, float]:
    return {"seconds": round(min(t[0] for t in times), 2), "cpu_seconds": round(min(t[1] for t in times), 2)}


def measure_beside(weights: Weights, count: int) -> dict[str, Any]:
    """This tool, a plain loop over its graphs, and a network such as is used to remove backgrounds."""
    from isnet import isnet_like, removed

    found: dict[str, Any] = {}
    with catalog(count) as (inputs, out):
        paths = sorted(inputs.iterdir())
        found["this tool"] = make(weights, load(weights), ONE, inputs, out)
        plain, edit = Engine.load(weights, "cpu", None), read_edits(weights, ONE)[0]
        clock = Clock()
        for path in paths:
            photograph = read_photograph(path)
            rgb = photograph.srgb()
            rendering = plain.render(rgb, plain.parse(rgb), edit, sku=path.stem)
            (inputs / "plain.bin").write_bytes(encode(photograph, photograph.composite(rendering.rgb, rendering.matte)))
        found["a plain loop over the same graphs, one at a time"] = clock.read(len(paths))
        session = isnet_like(load_runtime())
        removed(session, paths[0])
        clock = Clock()
        for path in paths[:3]:
            removed(session, path)
        found["background removal, 1024x1024, IS-Net's shape"] = clock.read(3)
    return found


PARTS: dict[str, Callable[[Weights, int], dict[str, Any]]] = {
    "floor": measure_floor,
    "run": measure_run,
    "memory": measure_memory,
    "many": measure_many,
    "start": measure_start,
    "beside": measure_beside,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--count", type=int, default=24, help="photographs of a catalog")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--peak", nargs=2, metavar=("ITEMS", "PIXELS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    weights = find_weights(options.weights)
    if options.peak and options.peak[1] == "tiny":
        sys.stdout.write(f"{peak_of_tiny(int(options.peak[0])):.1f}\n")
        return
    if options.peak:
        sys.stdout.write(f"{peak(weights, int(options.peak[0]), float(options.peak[1]))}\n")
        return
    found = json.loads(options.json.read_text()) if options.json and options.json.exists() else {}
    for part in options.only:
        found[part] = {
            "cores": CORES,
            "load": round(os.getloadavg()[0], 1),
            "photographs": options.count,
            **PARTS[part](weights, options.count),
        }
        sys.stdout.write(json.dumps({part: found[part]}, indent=1) + "\n")
        if options.json:
            options.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
