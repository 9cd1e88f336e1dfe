"""What a manifest's readers give: values that know where they were written, and the list of what is wrong with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from fashionforward.errors import BadManifest, FashionForwardError
from fashionforward.printable import printable

SHOWN = 100
"""Problems listed; a manifest with more has one cause more often than many."""


class Place(NamedTuple):
    """Where something was written: line and column, counted from 1; or a label where a format has no such thing."""

    line: int = 0
    column: int = 0
    label: str = ""

    def __str__(self) -> str:
        if self.column and self.label:
            return self.label  # a cell says it all; line and column are for the order
        return ":".join(str(part) for part in (self.line, self.column, self.label) if part)


@dataclass(slots=True)
class Node:
    """A value and its place. Mappings have their keys' places in `keys`."""

    value: "str | int | float | bool | list[Node] | dict[str, Node] | None"
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)

    def plain(self) -> Any:
        """It as lists, dicts and scalars."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return [node.plain() for node in self.value] if isinstance(self.value, list) else self.value

    def find(self, path: Iterable[str | int]) -> "Node":
        """The node at a path of keys and indices, or the deepest there is on the way to it."""
        node = self
        for step in path:
            inside = node.value
            if isinstance(inside, dict) and step in inside:
                node = inside[str(step)]
            elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
                node = inside[step]
            else:
                break
        return node


class Malformed(Exception):
    """A file that is not even of its format; ends the reading."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place, self.message = place, message


@dataclass
class Problems:
    """Everything that is wrong with a file, collected so that it can be told at once."""

    path: Path
    found: set[tuple[Place, str]] = field(default_factory=set)

    def add(self, place: Place, message: str) -> None:
        """Note one."""
        self.found.add((place, message))

    @property
    def enough(self) -> bool:
        """Whether there are so many that looking for more helps nobody."""
        return len(self.found) > 5 * SHOWN

    def end(self) -> None:
        """Raise BadManifest where anything was found, in the order of the file: `edits.yaml:2:14: unknown print …`."""
        if not self.found:
            return
        name = printable(self.path.name)
        lines = [
            f"{name}:{place}: {printable(message)}" if str(place) else f"{name}: {printable(message)}"
            for place, message in sorted(self.found)
        ]
        more = [f"… and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        count = "one problem" if len(lines) == 1 else f"{len(lines)} problems"
        raise BadManifest(f"The manifest {name} has {count}:", "\n".join(lines[:SHOWN] + more))


def said(error: FashionForwardError) -> str:
    """An error's message and hint as one problem: `unknown print 'palm_prnt'; did you mean 'palm_print'?`."""
    parts = [error.message.rstrip("."), error.hint.rstrip(".")]
    return "; ".join(part[:1].lower() + part[1:] for part in parts if part)


def listed(names: Sequence[str], most: int = 3) -> str:
    """A few names and how many more there are."""
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"'{name}'" for name in names[:most]) + rest
