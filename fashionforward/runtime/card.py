"""The card that lies beside the weights: what they know, what they were made from, what they measure."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fashionforward.attributes.regions import GARMENTS
from fashionforward.errors import BadWeights
from fashionforward.presets.names import SMALL

CARD_FORMAT = 1
FILE_NAME = "card.json"


@dataclass(frozen=True)
class Card:
    """`card.json`, read.

    Attributes:
        name: the weights' name.
        preset: which model they are for ("catalog", or a small one: `presets.names.SMALL`).
        version: the version of fashionforward that exported them.
        prints: each print's name, and its entry (say `{"designs": 24}`); a small preset has none.
        regions: the garments that the parser tells apart.
        files: each file beside the card, and its sha256 in hex.
        canvas: height and width that the parser works at, in pixels.
        data: what they were trained on: name, licence, use.
        training: steps and settings.
        metrics: what they measure.
        attributes: what can be set, as the card says it: a small preset's colours, styles and binary attributes.
        cut_out: whether garments are cut out of their photographs before a small preset sees them.
    """

    name: str
    preset: str
    version: str
    prints: dict[str, dict[str, Any]]
    regions: tuple[str, ...]
    files: dict[str, str]
    canvas: tuple[int, int] = (288, 192)
    data: tuple[dict[str, Any], ...] = ()
    training: dict[str, Any] | None = None
    metrics: dict[str, Any] | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    cut_out: bool = False

    @property
    def fingerprint(self) -> str:
        """sha256, in hex, over the sorted hashes of the files: the same weights have the same."""
        return hashlib.sha256("\n".join(sorted(self.files.values())).encode()).hexdigest()


def read_card(path: Path) -> Card:
    """Read a card.

    Raises:
        BadWeights: it is missing, no JSON, of another format, or lacks what it must have.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadWeights(f"There is no card {path}.", "Give --weights a folder that `ff export` made.") from error
    except ValueError as error:
        raise BadWeights(f"The card {path} is damaged: {error}.", "Export the weights again.") from error
    if not isinstance(raw, dict) or raw.get("format") != CARD_FORMAT:
        found = raw.get("format") if isinstance(raw, dict) else None
        raise BadWeights(
            f"The card {path} has format {found}, and this version reads {CARD_FORMAT}.",
            "Install the version that exported the weights, or export them again.",
        )
    try:
        return _card(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadWeights(f"The card {path} is damaged: {error!r}.", "Export the weights again.") from error


def _card(raw: dict[str, Any]) -> Card:
    attributes = raw["attributes"]
    files = {str(name): str(digest) for name, digest in raw["files"].items()}
    if any(Path(name).name != name for name in files):
        raise ValueError("its files must lie beside it")
    return Card(
        name=str(raw["name"]),
        preset=str(raw["preset"]),
        version=str(raw["version"]),
        prints={} if raw["preset"] in SMALL else {str(n): dict(entry) for n, entry in attributes["prints"].items()},
        regions=tuple(attributes.get("regions", GARMENTS)),
        files=files,
        canvas=_canvas(raw.get("canvas", (288, 192))),
        data=tuple(raw.get("data", ())),
        training=raw.get("training"),
        metrics=raw.get("metrics"),
        attributes=dict(attributes),
        cut_out=bool(raw.get("cut_out", False)),
    )


def _canvas(raw: Any) -> tuple[int, int]:
    height, width = (int(side) for side in raw)
    if min(height, width) < 32 or height % 16 or width % 16:
        raise ValueError(f"canvas {height}x{width}: its sides are multiples of 16")
    return height, width
