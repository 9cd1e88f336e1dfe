"""`ff train`: read the data, build the model and its stages, fit, and leave a run that can be resumed and exported."""

from __future__ import annotations

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fashionforward import __version__
from fashionforward.errors import DataError, UsageError
from fashionforward.imaging.letterbox import PARSER_SIZE, enter
from fashionforward.imaging.pooling import pool_features
from fashionforward.model.fashion_forward import FashionForward
from fashionforward.prints import families
from fashionforward.training.checkpoint import read_checkpoint, start_from
from fashionforward.training.colorways import read_garments
from fashionforward.training.dataset_file import Source, find_dataset, read_dataset
from fashionforward.training.loop import Report, fit
from fashionforward.training.options import TrainOptions
from fashionforward.training.packing import pack
from fashionforward.training.parser_stage import ParserStage
from fashionforward.training.prints_stage import PrintsStage
from fashionforward.training.rerender import draw_bank
from fashionforward.training.response_stage import ResponseStage
from fashionforward.training.stage import Stage

TRAINS = {"parser": ("parser",), "prints": ("prints",), "response": ("cloth_encoder", "response")}
"""Modules of the model that each stage trains; the others stay as they are."""


def train(options: TrainOptions, report: Report) -> Path:
    """Run a training; returns the checkpoint. Raises DataError, UsageError."""
    sources = read_dataset(options.data)
    options.out.mkdir(parents=True, exist_ok=True)
    if (options.out / "last.pt").exists() and not options.resume:
        raise UsageError(f"{options.out} holds a run already.", "Give --resume to go on with it, or another --out.")
    keep_memory()
    torch.manual_seed(options.seed)
    model = FashionForward(families())
    history = _start(model, options)
    for name, module in model.named_children():
        trains = any(name in TRAINS[stage] for stage in options.stages)
        module.requires_grad_(trains)
    for stage in model.parser.encoder.stages[: options.frozen]:
        stage.requires_grad_(False)
    stages = [_stage(name, model, sources, options) for name in options.stages]
    about = {
        "families": list(model.families),
        "canvas": list(options.size if "parser" in options.stages else history.get("canvas", PARSER_SIZE)),
        "data": [{"name": s.name, "license": s.licence, "use": ", ".join(options.stages)} for s in sources],
        "training": {
            **history.get("training", {}),
            **{name: {"steps": options.steps, "batch": options.batch} for name in options.stages},
        },
        "pretrained": history.get("pretrained"),
        "version": __version__,
    }
    (options.out / "config.json").write_text(json.dumps(options.as_json(), indent=1) + "\n", encoding="utf-8")
    fit(model, stages, options, about, report, _writer(options.out))
    return options.out / "last.pt"


def keep_memory() -> None:
    """Tell glibc to keep freed memory: giving every activation back and asking for it anew costs a third of a step's time."""
    if sys.platform == "linux":
        try:
            libc = ctypes.CDLL("libc.so.6")
            libc.mallopt(-4, 0)  # M_MMAP_MAX
            libc.mallopt(-1, 2**31 - 1)  # M_TRIM_THRESHOLD
            libc.mallopt(-2, 256 << 20)  # M_TOP_PAD
        except (OSError, AttributeError):
            return


def _start(model: FashionForward, options: TrainOptions) -> dict[str, Any]:
    """Weights to begin with; returns what is known of how they came about."""
    if options.resume:
        return dict(read_checkpoint(options.out)["about"])
    if not options.start:
        return {"pretrained": model.parser.encoder.load_pretrained(options.pretrained)}
    history: dict[str, Any] = {}
    for path in options.start:
        content = read_checkpoint(path)
        start_from(content, model)
        known = dict(content.get("about", {}))
        training = {**history.get("training", {}), **known.get("training", {})}
        history = {**history, **known, "training": training}
    return history


def _stage(name: str, model: FashionForward, sources: list[Source], options: TrainOptions) -> Stage:
    cache = options.cache or options.out / "cache"
    if name == "parser":
        packed = [pack(sources, split, cache) for split in ("train", "val")]
        bank = (
            draw_bank(tuple(f for f in model.families if f != "solid"), options.rerendered)
            if options.rerendered
            else None
        )
        weights = [s.weight for s in sources]
        return ParserStage(packed[0], packed[1], weights, options.size, options.batch, bank, options.seed)
    if name == "prints":
        return PrintsStage(model.families, options.designs, options.batch, options.beta, cache, options.seed)
    pairs = [s for s in sources if s.recolored is not None]
    if not pairs:
        raise DataError(
            f"{find_dataset(options.data)}: no source has `recolored`, and stage 'response' learns from colourways"
        )
    canvas = options.size
    garments = []
    for split in ("train", "val"):
        features = {
            r["filename"]: cloth_features(model, s.images / r["filename"], canvas) for s in pairs for r in s.rows(split)
        }
        garments.append([g for s in pairs for g in read_garments(s, split, canvas, features)])
    return ResponseStage(garments[0], garments[1] or garments[0], options.batch, options.beta, options.seed)


@torch.no_grad()
def cloth_features(model: FashionForward, path: Path, canvas: tuple[int, int]) -> np.ndarray:
    """(64,) the parser's features of a photograph's cloth, pooled as a run pools them."""
    from PIL import Image

    with Image.open(path) as file:
        image, _ = enter(np.asarray(file.convert("RGB"), np.float32) / 255, canvas)
    out = model.parser.eval()(torch.from_numpy(image).permute(2, 0, 1)[None])
    weight = (out.matte.sigmoid() * out.main.sigmoid())[0, 0].numpy()
    return pool_features(out.cloth[0].numpy(), weight)


def _writer(out: Path) -> object | None:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(str(out / "tensorboard"))
