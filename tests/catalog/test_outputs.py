"""Naming outputs, and refusing dangerous ones."""

from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.find import find_items
from fashionforward.catalog.outputs import OutputTree, check_outputs
from fashionforward.errors import UnsafeOutput

EDIT = Edit("palm_print", print="palm_print")

part = st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=12).filter(
    lambda text: text not in (".", "..")
)
relative = st.lists(part, min_size=1, max_size=3).map(lambda parts: PurePath(*parts))


@given(st.lists(relative, min_size=1, max_size=6, unique=True))
def test_outputs_never_collide_and_stay_below_the_output_folder(items: list[PurePath]) -> None:
    tree = OutputTree(Path("/out"))
    edits = [EDIT, Edit("color-navy", color=(0, 0, 0.5))]
    paths = [make(edit, item) for edit in edits for item in items for make in (tree.image, tree.matte)]
    paths += [tree.sheet(edit, page) for edit in edits for page in (1, 2, 100)]
    assert len(set(paths)) == len(paths)
    assert all(path.is_relative_to("/out") and ".." not in path.parts for path in paths)


def test_items_that_differ_only_in_extension_keep_their_own_names() -> None:
    tree = OutputTree(Path("out"))
    assert tree.image(EDIT, PurePath("a.jpg")) == Path("out/palm_print/a.jpg")
    assert tree.image(EDIT, PurePath("a.png")) == Path("out/palm_print/a.png")
    assert tree.matte(EDIT, PurePath("a.jpg")) == Path("out/mattes/palm_print/a.jpg.png")
    assert tree.matte(EDIT, PurePath("a.png")) == Path("out/mattes/palm_print/a.png.png")


def check(out: Path, *inputs: Path) -> None:
    check_outputs(OutputTree(out), find_items(inputs), [EDIT])


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
