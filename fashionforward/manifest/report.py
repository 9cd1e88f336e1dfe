"""What `ff manifest check` says of a resolution."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fashionforward.attributes.naming import has_designs
from fashionforward.manifest.nodes import listed
from fashionforward.manifest.resolve import Outcome, Resolution
from fashionforward.printable import printable

MOST_NAMES = 12
"""Edits named one by one behind a photograph."""

MOST_COLLISIONS = 20


def item_lines(resolution: Resolution) -> Iterator[str]:
    """A line for each photograph: what is made of it, which rules said so, and what they took from earlier ones."""
    for assignment, outcome in zip(resolution.assignments, resolution.outcomes, strict=True):
        sku = f" [{assignment.sku}]" if assignment.sku != assignment.item.sku else ""
        yield printable(f"{assignment.item.name}{sku}: {_made(outcome)}{_instead(outcome)}")


def item_objects(resolution: Resolution) -> Iterator[dict[str, Any]]:
    """The same as data; the keys are a stable public interface."""
    for assignment, outcome in zip(resolution.assignments, resolution.outcomes, strict=True):
        yield {
            "item": assignment.item.name,
            "sku": assignment.sku,
            "edits": [_edit_object(*pair) for pair in zip(assignment.edits, outcome.by, strict=True)],
            "rules": list(assignment.rules),
            "replaced": [{"edit": name, "rule": old, "by": new} for name, old, new in outcome.replaced],
        }


def findings(resolution: Resolution, path: Path) -> list[str]:
    """What somebody may not have meant: rules and edits that come to nothing."""
    lines = [f"{path.name}:{place}: {text}" for place, text in resolution.idle]
    if resolution.unused:
        lines.append(f"{path.name}: no photograph gets {listed(resolution.unused, MOST_NAMES)}")
    return [printable(line) for line in lines]


def collisions(resolution: Resolution) -> list[str]:
    """Which rules took away what others gave, and how often, the most frequent first."""
    counts: Counter[tuple[int | str, int | str]] = Counter()
    names: dict[tuple[int | str, int | str], dict[str, None]] = {}
    for outcome in resolution.outcomes:
        for pair in {(old, new): None for _, old, new in outcome.replaced}:
            counts[pair] += 1
            taken = {name: None for name, old, new in outcome.replaced if (old, new) == pair}
            names.setdefault(pair, {}).update(taken)
    lines = [
        f"{_rule(new)} takes {listed(list(names[old, new]), 3)} of {_rule(old)} away from {count} photograph{'s' * (count > 1)}"
        for (old, new), count in counts.most_common(MOST_COLLISIONS)
    ]
    more = len(counts) - len(lines)
    return [printable(line) for line in lines] + ([f"… and {more} more pairs of rules"] if more > 0 else [])


def totals(resolution: Resolution) -> tuple[int, int, int]:
    """How many photographs there are, of how many something is made, and how many images."""
    made = [len(assignment.edits) for assignment in resolution.assignments]
    return len(made), sum(map(bool, made)), sum(made)


def _made(outcome: Outcome) -> str:
    if not outcome.edits:
        return "nothing"
    by_rule: dict[int | str, list[str]] = {}
    for edit, label in zip(outcome.edits, outcome.by, strict=True):
        by_rule.setdefault(label, []).append(edit.name)
    return "; ".join(f"{_names(names)} ({_rule(label)})" for label, names in by_rule.items())


def _instead(outcome: Outcome) -> str:
    by_rule: dict[int | str, list[str]] = {}
    for name, old, _ in outcome.replaced:
        by_rule.setdefault(old, []).append(name)
    taken = "; ".join(f"{_names(names)} ({_rule(label)})" for label, names in by_rule.items())
    return f", instead of {taken}" if taken else ""


def _names(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[:3])}, … {names[-1]}, {len(names)} in all"


def _rule(label: int | str) -> str:
    return f"rule {label}" if isinstance(label, int) else label


def _edit_object(edit: Any, label: int | str) -> dict[str, Any]:
    said = {"name": edit.name, "rule": label, "print": edit.print, "region": edit.region}
    return said | ({"scale": edit.scale, "seed": edit.seed} if has_designs(edit) else {})
