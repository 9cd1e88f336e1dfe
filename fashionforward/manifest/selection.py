"""Which rules hold for an item. Thousands of rules and a hundred thousand items: all by look-up."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fnmatch import translate
from functools import lru_cache
from itertools import chain

from fashionforward.manifest.garments import Garments
from fashionforward.manifest.globs import GlobSet, folded
from fashionforward.manifest.rules import Rule
from fashionforward.manifest.tables import column_key

Part = tuple[int, str, str]
"""A part of a rule's selectors: its index, "match", "sku" or a column's name, and the text."""


class Selection:
    """The rules' selectors, together. Remembers which of them held for anything."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._globs = [(index, text) for index, rule in enumerate(rules) for text in rule.match]
        self._glob_set = GlobSet([text for _, text in self._globs])
        self._skus: dict[str, list[int]] = defaultdict(list)
        self._written: dict[str, str] = {}
        self._columns: dict[str, _Column] = {}
        self._needed = [bool(rule.match) + bool(rule.skus) + len(rule.where) for rule in rules]
        self._rules = rules
        self._one_kind = max(self._needed, default=1) == 1
        self._globs_held: set[int] = set()
        self._skus_held: set[str] = set()
        for index, rule in enumerate(rules):
            for sku in rule.skus:
                self._skus[folded(sku)].append(index)
                self._written.setdefault(folded(sku), sku)
            for heading, values in rule.where:
                self._columns.setdefault(column_key(heading), _Column()).add(index, values)

    def written(self, sku: str) -> str | None:
        """A SKU as the first rule that names it writes it; None: none does."""
        return self._written.get(folded(sku))

    def rules_of(self, path: str, skus: Iterable[str], texts: Mapping[str, str]) -> tuple[int, ...]:
        """The indices of the rules that hold, in order."""
        globs = self._glob_set.matching(path)
        self._globs_held.update(globs)
        kinds: list[Collection[int]] = [{self._globs[glob][0] for glob in globs}] if globs else []
        named = [sku for sku in map(folded, skus) if sku in self._skus]
        if named:
            self._skus_held.update(named)
            kinds.append({index for sku in named for index in self._skus[sku]})
        kinds += [column.rules_of(texts[key]) for key, column in self._columns.items() if key in texts]
        if self._one_kind:
            return tuple(sorted(set().union(*kinds)))
        counts = Counter(chain.from_iterable(kinds))
        return tuple(sorted(index for index, count in counts.items() if count == self._needed[index]))

    def idle_parts(self) -> list[Part]:
        """The globs, SKUs and values that held for nothing."""
        globs = [
            (index, "match", text) for number, (index, text) in enumerate(self._globs) if number not in self._globs_held
        ]
        skus = [
            (index, "sku", sku)
            for index, rule in enumerate(self._rules)
            for sku in rule.skus
            if folded(sku) not in self._skus_held
        ]
        values = [
            (index, heading, value)
            for index, rule in enumerate(self._rules)
            for heading, written in rule.where
            for value in written
            if not self._columns[column_key(heading)].seen(value)
        ]
        return sorted([*globs, *skus, *values])


class _Column:
    """What the rules want of one column."""

    def __init__(self) -> None:
        self._plain: dict[str, list[int]] = defaultdict(list)
        self._wild: list[tuple[re.Pattern[str], int]] = []
        self._seen: set[str] = set()
        self.rules_of = lru_cache(100_000)(self._rules_of)

    def add(self, index: int, values: Iterable[str]) -> None:
        for value in values:
            if _is_wild(value):
                self._wild.append((re.compile(translate(folded(value).replace("[", "[[]"))), index))
            else:
                self._plain[folded(value)].append(index)

    def seen(self, value: str) -> bool:
        """Whether some item had the value."""
        if not _is_wild(value):
            return folded(value) in self._seen
        wanted = re.compile(translate(folded(value).replace("[", "[[]")))
        return any(wanted.match(text) for text in self._seen)

    def _rules_of(self, text: str) -> frozenset[int]:
        text = folded(text)
        self._seen.add(text)
        wild = (index for pattern, index in self._wild if pattern.match(text))
        return frozenset([*self._plain.get(text, ()), *wild])


def _is_wild(value: str) -> bool:
    return "*" in value or "?" in value


def headings_wanted(rules: Sequence[Rule], garments: Garments | None) -> list[Part]:
    """The columns that rules ask for and the table does not have."""
    return [
        (index, heading, "")
        for index, rule in enumerate(rules)
        for heading, _ in rule.where
        if garments is None or garments.column(heading) is None
    ]
