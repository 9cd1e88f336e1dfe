"""Finding items."""

import os
import shutil
from pathlib import Path

import pytest

from fashionforward.catalog.find import find_items
from fashionforward.errors import NoInput, UnsafeOutput


def names(*inputs: Path | str) -> list[str]:
    return [item.relative.as_posix() for item in find_items(inputs).items]


def test_a_folder_is_searched_recursively_and_in_order(catalog: Path) -> None:
    assert names(catalog) == [
        "others/leaf-dress.jpg",
        "others/windbreaker.jpg",
        "tops/plaid-shirt.jpg",
        "tops/yellow-tee.jpg",
    ]


def test_a_file_is_known_by_its_name(catalog: Path) -> None:
    assert names(catalog / "tops" / "yellow-tee.jpg") == ["yellow-tee.jpg"]


def test_files_keep_the_folders_that_tell_them_apart(catalog: Path) -> None:
    shutil.copy(catalog / "tops" / "yellow-tee.jpg", catalog / "others")
    given = [catalog / "tops" / "yellow-tee.jpg", catalog / "others" / "yellow-tee.jpg"]
    assert names(*given) == ["others/yellow-tee.jpg", "tops/yellow-tee.jpg"]


def test_a_quoted_glob_is_the_same_as_one_that_the_shell_expanded(catalog: Path) -> None:
    expanded = sorted((catalog).glob("*/*.jpg"))
    assert names(f"{catalog}/*/*.jpg") == names(*expanded) == names(catalog)
    assert names(f"{catalog}/**") == names(catalog)


def test_a_glob_of_folders_searches_them(catalog: Path) -> None:
    assert names(f"{catalog}/o*") == ["leaf-dress.jpg", "windbreaker.jpg"]


def test_other_files_are_named_with_the_reason(catalog: Path) -> None:
    (catalog / "notes.txt").write_text("no photograph")
    found = find_items([catalog])
    assert len(found.items) == 4
    (ignored,) = found.ignored
    assert ignored.relative.as_posix() == "notes.txt" and "JPEG" in ignored.reason


def test_hidden_files_are_no_items_unless_named(catalog: Path) -> None:
    hidden = catalog / "tops" / "._yellow-tee.jpg"
    shutil.copy(catalog / "tops" / "yellow-tee.jpg", hidden)
    assert len(find_items([catalog]).items) == 4
    assert names(hidden) == ["._yellow-tee.jpg"]


@pytest.mark.parametrize(
    "name", ["two words.jpg", 'it\'s "so".jpg', "юбка.jpg", "naïve 裙子.JPG", "[1].jpg", "a\nb.jpg", "-o.jpg"]
)
def test_odd_names_are_items(catalog: Path, name: str) -> None:
    shutil.copy(catalog / "tops" / "yellow-tee.jpg", catalog / "tops" / name)
    assert f"tops/{name}" in names(catalog)
    assert names(catalog / "tops" / name) == [name]


def test_a_name_that_is_no_text_is_an_item(catalog: Path) -> None:
    path = os.fsencode(catalog) + b"/caf\xe9.jpg"
    try:
        Path(os.fsdecode(path)).write_bytes((catalog / "tops" / "yellow-tee.jpg").read_bytes())
    except OSError:
        pytest.skip("this file system refuses such names")
    assert os.fsdecode(b"caf\xe9.jpg") in names(catalog)


def test_a_loop_of_links_is_left_and_named(catalog: Path) -> None:
    (catalog / "tops" / "again").symlink_to(catalog, target_is_directory=True)
    found = find_items([catalog])
    assert len(found.items) == 4
    (ignored,) = found.ignored
    assert ignored.relative.as_posix() == "tops/again" and "link" in ignored.reason


def test_links_that_stay_inside_are_followed(catalog: Path) -> None:
    (catalog / "again.jpg").symlink_to(catalog / "tops" / "yellow-tee.jpg")
    (catalog / "sale").symlink_to("tops", target_is_directory=True)
    found = find_items([catalog])
    assert {"again.jpg", "sale/yellow-tee.jpg"} <= {item.relative.as_posix() for item in found.items}
    assert {path.name for path in found.scattered} == {"again.jpg", "yellow-tee.jpg", "plaid-shirt.jpg"}


@pytest.mark.parametrize("kind", ["folder", "file", "relative"])
def test_links_that_lead_out_are_left_and_named(catalog: Path, tmp_path: Path, kind: str) -> None:
    shutil.copytree(catalog / "tops", tmp_path / "secret")
    link = catalog / "tops" / "inward.jpg"
    target = {"folder": tmp_path / "secret", "file": tmp_path / "secret" / "yellow-tee.jpg"}
    link.symlink_to(target.get(kind, Path("../../secret/yellow-tee.jpg")))
    found = find_items([catalog])
    assert len(found.items) == 4
    (ignored,) = found.ignored
    assert ignored.relative.as_posix() == "tops/inward.jpg" and "out of the catalog" in ignored.reason
    assert len(find_items([catalog], follow_links=True).items) == (6 if kind == "folder" else 5)


def test_a_sibling_whose_name_begins_alike_is_outside(catalog: Path, tmp_path: Path) -> None:
    shutil.copytree(catalog, tmp_path / "catalog-private")
    (catalog / "more").symlink_to(tmp_path / "catalog-private", target_is_directory=True)
    assert len(find_items([catalog]).items) == 4


def test_a_link_from_one_given_folder_into_another_is_followed(catalog: Path) -> None:
    (catalog / "tops" / "sale").symlink_to(catalog / "others", target_is_directory=True)
    assert len(find_items([catalog / "others", catalog / "tops"]).items) == 6
    assert len(find_items([catalog / "tops"]).items) == 2


def test_a_catalog_that_is_itself_a_link_is_searched(catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(catalog, target_is_directory=True)
    assert names(tmp_path / "current") == names(catalog)


def test_a_file_that_is_named_may_be_a_link(catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(catalog / "tops" / "yellow-tee.jpg")
    assert names(tmp_path / "a.jpg") == ["a.jpg"]


def test_a_catalog_of_links_that_lead_out_says_why_it_is_empty(catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "tops").symlink_to(catalog / "tops", target_is_directory=True)
    with pytest.raises(NoInput, match="--follow-links"):
        find_items([tmp_path / "links"])


def test_a_broken_link_is_an_item_that_will_fail(catalog: Path) -> None:
    (catalog / "gone.jpg").symlink_to(catalog / "nowhere.jpg")
    assert "gone.jpg" in names(catalog)


def test_a_pipe_is_no_item(catalog: Path) -> None:
    os.mkfifo(catalog / "pipe.jpg")
    assert [ignored.relative.name for ignored in find_items([catalog]).ignored] == ["pipe.jpg"]


def test_a_folder_that_cannot_be_listed_is_named(catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(path: Path):  # type: ignore[no-untyped-def]
        if Path(path).name == "tops":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = find_items([catalog])
    assert len(found.items) == 2
    assert [(ignored.relative.name, "Permission denied" in ignored.reason) for ignored in found.ignored] == [
        ("tops", True)
    ]


def test_a_folder_with_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no photograph")
    with pytest.raises(NoInput):
        find_items([tmp_path])


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="nowhere"):
        find_items([tmp_path / "nowhere"])
    with pytest.raises(NoInput):
        find_items([f"{tmp_path}/*.jpg"])


def test_two_folders_that_would_share_an_output_are_refused(catalog: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(catalog, other)
    with pytest.raises(UnsafeOutput, match="same output"):
        find_items([catalog, other])


def test_the_same_file_twice_is_one_item(catalog: Path) -> None:
    assert names(catalog, catalog) == names(catalog)
    assert names(catalog, catalog.parent / "catalog" / ".." / "catalog") == names(catalog)
