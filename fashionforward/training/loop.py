"""The training loop: named terms, checkpoints, figures and sample grids as it learns."""

from __future__ import annotations

import json
import math
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from fashionforward.training.checkpoint import load_checkpoint, save_checkpoint
from fashionforward.training.feed import Feed, draw, to_device
from fashionforward.training.losses import total
from fashionforward.training.options import LoopOptions
from fashionforward.training.stage import Stage
from fashionforward.training.team import ALONE, Team

Model = TypeVar("Model", bound=nn.Module)

Report = Callable[[int, dict[str, float]], None]
"""Called with the step and what was measured since the last call: loss terms by name, and images a second."""


def choose(options: LoopOptions, team: Team = ALONE) -> tuple[torch.device, AbstractContextManager[object]]:
    """The device of a run, in a team each process's own, and the autocast context of its precision."""
    wanted = options.device
    if wanted == "auto":
        wanted = "cuda" if torch.cuda.is_available() else "cpu"
    device = torch.device(f"cuda:{team.local}" if team.size > 1 and wanted.startswith("cuda") else wanted)
    native = torch.cuda.is_bf16_supported() if device.type == "cuda" else has_native_bf16()
    if options.precision == "bf16" or (options.precision == "auto" and native):
        return device, torch.autocast(device.type, torch.bfloat16)
    return device, nullcontext()


def has_native_bf16() -> bool:
    """Whether this CPU multiplies in bf16 itself; where it only emulates, bf16 is many times slower than fp32."""
    capabilities = torch.backends.cpu.get_cpu_capability()
    return "AMX" in capabilities or bool(getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)())


def rate_at(step: int, options: LoopOptions) -> float:
    """Share of the peak learning rate at `step`: a linear warm-up, then half a cosine down to `final`."""
    if step < options.warmup:
        return (step + 1) / options.warmup
    done = min(1.0, (step - options.warmup) / max(1, options.steps - options.warmup))
    return options.final + (1 - options.final) * 0.5 * (1 + math.cos(math.pi * done))


def optimiser(model: nn.Module, options: LoopOptions) -> torch.optim.AdamW:
    """AdamW; the pretrained encoder at a quarter of the rate, no decay on biases and norms."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = defaultdict(list)
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            share = 0.25 if ".encoder.stages" in f".{name}" else 1.0
            groups[share, options.decay if parameter.ndim > 1 else 0.0].append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "weight_decay": d, "share": s, "lr": options.rate * s} for (s, d), p in groups.items()],
        betas=(0.9, 0.99),
    )


def so_far(about: dict[str, object], stages: Sequence[Stage], step: int) -> dict[str, object]:
    """What is told of a run that has come to a step: it may be stopped there, whatever was asked for.

    `about["training"]` lists the runs behind the weights, the last of them this one, or has such a list for each stage.
    """
    runs = about.get("training")
    if isinstance(runs, list):
        return {**about, "training": _ended(runs, step)}
    if isinstance(runs, dict):
        mine = {stage.name for stage in stages}
        return {**about, "training": {k: _ended(v, step) if k in mine else v for k, v in runs.items()}}
    return about


def _ended(runs: list[dict[str, object]], step: int) -> list[dict[str, object]]:
    return [*runs[:-1], {**runs[-1], "steps": step}]


def lay_out(model: Model, device: torch.device) -> Model:
    """Move a model to its device, channels last: a CPU with AMX takes a step of the parser in bf16 in much less time so."""
    return model.to(device).to(memory_format=torch.channels_last)


def update_average(average: nn.Module, model: nn.Module, decay: float) -> None:
    """Exponential moving average of the weights; buffers (batch-norm statistics) are copied."""
    with torch.no_grad():
        for a, b in zip(average.parameters(), model.parameters(), strict=True):
            a.lerp_(b, 1 - decay)
        for old, new in zip(average.buffers(), model.buffers(), strict=True):
            old.copy_(new)


class Learner(nn.Module):
    """What a stage computes of the modules that it trains, as one module: so it can be compiled, and shared among processes."""

    def __init__(self, model: nn.Module, stage: Stage) -> None:
        super().__init__()
        self.trained = nn.ModuleList([model.get_submodule(name) for name in stage.trains] or [model])
        self._whole = (model, stage)  # in a tuple: what the stage does not train is not this module's

    def forward(self, batch: Any) -> dict[str, Tensor]:
        """The stage's named terms."""
        model, stage = self._whole
        return stage.losses(model, batch)


class Tally:
    """Sums of figures between two reports, and the time between them."""

    def __init__(self) -> None:
        self.steps, self.skipped = 0, 0
        self._sums: dict[str, Tensor] = {}
        self._began = time.monotonic()

    def add(self, stage: str, terms: dict[str, Tensor]) -> None:
        """Count a step's terms. They stay on their device: to ask for a number waits for the GPU."""
        for name, value in terms.items():
            key = f"{stage}/{name}"
            self._sums[key] = self._sums.get(key, 0) + value.detach().float()

    def take(self, batch: int, waited: float) -> dict[str, float]:
        """Means of the terms, items of `batch` a second, and the share of the time that was waited for batches; begins anew."""
        seconds = time.monotonic() - self._began
        figures = {name: float(value) / self.steps for name, value in self._sums.items()}
        figures["items_a_second"] = self.steps * batch / seconds
        figures["waited"] = waited / seconds
        figures["skipped_steps"] = float(self.skipped)
        self.steps, self._sums, self._began = 0, {}, time.monotonic()
        return figures

    def rest(self) -> None:
        """Leave out the time until the next step's end."""
        self._began = time.monotonic()


def fit(
    model: Model,
    stages: list[Stage],
    options: LoopOptions,
    about: dict[str, object],
    report: Report,
    writer: object | None = None,
    team: Team = ALONE,
) -> Model:
    """Train `model` on `stages`, from the checkpoint in `options.out` with `resume`; returns the averaged model, on the CPU.

    `about` goes into every checkpoint: what the model is, its data, history. Writes last.pt, metrics.jsonl and
    samples/<stage>-<step>.png. A step whose gradient is not finite is skipped and counted. In a team, each process has its
    share of every batch, and the first alone reports, checks and writes.
    """
    out = options.out
    device, precision = choose(options, team)
    lay_out(model, device)
    average = deepcopy(model).eval()
    adam = optimiser(model, options)
    step = load_checkpoint(out / "last.pt", model, average, adam) if options.resume else 0
    for stage in stages:
        team.check(options.batch, stage.together)
    learners = [_learner(model, stage, options, team, device) for stage in stages]
    tally = Tally()
    model.train()
    with feeding(stages, options, step, team, device) as feeds:
        while step < options.steps:
            for group in adam.param_groups:
                group["lr"] = options.rate * group["share"] * rate_at(step, options)
            adam.zero_grad(set_to_none=True)
            # dropout's numbers depend on the step alone: a resumed run goes on as if it had not been stopped
            torch.manual_seed(int(np.random.SeedSequence([options.seed, step, team.rank]).generate_state(1)[0]))
            for stage, learner, feed in zip(stages, learners, feeds, strict=True):
                batch = feed.take()
                with precision:
                    terms = learner(batch)
                total(terms).backward()
                tally.add(stage.name, terms)
            norm = nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            if torch.isfinite(norm):
                adam.step()
                update_average(average, model, min(options.average, (1 + step) / (10 + step)))
            else:
                tally.skipped += 1
            step, tally.steps = step + 1, tally.steps + 1
            if step % options.log_every == 0 or step == options.steps:
                figures = team.mean(tally.take(options.batch, sum(feed.waited for feed in feeds)), device)
                for feed in feeds:
                    feed.waited = 0.0
                if team.writes:
                    _log(out, step, "train", figures, writer)
                    report(step, figures)
            if team.writes and (step % options.save_every == 0 or step == options.steps):
                save_checkpoint(out / "last.pt", model, average, adam, step, so_far(about, stages, step))
            if step % options.check_every == 0 or step == options.steps or step in options.checks:
                _check(average, stages, step, out, report, writer, team)
                tally.rest()
    return average.cpu()


def _learner(model: nn.Module, stage: Stage, options: LoopOptions, team: Team, device: torch.device) -> nn.Module:
    learner = Learner(model, stage)
    if options.compile:
        learner.compile()
    return team.joined(learner, device)


@contextmanager
def feeding(
    stages: list[Stage], options: LoopOptions, step: int, team: Team, device: torch.device
) -> Iterator[list[Feed]]:
    """A feed for each stage, from `step` on, that brings batches to the device; their threads end with the block."""
    threads = options.workers or (1 if device.type == "cpu" else max(1, (os.cpu_count() or 2) // team.here - 1))

    def make(index: int, stage: Stage, number: int) -> Any:
        return to_device(draw(stage, index, options.batch, options.seed, number, team), device)

    with ThreadPoolExecutor(threads, thread_name_prefix="ff-batch") as pool:
        try:
            yield [Feed(partial(make, index, stage), step, pool, threads) for index, stage in enumerate(stages)]
        finally:
            pool.shutdown(cancel_futures=True)


def _check(
    average: nn.Module,
    stages: list[Stage],
    step: int,
    out: Path,
    report: Report,
    writer: object | None,
    team: Team,
) -> None:
    """Renew what the stages worked out with the model; in the process that writes, measure them and draw their samples."""
    still = average if next(average.parameters()).device.type == "cpu" else deepcopy(average).cpu()
    for stage in stages:
        stage.refresh(still)
        if team.writes:
            figures = {f"{stage.name}/{k}": v for k, v in stage.check(still).items()}
            _log(out, step, "val", figures, writer)
            report(step, figures)
            (out / "samples").mkdir(parents=True, exist_ok=True)
            Image.fromarray(stage.picture(still)).save(out / "samples" / f"{stage.name}-{step:06d}.png")


def _log(out: Path, step: int, split: str, figures: dict[str, float], writer: object | None) -> None:
    with (out / "metrics.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"step": step, "split": split, **{k: round(v, 6) for k, v in figures.items()}}) + "\n")
    if writer is not None:
        for name, value in figures.items():
            writer.add_scalar(f"{split}/{name}", value, step)  # type: ignore[attr-defined]
