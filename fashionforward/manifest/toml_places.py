"""Where in a TOML file its keys and values stand: Python's own reader gives values alone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fashionforward.manifest.nodes import Place

if TYPE_CHECKING:
    from tree_sitter import Node

Path = tuple[str | int, ...]
"""Keys, and indices of arrays, from the top."""

_TABLES = {"table", "table_array_element"}
_SILENT = {"comment", "ERROR"}


def toml_places(text: str, deepest: int) -> dict[Path, tuple[Place, Place]]:
    """Places of keys and of their values, by path; of an array's element, its own twice. What lies deeper is left out.

    text: TOML that `tomllib` has read.
    """
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode())
    reader = _Reader(text.encode().split(b"\n"), deepest)
    for node in tree.root_node.named_children:
        reader.statement(node)
    return reader.places


class _Reader:
    """Goes through statements from the top of a file, as what `[a.b]` means depends on the `[[a]]` before it."""

    def __init__(self, lines: list[bytes], deepest: int) -> None:
        self._lines, self._deepest = lines, deepest
        self._lengths: dict[Path, int] = {}  # of arrays of tables
        self.places: dict[Path, tuple[Place, Place]] = {}

    def statement(self, node: Node) -> None:
        """A pair, or a table and what is in it."""
        if node.type == "pair":
            self._pair(node, ())
        if node.type not in _TABLES:
            return
        header, *pairs = (child for child in node.named_children if child.type not in _SILENT)
        path: Path = ()
        for part in _parts(header):
            path = (*path, *self._element(path), _name(part))
            self.places.setdefault(path, (self._place(part),) * 2)
        if node.type == "table_array_element":
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = (*path, *self._element(path))
            self.places[path] = (self._place(header),) * 2
        for pair in pairs:
            self._pair(pair, path)

    def _element(self, path: Path) -> Path:
        """The element that an array of tables has last; nothing for what is none."""
        return (self._lengths[path] - 1,) if path in self._lengths else ()

    def _pair(self, node: Node, above: Path) -> None:
        key, value = (child for child in node.named_children if child.type not in _SILENT)
        path = above
        for part in _parts(key):
            path = (*path, _name(part))
            self.places.setdefault(path, (self._place(part), self._place(value)))
        self._value(value, path)

    def _value(self, node: Node, path: Path) -> None:
        if len(path) > self._deepest:
            return
        inside = [child for child in node.named_children if child.type not in _SILENT]
        if node.type == "inline_table":
            for pair in inside:
                self._pair(pair, path)
        if node.type == "array":
            for index, each in enumerate(inside):
                self.places[*path, index] = (self._place(each),) * 2
                self._value(each, (*path, index))

    def _place(self, node: Node) -> Place:
        row, column = node.start_point  # the column in bytes
        return Place(row + 1, len(self._lines[row][:column].decode("utf-8", "replace")) + 1)


def _parts(node: Node) -> Iterator[Node]:
    """The keys of a dotted key, from left to right; the grammar nests them."""
    if node.type != "dotted_key":
        yield node
        return
    for child in node.named_children:
        yield from _parts(child)


def _name(node: Node) -> str:
    text = (node.text or b"").decode()
    return text if node.type == "bare_key" else next(iter(tomllib.loads(f"{text} = 0")))
