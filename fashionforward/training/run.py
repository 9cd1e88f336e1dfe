"""`ff train`: read the data, build the model and its stages, fit, and leave a run that can be resumed and exported."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fashionforward import __version__
from fashionforward.errors import DataError, UsageError
from fashionforward.imaging.pooling import pool_features
from fashionforward.model.fashion_forward import FashionForward
from fashionforward.prints import families
from fashionforward.runtime.card import FILE_NAME
from fashionforward.training.checkpoint import read_checkpoint, start_from
from fashionforward.training.colorways import read_garments
from fashionforward.training.curves import draw_curves
from fashionforward.training.dataset_file import Source, find_dataset, read_dataset
from fashionforward.training.loop import Report, fit
from fashionforward.training.memory import keep_memory
from fashionforward.training.options import TrainOptions
from fashionforward.training.packing import pack
from fashionforward.training.parser_stage import ParserStage
from fashionforward.training.prints_stage import PrintsStage
from fashionforward.training.rerender import draw_bank
from fashionforward.training.response_stage import ResponseStage
from fashionforward.training.shipped import read_shipped, settle_norms
from fashionforward.training.stage import Stage
from fashionforward.training.team import Team, teamwork
from fashionforward.training.tensorboard import writer

STAGES: dict[str, type[Stage]] = {"parser": ParserStage, "prints": PrintsStage, "response": ResponseStage}


def train(options: TrainOptions, report: Report) -> Path:
    """Run a training, or this process's part of one that `torchrun` started; returns the checkpoint. Raises DataError, UsageError."""
    with teamwork(options.device) as team:
        return _train(options, report, team)


def _train(options: TrainOptions, report: Report, team: Team) -> Path:
    sources = read_dataset(options.data)
    options.out.mkdir(parents=True, exist_ok=True)
    if (options.out / "last.pt").exists() and not options.resume:
        raise UsageError(f"{options.out} holds a run already.", "Give --resume to go on with it, or another --out.")
    keep_memory()
    torch.manual_seed(options.seed)
    model = FashionForward(families())
    history = _start(model, options)
    canvas = options.size if "parser" in options.stages else tuple(history.get("canvas", options.size))
    for name, module in model.named_children():
        module.requires_grad_(any(name in STAGES[stage].trains for stage in options.stages))
    for frozen in list(model.parser.encoder.stages)[: options.frozen]:
        frozen.requires_grad_(False)
    with team.in_turn():
        stages = [_stage(name, model, sources, options, canvas) for name in options.stages]
    for stage in stages:
        if isinstance(stage, ParserStage) and any((path / FILE_NAME).is_file() for path in options.start):
            settle_norms(model.parser, stage.photographs(64))
    about = {
        "families": list(model.families),
        "canvas": list(canvas),
        "data": _data(history, sources, options),
        "training": _history(history, options),
        "pretrained": history.get("pretrained"),
        "version": __version__,
    }
    if not team.writes:
        fit(model, stages, options, about, report, None, team)
        return options.out / "last.pt"
    (options.out / "config.json").write_text(json.dumps(options.as_json(), indent=1) + "\n", encoding="utf-8")
    try:
        fit(model, stages, options, about, report, writer(options.out), team)
    finally:
        draw_curves(options.out)
    return options.out / "last.pt"


def _data(history: dict[str, Any], sources: list[Source], options: TrainOptions) -> list[dict[str, str]]:
    """Every source that any stage learned from, with its licence and the stages that did."""
    known = {entry["name"]: dict(entry) for entry in history.get("data", [])}
    for stage in options.stages:
        for source in sources:
            if stage == "parser" or (stage == "response" and source.recolored is not None):
                entry = known.setdefault(source.name, {"name": source.name, "license": source.licence, "use": ""})
                entry["use"] = ", ".join(dict.fromkeys([*filter(None, entry["use"].split(", ")), stage]))
    if "prints" in options.stages:
        known["procedural prints"] = {"name": "procedural prints", "license": "this project's own", "use": "prints"}
    return list(known.values())


def _history(history: dict[str, Any], options: TrainOptions) -> dict[str, list[dict[str, Any]]]:
    """The runs that trained each stage, in order; a resumed run is one run."""
    runs = {name: list(done) for name, done in history.get("training", {}).items()}
    for name in options.stages:
        before = runs.get(name, [])[:-1] if options.resume else runs.get(name, [])
        runs[name] = [*before, {"steps": options.steps, "batch": options.batch, "size": list(options.size)}]
    return runs


def _start(model: FashionForward, options: TrainOptions) -> dict[str, Any]:
    """Weights to begin with; returns what is known of how they came about."""
    if options.resume:
        content = read_checkpoint(options.out)
        model.load_state_dict(content["average"])  # features are read with it before the loop takes over
        return dict(content["about"])
    history: dict[str, Any] = {}
    if "parser" in options.stages and options.pretrained is not None:  # layers that the weights to begin with may lack
        history["pretrained"] = model.parser.encoder.load_pretrained(options.pretrained)
    for path in options.start:
        content = read_shipped(path) if (path / FILE_NAME).is_file() else read_checkpoint(path)
        start_from(content, model)
        known = dict(content.get("about", {}))
        if "parser" not in known.get("training", {}):
            known.pop("canvas", None)
            known.pop("pretrained", None)
        data = {entry["name"]: entry for entry in (*history.get("data", []), *known.get("data", []))}
        training = {**history.get("training", {}), **known.get("training", {})}
        history = {**history, **known, "training": training, "data": list(data.values())}
    if "parser" in options.stages and "parser" not in history.get("training", {}) and options.pretrained is None:
        history["pretrained"] = model.parser.encoder.load_pretrained(None)
    return history


def _stage(
    name: str, model: FashionForward, sources: list[Source], options: TrainOptions, canvas: tuple[int, int]
) -> Stage:
    cache = options.cache or options.out / "cache"
    if name == "parser":
        packed = [pack(sources, split, cache) for split in ("train", "val")]
        for split, photographs in zip(("train", "val"), packed, strict=True):
            if not photographs.names:
                raise DataError(
                    f"{find_dataset(options.data)}: no photograph is in split '{split}'",
                    "Its tables' column `split` says.",
                )
        bank = None
        if options.rerendered:
            bank = draw_bank(tuple(f for f in model.families if f != "solid"), options.rerendered)
        weights = [s.weight for s in sources]
        return ParserStage(packed[0], packed[1], weights, options.size, bank)
    if name == "prints":
        return PrintsStage(model.families, options.designs, options.beta, cache)
    pairs = [s for s in sources if s.recolored is not None]
    if not pairs:
        raise DataError(
            f"{find_dataset(options.data)}: no source has `recolored`, and stage 'response' learns from colourways"
        )
    garments = [
        [g for s in pairs for g in read_garments(s, split, canvas, partial(look_at_cloth, model))]
        for split in ("train", "val")
    ]
    follow = look_at_cloth if "parser" in options.stages else None
    return ResponseStage(garments[0], garments[1], options.beta, follow)


@torch.no_grad()
def look_at_cloth(model: FashionForward, canvas: np.ndarray, lies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(64,) the parser's features of a photograph's cloth, pooled as a run pools them, and the log shading (h, w) that it sees.

    canvas (h, w, 3) sRGB; lies (h, w), 1 where the photograph lies on it. The model is put into evaluation mode.
    """
    out = model.parser.eval()(torch.from_numpy(canvas).permute(2, 0, 1)[None])
    matte, main = (plane.sigmoid()[0, 0].numpy() * lies for plane in (out.matte, out.main))
    return pool_features(out.cloth[0].numpy(), matte * main), out.shading[0, 0].numpy()
