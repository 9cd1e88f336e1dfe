"""Spreadsheets as manifests: each row names an item, or several, and one edit. Rows add up; none replaces another."""

from collections.abc import Collection
from itertools import takewhile

from fashionforward.attributes.colors import parse_color
from fashionforward.attributes.edit import Edit
from fashionforward.attributes.mixes import parse_print
from fashionforward.attributes.naming import edit_name
from fashionforward.attributes.reading import parse_palette
from fashionforward.attributes.suggest import did_you_mean
from fashionforward.manifest.expand import check_names, expand
from fashionforward.manifest.nodes import Malformed, Node, Place, Problems
from fashionforward.manifest.rules import Fitting, Rule, Template
from fashionforward.manifest.schema import RowEntry
from fashionforward.manifest.tables import Row, Table
from fashionforward.manifest.validate import validate

COLUMNS = tuple(RowEntry.model_fields)
LOOK = ("print", "color", "colors", "colorways", "variants")
"""How an edit looks: the same in all rows of one name, and need be written in the first alone."""


def read_rows(table: Table, prints: Collection[str], problems: Problems) -> tuple[list[Rule], list[Template]]:
    """One rule a row, and the outputs by their first rows.

    Raises:
        Malformed: the columns are not those of a manifest.
    """
    for column, heading in table.headings.items():
        if column not in COLUMNS:
            hint = did_you_mean(column, COLUMNS)
            problems.add(Place(label=heading), f"unknown column '{heading}'; {hint[:1].lower()}{hint[1:].rstrip('.')}")
    if not {"match", "sku"} & table.headings.keys():
        raise Malformed(Place(), "there is no column match or sku to say which photographs are meant")
    reader = _Rows(table, prints, problems)
    rows = takewhile(lambda row: not problems.enough, table.rows)
    rules = [rule for row in rows if (rule := reader.rule(row)) is not None]
    firsts = {(template.family, template.name): template for template in reversed(reader.templates)}
    check_names(list(firsts.values())[::-1], Node({}, Place()), problems)
    return rules, list(firsts.values())[::-1]


class _Rows:
    """Reads rows in order and remembers which edits they named."""

    def __init__(self, table: Table, prints: Collection[str], problems: Problems) -> None:
        self._table, self._prints, self._problems = table, prints, problems
        self._looks: dict[str, tuple[Row, dict[str, str]]] = {}
        self._given: dict[tuple[str, str, str], int] = {}
        self.templates: list[Template] = []

    def rule(self, row: Row) -> Rule | None:
        """The rule of a row, or None where it has problems."""
        place = self._table.place(row)
        if not row.texts.keys() & {"match", "sku"}:
            self._problems.add(place, "the row names no photograph; fill match (a path or a glob) or sku")
        entry = validate(RowEntry, self._node(row), self._prints, self._problems)
        if entry is None:
            return None
        name = entry.edit or self._name(entry)
        templates = expand(name, entry, Fitting(), self._prints, Node(None, place))
        self.templates += templates
        self._check_repetition(row, entry, name)
        return Rule(
            label=f"row {row.line}",
            place=place,
            match=(entry.match,) if entry.match else (),
            skus=(entry.sku,) if entry.sku else (),
            add=tuple(templates),
            places={
                ("match", entry.match or ""): self._table.place(row, "match"),
                ("sku", entry.sku or ""): self._table.place(row, "sku"),
            },
        )

    def _node(self, row: Row) -> Node:
        """The row, with the look of an earlier row of its edit where it has none of its own."""
        texts = {column: text for column, text in row.texts.items() if column in COLUMNS}
        look = {column: texts[column] for column in LOOK if column in texts}
        nodes = {column: Node(text, self._table.place(row, column)) for column, text in texts.items()}
        if edit := texts.get("edit"):
            first, known = self._looks.setdefault(edit, (row, look))
            if look and look != known:
                places = [self._table.place(row, column) for column in look if look[column] != known.get(column)]
                where = places[0] if places else self._table.place(row, "edit")
                self._problems.add(where, f"'{edit}' looks otherwise in row {first.line}; give this one another name")
            if not look:
                nodes |= {column: Node(text, self._table.place(first, column)) for column, text in known.items()}
        return Node(nodes, self._table.place(row))

    def _name(self, entry: RowEntry) -> str:
        """As on the command line, but for what may differ from garment to garment."""
        print_, mix = parse_print(entry.print, self._prints) if entry.print else (None, ())
        color = parse_color(entry.color) if entry.color else None
        written = [entry.color] if entry.color else []
        look = Edit("", print_, color, parse_palette(entry.colors or ()), mix=mix)
        return edit_name(look, [*written, *(entry.colors or ())])

    def _check_repetition(self, row: Row, entry: RowEntry, name: str) -> None:
        key = (entry.match or "", entry.sku or "", name)
        first = self._given.setdefault(key, row.line)
        if first != row.line:
            who = " ".join(filter(None, key[:2]))
            self._problems.add(self._table.place(row), f"'{who}' gets '{name}' in row {first} already")
