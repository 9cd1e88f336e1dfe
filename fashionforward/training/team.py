"""Several processes that train one model, as `torchrun` starts them: each with its share of every batch, on a GPU of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

from fashionforward.errors import UsageError

PATIENCE = timedelta(hours=2)
"""How long processes wait for the first one, which alone validates and writes."""


@dataclass(frozen=True)
class Team:
    """This process among those of a run. rank: 0 is the one that writes; local: its number among the `here` on this machine."""

    rank: int = 0
    size: int = 1
    local: int = 0
    here: int = 1

    @property
    def writes(self) -> bool:
        """Whether this process writes checkpoints, figures and pictures."""
        return self.rank == 0

    def check(self, batch: int, together: int) -> None:
        """Raise UsageError where a batch of items, drawn so many together, has no equal shares."""
        if batch % (together * self.size):
            raise UsageError(f"--batch {batch}: {self.size} processes need a multiple of {together * self.size}.")

    def share(self, count: int) -> range:
        """Which of so many this process has, in order."""
        each = count // self.size
        return range(self.rank * each, (self.rank + 1) * each)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """The first process goes through alone, the others when it is done: what it leaves on disk is then there."""
        if self.size > 1 and self.rank:
            distributed.barrier()
        try:
            yield
        finally:
            if self.size > 1 and not self.rank:
                distributed.barrier()

    def mean(self, figures: Mapping[str, float], device: torch.device) -> dict[str, float]:
        """The means of figures that every process has under the same names."""
        if self.size == 1:
            return dict(figures)
        names = sorted(figures)
        values = torch.tensor([figures[name] for name in names], dtype=torch.float32, device=device)
        distributed.all_reduce(values)
        return dict(zip(names, (values / self.size).tolist(), strict=True))

    def joined(self, module: nn.Module, device: torch.device) -> nn.Module:
        """The module with its gradients averaged over the processes as they come back."""
        if self.size == 1:
            return module
        if device.type == "cuda":
            nn.SyncBatchNorm.convert_sync_batchnorm(module)
            return DistributedDataParallel(module, device_ids=[device.index], static_graph=True)
        return DistributedDataParallel(module, static_graph=True)


ALONE = Team()


@contextmanager
def teamwork(device: str) -> Iterator[Team]:
    """The team that `torchrun` says this process belongs to; alone without it. `device`: as the options have it."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1:
        yield ALONE
        return
    on_gpu = device.startswith("cuda") or (device == "auto" and torch.cuda.is_available())
    local = int(os.environ["LOCAL_RANK"])
    if on_gpu:
        torch.cuda.set_device(local)
    distributed.init_process_group("nccl" if on_gpu else "gloo", timeout=PATIENCE)
    try:
        here = int(os.environ.get("LOCAL_WORLD_SIZE", "1"))
        yield Team(distributed.get_rank(), distributed.get_world_size(), local, here)
    finally:
        distributed.destroy_process_group()
