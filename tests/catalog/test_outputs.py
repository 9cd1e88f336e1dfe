"""Naming outputs, and refusing dangerous ones."""

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.find import Item, find_items
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.outputs import OutputTree, check_outputs
from fashionforward.errors import UnsafeOutput, UsageError

EDIT = Edit("palm_print", print="palm_print")

part = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=12).filter(
    lambda text: text not in (".", "..")
)
relative = st.lists(part, min_size=1, max_size=3).map(lambda parts: PurePath(*parts))


@given(st.lists(relative, min_size=1, max_size=6, unique=True))
def test_outputs_never_collide_and_stay_below_the_output_folder(items: list[PurePath]) -> None:
    tree = OutputTree(Path("/out"))
    edits = [EDIT, Edit("color-navy", color=(0, 0, 0.5))]
    paths = [tree.image(edit, item, "any/sku") for edit in edits for item in items]
    paths += [make(edit, item) for edit in edits for item in items for make in (tree.matte, tree.layers)]
    paths += [tree.sheet(edit.name, page) for edit in edits for page in (1, 2, 100)]
    assert len(set(paths)) == len(paths)
    assert all(path.is_relative_to("/out") and ".." not in path.parts for path in paths)


def test_items_that_differ_only_in_extension_keep_their_own_names() -> None:
    tree = OutputTree(Path("out"))
    assert tree.image(EDIT, PurePath("a.jpg"), "a") == Path("out/palm_print/a.jpg")
    assert tree.image(EDIT, PurePath("a.png"), "a") == Path("out/palm_print/a.png")
    assert tree.matte(EDIT, PurePath("a.jpg")) == Path("out/mattes/palm_print/a.jpg.png")
    assert tree.matte(EDIT, PurePath("a.png")) == Path("out/mattes/palm_print/a.png.png")


@dataclass(frozen=True)
class Job:
    item: Item
    edits: tuple[Edit, ...]
    sku: str


def check(
    out: Path, *inputs: Path, follow_links: bool = False, edits: tuple[Edit, ...] = (EDIT,), **files: Any
) -> None:
    found = find_items(inputs, follow_links)
    jobs = [Job(item, edits, item.sku) for item in found.items]
    check_outputs(OutputTree(out, FileOptions(**files)), found, jobs)


def test_an_output_beside_the_catalog_is_accepted(catalog: Path, tmp_path: Path) -> None:
    check(tmp_path / "out", catalog)
    check(tmp_path, catalog)


@pytest.mark.parametrize("inside", [".", "out", "tops", "a/b/c"])
def test_an_output_inside_the_catalog_is_refused(catalog: Path, inside: str) -> None:
    with pytest.raises(UnsafeOutput, match="inside the catalog"):
        check(catalog / inside, catalog)


def test_an_output_that_reaches_the_catalog_by_a_link_is_refused(catalog: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "palm_print").symlink_to(catalog, target_is_directory=True)
    with pytest.raises(UnsafeOutput):
        check(out, catalog)


def test_a_catalog_that_is_an_earlier_output_is_not_written_over(catalog: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "out" / "palm_print"
    catalog.rename(earlier.parent.parent / "moved")
    earlier.parent.mkdir()
    (tmp_path / "moved").rename(earlier)
    with pytest.raises(UnsafeOutput):
        check(tmp_path / "out", earlier)


def test_an_output_over_a_file_given_by_name_is_refused(catalog: Path) -> None:
    folder = catalog / "palm_print"
    (catalog / "tops").rename(folder)
    with pytest.raises(UnsafeOutput, match="replace an input"):
        check(catalog, folder / "yellow-tee.jpg")
    check(catalog, catalog / "others" / "leaf-dress.jpg")


def test_an_output_over_a_file_that_a_link_leads_to_is_refused(catalog: Path, tmp_path: Path) -> None:
    made = tmp_path / "out" / "palm_print" / "tops"
    made.parent.mkdir(parents=True)
    (catalog / "tops").rename(made)
    (catalog / "tops").symlink_to(made, target_is_directory=True)
    check(tmp_path / "out", catalog)
    with pytest.raises(UnsafeOutput, match="replace an input"):
        check(tmp_path / "out", catalog, follow_links=True)


def test_a_template_names_the_outputs() -> None:
    edit = Edit("palm_print", print="palm_print", seed=7)
    tree = OutputTree(Path("out"), FileOptions(name="{folder}/{sku}.{edit}-{seed}.{stem}{ext}"))
    assert tree.image(edit, PurePath("tees/a.JPG"), "S1") == Path("out/tees/S1.palm_print-7.a.JPG")
    assert tree.image(edit, PurePath("a.png"), "S/1\\\n") == Path("out/S_1__.palm_print-7.a.png")
    amazon = OutputTree(Path("out"), FileOptions(export_for="amazon"))
    assert amazon.image(edit, PurePath("tees/a.tif"), "B000123456") == Path("out/palm_print/B000123456.MAIN.jpg")


@pytest.mark.parametrize(
    "template",
    ["{sku}", "{sku}.jpg", "{price}{ext}", "{sku!r}{ext}", "{seed:03}{ext}", "{sku.__class__}{ext}", "{0}{ext}", "{{ext}",
     "/tmp/{sku}{ext}", "../{sku}{ext}", "a/../../{sku}{ext}", "a\\{sku}{ext}", "{sku{ext}", "", "{"],
)  # fmt: skip
def test_a_template_that_makes_no_sense_is_refused(template: str) -> None:
    with pytest.raises(UsageError):
        FileOptions(name=template)


@pytest.mark.parametrize(
    ("template", "sku"),
    [("{sku}/{stem}{ext}", ".."), ("{sku}{ext}", ""), ("{sku}/{stem}{ext}", "Sheets"), ("{sku}/{stem}{ext}", ".ff"),
     ("{sku}{ext}", "x" * 300), ("{sku}/{stem}{ext}", "review")],
)  # fmt: skip
def test_a_sku_that_leads_astray_is_refused(template: str, sku: str) -> None:
    with pytest.raises(UnsafeOutput):
        OutputTree(Path("out"), FileOptions(name=template)).image(EDIT, PurePath("a.jpg"), sku)


@given(
    relative, st.text(max_size=20), st.sampled_from(["{sku}{ext}", "{folder}/{sku}.{edit}{ext}", "{sku}/{stem}{ext}"])
)
def test_no_sku_leaves_the_output_folder(item: PurePath, sku: str, template: str) -> None:
    try:
        path = OutputTree(Path("/out"), FileOptions(name=template)).image(EDIT, item, sku)
    except UnsafeOutput:
        return
    assert path.is_relative_to("/out") and ".." not in path.parts
    assert path.relative_to("/out").parts[0].casefold() not in (".ff", "sheets", "mattes", "layers", "review")


def test_collisions_are_refused_before_work_starts(catalog: Path, tmp_path: Path) -> None:
    navy = Edit("color-navy", color=(0, 0, 0.5))
    check(tmp_path / "out", catalog, name="{sku}.{edit}{ext}", edits=(EDIT, navy))
    with pytest.raises(UnsafeOutput, match="both be written"):
        check(tmp_path / "out", catalog, name="{sku}{ext}", edits=(EDIT, navy))
    (catalog / "tops" / "Leaf-Dress.jpg").write_bytes(b"")
    with pytest.raises(UnsafeOutput, match="both be written"):
        check(tmp_path / "out", catalog, name="{sku}.{edit}{ext}")
    (catalog / "tops" / "Leaf-Dress.jpg").rename(catalog / "tops" / "\u00e9.jpg")
    (catalog / "others" / "e\u0301.jpg").write_bytes(b"")
    with pytest.raises(UnsafeOutput, match="both be written"):
        check(tmp_path / "out", catalog, name="{sku}.{edit}{ext}")
    (catalog / "others" / "e\u0301.jpg").unlink()
    (catalog / "tops" / "\u00e9.jpg").rename(catalog / "tops" / "yellow-tee.png")
    with pytest.raises(UnsafeOutput, match="both be written"):
        check(tmp_path / "out", catalog, export_for="zalando")
