"""docs/manifest.md says what is so."""

from pathlib import Path
from textwrap import dedent

from fashionforward.catalog.find import find_items
from fashionforward.manifest.load import load_manifest
from fashionforward.manifest.report import collisions, findings, item_lines
from tests.manifest.files import PRINTS

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "manifest.md").read_text(encoding="utf-8")


def block(start: str, source: str = DOCS) -> str:
    """The indented block whose first line starts so."""
    lines = source[source.index(f"    {start}") :].splitlines()
    end = next(index for index, line in enumerate(lines) if line and not line.startswith("    "))
    return dedent("\n".join(lines[:end])).strip()


def test_the_manifest_shown_is_the_example() -> None:
    example = (ROOT / "examples" / "edits.yaml").read_text(encoding="utf-8")
    assert block("version: 1") == "\n".join(line for line in example.splitlines() if not line.startswith("#")).strip()


def test_the_check_shown_is_what_check_says() -> None:
    path = ROOT / "examples" / "edits.yaml"
    resolution = load_manifest(path, [*PRINTS, "polka_dot"]).resolve(find_items([ROOT / "examples" / "catalog"]).items)
    shown = block("$ ff manifest check examples/edits.yaml").splitlines()[1:-1]
    assert shown == [*item_lines(resolution), *collisions(resolution), *findings(resolution, path)]


def test_the_spreadsheet_shown_is_one(tmp_path: Path) -> None:
    (tmp_path / "edits.csv").write_text(block("sku,edit,print"))
    rules = load_manifest(tmp_path / "edits.csv", PRINTS).rules
    assert [(rule.skus, rule.add[0].name) for rule in rules] == [
        (("HD-1001",), "palm"),
        (("HD-1002",), "palm"),
        (("HD-1001",), "color-navy"),
    ]
