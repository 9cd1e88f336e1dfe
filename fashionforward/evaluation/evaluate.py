"""`ff evaluate`: reconstruction, attribute success, preservation, diversity and KID of weights on a collection's held-out items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.attributes.colors import parse_color
from fashionforward.attributes.edit import RGB
from fashionforward.errors import BadAttribute, DataError
from fashionforward.evaluation.judge import Judge, train_judge, train_switches
from fashionforward.evaluation.metrics import Features, diversity, outside_psnr, reconstruction
from fashionforward.evaluation.systems import CatalogSystem, Images, SmallSystem, System
from fashionforward.presets.collection import open_collection
from fashionforward.presets.colours import BASIC, main_colour, name_colours
from fashionforward.presets.engine import SmallEngine
from fashionforward.presets.names import SMALL, Shape
from fashionforward.presets.pixels import Pixels, read_pixels, unit
from fashionforward.presets.sampling import sample
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.opening import open_one
from fashionforward.runtime.weights import Weights

SAMPLES = 32
"""Samples of each style that are judged."""

SHOWN, ROWS = 12, 4
"""Items on the page, and names that they are all shown under."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class EvaluateOptions:
    """What `ff evaluate` was asked.

    Attributes:
        data: a labelled collection; its held-out items are measured on, its others train the judge.
        pretrained: VGG16's weights, for distances and KID; torchvision's where None.
        cache: where decoded pixels are kept; None: nowhere.
        limit: take only the first so many held-out items.
        device: as for every command.
    """

    data: Path
    pretrained: Path | None = None
    cache: Path | None = None
    limit: int | None = None
    device: str = "auto"


@dataclass(frozen=True)
class Picture:
    """Labelled rows of images (n, side, side, C) in [0, 1] under one caption; `head` names the columns."""

    caption: str
    rows: list[tuple[str, Images]]
    head: tuple[str, ...] = ()


@dataclass
class Report:
    """Figures by name, and pictures for the page. `backbone`: the VGG16 that LPIPS and KID stand on."""

    weights: str
    data: str
    items: int
    backbone: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    say: Say = field(default=lambda line: None, repr=False)

    def add(self, figures: dict[str, float]) -> None:
        """Keep figures, and say them at once: an evaluation takes minutes."""
        self.figures.update(figures)
        self.say("  ".join(f"{name} {value:.3f}" for name, value in figures.items()))

    def as_json(self) -> dict[str, Any]:
        """For report.json: without the pictures."""
        figures = {name: round(value, 4) for name, value in self.figures.items()}
        return {"weights": self.weights, "data": self.data, "items": self.items, "backbone": self.backbone,
                "figures": figures, "named": self.named, "notes": self.notes}  # fmt: skip


def evaluate(weights: Weights, options: EvaluateOptions, say: Say = lambda line: None) -> Report:
    """Measure weights on a collection's held-out items. Raises DataError, BadWeights, MissingDependency."""
    collection = open_collection(options.data)
    engine = open_one(weights, options.device)
    vocabulary = engine.vocabulary if isinstance(engine, SmallEngine) else collection.vocabulary
    shape = engine.shape if isinstance(engine, SmallEngine) else SMALL["unet64"]
    train, val = (read_pixels(collection, split, shape, vocabulary, options.cache) for split in ("train", "val"))
    if not len(val) or not len(train):
        raise DataError(f"{options.data}: no photograph is in split '{'train' if len(val) else 'val'}'")
    val = _take(val, slice(options.limit))
    system = _system(engine, shape, train, vocabulary)
    features = Features(options.pretrained)
    report = Report(weights.card.name, collection.name, len(val), features.name, say=say)
    real = unit(val.images)
    say(f"reconstructing {len(val)} items")
    made = system.reconstruct(val)
    report.add({f"reconstruction_{k}": v for k, v in reconstruction(made, real, features).items()})
    report.pictures.append(
        Picture("Held-out items, reconstructed", [("photograph", real[:SHOWN]), ("reconstructed", made[:SHOWN])])
    )
    judges: dict[str, Judge] = {}
    for key in [key for key in vocabulary.groups if key != "binary"]:
        if not len(_known(val, vocabulary, key)) or not len(_known(train, vocabulary, key)):
            report.notes.append(f"no {key} is measured: no item of both splits is labelled with one")
            continue
        say(f"training the judge of {key}s on {len(train)} items")
        judges[key] = train_judge(train, vocabulary, key)
        known = _known(val, vocabulary, key)
        report.add({f"{key}_judge": _share(judges[key].name(real[known]), _labels(_take(val, known), vocabulary, key))})
    for key in (key for key in judges if key in system.sets):
        known = _known(val, vocabulary, key)
        say(f"editing the {key} of each")
        _edits(report, system, _take(val, known), key, vocabulary, judges, made[known], features)
    if "binary" in system.sets and "binary" in vocabulary.groups:
        _switches(report, system, train, val, vocabulary, made)
    say("sampling")
    groups = system.seeds(val)
    report.add({"diversity": diversity(groups, features)})
    report.pictures.append(Picture("Seeds alone differ along a row", [("", group) for group in groups]))
    if judges and isinstance(engine, SmallEngine) and not engine.has_skips:
        key = next(iter(judges))
        _samples(report, engine, key, judges[key], real, features)
    if isinstance(system, CatalogSystem) and system.untouched:
        report.notes.append(
            f"in {system.untouched} renderings nothing was found to edit: the photograph stayed as it was"
        )
    return report


def _system(engine: Engine | SmallEngine, shape: Shape, train: Pixels, vocabulary: Vocabulary) -> System:
    if isinstance(engine, SmallEngine):
        return SmallSystem(engine)
    return CatalogSystem(engine, shape, typical_colours(train, vocabulary))


def typical_colours(pixels: Pixels, vocabulary: Vocabulary) -> dict[str, RGB]:
    """What stands for each colour's name: the median of the garments called so, or the name's own where none was measured."""
    found: dict[str, RGB] = {}
    for place, name in enumerate(vocabulary.colors):
        mine = pixels.attributes[:, place] > 0.5
        if pixels.colour is not None and mine.any():
            red, green, blue = (float(v) for v in np.median(pixels.colour[mine], 0))
            found[name] = (red, green, blue)
        else:
            try:
                found[name] = parse_color(name)
            except BadAttribute as error:
                raise DataError(f"what colour is '{name}'? No item of that name has a measured colour.") from error
    return found


def other_values(labels: list[str], names: tuple[str, ...]) -> list[str]:
    """For each item a name that is not its own; over the items every other name comes up equally often."""
    out, turn = [], Counter[str]()
    for label in labels:
        others = [name for name in names if name != label]
        out.append(others[turn[label] % len(others)] if others else label)
        turn[label] += 1
    return out


def _edits(
    report: Report, system: System, val: Pixels, key: str, vocabulary: Vocabulary, judges: dict[str, Judge],
    reconstructed: Images, features: Features,
) -> None:  # fmt: skip
    """How often an edit shows, how often it would have by chance, and what else it moved."""
    real, names, judge = unit(val.images), judges[key].names, judges[key]
    asked = other_values(_labels(val, vocabulary, key), names)
    made = system.edit(val, key, asked)
    seen = judge.name(made)
    figures = {
        f"{key}_success": _share(seen, asked),
        f"{key}_success_if_ignored": _share(judge.name(reconstructed), asked),
    }
    if val.mattes is not None and made.shape[-1] == 3:
        if key == "color" and set(names) <= set(BASIC):
            pairs = zip(made, val.mattes, strict=True)
            medians = [main_colour(np.rint(image * 255).astype(np.uint8), matte) for image, matte in pairs]
            figures["color_success_measured"] = _share(name_colours(np.stack(medians)), asked)
        figures[f"{key}_outside"] = outside_psnr(made, real, val.mattes)
        figures[f"{key}_outside_moved"] = outside_psnr(made, reconstructed, val.mattes)
    for other in (other for other in judges if other != key):
        figures[f"{key}_keeps_{other}"] = _share(judges[other].name(made), judges[other].name(reconstructed))
    report.add(figures)
    report.add({f"{key}_{k}": v for k, v in features.kid(made, real).items()})
    for name in names:
        mine = [s == a for s, a in zip(seen, asked, strict=True) if a == name]
        if mine:
            report.figures[f"{key}_success_{name}"] = float(np.mean(mine))
    first = _take(val, slice(SHOWN))
    before = [("photograph", real[:SHOWN]), ("reconstructed", reconstructed[:SHOWN])]
    report.pictures.append(
        Picture(f"Another {key} for each", [*before, ("edited", made[:SHOWN])], tuple(asked[:SHOWN]))
    )
    every = [(name, system.edit(first, key, [name] * len(first))) for name in spread(names, ROWS)]
    report.pictures.append(Picture(f"The same items in one {key} a row", [("photograph", real[:SHOWN]), *every]))


def spread(names: tuple[str, ...], most: int) -> tuple[str, ...]:
    """At most so many names, from the first to the last."""
    return tuple(dict.fromkeys(names[round(i)] for i in np.linspace(0, len(names) - 1, most)))


def _switches(
    report: Report, system: System, train: Pixels, val: Pixels, vocabulary: Vocabulary, reconstructed: Images
) -> None:
    """One binary attribute of each item turned over, each attribute as often as any other."""
    judge = train_switches(train, vocabulary)
    if judge is None:
        report.notes.append("no binary attribute is common enough for a judge to be trained")
        return
    places = [vocabulary.groups["binary"].start + vocabulary.binary.index(name) for name in judge.names]
    own, real = val.attributes[:, places] > 0.5, unit(val.images)
    turns = np.arange(len(val)) % len(places)
    items = np.arange(len(val))
    asked = ~own[items, turns]
    edits = [(judge.names[turn], "on" if on else "off") for turn, on in zip(turns, asked, strict=True)]
    made = system.switch(val, edits)
    report.add(
        {
            "binary_judge": float((judge.holds(real) == own).mean()),
            "binary_success": float((judge.holds(made)[items, turns] == asked).mean()),
            "binary_success_if_ignored": float((judge.holds(reconstructed)[items, turns] == asked).mean()),
        }
    )
    rows = [("photograph", real[:SHOWN]), ("reconstructed", reconstructed[:SHOWN]), ("edited", made[:SHOWN])]
    report.pictures.append(
        Picture("One attribute turned over in each", rows, tuple(f"{name} {to}" for name, to in edits[:SHOWN]))
    )


def _samples(report: Report, engine: SmallEngine, key: str, judge: Judge, real: Images, features: Features) -> None:
    """What the judge calls samples of each name, and their KID against held-out images."""
    every = []
    for name in judge.names:
        drawn = sample(engine, ((key, name),), SAMPLES, 0)
        every.append(drawn)
        said = judge.name(drawn)
        report.named[name] = Counter(said).most_common(1)[0][0]
        report.figures[f"samples_right_{name}"] = _share(said, [name] * SAMPLES)
    report.add({"nameable": float(sum(name == said for name, said in report.named.items()))})
    report.add({f"samples_{k}": v for k, v in features.kid(np.concatenate(every), real).items()})
    rows = [(name, drawn[:SHOWN]) for name, drawn in zip(judge.names, every, strict=True)]
    report.pictures.append(Picture(f"Samples, one {key} a row", rows))


def _labels(pixels: Pixels, vocabulary: Vocabulary, key: str) -> list[str]:
    names = vocabulary.colors if key == "color" else vocabulary.styles
    return [names[i] for i in pixels.attributes[:, vocabulary.groups[key]].argmax(1)]


def _share(found: list[str], wanted: list[str]) -> float:
    return float(np.mean([a == b for a, b in zip(found, wanted, strict=True)]))


def _known(pixels: Pixels, vocabulary: Vocabulary, key: str) -> NDArray[np.intp]:
    """Rows of the items whose colour, or style, is labelled: of several sources some may have none."""
    return np.flatnonzero(pixels.attributes[:, vocabulary.groups[key]].any(1))


def _take(pixels: Pixels, chosen: slice | NDArray[np.intp]) -> Pixels:
    def cut(array: NDArray[Any] | None) -> NDArray[Any] | None:
        return None if array is None else array[chosen]

    return replace(
        pixels,
        items=tuple(pixels.items[i] for i in np.arange(len(pixels))[chosen]),
        images=pixels.images[chosen],
        attributes=pixels.attributes[chosen],
        mattes=cut(pixels.mattes),
        colour=cut(pixels.colour),
    )
