"""What a small preset is conditioned on: one of some colours, one of some styles, and attributes that hold or do not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import BadAttribute

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Settings = tuple[tuple[str, str], ...]
"""What an edit sets: ("color", "red"), ("style", "dress"), ("lace", "on"); names as the vocabulary has them."""

SWITCH = {"on": True, "yes": True, "1": True, "off": False, "no": False, "-1": False, "0": False}


@dataclass(frozen=True)
class Vocabulary:
    """Names, in the order of the condition vector: colours, then styles, then binary attributes. Any may be empty.

    An item's vector (A,) holds a distribution over the colours, one over the styles, and a number in [0, 1] for each binary
    attribute. A group of zeros says that it is not known.
    """

    colors: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    binary: tuple[str, ...] = ()

    def __len__(self) -> int:
        """A, the length of the condition vector."""
        return len(self.colors) + len(self.styles) + len(self.binary)

    @property
    def groups(self) -> dict[str, slice]:
        """Where each group that is not empty lies in the vector: "color", "style", "binary"."""
        ends = (0, len(self.colors), len(self.colors) + len(self.styles), len(self))
        names = ("color", "style", "binary")
        return {n: slice(a, b) for n, a, b in zip(names, ends, ends[1:], strict=False) if b > a}

    def vector(self, color: str | None, style: str | None, binary: Iterable[str] = ()) -> NDArray[np.float32]:
        """(A,) of an item's labels, written as the vocabulary has them; KeyError names one that it has not."""
        import numpy as np

        out = np.zeros(len(self), np.float32)
        for name, names, first in (
            *((c, self.colors, 0) for c in (color,) if c is not None and self.colors),
            *((s, self.styles, len(self.colors)) for s in (style,) if s is not None and self.styles),
            *((b, self.binary, len(self.colors) + len(self.styles)) for b in binary),
        ):
            if name not in names:
                raise KeyError(name)
            out[first + names.index(name)] = 1
        return out

    def apply(self, own: NDArray[np.float32], settings: Settings) -> NDArray[np.float32]:
        """An item's vector (A,) with settings put in; the rest stays the item's own."""
        out = own.copy()
        for key, value in settings:
            if key in ("color", "style"):
                names, group = (self.colors, "color") if key == "color" else (self.styles, "style")
                where = self.groups[group]
                out[where] = 0
                out[where.start + names.index(value)] = 1
            else:
                out[self.groups["binary"].start + self.binary.index(key)] = float(value == "on")
        return out

    def as_card(self) -> dict[str, list[str]]:
        """For `attributes` in card.json."""
        return {"colors": list(self.colors), "styles": list(self.styles), "binary": list(self.binary)}

    @classmethod
    def from_card(cls, attributes: Mapping[str, Any]) -> Vocabulary:
        """From `attributes` in card.json."""
        return cls(*(tuple(str(name) for name in attributes.get(key, ())) for key in ("colors", "styles", "binary")))


def read_settings(attributes: Iterable[str], vocabulary: Vocabulary) -> Settings:
    """Read `--attr` for a small preset: `color=red`, `style=dress`, `lace=off`, or a name alone. Case does not matter.

    Raises BadAttribute, with the nearest names, for what the weights do not know and for contradictions.
    """
    settings: dict[str, str] = {}
    for attribute in attributes:
        key, equals, value = attribute.partition("=")
        name, setting = _pair(key.strip(), value.strip(), vocabulary) if equals else _alone(attribute, vocabulary)
        if settings.setdefault(name, setting) != setting:
            raise BadAttribute(f"'{name}' is given twice: {settings[name]} and {setting}.", "Give it once.")
    if not settings:
        raise BadAttribute("No attribute is given.", "Say what to change; `ff attrs --weights …` lists what there is.")
    return tuple(sorted(settings.items()))


def _pair(key: str, value: str, vocabulary: Vocabulary) -> tuple[str, str]:
    if not value:
        raise BadAttribute(f"--attr '{key}=' has no value.", "Write color=red, style=dress, or an attribute's name.")
    group = {"color": vocabulary.colors, "style": vocabulary.styles}.get(key.lower(), ())
    if group:
        found = _find(value, group)
        if found is None:
            raise BadAttribute(f"Unknown {key.lower()} '{value}'.", did_you_mean(value, group))
        return key.lower(), found
    found = _find(key, vocabulary.binary)
    if found is None:
        raise BadAttribute(f"Unknown attribute '{key}'.", did_you_mean(key, _keys(vocabulary)))
    if value.lower() not in SWITCH:
        raise BadAttribute(f"{found}={value}: it holds or it does not.", f"Write {found}=on or {found}=off.")
    return found, "on" if SWITCH[value.lower()] else "off"


def _alone(word: str, vocabulary: Vocabulary) -> tuple[str, str]:
    for key, names in (("color", vocabulary.colors), ("style", vocabulary.styles)):
        found = _find(word, names)
        if found is not None:
            return key, found
    found = _find(word, vocabulary.binary)
    if found is None:
        known = (*vocabulary.colors, *vocabulary.styles, *vocabulary.binary)
        raise BadAttribute(f"Unknown attribute '{word}'.", did_you_mean(_plain(word), known))
    return found, "on"


def _keys(vocabulary: Vocabulary) -> list[str]:
    groups = (("color", vocabulary.colors), ("style", vocabulary.styles))
    return [*(key for key, names in groups if names), *vocabulary.binary]


def _find(word: str, names: Collection[str]) -> str | None:
    return next((name for name in names if _plain(name) == _plain(word)), None)


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "-", word.strip().lower())
