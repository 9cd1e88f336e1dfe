"""`ff train --preset style28|base64|unet64`: read the collection, build the model, fit, draw its curves and strips."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import torch

from fashionforward import __version__
from fashionforward.errors import DataError, UsageError
from fashionforward.model.attribute_vae import AttributeVAE
from fashionforward.model.base64 import Base64
from fashionforward.model.style28 import Style28
from fashionforward.model.unet64 import Unet64
from fashionforward.presets.collection import Collection, open_collection
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import read_pixels
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.training.checkpoint import read_checkpoint, write_checkpoint
from fashionforward.training.curves import draw_curves
from fashionforward.training.loop import Report, fit
from fashionforward.training.memory import keep_memory
from fashionforward.training.options import SmallOptions
from fashionforward.training.small_stage import SmallStage
from fashionforward.training.team import Team, teamwork
from fashionforward.training.tensorboard import writer

MODELS: dict[str, type[AttributeVAE]] = {"style28": Style28, "base64": Base64, "unet64": Unet64}


def build(preset: str, vocabulary: Vocabulary) -> AttributeVAE:
    """The model of a preset, untrained."""
    return MODELS[preset](vocabulary)


def vocabulary_for(preset: str, collection: Collection) -> Vocabulary:
    """What a preset is conditioned on, of what a collection is labelled with. DataError where it has nothing for it."""
    if preset == "style28":
        if not collection.vocabulary.styles:
            raise DataError(f"{collection.root}: no styles are labelled, and style28 is conditioned on them")
        unknown = next((item for item in collection.items if item.style is None), None)
        if unknown is not None:
            raise DataError(f"{unknown.where}: no style, and style28 is conditioned on it", "Leave that source away.")
        return Vocabulary(styles=collection.vocabulary.styles)
    if not collection.vocabulary.colors:
        raise DataError(f"{collection.root}: no colours are labelled, and {preset} is conditioned on them")
    return collection.vocabulary


def train(options: SmallOptions, report: Report) -> Path:
    """Run a training, or this process's part of one that `torchrun` started; returns the checkpoint. Raises DataError, UsageError."""
    with teamwork(options.device) as team:
        return _train(options, report, team)


def _train(options: SmallOptions, report: Report, team: Team) -> Path:
    collection = open_collection(options.data)
    vocabulary = vocabulary_for(options.preset, collection)
    options.out.mkdir(parents=True, exist_ok=True)
    if (options.out / "last.pt").exists() and not options.resume:
        raise UsageError(f"{options.out} holds a run already.", "Give --resume to go on with it, or another --out.")
    cache = options.cache or options.out / "cache"
    with team.in_turn():
        pixels = [
            read_pixels(collection, split, SMALL[options.preset], vocabulary, cache) for split in ("train", "val")
        ]
    for split, found in zip(("train", "val"), pixels, strict=True):
        if not len(found):
            raise DataError(f"{options.data}: no photograph is in split '{split}'")
    keep_memory()
    torch.manual_seed(options.seed)
    model = build(options.preset, vocabulary)
    pretrained, before = _start(model, options)
    with team.in_turn():
        stage = SmallStage(model, pixels[0], pixels[1], options)
    epoch = max(1, len(pixels[0]) // options.batch)
    strips = {chosen * epoch: chosen for chosen in options.strips}
    if max(strips, default=0) > options.steps:
        raise UsageError(
            f"--strips: epoch {max(options.strips)} ends at step {max(strips)}, after the last of {options.steps}.",
            f"Give --steps {max(strips)} or more; here an epoch is {epoch} steps.",
        )
    options.checks = tuple(strips)
    about: dict[str, object] = {
        "preset": options.preset,
        "attributes": vocabulary.as_card(),
        "cut_out": pixels[0].mattes is not None and SMALL[options.preset].channels == 1,
        "data": _licensed(collection, options.licence),
        "training": [*before, {"steps": options.steps, "batch": options.batch, "items": len(pixels[0]), "beta": options.beta,
                     "guide": options.guide, "removal": options.removal, "rate": options.rate}],
        "pretrained": pretrained,
        "version": __version__,
    }  # fmt: skip
    if not team.writes:
        fit(model, [stage], options, about, report, None, team)
        return options.out / "last.pt"
    (options.out / "config.json").write_text(json.dumps(options.as_json(), indent=1) + "\n", encoding="utf-8")
    try:
        average = fit(model, [stage], options, about, report, writer(options.out), team)
        if model.refit:
            stage.fit_prior(average)
        content = {**read_checkpoint(options.out), "average": average.state_dict(), "about": {**about, "ended": True}}
        write_checkpoint(options.out / "last.pt", content)
    finally:
        draw_curves(options.out)
        _keep_strips(options, strips)
    return options.out / "last.pt"


def _licensed(collection: Collection, licence: str) -> list[dict[str, str]]:
    """For the card: each source and its licence, `licence` where the data do not say."""
    told = collection.licences or ((collection.name, licence),)
    return [{"name": name, "license": own if own != "unknown" else licence, "use": "training"} for name, own in told]


def _start(model: AttributeVAE, options: SmallOptions) -> tuple[str | None, list[dict[str, Any]]]:
    """Weights to begin with; returns the name of the frozen encoder's, and the runs that came before."""
    name, before = None, []
    if isinstance(model, Unet64):
        name = model.vgg.load_pretrained(options.pretrained)
    for path in (options.out,) if options.resume else options.start:
        content = read_checkpoint(path)
        about: dict[str, Any] = content["about"]
        if about.get("attributes") != model.vocabulary.as_card() or about.get("preset") != options.preset:
            raise UsageError(f"{path} holds a run of another preset or on other labels.", "Begin without it.")
        before = [dict(run) for run in about["training"]]
        before[-1]["steps"] = int(content["step"])  # it may have been stopped early
        before = before[:-1] if options.resume else before
        own = model.state_dict()
        kept = {k: v for k, v in content["average"].items() if k in own and own[k].shape == v.shape}
        model.load_state_dict(kept, strict=False)
    return name, before


def _keep_strips(options: SmallOptions, strips: dict[int, int]) -> None:
    for step, epoch in strips.items():
        strip = options.out / "samples" / f"{options.preset}-{step:06d}.png"
        if strip.is_file():
            (options.out / "strips").mkdir(exist_ok=True)
            shutil.copyfile(strip, options.out / "strips" / f"epoch-{epoch:04d}.png")
