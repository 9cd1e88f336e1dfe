#!/usr/bin/env python3
"""What spreading costs: two workers of an engine, or two shards, against one plain run on the same two cores.

    python benchmarks/spread.py [--photographs 8 32] [--repeats 2] [--modes plain ray shards] [--json FILE]

Every run is `ff transform` as a process, from its start to exit code 0, over copies of examples/catalog, with the weights that
ship: `plain` with --jobs 2; `ray` with --engine ray --jobs 2, on a cluster that is started for it; `shards` as two processes
with --shard and --jobs 1 side by side, and `ff merge` after them. The modes take turns, and the best of the repeats counts.
From two numbers of photographs follow what a mode costs once and what it costs a photograph. All outputs must be the same
bytes. `ray` needs `pip install "fashionforward[ray]"`.

    python benchmarks/spread.py --merge 20000

measures `ff merge` of eight shards' ledgers with so many images in all (files of 16x16 pixels, no engine), in seconds of
processor time; and

    python benchmarks/spread.py --tiny 200 [--json FILE]

what handing a photograph to Ray and hearing of it costs, whatever is done with it: so many photographs of 60x80 pixels with an
engine that paints an ellipse, on two threads here and on two actors that are up already, in turns.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from PIL import Image

from fashionforward.attributes.edit import Edit
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.record import Record, Written
from fashionforward.batch.shard import LEDGER, Shard
from fashionforward.batch.stamp import stamp_of
from fashionforward.batch.transform import transform
from fashionforward.spread.join import Join
from fashionforward.spread.ray_crew import RayCrew

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.batch.runs import Report, tree  # noqa: E402 (the checkout's tests are no package that is installed)
from tests.engines import TintEngine  # noqa: E402

FF = [sys.executable, "-m", "fashionforward"]


def make_catalog(root: Path, count: int) -> None:
    photographs = sorted((ROOT / "examples" / "catalog").rglob("*.jpg"))
    for number in range(count):
        source = photographs[number % len(photographs)]
        path = root / source.parent.name / f"{source.stem}-{number:04d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, path)


def together(*commands: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
    running = [
        subprocess.Popen([*FF, *command], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        for command in commands
    ]
    for process in running:
        _, said = process.communicate()
        if process.returncode != 0:
            sys.exit(f"{process.args}: {process.returncode}\n{said}")


def run(mode: str, catalog: Path, out: Path, weights: Path) -> float:
    made = ["transform", str(catalog), "--attr", "palm_print", "--out", str(out), "--device", "cpu", "--quiet"]
    made += ["--weights", str(weights)]
    started = time.perf_counter()
    if mode == "plain":
        together([*made, "--jobs", "2"])
    elif mode == "ray":
        together([*made, "--jobs", "2", "--engine", "ray"])
    else:
        together(*([*made, "--jobs", "1", "--shard", f"{number}/2"] for number in (1, 2)))
        together(["merge", str(out), "--quiet"])
    return time.perf_counter() - started


def measure_merge(count: int) -> None:
    """Merge the records of tiny images that no engine made, and print what a hundred thousand of them would take."""
    edit = Edit("palm", print="palm_print")
    shards = [Shard(8, number + 1) for number in range(8)]
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16), "#b03030").save(buffer, "JPEG")
    figures = {"area": 0.31, "certainty": 0.98, "spill": 0.1, "colour_error": None, "clipped": 0.0, "print": 12.0}
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "out")
        for shard in shards:
            options = RunOptions([scratch], [edit], out, shard=shard)
            with Ledger.open(options.home, alone=True) as ledger:
                run, recipe = ledger.begin_run(options.as_json()), ledger.recipe(options.recipe(edit))
                for number in range(shard.number - 1, count, 8):
                    name = f"{number // 1000:04d}/sku-{number:07d}.jpg"
                    path = out / edit.name / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(buffer.getvalue())
                    written = Written("image", f"{edit.name}/{name}", stamp_of(buffer.getvalue(), path))
                    source = f"{scratch}/catalog/{name}"
                    record = Record(name, edit.name, path.stem, 0, recipe, source, written.stamp, None, "done")
                    ledger.record(replace(record, figures=figures, run=run, files=(written,)))
                ledger.end_run(run, {"done": count // 8}, 0)
        started = time.process_time()
        with closing(Join(Ledger.open(out).path)) as join:
            for shard in shards:
                join.take(str(shard), shard.home(out) / LEDGER)
            list(join.settle(out))
            join.enter()
        took = time.process_time() - started
        size = (out / LEDGER).stat().st_size
    print(
        f"{count:,} images of 8 shards joined in {took:.2f} processor s: {took / count * 1e6:.0f} µs an image;", end=" "
    )
    print(f"{size / count:.0f} bytes an image")


def measure_tiny(count: int, json_file: Path | None) -> None:
    """The wall time of a photograph that costs next to nothing, at home and with Ray."""
    edit = Edit("red", color=(1.0, 0.0, 0.0))
    each: dict[str, list[float]] = {"threads": [], "ray": []}
    with tempfile.TemporaryDirectory() as scratch:
        for name, some in (("few", 4), ("many", count)):
            Path(scratch, name).mkdir()
            for number in range(some):
                picture = Image.open(ROOT / "tests" / "photographs" / "yellow-tee.jpg").resize((60, 80))
                picture.save(Path(scratch, name, f"{number:05d}.jpg"))
        started = time.perf_counter()
        crews = {"ray": RayCrew(TintEngine, 2), "threads": TintEngine()}
        print(f"Ray is up after {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
        for catalog in ("few", "many", "many", "many"):  # the first warms up
            for mode, crew in crews.items():
                options = RunOptions([Path(scratch, catalog)], [edit], Path(scratch, "out"), jobs=2)
                started = time.perf_counter()
                summary = transform(options, lambda crew=crew: crew, Report())
                if catalog == "many":
                    each[mode].append((time.perf_counter() - started) / count)
                assert sum(summary.counts.values()) == len(list(Path(scratch, catalog).iterdir()))
                shutil.rmtree(options.out)
    best = {mode: min(seconds) for mode, seconds in each.items()}
    cost = best["ray"] - best["threads"]
    print(
        f"{count} photographs: {best['threads'] * 1e3:.1f} ms each with two threads, {best['ray'] * 1e3:.1f} with Ray:"
    )
    print(f"Ray costs {cost * 1e3:.1f} ms a photograph of wall time, whatever is done with it")
    if json_file:
        told = {"command": f"python benchmarks/spread.py --tiny {count}", "seconds_each": each, "cost": cost}
        json_file.write_text(json.dumps({**told, "load": os.getloadavg()[0], "cores": os.cpu_count()}, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photographs", type=int, nargs=2, default=[8, 32])
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--modes", nargs="+", default=["plain", "ray", "shards"])
    parser.add_argument("--weights", type=Path, default=ROOT / "weights" / "catalog")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--merge", type=int)
    parser.add_argument("--tiny", type=int)
    options = parser.parse_args()
    if options.tiny:
        measure_tiny(options.tiny, options.json)
        return
    if options.merge:
        measure_merge(options.merge)
        return
    seconds: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    with tempfile.TemporaryDirectory() as scratch:
        for count in options.photographs:
            make_catalog(Path(scratch, f"catalog-{count}"), count)
        for _ in range(options.repeats):
            for count in options.photographs:
                expected = None
                for mode in options.modes:
                    out = Path(scratch, "out")
                    seconds[mode][count].append(run(mode, Path(scratch, f"catalog-{count}"), out, options.weights))
                    print(f"{mode}, {count}: {seconds[mode][count][-1]:.1f} s", file=sys.stderr, flush=True)
                    found = tree(out, thumbnails=True)
                    if expected is not None and found != expected:
                        sys.exit(f"{mode} made other bytes than {options.modes[0]}")
                    expected = found
                    shutil.rmtree(out)
    few, many = options.photographs
    modes = {}
    print("| run | whole, s | once, s | a photograph, s | of it over a plain run |")
    print("|---|---|---|---|---|")
    for mode, taken in seconds.items():
        short, long = min(taken[few]), min(taken[many])
        each = (long - short) / (many - few)
        modes[mode] = {"seconds": {str(n): taken[n] for n in taken}, "once": short - few * each, "each": each}
        over = each / modes[options.modes[0]]["each"] - 1
        print(f"| {mode} | {long:.1f} | {short - few * each:.1f} | {each:.3f} | {over:+.0%} |")
    if options.json:
        told = {
            "command": "python benchmarks/spread.py " + " ".join(sys.argv[1:]),
            "cores": os.cpu_count(),
            "processor": platform.processor() or platform.machine(),
            "load_at_the_end": os.getloadavg()[0],
            "photographs": options.photographs,
            "same_bytes": True,
            "modes": modes,
        }
        options.json.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
