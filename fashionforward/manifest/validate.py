"""Checking what was read against the schema, every error in its place and in words that say what to write."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fashionforward.attributes.suggest import did_you_mean
from fashionforward.manifest.nodes import Node, Place, Problems
from fashionforward.manifest.schema import CatalogEntry, EditEntry, ManifestFile, RuleEntry, RuleSettings, Settings

Model = TypeVar("Model", bound=BaseModel)

_MODELS: dict[tuple[str, ...], type[BaseModel]] = {
    (): ManifestFile,
    ("catalog",): CatalogEntry,
    ("defaults",): Settings,
    ("edits", "*"): EditEntry,
    ("rules", "*"): RuleEntry,
    ("rules", "*", "set"): RuleSettings,
}

_EXPECTED = {
    "list_type": "a list is expected: [a, b], or lines that begin with a dash",
    "dict_type": "a mapping is expected: key: value",
    "model_type": "a mapping is expected: key: value",
    "model_attributes_type": "a mapping is expected: key: value",
    "string_type": "a single value is expected",
    "too_short": "nothing is given",
    "string_too_short": "nothing is given",
}
_KINDS = {"int": "whole number", "float": "number", "finite": "number"}


def validate(model: type[Model], node: Node, prints: Collection[str], problems: Problems) -> Model | None:
    """The model of a node, or None; what is wrong with it goes to `problems`."""
    try:
        return model.model_validate(node.plain(), context={"prints": prints})
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            problems.add(*_explain(error, node, model))
        return None


def validate_document(node: Node, prints: Collection[str], problems: Problems) -> tuple[ManifestFile | None, set[str]]:
    """The model of a whole manifest, less what is wrong with it, and the names of the edits that are.

    So rules are checked against the edits even where some of either are wrong. None: not even that can be.
    """
    node = _without_nothing(node, problems, "")
    try:
        return ManifestFile.model_validate(node.plain(), context={"prints": prints}), set()
    except ValidationError as errors:
        details = errors.errors(include_url=False)
    for error in details:
        problems.add(*_explain(error, node, ManifestFile))
    wrong = [error["loc"] for error in details]
    broken = {str(loc[1]) for loc in wrong if loc[:1] == ("edits",) and len(loc) > 1}
    try:
        return ManifestFile.model_validate(_pruned(node, wrong), context={"prints": prints}), broken
    except ValidationError:
        return None, broken


def _explain(error: ErrorDetails, root: Node, model: type[BaseModel]) -> tuple[Place, str]:
    """Where an error is and what to say of it."""
    loc = [step for step in error["loc"] if step != "[key]"]
    parent, node = root.find(loc[:-1]), root.find(loc)
    kind, key = error["type"], str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        known = _MODELS.get(_shape(loc[:-1]), model).model_fields
        return parent.keys.get(key, node.place), f"unknown key '{key}'; {_lower(did_you_mean(key, known))}"
    if kind == "missing":
        return node.place, f"'{key}' is missing"
    place = parent.keys.get(key, node.place) if "[key]" in error["loc"] else node.place
    if kind == "manifest":
        return place, error["ctx"]["message"]
    if kind == "literal_error":
        return place, f"version {node.value} is not known; this ff reads version 1"
    field = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if kind in _EXPECTED:
        return place, f"{field}: {_EXPECTED[kind]}".lstrip(": ")
    if kind == "too_long":
        return place, f"{field}: {error['ctx']['actual_length']} are too many; {error['ctx']['max_length']} at most"
    if kind == "greater_than_equal":
        return place, f"{field}: {node.value} is too small; {error['ctx']['ge']} at least"
    number = _KINDS.get(kind.partition("_")[0])
    if number and not isinstance(node.value, list | dict):
        return place, f"{field}: '{node.value}' is no {number}"
    return place, f"{field}: {_lower(error['msg'])}"


def _shape(loc: Iterable[str | int]) -> tuple[str, ...]:
    """A path with the names of edits and the numbers of rules left open."""
    steps = list(loc)
    return tuple(
        "*" if index == 1 and steps[0] in ("edits", "rules") else str(step) for index, step in enumerate(steps)
    )


def _without_nothing(node: Node, problems: Problems, key: str) -> Node:
    """The node without empty values, each of which is a problem: where `color: #1f2a44` has no quotes, nothing is said."""
    if isinstance(node.value, dict):
        kept = {}
        for name, inside in node.value.items():
            if inside.value is None:
                hint = "what begins with # is a comment: put it in quotes"
                problems.add(node.keys[name], f"'{name}' has no value; leave it away, or give it one ({hint})")
            else:
                kept[name] = _without_nothing(inside, problems, name)
        return Node(kept, node.place, node.keys)
    if isinstance(node.value, list):
        for inside in node.value:
            if inside.value is None:
                problems.add(inside.place, f"an entry of '{key}' is empty; leave it away")
        return Node(
            [_without_nothing(each, problems, key) for each in node.value if each.value is not None], node.place
        )
    return node


def _pruned(node: Node, wrong: Sequence[tuple[Any, ...]]) -> Any:
    """A document as plain data, without the edits, rules and sections that have errors."""
    plain = node.plain()
    if not isinstance(plain, dict):
        return plain
    rules = {loc[1] for loc in wrong if loc[:1] == ("rules",) and len(loc) > 1}
    edits = {loc[1] for loc in wrong if loc[:1] == ("edits",) and len(loc) > 1}
    for section in {loc[0] for loc in wrong if loc} - ({"rules"} if rules else set()) - ({"edits"} if edits else set()):
        plain.pop(section, None)
    if isinstance(plain.get("edits"), dict):
        plain["edits"] = {name: entry for name, entry in plain["edits"].items() if name not in edits}
    if isinstance(plain.get("rules"), list):
        plain["rules"] = [entry for index, entry in enumerate(plain["rules"]) if index not in rules]
    return {"version": 1, "edits": {}, "rules": []} | plain


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")
