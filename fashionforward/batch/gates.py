"""Quality gates: thresholds on what was measured, outside of which an image is held back for a person to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from fashionforward.errors import UsageError


@dataclass(frozen=True)
class Gates:
    """Thresholds; `batch.figures` says what is measured. A figure that does not apply to an edit passes.

    Attributes:
        min_area, max_area: share of the photograph that is changed.
        min_certainty: how sure the matte is, 0 (everywhere half) to 1 (nowhere in between).
        max_spill: share of the matte's outline under which the photograph has no edge.
        max_neighbour: how far apart the colours of two clothes are that changed together, in CIELAB units.
        max_colour_error: CIEDE2000 between the colour asked for and the median colour seen.
        max_clipped: share of the changed pixels that lost all drawing to white.
        min_print: how far a print stands out from a flat repainting, in CIELAB units.
    """

    min_area: float = 0.01
    max_area: float = 0.95
    min_certainty: float = 0.88
    max_spill: float = 0.08
    max_neighbour: float = 30.0
    max_colour_error: float = 6.0
    max_clipped: float = 0.1
    min_print: float = 5.0

    @classmethod
    def of(cls, thresholds: Mapping[str, float]) -> "Gates":
        """Gates with some thresholds in place of the defaults.

        Raises:
            UsageError: a name is not known, or a threshold is no number.
        """
        names = [field.name for field in fields(cls)]
        for name, value in thresholds.items():
            if name not in names:
                raise UsageError(f"There is no gate '{name}'.", f"Gates: {', '.join(names)}.")
            if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
                raise UsageError(f"Gate {name}: {value!r} is no number.")
        return cls(**thresholds)

    @cached_property
    def _limits(self) -> list[tuple[str, str, float]]:
        split = [(*field.name.split("_", 1), getattr(self, field.name)) for field in fields(self)]
        return [(bound, name, limit) for bound, name, limit in split]

    def failed(self, figures: Mapping[str, Any]) -> tuple[str, ...]:
        """The gates that figures do not pass, in words: "spill 0.62 > 0.08"."""
        said = []
        for bound, name, limit in self._limits:
            value = figures.get(name)
            if value is None:
                continue
            if bound == "min" and value < limit:
                said.append(f"{name} {value:.3g} < {limit:g}")
            elif bound == "max" and value > limit:
                said.append(f"{name} {value:.3g} > {limit:g}")
        return tuple(said)


def parse_gates(words: Sequence[str], thresholds: Mapping[str, float] | None = None) -> Gates:
    """Gates from words like "max_spill=0.6", which go before `thresholds`.

    Raises:
        UsageError: a word is none, or names no gate.
    """
    thresholds = dict(thresholds or {})
    for word in words:
        name, _, number = word.partition("=")
        try:
            thresholds[name.strip()] = float(number)
        except ValueError:
            raise UsageError(f"--gate {word}: not of the form NAME=NUMBER.", "Say --gate max_spill=0.6.") from None
    return Gates.of(thresholds)
