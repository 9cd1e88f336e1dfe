"""Batches made ahead of the step, on threads beside it: the same ones however many threads and processes make them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import torch

from fashionforward.training.stage import Numbers, Stage
from fashionforward.training.team import Team

DEPTH = 2
"""Batches that are ready or being made beyond one a thread."""


class Feed:
    """Batches of a stage, in order, from the one of step `step`.

    An item's random numbers come from the seed, the step, the stage and its place in the batch alone. So a resumed run goes on with
    the batches that it would have had, and the shares of several processes are together the batch of one.
    """

    def __init__(self, make: Callable[[int], Any], step: int, pool: ThreadPoolExecutor, threads: int) -> None:
        self._make, self._next, self._pool = make, step, pool
        self._waiting: deque[Future[Any]] = deque()
        self._ahead = threads + DEPTH
        self.waited = 0.0

    def take(self) -> Any:
        """The next batch; the seconds that it was waited for are added to `waited`."""
        while len(self._waiting) < self._ahead:
            self._waiting.append(self._pool.submit(self._make, self._next))
            self._next += 1
        began = time.perf_counter()
        batch = self._waiting.popleft().result()
        self.waited += time.perf_counter() - began
        return batch


def draw(stage: Stage, index: int, batch: int, seed: int, step: int, team: Team) -> Any:
    """This process's share of a stage's batch of `batch` items for a step, on the CPU. index: of the stage in its run."""
    pieces = []
    for place in team.share(batch // stage.together):
        sequence = np.random.SeedSequence([seed, step, index, place])
        generator = torch.Generator().manual_seed(int(sequence.generate_state(1)[0]))
        pieces.append(stage.batch(Numbers(np.random.default_rng(sequence), generator), stage.together))
    return joined(pieces)


def joined(parts: list[Any]) -> Any:
    """Batches laid behind one another: tensors, tuples, named tuples and dataclasses of them."""
    first = parts[0]
    if isinstance(first, torch.Tensor):
        return torch.cat(parts)
    if is_dataclass(first) and not isinstance(first, type):
        return replace(first, **{f.name: joined([getattr(part, f.name) for part in parts]) for f in fields(first)})
    together = [joined(list(column)) for column in zip(*parts, strict=True)]
    return type(first)(*together) if hasattr(first, "_fields") else tuple(together)


def to_device(batch: Any, device: torch.device) -> Any:
    """A batch with its tensors on `device`: tensors, tuples, named tuples and dataclasses of them."""
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if is_dataclass(batch) and not isinstance(batch, type):
        return replace(batch, **{f.name: to_device(getattr(batch, f.name), device) for f in fields(batch)})
    moved = [to_device(part, device) for part in batch]
    return type(batch)(*moved) if hasattr(batch, "_fields") else tuple(moved)
