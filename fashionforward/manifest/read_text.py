"""YAML, JSON and TOML as nodes. Nothing in a file is ever executed or constructed: scalars stay scalars."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fashionforward.manifest.nodes import Malformed, Node, Place, Problems
from fashionforward.manifest.toml_places import Path, toml_places

DEEPEST = 12
"""Levels of nesting; the schema has 5."""

MOST_NODES = 1_000_000
"""Values in one file, aliases counted as often as they are used."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BARE_HEX = re.compile(r"[:,\[]\s+(#[0-9A-Fa-f]{3,8})\b")
_SURROGATES = re.compile(r"\\u[dD][89aAbB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\.", re.DOTALL)


def read_yaml(text: str, problems: Problems) -> Node:
    """Read YAML.

    Scalars keep their text, whatever YAML 1.1 takes them for (`no`, `0123`, `1e5`): the schema knows what they are.
    Anchors and aliases are read. Tags but the plain ones, and keys given twice, are noted in `problems`.

    Raises:
        Malformed: no YAML, or more than one document, or nested too deep.
    """
    import yaml

    # Events, not nodes: the library's own composer recurses as deep as a file likes, and crashes the process there.
    try:
        return _Composer(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), problems).document()
    except yaml.MarkedYAMLError as error:
        raise _no_yaml(text, error) from error
    except yaml.YAMLError as error:
        raise Malformed(Place(), f"no YAML: {str(error).splitlines()[0]}") from error


def _no_yaml(text: str, error: Any) -> Malformed:
    """What is no YAML, and where; what is behind it most often is said in people's words."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Malformed(Place(), f"no YAML: {error.problem or error.context or 'cannot be read'}")
    lines = text.splitlines()
    for number, line in enumerate(lines[: mark.line + 1], 1):
        if found := _BARE_HEX.search(line):
            what = f'{found[1]} is a comment, as all that follows a #; put colours in quotes: "{found[1]}"'
            return Malformed(Place(number, found.start(1) + 1), what)
    if mark.line < len(lines) and "\t" in lines[mark.line][: mark.column + 1]:
        return Malformed(
            Place(mark.line + 1, lines[mark.line].index("\t") + 1), "a tab; YAML indents with spaces alone"
        )
    begun = error.context_mark
    since = f", {error.context} that begins in line {begun.line + 1}" if begun and begun.line != mark.line else ""
    return Malformed(Place(mark.line + 1, mark.column + 1), f"no YAML: {error.problem}{since}")


def read_json(text: str, problems: Problems) -> Node:
    """Read JSON; keys given twice are noted in `problems`. Raises Malformed."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if text[: error.pos].rstrip().endswith(",") and text[error.pos : error.pos + 1] in ("]", "}"):
            last = text.rindex(",", 0, error.pos)
            place = Place(text.count("\n", 0, last) + 1, last - text.rfind("\n", 0, last))
            raise Malformed(place, "no JSON: a comma behind the last entry; leave it away") from error
        raise Malformed(Place(error.lineno, error.colno), f"no JSON: {error.msg}") from error
    except RecursionError as error:
        raise Malformed(Place(), f"nested deeper than {DEEPEST} levels") from error
    # JSON is YAML, whose parser says where things are; but for characters written as two halves
    return read_yaml(_SURROGATES.sub(lambda escape: _joined(escape[0]), text), problems)


def read_toml(text: str, problems: Problems) -> Node:
    """Read TOML. Raises Malformed."""
    del problems  # its syntax refuses keys given twice
    try:
        values = tomllib.loads(text)
        return _placed(values, (), toml_places(text, DEEPEST), Place(1, 1))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(int(at[1]), int(at[2])) if at else Place()
        raise Malformed(place, f"no TOML: {str(error).partition(' (at ')[0]}") from error
    except RecursionError as error:
        raise Malformed(Place(), f"nested deeper than {DEEPEST} levels") from error


def _joined(escape: str) -> str:
    return str(json.loads(f'"{escape}"')) if len(escape) == 12 else escape


def _placed(value: Any, path: Path, places: Mapping[Path, tuple[Place, Place]], above: Place) -> Node:
    place = places.get(path, (above, above))[1]
    if len(path) > DEEPEST:
        raise Malformed(place, f"nested deeper than {DEEPEST} levels")
    if isinstance(value, dict):
        keys = {key: places.get((*path, key), (place, place))[0] for key in value}
        inside = {key: _placed(each, (*path, key), places, place) for key, each in value.items()}
        return Node(inside, place, keys)
    if isinstance(value, list):
        return Node([_placed(each, (*path, index), places, place) for index, each in enumerate(value)], place)
    return Node(value if isinstance(value, str | int | float | bool) else str(value), place)


@dataclass(frozen=True)
class _Anchored:
    """A node that aliases may repeat, how many values it has and how many levels lie below it."""

    node: Node
    size: int
    height: int


class _Composer:
    """Nodes from YAML's events, with limits."""

    def __init__(self, events: Iterator[Any], problems: Problems) -> None:
        import yaml

        self._events, self._kinds, self._problems = events, yaml.events, problems
        self._anchors: dict[str, _Anchored] = {}
        self._count = 0
        self._reached = 0  # the deepest level so far, inside the node being read

    def document(self) -> Node:
        kinds = self._kinds
        next(self._events)  # the stream's start
        event = next(self._events)
        if isinstance(event, kinds.StreamEndEvent):
            raise Malformed(Place(1, 1), "the file is empty")
        node = self._node(next(self._events), 0)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, kinds.StreamEndEvent):
            raise Malformed(_place(after), "a second document begins; a manifest is one")
        return node

    def _node(self, event: Any, depth: int) -> Node:
        place, count, reached = _place(event), self._count, self._reached
        self._reached = depth
        self._grow(place, 1, depth)
        if isinstance(event, self._kinds.AliasEvent):
            # an anchor is known once it is complete, so that nothing holds itself
            if event.anchor not in self._anchors:
                raise Malformed(place, f"there is no anchor '{event.anchor}' before this alias")
            anchored = self._anchors[event.anchor]
            node = anchored.node
            self._grow(place, anchored.size, depth + anchored.height)
        else:
            node = self._value(event, place, depth)
        if getattr(event, "anchor", None) is not None:
            self._anchors[event.anchor] = _Anchored(node, self._count - count, self._reached - depth)
        self._reached = max(reached, self._reached)
        return node

    def _value(self, event: Any, place: Place, depth: int) -> Node:
        if event.tag is not None and event.tag not in _PLAIN_TAGS:
            self._problems.add(place, f"the tag '{event.tag}' is not read; leave it away")
        if isinstance(event, self._kinds.ScalarEvent):
            return Node(None if event.implicit[0] and event.value in _NULLS else event.value, place)
        if isinstance(event, self._kinds.SequenceStartEvent):
            return Node(list(self._items(depth)), place)
        return self._mapping(place, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), self._kinds.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, place: Place, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self._events), self._kinds.MappingEndEvent):
            if not isinstance(event, self._kinds.ScalarEvent):
                raise Malformed(_place(event), "a key is a word, not a list or a mapping")
            if event.value in values:
                first = keys[event.value].line
                self._problems.add(_place(event), f"'{event.value}' is given twice; first in line {first}")
            keys[event.value] = _place(event)
            values[event.value] = self._node(next(self._events), depth + 1)
        return Node(values, place, keys)

    def _grow(self, place: Place, size: int, depth: int) -> None:
        self._count += size
        self._reached = max(self._reached, depth)
        if self._count > MOST_NODES:
            raise Malformed(place, f"more than {MOST_NODES:,} values, aliases counted as often as they are used")
        if depth > DEEPEST:
            raise Malformed(place, f"nested deeper than {DEEPEST} levels")


_PLAIN_TAGS = frozenset({"!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "null", "seq", "map"))})


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
