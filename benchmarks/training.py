#!/usr/bin/env python3
"""Training's speed by preset: items a second in fp32, in bf16 and compiled, and whether steps wait for their batches.

    python benchmarks/training.py [--only NAME …] [--device auto] [--seconds N] [--batch N] [--compile] [--busy]
        [--json FILE]

    fp32, bf16     items a second of the steps alone, their batches ready; taken in turns, the median of all
    compiled       the same of the faster one through torch.compile, and the seconds that compiling takes (with --compile)
    batches        items a second that one thread makes, and that two make together, with no steps beside them
    in the loop    items a second of `ff train`'s own loop, and the share of its time that it waits for batches

Data are made up in the sizes of real ones: what they show does not matter to speed. Figures of an earlier run in FILE stay, where
this one does not measure them anew. With --busy, for a machine that others use, seconds are of processor time on one thread, but
for the loop's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from fashionforward.imaging.levels import LEVELS, STATISTICS
from fashionforward.model.fashion_forward import FashionForward
from fashionforward.presets.colours import BASIC
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import Pixels
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.training.colorways import PIXELS, Garment
from fashionforward.training.feed import draw, to_device
from fashionforward.training.loop import Learner, choose, fit, lay_out, optimiser, update_average
from fashionforward.training.losses import total
from fashionforward.training.memory import keep_memory
from fashionforward.training.options import DEFAULTS, LoopOptions, SmallOptions, TrainOptions
from fashionforward.training.packing import ARRAYS, Packed
from fashionforward.training.parser_stage import ParserStage
from fashionforward.training.prints_stage import PrintsStage
from fashionforward.training.rerender import FieldBank
from fashionforward.training.response_stage import ResponseStage
from fashionforward.training.small_run import build
from fashionforward.training.small_stage import SmallStage
from fashionforward.training.stage import Stage
from fashionforward.training.team import ALONE

NAMED = ("parser", "prints", "response", *SMALL)
FAMILIES = ("palm_print", "stripes", "gingham", "floral")
ITEMS = 64

Made = tuple[nn.Module, Stage, LoopOptions]


class Clock:
    """Seconds by the wall, or of processor time."""

    now = staticmethod(time.perf_counter)


def make(name: str, device: str, out: Path) -> Made:
    """The model of a preset, or of a stage of `catalog`, untrained, with a stage on made-up data and the preset's options."""
    torch.manual_seed(0)
    if name in SMALL:
        return _small(name, device, out)
    options = TrainOptions(out, out, stages=(name,), device=device)
    model = FashionForward(FAMILIES)
    for part, module in model.named_children():
        module.requires_grad_(part in {"response": ("cloth_encoder", "response")}.get(name, (name,)))
    for frozen in list(model.parser.encoder.stages)[: options.frozen]:
        frozen.requires_grad_(False)
    stage: Stage
    if name == "parser":
        packed = _photographs(ITEMS)
        bank = FieldBank(torch.randint(0, 256, (ITEMS, 6, 128, 128), dtype=torch.uint8), torch.rand(ITEMS, 6, 3))
        stage = ParserStage(packed, packed, [1.0], options.size, bank)
    elif name == "prints":
        stage = PrintsStage(FAMILIES, 2, options.beta, out)
    else:
        stage = ResponseStage([_garment(i) for i in range(8)], [_garment(8)], options.beta, None)
    return model, stage, options


def _photographs(count: int) -> Packed:
    """Ellipses of plain cloth on grey, with noise."""
    rng = np.random.default_rng(0)
    height, width = ARRAYS["matte"]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    inside = (x * x + y * y < 0.6).astype(np.uint8)
    planes = {"parts": inside * 2, "matte": inside * 255, "main": inside * 255}
    arrays = {
        name: np.repeat(planes.get(name, np.ones_like(inside))[None], count, 0) for name in ARRAYS if name != "image"
    }
    cloth = rng.integers(60, 200, (count, 1, 1, 3)) * inside[..., None] + 120 * (1 - inside[..., None])
    arrays["image"] = (cloth + rng.integers(0, 40, (count, height, width, 1))).astype(np.uint8)
    return Packed(arrays, np.ones(count, bool), np.zeros(count, int), [str(i) for i in range(count)], ["made up"])


def _garment(seed: int, ways: int = 3) -> Garment:
    rng = np.random.default_rng(seed)

    def some(*shape: int) -> np.ndarray:
        return rng.random(shape, np.float32)

    levels, statistics_ = some(ways, PIXELS, LEVELS), some(ways, STATISTICS)
    return Garment(str(seed), levels, some(ways, PIXELS, 3), some(ways, 3), statistics_, some(ways, 64))


def _small(name: str, device: str, out: Path) -> Made:
    defaults: dict[str, Any] = {k: type(getattr(SmallOptions, k))(v) for k, v in DEFAULTS[name].items()}
    options = SmallOptions(out, out, preset=name, device=device, **defaults)
    shape, rng = SMALL[name], np.random.default_rng(0)
    words = tuple(f"style {i}" for i in range(10))
    vocabulary = Vocabulary(styles=words) if name == "style28" else Vocabulary(BASIC, words, ("lace", "striped"))
    count = 2 * ITEMS
    images = rng.integers(0, 256, (count, shape.side, shape.side, shape.channels), np.uint8)
    attributes = np.zeros((count, len(vocabulary)), np.float32)
    for where in vocabulary.groups.values():
        attributes[np.arange(count), where.start + rng.integers(where.stop - where.start, size=count)] = 1
    colour = None if name == "style28" else rng.random((count, 3), np.float32)
    pixels = Pixels((None,) * count, images, None, attributes, colour)  # type: ignore[arg-type]
    model = build(name, vocabulary)
    return model, SmallStage(model, pixels, pixels, options), options


class Steps:
    """Steps of a stage as the loop takes them, on one batch that is ready."""

    def __init__(self, made: Made, precision: str, compiled: bool = False) -> None:
        model, stage, options = made
        options.precision = precision
        self.device, self.precision = choose(options)
        self.model, self.count = lay_out(model, self.device).train(), options.batch
        self.average = deepcopy(model).eval()
        self.adam = optimiser(model, options)
        self.learner = Learner(model, stage)
        self.batch = to_device(draw(stage, 0, options.batch, 0, 0, ALONE), self.device)
        if compiled:
            self.learner.compile()

    def __call__(self) -> float:
        """Take one; items a second."""
        began = Clock.now()
        self.adam.zero_grad(set_to_none=True)
        context: AbstractContextManager[object] = self.precision
        with context:
            terms = self.learner(self.batch)
        total(terms).backward()
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        if torch.isfinite(norm):
            self.adam.step()
            update_average(self.average, self.model, 0.9)
        if self.device.type == "cuda":
            torch.cuda.synchronize()
        return self.count / (Clock.now() - began)


def in_turns(steps: dict[str, Steps], seconds: float) -> dict[str, float]:
    """Medians of items a second, of steps taken in turns after one each that does not count."""
    rates: dict[str, list[float]] = {name: [] for name in steps}
    for step in steps.values():
        step()
    began = Clock.now()
    while Clock.now() - began < seconds * len(steps) or len(next(iter(rates.values()))) < 3:
        for name, step in steps.items():
            rates[name].append(step())
    return {name: statistics.median(found) for name, found in rates.items()}


def batches(made: Made, threads: int, seconds: float) -> float:
    """Items a second that so many threads make, with nothing beside them."""
    _, stage, options = made

    def one(step: int) -> None:
        draw(stage, 0, options.batch, 0, step, ALONE)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(threads)))
        done, began = 0, Clock.now()
        while Clock.now() - began < seconds:
            list(pool.map(one, range(done, done + 2 * threads)))
            done += 2 * threads
        return done * options.batch / (Clock.now() - began)


def in_loop(made: Made, rate: float, seconds: float) -> dict[str, float]:
    """Items a second of the loop itself, at the default precision, and the share of its time that it waits for batches."""
    model, stage, options = made
    options.precision, options.steps = "auto", max(6, round(seconds * rate / options.batch))
    options.log_every = options.check_every = options.save_every = options.steps
    figures: dict[str, float] = {}
    stage.check = lambda model: {}  # type: ignore[method-assign]
    stage.picture = lambda model: np.zeros((1, 1, 3), np.uint8)  # type: ignore[method-assign]
    fit(model, [stage], options, {}, lambda step, found: figures.update(found))
    return {"in_the_loop": figures["items_a_second"], "waited": figures["waited"]}


def measure(name: str, given: argparse.Namespace) -> dict[str, Any]:
    """Every figure of a preset or stage."""
    seconds = given.seconds
    with tempfile.TemporaryDirectory() as folder:

        def fresh() -> Made:
            made = make(name, given.device, Path(folder))
            made[2].batch = given.batch or made[2].batch
            return made

        found: dict[str, Any] = {"batch": fresh()[2].batch}
        found |= in_turns({"fp32": Steps(fresh(), "fp32"), "bf16": Steps(fresh(), "bf16")}, seconds)
        faster = "bf16" if found["bf16"] > found["fp32"] else "fp32"
        if given.compile:
            step = Steps(fresh(), faster, compiled=True)
            began = Clock.now()
            step()
            found["compiling_seconds"] = Clock.now() - began
            both = in_turns({"compiled": step, "eager": Steps(fresh(), faster)}, seconds)
            found["compiled"], found["compiled_against_eager"] = both["compiled"], both["compiled"] / both["eager"]
        for threads in (1,) if Clock.now is time.process_time else (1, 2):
            found[f"batches_{threads}_threads"] = batches(fresh(), threads, seconds / 2)
        return found | in_loop(fresh(), found[faster], seconds)


def show(results: dict[str, dict[str, Any]]) -> str:
    """The table."""
    columns = (
        "fp32",
        "bf16",
        "compiled",
        "compiling_seconds",
        "batches_1_threads",
        "batches_2_threads",
        "in_the_loop",
        "waited",
    )
    heads = ("fp32", "bf16", "compiled", "compiling, s", "batches, 1", "batches, 2", "in the loop", "waiting")
    lines = [f"{'items a second':<16}" + "".join(f"{head:>14}" for head in heads)]
    for name, found in results.items():
        cells = [
            "" if found.get(c) is None else f"{found[c]:.1%}" if c == "waited" else f"{found[c]:.3g}" for c in columns
        ]
        lines.append(f"{name:<16}" + "".join(f"{cell:>14}" for cell in cells))
    return "\n".join(lines)


def main() -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=NAMED, action="append")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each figure, about")
    parser.add_argument("--batch", type=int, help="items a step; default: the preset's")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    if given.busy:
        Clock.now = staticmethod(time.process_time)
        torch.set_num_threads(1)
    keep_memory()
    kept = json.loads(given.json.read_text(encoding="utf-8")) if given.json and given.json.is_file() else {}
    results: dict[str, dict[str, Any]] = kept.get("items_a_second", {})
    on = torch.cuda.get_device_name() if torch.cuda.is_available() else torch.backends.cpu.get_cpu_capability()
    about: dict[str, Any] = {"torch": torch.__version__, "threads": torch.get_num_threads(), "processor": on}
    about["seconds"] = "of processor time, one thread" if given.busy else "by the wall"
    for name in given.only or NAMED:
        found = measure(name, given)
        results[name] = {**results.get(name, {}), **{k: round(v, 3) for k, v in found.items()}}
        results = {name: results[name] for name in NAMED if name in results}
        print(f"{name} done", file=sys.stderr)
        if given.json:
            text = json.dumps({**kept, **about, "items_a_second": results}, indent=1)
            given.json.write_text(text + "\n", encoding="utf-8")
    print(show(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
