"""The training loop: batches prepared beside the step, named terms, checkpoints, figures and sample grids as it learns."""

from __future__ import annotations

import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from PIL import Image
from torch import nn

from fashionforward.training.checkpoint import load_checkpoint, save_checkpoint
from fashionforward.training.losses import total
from fashionforward.training.options import LoopOptions
from fashionforward.training.stage import Numbers, Stage

Model = TypeVar("Model", bound=nn.Module)

Report = Callable[[int, dict[str, float]], None]
"""Called with the step and what was measured since the last call: loss terms by name, and images a second."""


def choose(options: LoopOptions) -> tuple[torch.device, AbstractContextManager[object]]:
    """The device of a run, and the autocast context of its precision."""
    wanted = options.device
    if wanted == "auto":
        wanted = "cuda" if torch.cuda.is_available() else "cpu"
    device = torch.device(wanted)
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


def update_average(average: nn.Module, model: nn.Module, decay: float) -> None:
    """Exponential moving average of the weights; buffers (batch-norm statistics) are copied."""
    with torch.no_grad():
        for a, b in zip(average.parameters(), model.parameters(), strict=True):
            a.lerp_(b, 1 - decay)
        for old, new in zip(average.buffers(), model.buffers(), strict=True):
            old.copy_(new)


def to_device(batch: Any, device: torch.device) -> Any:
    """A batch with its tensors on `device`: tensors, tuples, named tuples and dataclasses of them."""
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if is_dataclass(batch) and not isinstance(batch, type):
        return replace(batch, **{f.name: to_device(getattr(batch, f.name), device) for f in fields(batch)})
    if isinstance(batch, tuple):
        moved = [to_device(part, device) for part in batch]
        return type(batch)(*moved) if hasattr(batch, "_fields") else tuple(moved)
    return batch


def ahead(make: Callable[[], object], depth: int = 2) -> Iterator[object]:
    """Call `make` in a thread, `depth` results ahead of whoever takes them."""
    with ThreadPoolExecutor(1) as pool:
        waiting = [pool.submit(make) for _ in range(depth)]
        while True:
            result = waiting.pop(0).result()
            waiting.append(pool.submit(make))
            yield result


def fit(
    model: Model,
    stages: list[Stage],
    options: LoopOptions,
    about: dict[str, object],
    report: Report,
    writer: object | None = None,
) -> Model:
    """Train `model` on `stages`, from the checkpoint in `options.out` with `resume`; returns the averaged model.

    `about` goes into every checkpoint: what the model is, its data, history. Writes last.pt, metrics.jsonl and
    samples/<stage>-<step>.png. A step whose gradient is not finite is skipped and counted.
    """
    out = options.out
    (out / "samples").mkdir(parents=True, exist_ok=True)
    device, precision = choose(options)
    model.to(device)
    average = deepcopy(model).eval()
    adam = optimiser(model, options)
    step = load_checkpoint(out / "last.pt", model, average, adam) if options.resume else 0
    feeds = {}
    for index, stage in enumerate(stages):
        # each stage in its own thread has its own numbers, and a resumed run goes on with others than it began with
        seed = np.random.SeedSequence([options.seed, step, index])
        rng = Numbers(np.random.default_rng(seed), torch.Generator().manual_seed(int(seed.generate_state(1)[0])))
        feeds[stage.name] = ahead(partial(stage.batch, rng))
    sums: dict[str, float] = defaultdict(float)
    skipped, since, began = 0, 0, time.monotonic()
    model.train()
    while step < options.steps:
        for group in adam.param_groups:
            group["lr"] = options.rate * group["share"] * rate_at(step, options)
        adam.zero_grad(set_to_none=True)
        for stage in stages:
            batch = to_device(next(feeds[stage.name]), device)
            with precision:
                terms = stage.losses(model, batch)
            total(terms).backward()
            for name, value in terms.items():
                sums[f"{stage.name}/{name}"] += float(value.detach())
        norm = nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        if torch.isfinite(norm):
            adam.step()
            update_average(average, model, min(options.average, (1 + step) / (10 + step)))
        else:
            skipped += 1
        step, since = step + 1, since + 1
        if step % 25 == 0 or step == options.steps:
            figures = {k: v / since for k, v in sums.items()}
            figures["items_a_second"] = since * options.batch / (time.monotonic() - began)
            figures["skipped_steps"] = float(skipped)
            _log(out, step, "train", figures, writer)
            report(step, figures)
            sums, since, began = defaultdict(float), 0, time.monotonic()
        if step % options.save_every == 0 or step == options.steps:
            save_checkpoint(out / "last.pt", model, average, adam, step, about)
        if step % options.check_every == 0 or step == options.steps or step in options.checks:
            still = average if device.type == "cpu" else deepcopy(average).cpu()
            for stage in stages:
                stage.refresh(still)
                figures = {f"{stage.name}/{k}": v for k, v in stage.check(still).items()}
                _log(out, step, "val", figures, writer)
                report(step, figures)
                Image.fromarray(stage.picture(still)).save(out / "samples" / f"{stage.name}-{step:06d}.png")
            began = time.monotonic()
    return average


def _log(out: Path, step: int, split: str, figures: dict[str, float], writer: object | None) -> None:
    with (out / "metrics.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps({"step": step, "split": split, **{k: round(v, 6) for k, v in figures.items()}}) + "\n")
    if writer is not None:
        for name, value in figures.items():
            writer.add_scalar(f"{split}/{name}", value, step)  # type: ignore[attr-defined]
