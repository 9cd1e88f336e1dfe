"""The manifest to start from."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashionforward.errors import BadManifest
from fashionforward.manifest.starting_point import starting_point, write_new
from tests.manifest.files import items, load, named


def test_every_folder_has_a_rule(tmp_path: Path) -> None:
    found = items("hoodies/a.jpg", "hoodies/x/b.jpg", "tees [new]/c.jpg", "loose.jpg")
    text = starting_point(found, "catalog/")
    edits = ["palm", "season-navy", "season-sage", "season-8c2f39"]
    assert named(load(tmp_path, text), found) == {item.relative.as_posix(): edits for item in found}
    assert "ff transform catalog/ --manifest FILE" in text and "# 2 photographs" in text


def test_its_comments_are_a_manifest_too(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_text("SKU,Category\na,tees\nb,dresses\n")
    found = items("tees/a.jpg", "b.jpg", root=tmp_path)
    lines = starting_point(found, "catalog").splitlines()
    body = [
        line.replace("  # - ", "  - ").replace("  # ", "  ", 1) if line.startswith("  # ") else line for line in lines
    ]
    text = "\n".join(line for line in body if "has the columns" not in line)
    assert text.count("where:") == 2
    manifest = load(tmp_path, text)
    assert len(manifest.rules) == 5 and {template.family for template in manifest.templates} >= {
        "six",
        "solid",
        "large",
    }
    assert named(manifest, found)["tees/a.jpg"] == ["palm"]


names = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=12).filter(lambda name: name.strip("."))


@settings(deadline=None, max_examples=60)
@given(st.lists(names, min_size=1, max_size=4), st.text(max_size=10))
def test_it_reads_back_whatever_folders_are_called(
    tmp_path_factory: pytest.TempPathFactory, folders: list[str], catalog: str
) -> None:
    found = items(*(f"{folder}/a.jpg" for folder in folders))
    text = starting_point(found, catalog)
    made = named(load(tmp_path_factory.getbasetemp(), text.encode("utf-8")), found)
    for item in found:
        name = item.relative.parts[0]
        can_be_said = "\\" not in name and not any("\ud800" <= character <= "\udfff" for character in name)
        assert (item.relative.as_posix() in made) or not can_be_said


def test_nothing_is_written_over(tmp_path: Path) -> None:
    write_new(tmp_path / "edits.yaml", "one")
    with pytest.raises(BadManifest, match="There is a"):
        write_new(tmp_path / "edits.yaml", "two")
    assert (tmp_path / "edits.yaml").read_text() == "one"
    with pytest.raises(BadManifest, match="cannot be written"):
        write_new(tmp_path / "missing" / "edits.yaml", "one")
