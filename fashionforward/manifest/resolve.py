"""A manifest against a catalog: what is made of each item, which rule said so, and what came to nothing."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.suggest import did_you_mean
from fashionforward.catalog.find import Item
from fashionforward.errors import BadAttribute
from fashionforward.manifest.collector import paused
from fashionforward.manifest.garments import FILES, Garments, find_garments, without_view
from fashionforward.manifest.globs import GlobSet
from fashionforward.manifest.nodes import Malformed, Place, Problems, listed, said
from fashionforward.manifest.rules import NOTHING, Fitting, Rule, Template
from fashionforward.manifest.schema import CatalogEntry
from fashionforward.manifest.selection import Selection, headings_wanted
from fashionforward.manifest.tables import SUFFIXES, read_table


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is made of an item: its edits, its SKU, and the labels of the rules that said so."""

    item: Item
    edits: tuple[Edit, ...]
    sku: str
    rules: tuple[int | str, ...]


@dataclass(frozen=True)
class Outcome:
    """What a set of rules comes to.

    Attributes:
        edits: what is made.
        by: the label of the rule behind each edit.
        rules: the labels of all rules that said something of it.
        replaced: what a later rule took away: the edit's name, the rule that gave it, and the later one.
    """

    edits: tuple[Edit, ...]
    by: tuple[int | str, ...]
    rules: tuple[int | str, ...]
    replaced: tuple[tuple[str, int | str, int | str], ...]


@dataclass(frozen=True)
class Resolution:
    """A manifest against a catalog.

    Attributes:
        assignments: of all items, in their order; of some nothing is made.
        outcomes: of each assignment, how it came about.
        idle: where and what of the rules held for no item, in words.
        unused: names of edits that no item gets.
        garments: the catalog's table, where there is one.
    """

    assignments: tuple[Assignment, ...]
    outcomes: tuple[Outcome, ...]
    idle: tuple[tuple[Place, str], ...]
    unused: tuple[str, ...]
    garments: Garments | None


@dataclass(frozen=True)
class Manifest:
    """A manifest, checked. `templates`: all that its edits can make. `gates`: thresholds by name, for `batch.gates`."""

    path: Path
    rules: tuple[Rule, ...]
    templates: tuple[Template, ...]
    catalog: CatalogEntry | None = None
    gates: Mapping[str, float] = field(default_factory=dict)

    def assign(self, items: Sequence[Item]) -> list[Assignment]:
        """What is made of the items; those of which nothing is made are left out.

        Raises:
            BadManifest: the catalog lacks what the rules ask for: a column, or the widths of garments.
        """
        return [assignment for assignment in self.resolve(items).assignments if assignment.edits]

    @paused()
    def resolve(self, items: Sequence[Item]) -> Resolution:
        """The same with how it came about. Raises BadManifest."""
        problems = Problems(self.path)
        garments = self._garments(items, problems)
        self._check_columns(garments, problems)
        problems.end()
        resolver = _Resolver(self.rules, garments)
        assignments = tuple(resolver.assign(item) for item in items)
        resolver.tell(problems)
        problems.end()
        outcomes = tuple(resolver.outcomes)
        made = {edit.name for outcome in resolver.known.values() for edit in outcome.edits}
        unused = tuple(dict.fromkeys(t.name for t in self.templates if t.name not in made))
        return Resolution(assignments, outcomes, tuple(resolver.idle()), unused, garments)

    def _garments(self, items: Sequence[Item], problems: Problems) -> Garments | None:
        """The table that the manifest names, else `catalog.csv` in or beside the catalog, or beside the manifest."""
        try:
            if self.catalog is None:
                return find_garments([*roots_of(items), self.path.parent])
            path = self.path.parent / self.catalog.file
            if path.suffix.lower() not in SUFFIXES:
                raise Malformed(Place(), f"its name ends in none of {', '.join(sorted(SUFFIXES))}")
            return Garments(path, read_table(path), self.catalog.sku, self.catalog.image)
        except (Malformed, OSError) as error:
            at, what = (str(error.place), error.message) if isinstance(error, Malformed) else ("", error.strerror)
            name = self.catalog.file if self.catalog else "catalog.csv"
            problems.add(Place(), f"the catalog's table {name} cannot be read: {': '.join(filter(None, (at, what)))}")
            return None

    def _check_columns(self, garments: Garments | None, problems: Problems) -> None:
        for index, heading, _ in headings_wanted(self.rules, garments):
            place = self.rules[index].place_of(heading, "")
            if garments is None:
                hint = f"put a {FILES[0]} into the catalog or beside it, or name one with the key catalog"
                problems.add(place, f"'{heading}' is a column of the catalog's table, and there is none; {hint}")
            else:
                hint = did_you_mean(heading, garments.headings.values()).rstrip(".")
                name = garments.path.name
                problems.add(place, f"there is no column '{heading}' in {name}; {hint[:1].lower()}{hint[1:]}")


class _Resolver:
    """Assigns items one by one. What the same rules hold for comes out the same, and is worked out once."""

    def __init__(self, rules: Sequence[Rule], garments: Garments | None) -> None:
        self._rules, self._garments = rules, garments
        self._selection = Selection(rules)
        naming = [(rule.names_sku, text) for rule in rules if rule.names_sku for text in rule.match]
        self._named = [sku for sku, _ in naming]
        self._naming = GlobSet([text for _, text in naming]) if naming else None
        self.known: dict[tuple[int, ...], Outcome] = {}
        self._failed: dict[tuple[Template, str], list[str]] = {}
        self._failing: dict[tuple[int, ...], list[tuple[Template, str]]] = {}
        self.outcomes: list[Outcome] = []

    def assign(self, item: Item) -> Assignment:
        path = item.name.replace(os.sep, "/")
        skus, texts = self._garment(path, item.sku)
        held = self._selection.rules_of(path, skus, texts)
        if held not in self.known:
            self.known[held] = self._outcome(held)
        for failure in self._failing.get(held, ()):
            self._failed.setdefault(failure, []).append(path)
        outcome = self.known[held]
        self.outcomes.append(outcome)
        return Assignment(item, outcome.edits, skus[0], outcome.rules)

    def tell(self, problems: Problems) -> None:
        """Note the edits that could not be made."""
        for (template, message), paths in self._failed.items():
            problems.add(template.place, f"'{template.name}' for {listed(paths, 1)}: {message}")

    def idle(self) -> list[tuple[Place, str]]:
        """What held for nothing, in words."""
        told = []
        idle = set()
        for index, selector, text in self._selection.idle_parts():
            rule = self._rules[index]
            idle.add(index)
            what = f"{selector} '{text}'" if selector in ("match", "sku") else f"where {selector} is '{text}'"
            told.append((rule.place_of(selector, text), f"{what} holds for no photograph"))
        held = {index for indices in self.known for index in indices}
        for index, rule in enumerate(self._rules):
            if index not in held and index not in idle:
                told.append((rule.place, f"rule {rule.label}: its selectors hold for no photograph together"))
        return sorted(told)

    def _garment(self, path: str, stem: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
        """The SKUs of a photograph, its own first, and what the catalog's table says of it."""
        named = self._naming.matching(path) if self._naming else []
        garment = self._garments.of(path) if self._garments else None
        if named:
            sku = self._named[max(named)]
            garment = (self._garments.of_sku(sku) if self._garments else None) or garment
            return (sku,), garment.texts if garment else {}
        if garment is not None and garment.skus:
            return garment.skus, garment.texts
        sku = self._selection.written(stem) or self._selection.written(without_view(stem)) or stem
        return (sku,), garment.texts if garment else {}

    def _outcome(self, held: tuple[int, ...]) -> Outcome:
        """Read the rules from first to last: the last `apply` counts and what is added after it, settings key by key."""
        fitting, settings = NOTHING, []
        made: dict[str, tuple[Template, int | str]] = {}
        replaced: list[tuple[str, int | str, int | str]] = []
        for rule in (self._rules[index] for index in held):
            if rule.fitting != NOTHING:
                fitting = rule.fitting.over(fitting)
                settings.append(rule.label)
            if rule.apply is not None:
                names = {template.name for template in rule.apply}
                replaced += [(name, label, rule.label) for name, (_, label) in made.items() if name not in names]
                made = {}
            for template in (*(rule.apply or ()), *rule.add):
                earlier = made.pop(template.name, None)
                if earlier is not None and earlier[0] is not template:
                    replaced.append((template.name, earlier[1], rule.label))
                made[template.name] = (template, rule.label)
        edits = [edit for template, _ in made.values() if (edit := self._make(template, fitting, held)) is not None]
        by = tuple(label for _, label in made.values())
        return Outcome(tuple(edits), by, tuple(dict.fromkeys((*by, *settings))), tuple(replaced))

    def _make(self, template: Template, fitting: Fitting, held: tuple[int, ...]) -> Edit | None:
        try:
            return template.make(fitting)
        except BadAttribute as error:
            self._failing.setdefault(held, []).append((template, said(error)))
            return None


def roots_of(items: Sequence[Item]) -> list[Path]:
    """The folders that the items' relative paths start from, and those around them."""
    roots = [Path(root) for root in dict.fromkeys(item.root for item in items)]
    return [*roots, *(Path(os.path.abspath(root)).parent for root in roots)]  # noqa: PTH100 (links stay)
