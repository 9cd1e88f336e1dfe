"""Options of a training run, checked before anything is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import UsageError
from fashionforward.presets.names import SMALL

PRESETS = ("catalog", *SMALL)
STAGES = ("parser", "prints", "response")


@dataclass
class LoopOptions:
    """What the training loop needs, whatever it trains."""

    data: Path
    """The data: `catalog` takes a dataset file or the folder it lies in, the small presets a labelled collection."""
    out: Path
    """Folder of the run: config, metrics, checkpoints, sample grids."""
    steps: int = 4000
    """Optimiser steps, counted from the run's very start."""
    batch: int = 8
    """Photographs, designs or pairs a step."""
    rate: float = 4e-4
    """Peak learning rate; the pretrained encoder learns at a quarter of it."""
    warmup: int = 100
    """Steps over which the rate rises."""
    final: float = 0.02
    """The rate at the last step, as a share of the peak."""
    decay: float = 0.01
    """Weight decay (AdamW)."""
    average: float = 0.998
    """Decay of the running average of the weights, which is what is exported."""
    beta: float = 1e-3
    """Weight of the KL terms."""
    seed: int = 0
    device: str = "auto"
    precision: str = "auto"
    """bf16 where the processor computes it natively, else fp32."""
    pretrained: Path | None = None
    """VGG16 weights (safetensors); torchvision's where it is not given."""
    resume: bool = False
    save_every: int = 250
    check_every: int = 500
    checks: tuple[int, ...] = ()
    """Further steps to check at."""
    workers: int | None = None
    """Threads that make batches beside the step, in each process; None: one where the CPU trains, else one less than it has cores."""
    compile: bool = False
    """Compile the step with torch.compile, which takes a minute or more at first."""
    log_every: int = 25
    """Steps whose figures are logged together."""
    cache: Path | None = None
    """Where packed photographs are kept; `out` unless given."""

    def __post_init__(self) -> None:
        """Cross-checks; each message names the option."""
        for name in ("steps", "batch", "save_every", "check_every", "log_every"):
            if getattr(self, name) < 1:
                raise UsageError(f"--{name.replace('_', '-')} must be at least 1")
        if self.workers is not None and self.workers < 1:
            raise UsageError("--workers must be at least 1")
        if self.precision not in ("auto", "fp32", "bf16"):
            raise UsageError(f"--precision {self.precision}: there is auto, fp32, bf16")

    def as_json(self) -> dict[str, object]:
        """For config.json: paths as text."""
        return json.loads(json.dumps(asdict(self), default=str))


@dataclass
class TrainOptions(LoopOptions):
    """What `ff train` was asked of `catalog`; saved as config.json beside the checkpoints."""

    preset: str = "catalog"
    stages: tuple[str, ...] = STAGES
    """Parts of the model to train: apart (one) or together (several, their losses summed)."""
    size: tuple[int, int] = (288, 192)
    """Height and width that the parser trains at; multiples of 16."""
    frozen: int = 2
    """VGG16 stages, counted from the input, that stay as pretrained."""
    start: tuple[Path, ...] = ()
    """Checkpoints to take weights from, each for the stages it trained; their optimisers and steps are left aside."""
    designs: int = 48
    """Procedural designs a print family, drawn from other seeds than those kept for measuring."""
    rerendered: int = 24
    """Designs a family that plain garments are re-rendered in for the parser; 0 trains it without."""

    def __post_init__(self) -> None:
        """Cross-checks; each message names the option."""
        super().__post_init__()
        unknown = [s for s in self.stages if s not in STAGES]
        if unknown or not self.stages:
            raise UsageError(f"--stage {unknown[0] if unknown else ''}: there is {', '.join(STAGES)}")
        if any(side % 16 or side < 32 for side in self.size):
            raise UsageError(f"--size {self.size[0]}x{self.size[1]}: height and width are multiples of 16, 32 at least")
        if self.designs < 1:
            raise UsageError("--designs must be at least 1")
        if 2 * self.size[0] != 3 * self.size[1]:
            raise UsageError(
                f"--size {self.size[0]}x{self.size[1]}: height to width is 3 to 2, the shape of a packed photograph"
            )
        if not 0 <= self.frozen <= 5:
            raise UsageError("--frozen is 0 to 5: VGG16 has five stages")
        if self.resume and self.start:
            raise UsageError("--resume goes on with a run, --start begins one from other weights: give one of them")


DEFAULTS: dict[str, dict[str, float]] = {
    "style28": {"steps": 6000, "batch": 64, "rate": 2e-3, "beta": 1.0},
    "base64": {"steps": 6000, "batch": 64, "rate": 1e-3, "beta": 0.1, "guide": 20.0, "removal": 10.0},
    "unet64": {"steps": 2000, "batch": 32, "rate": 1e-3, "beta": 0.1, "guide": 20.0, "removal": 10.0},
}
"""Options of `SmallOptions` that differ from preset to preset."""


@dataclass
class SmallOptions(LoopOptions):
    """What `ff train` was asked of a small preset; `small_options` fills in its defaults."""

    preset: str = "unet64"
    average: float = 0.995
    start: tuple[Path, ...] = ()
    """A checkpoint of the same preset on the same labels to take weights from; what has another shape there begins anew."""
    licence: str = "unknown"
    """The data's, for the weights' card."""
    guide: float = 10.0
    """Weight of the edits' term: an image decoded under another attribute must read as having it. 0: edits are not trained."""
    removal: float = 0.0
    """Weight of what an adversary still reads of the attributes in the code, for base64 and unet64. 0: they may stay in it."""
    strips: tuple[int, ...] = ()
    """Epochs after which a strip is kept: inputs above, reconstructions below."""

    def __post_init__(self) -> None:
        """Cross-checks; each message names the option."""
        super().__post_init__()
        if len(self.start) > 1 or (self.start and self.resume):
            raise UsageError("--start is one checkpoint for a small preset, and not for --resume")
        if self.guide < 0 or self.beta < 0 or self.removal < 0:
            raise UsageError("--guide, --removal and --beta are 0 or more")
        if self.removal and self.preset == "style28":
            raise UsageError("--removal is for base64 and unet64; style28 learns without an adversary")
        if any(epoch < 1 for epoch in self.strips):
            raise UsageError("--strips: epochs are counted from 1")


def options_of(preset: str, given: dict[str, Any]) -> TrainOptions | SmallOptions:
    """Options of a preset from those that were given: its defaults for the rest.

    Raises UsageError: no such preset, an option that it does not have, or a text that is none of the form asked for.
    """
    if preset not in PRESETS:
        raise UsageError(f"--preset {preset}: there is {', '.join(PRESETS)}", did_you_mean(preset, PRESETS))
    kind = SmallOptions if preset in SMALL else TrainOptions
    foreign = sorted(set(given) - {field.name for field in fields(kind)})
    if foreign:
        name = {"stages": "stage"}.get(foreign[0], foreign[0])
        raise UsageError(f"--{name} is no option of preset {preset}", "Leave it away, or choose another --preset.")
    read = {**given, **{key: parse(given[key]) for key, parse in _TEXTS.items() if isinstance(given.get(key), str)}}
    if preset in SMALL:
        return small_options(preset, **read)
    return TrainOptions(preset=preset, **read)


def _sides(text: str) -> tuple[int, int]:
    sides = text.lower().split("x")
    if len(sides) != 2 or not all(side.isdigit() for side in sides):
        raise UsageError(f"--size {text}: height x width, as in 288x192.")
    return int(sides[0]), int(sides[1])


def _epochs(text: str) -> tuple[int, ...]:
    epochs = [word.strip() for word in text.split(",")]
    if not all(epoch.isdigit() for epoch in epochs):
        raise UsageError(f"--strips {text}: epochs, as in 10,200.")
    return tuple(int(epoch) for epoch in epochs)


_TEXTS: dict[str, Callable[[str], tuple[int, ...]]] = {"size": _sides, "strips": _epochs}


def small_options(preset: str, data: Path, out: Path, **given: Any) -> SmallOptions:
    """Options of a small preset: what is given, else its defaults."""
    defaults = {k: type(getattr(SmallOptions, k))(v) for k, v in DEFAULTS[preset].items()}
    return SmallOptions(data, out, preset=preset, **{**defaults, **given})
