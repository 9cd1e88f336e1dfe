"""From a manifest's file to what is resolved: read, checked, all problems at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import BadManifest
from fashionforward.manifest.collector import paused
from fashionforward.manifest.expand import check_names, expand, fitting_of
from fashionforward.manifest.nodes import Malformed, Node, Place, Problems
from fashionforward.manifest.read_text import read_json, read_toml, read_yaml
from fashionforward.manifest.resolve import Manifest
from fashionforward.manifest.rows import read_rows
from fashionforward.manifest.rules import Rule, Template
from fashionforward.manifest.schema import RuleEntry
from fashionforward.manifest.tables import MOST_BYTES, SUFFIXES, decoded, read_table
from fashionforward.manifest.validate import validate_document

FEW = 20
"""Unknown edits for which the nearest names are looked up."""

READERS = {".yaml": read_yaml, ".yml": read_yaml, ".json": read_json, ".toml": read_toml}


@paused()
def load_manifest(path: Path, prints: Collection[str]) -> Manifest:
    """Read a manifest: YAML, JSON, TOML, CSV or XLSX, by its suffix.

    Args:
        path: the file.
        prints: the prints that can be used.

    Raises:
        BadManifest: with all problems, each with its file, line and column.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS and suffix not in SUFFIXES:
        raise BadManifest(f"{path} is no manifest.", f"Its name ends in {', '.join([*READERS, *sorted(SUFFIXES)])}.")
    problems = Problems(path)
    manifest = Manifest(path, (), ())
    try:
        if suffix in SUFFIXES:
            rules, templates = read_rows(read_table(path), prints, problems)
            manifest = Manifest(path, tuple(rules), tuple(templates))
        else:
            manifest = _manifest(path, READERS[suffix](_text(path), problems), prints, problems)
    except Malformed as error:
        problems.add(error.place, error.message)
    except OSError as error:
        raise BadManifest(f"The manifest {path} cannot be read: {error.strerror}.", "Check its path.") from error
    problems.end()
    return manifest


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise Malformed(Place(), f"larger than {MOST_BYTES >> 20} MB")
    return decoded(path.read_bytes())


def _manifest(path: Path, node: Node, prints: Collection[str], problems: Problems) -> Manifest:
    document, broken = validate_document(node, prints, problems)
    if document is None:
        return Manifest(path, (), ())
    defaults = fitting_of(document.defaults)
    edits = node.find(["edits"])
    families = {
        name: expand(name, entry, defaults, prints, edits.find([name])) for name, entry in document.edits.items()
    }
    templates = [template for family in families.values() for template in family]
    check_names(templates, edits, problems)
    names = {template.name: [template] for template in templates} | families
    nodes = node.find(["rules"]).value
    written = nodes if isinstance(nodes, list) else []
    _check_names_of_edits(written, names, broken, problems)
    # where a rule was left out, there are problems, and no rule of this manifest is used
    pairs = zip(document.rules, written, strict=False)
    rules = [_rule(number, entry, inside, names) for number, (entry, inside) in enumerate(pairs, 1)]
    return Manifest(path, tuple(rules), tuple(templates), document.catalog, dict(document.gates or {}))


def _check_names_of_edits(
    rules: Iterable[Node], names: Collection[str], broken: Collection[str], problems: Problems
) -> None:
    """Note what rules name that no edit makes. What an edit with problems would make is not known."""
    told = 0
    for node in _named_edits(rules):
        name = node.value
        if not isinstance(name, str) or name in names or any(f"{name}-".startswith(f"{b}-") for b in broken):
            continue
        # more than these are not shown, and each is compared with every name there is
        hint = did_you_mean(name, [*names, *broken]).rstrip(".") if told < FEW else ""
        told += 1
        problems.add(node.place, "; ".join(filter(None, (f"unknown edit '{name}'", hint[:1].lower() + hint[1:]))))


def _named_edits(rules: Iterable[Node]) -> Iterator[Node]:
    for rule in rules:
        for key in ("apply", "add"):
            if isinstance(rule.value, dict) and key in rule.value:
                written = rule.value[key]
                yield from written.value if isinstance(written.value, list) else [written]


def _rule(number: int, entry: RuleEntry, node: Node, names: Mapping[str, list[Template]]) -> Rule:
    places = {("match", text): node.find(["match", index]).place for index, text in enumerate(entry.match or ())}
    places |= {("sku", text): node.find(["sku", index]).place for index, text in enumerate(entry.sku or ())}
    for column, values in (entry.where or {}).items():
        inside = node.find(["where", column])
        places[column, ""] = node.find(["where"]).keys.get(column, inside.place)
        places |= {(column, text): inside.find([index]).place for index, text in enumerate(values)}
    return Rule(
        label=number,
        place=node.place,
        match=tuple(entry.match or ()),
        skus=tuple(entry.sku or ()),
        where=tuple((column, tuple(values)) for column, values in (entry.where or {}).items()),
        apply=None if entry.apply is None else _wanted(entry.apply, names),
        add=_wanted(entry.add or (), names),
        fitting=fitting_of(entry.set),
        names_sku=(entry.set.sku or "") if entry.set else "",
        places=places,
    )


def _wanted(written: Iterable[str], names: Mapping[str, list[Template]]) -> tuple[Template, ...]:
    """The templates that a rule names: an edit with all its outputs, or one of them. Each comes once."""
    found = {template.name: template for name in written for template in names.get(name, ())}
    return tuple(found.values())
