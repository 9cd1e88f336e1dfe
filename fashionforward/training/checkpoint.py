"""Checkpoints: written beside and renamed, read without running anything they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from fashionforward.errors import DataError


def save_checkpoint(
    path: Path, model: nn.Module, average: nn.Module, adam: torch.optim.Optimizer, step: int, about: dict[str, object]
) -> None:
    """Weights, their running average, the optimiser, the step, and what the weights' card is to tell of the run."""
    write_checkpoint(
        path,
        {
            "model": model.state_dict(),
            "average": average.state_dict(),
            "optimiser": adam.state_dict(),
            "step": step,
            "about": about,
        },
    )


def write_checkpoint(path: Path, content: dict[str, Any]) -> None:
    """What `read_checkpoint` gives, written beside and renamed."""
    beside = path.with_suffix(".tmp")
    torch.save(content, beside)
    beside.replace(path)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """The content of a checkpoint file; a clear error where there is none or it is broken."""
    if path.is_dir():
        path = path / "last.pt"
    if not path.is_file():
        raise DataError(f"{path}: there is no checkpoint; `ff train` writes last.pt into the folder of its run")
    try:
        content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise DataError(f"{path}: not a checkpoint that can be read ({error})") from error
    return content


def load_checkpoint(path: Path, model: nn.Module, average: nn.Module, adam: torch.optim.Optimizer) -> int:
    """Go on where `path` stopped; returns the step."""
    content = read_checkpoint(path)
    model.load_state_dict(content["model"])
    average.load_state_dict(content["average"])
    adam.load_state_dict(content["optimiser"])
    return int(content["step"])


GROWING = ("prints.attribute.weight",)
"""Parameters with a row a print family: families are only ever added behind those that there are."""


def start_from(content: dict[str, Any], model: nn.Module) -> list[str]:
    """Take the averaged weights of another run, those parts that it trained; returns the parts that it had."""
    state: dict[str, torch.Tensor] = content["average"]
    about: dict[str, dict[str, object]] = content.get("about", {})
    trained = set(about.get("training", {}))
    own = model.state_dict()
    kept = {k: v for k, v in state.items() if not trained or _stage_of(k) in trained}
    for key in GROWING:
        if key in kept and len(kept[key]) < len(own[key]):  # families that are new keep the rows that they begin with
            kept[key] = torch.cat([kept[key], own[key][len(kept[key]) :]])
    wrong = [k for k, v in kept.items() if k in own and own[k].shape != v.shape]
    if wrong:
        raise DataError(f"the checkpoint's {wrong[0]} has another shape than this version's: it cannot be started from")
    model.load_state_dict(kept, strict=False)
    return sorted({k.split(".")[0] for k in kept})


def _stage_of(key: str) -> str:
    part = key.split(".")[0]
    return "response" if part == "cloth_encoder" else part
