"""Images a second by stage of a run, and whether a GPU's edits are the CPU's: for `ff doctor --bench`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from fashionforward.batch.options import available_cores, threads_each
from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.errors import DeviceMismatch, NothingToEdit, UsageError
from fashionforward.presets.edits import read_edit
from fashionforward.presets.names import SMALL
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.runtime.device import EXACT
from fashionforward.runtime.opening import open_engine
from fashionforward.runtime.several import SeveralEngines
from fashionforward.userprints.sheet import example_garment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.attributes.edit import Edit
    from fashionforward.batch.engine import Engine, Rendering
    from fashionforward.runtime.card import Card
    from fashionforward.runtime.weights import Weights

    Array = NDArray[np.float32]

Input = TypeVar("Input")

SECONDS = 2.0
"""How long each stage is measured at the least."""

MOST = 32
"""Photographs that are measured, of however many are given."""

MOST_MEAN, MOST_TAIL, MOST_MATTE = 1.0, 6.0, 0.005
"""How far a GPU's edits may be from the CPU's, in 255ths of sRGB: on average, and at the 99th percentile of pixels; and their
mattes, on average, of 1."""


@dataclass(frozen=True)
class Parity:
    """The largest differences, of all photographs, between an engine's edits and the CPU's; units as the tolerances have them."""

    mean: float
    tail: float
    matte: float

    @property
    def holds(self) -> bool:
        """Whether all are tolerated."""
        return self.mean <= MOST_MEAN and self.tail <= MOST_TAIL and self.matte <= MOST_MATTE


@dataclass
class Bench:
    """stages: images a second of each stage alone, on all jobs at once. parity: with the CPU, where it ran on a GPU."""

    device: str
    providers: list[str]
    jobs: int
    photographs: int
    megapixels: float
    stages: dict[str, float] = field(default_factory=dict)
    parity: Parity | None = None

    @property
    def problem(self) -> DeviceMismatch | None:
        """Where the GPU's edits are not the CPU's."""
        if self.parity is None or self.parity.holds:
            return None
        return DeviceMismatch(f"On {self.device} edits are not as on the CPU.", "Use --device cpu, and report this.")

    def as_json(self) -> dict[str, Any]:
        """For --json."""
        return asdict(self)

    def lines(self) -> list[str]:
        """For people."""
        least = min(self.stages, key=lambda stage: self.stages[stage])
        lines = [
            f"images a second on {self.device}, {self.jobs} at once, {self.megapixels:.2f} megapixels each; every stage alone"
        ]
        lines += [
            f"{stage:<12} {rate:8.1f}{'   the slowest' if stage == least else ''}"
            for stage, rate in self.stages.items()
        ]
        if self.parity:
            lines.append(
                f"{'against CPU':<12} {self.parity.mean:.3f} of 255 on average (at most {MOST_MEAN:g}), "
                f"{self.parity.tail:.2f} at the 99th percentile ({MOST_TAIL:g}), mattes {self.parity.matte:.5f} ({MOST_MATTE:g})"
            )
        return lines


def bench(
    weights: Weights, device: str = "auto", photographs: Sequence[Path] = (), jobs: int | None = None,
    seconds: float = SECONDS,
) -> Bench:  # fmt: skip
    """Measure each stage of a run on photographs, or on an example; on a GPU, compare with the CPU too.

    Raises:
        NoDevice, MissingDependency, BadWeights: as `open_engine`.
        UnreadableImage: a photograph cannot be read.
        UsageError: none of a garment.
    """
    paths = list(photographs)[:MOST] or [example_garment()]
    jobs = jobs or available_cores()
    engine = open_engine(weights, device, threads_each(jobs))
    edit = _edit(engine.card)
    read = [read_photograph(path) for path in paths]
    pixels = [photograph.srgb() for photograph in read]
    try:
        made = [_edited(engine, rgb, edit) for rgb in pixels]
    except NothingToEdit as error:
        raise UsageError(f"There is nothing to measure: {error.message}.", "Give photographs of garments.") from error
    megapixels = sum(rgb.shape[0] * rgb.shape[1] for rgb in pixels) / len(pixels) / 1e6
    found = Bench(engine.device, list(engine.providers), jobs, len(paths), round(megapixels, 3))
    measure = _Measure(jobs, seconds)
    found.stages["decode"] = measure(lambda: paths, lambda path: read_photograph(path).srgb())
    found.stages["parse"] = measure(lambda: pixels, engine.parse)
    found.stages["render"] = measure(
        lambda: [
            (rgb, engine.parse(rgb)) for rgb in pixels
        ],  # what edits share is kept by a parse: each is rendered once
        lambda pair: engine.render(pair[0], pair[1], edit, sku="a"),  # type: ignore[arg-type]
    )
    if edit.output_size is None:
        found.stages["encode"] = measure(
            lambda: list(zip(read, made, strict=True)),
            lambda pair: encode(pair[0], pair[0].composite(pair[1].rgb, pair[1].matte)),
        )
    if not engine.device.startswith("cpu"):
        plain = edit if edit.settings else read_edit(["print=solid", "color=crimson"], engine.card)
        engines: Sequence[Engine] = engine.engines if isinstance(engine, SeveralEngines) else [engine]
        found.parity = compare(engines, open_engine(weights, EXACT), pixels, plain, edit)
    return found


def compare(
    engines: Sequence[Engine], reference: Engine, photographs: Sequence[Array], plain: Edit, printed: Edit
) -> Parity:
    """How far engines' edits are from another's: the whole way in one colour, and a print on the cloth that the other one sees.

    A print lies where the matte's outline and limbs put it: one pixel more or less there, and it is another picture, as good.
    """
    differences = []
    for engine in engines:
        for rgb in photographs:
            pairs = [
                [_edited(one, rgb, plain) for one in (engine, reference)],
                # each with a parse of its own: what edits share is kept by it
                [one.render(rgb, reference.parse(rgb), printed, sku="a") for one in (engine, reference)],
            ]
            for ours, theirs in pairs:
                error = np.abs(ours.rgb - theirs.rgb) * 255
                apart = np.abs(ours.matte - theirs.matte).mean()
                differences.append((error.mean(), np.percentile(error, 99), apart))
    return Parity(*np.max(differences, axis=0).tolist())


def _edited(engine: Engine, rgb: Array, edit: Edit) -> Rendering:
    return engine.render(rgb, engine.parse(rgb), edit, sku="a")


def _edit(card: Card) -> Edit:
    """A print, where the weights know prints; else the first word that they are conditioned on."""
    if card.preset not in SMALL:
        return read_edit([next(name for name in card.prints if name != "solid")], card)
    words = Vocabulary.from_card(card.attributes)
    return read_edit([(words.colors or words.styles or words.binary)[0]], card)


@dataclass(frozen=True)
class _Measure:
    jobs: int
    seconds: float

    def __call__(self, prepare: Callable[[], Sequence[Input]], work: Callable[[Input], object]) -> float:
        """Calls of `work` a second, on all jobs at once, over rounds of inputs that are prepared while no clock runs."""
        done, spent = 0, 0.0
        with ThreadPoolExecutor(self.jobs) as pool:
            list(pool.map(work, prepare()))  # the first round sets up what later ones find
            while spent < self.seconds:
                inputs = list(prepare())
                while len(inputs) < 4 * self.jobs:  # fewer, and some would wait for the round's last
                    inputs += prepare()
                began = time.perf_counter()
                done += len(list(pool.map(lambda one: work(one) is None, inputs)))
                spent += time.perf_counter() - began
        return done / spent
