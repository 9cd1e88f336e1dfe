"""The page as a file: what it says to a browser, whatever names say."""

import json
import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePath
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashionforward.catalog.outputs import OutputTree
from fashionforward.errors import CannotWrite
from fashionforward.review.entry import Entry
from fashionforward.review.page import SCRIPTS, address, build_page, write_page
from fashionforward.review.verdicts import Judgement, Verdict, Verdicts
from tests.review.outputs import WILD, make_outputs

WEB = Path(__file__).parents[2] / "fashionforward" / "review" / "web"


class Tags(HTMLParser):
    """Counts tags, and keeps what is in the block of data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.data = ""
        self._in_data = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_data = ("id", "data") in attrs

    def handle_data(self, data: str) -> None:
        self.data += data if self._in_data else ""


@cache
def plain_tags() -> list[str]:
    return tags_of("plain.jpg")[0]


def tags_of(*names: str, note: str = "") -> tuple[list[str], dict[str, object]]:
    entries = [Entry(name, name, name, 7, "failed", None, None, gates=(name,), reason=name) for name in names]
    verdicts = Verdicts.of([Judgement(name, name, Verdict.approved, 7, note or name) for name in names])
    found = Tags(build_page(Path("out"), entries, verdicts))
    return found.tags, json.loads(found.data)


@pytest.mark.parametrize("name", WILD)
def test_names_are_never_markup(name: str) -> None:
    tags, data = tags_of(name)
    assert tags == plain_tags()
    assert data["items"][0]["item"] == name  # type: ignore[index]


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.text(min_size=1), st.binary(min_size=1).map(os.fsdecode)), st.text())
def test_no_text_changes_the_markup(name: str, note: str) -> None:
    tags, data = tags_of(name.replace("\0", "0"), note=note)
    assert tags == plain_tags()
    if note:
        assert data["review"]["verdicts"][0]["note"] == note  # type: ignore[index,call-overload]


def test_the_folder_s_name_is_text(tmp_path: Path) -> None:
    page = build_page(tmp_path / "<script>alert(1)<", [])
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;" in page


def test_scripts_write_text_and_never_markup() -> None:
    for name in SCRIPTS:
        script = (WEB / name).read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script), (
            name
        )
        assert "</script" not in script and "<!--" not in script


def test_nothing_is_fetched_from_anywhere() -> None:
    page = build_page(Path("out"), [])
    assert not re.search(r"(https?:)?//(?!\s)[\w.]+\.\w+/", page.replace("http://www.w3.org", ""))
    assert "default-src 'none'" in page


def test_pictures_are_found_from_the_page(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, [*WILD, "tees/a.jpg"])
    out = tmp_path / "out"
    write_page(OutputTree(out), entries)
    data = json.loads(Tags((out / "index.html").read_text()).data)
    addresses = [item[key] for item in data["items"] for key in ("before", "thumb")]
    addresses += [entry[key] for entry in data["entries"] for key in ("output", "thumb")]
    assert len(addresses) == 2 * len(data["items"]) + 2 * len(data["entries"])
    for found in addresses:
        assert re.fullmatch(r"[\w./~%-]+", found), found
        assert (out / os.fsdecode(unquote_to_bytes(found))).is_file()


def test_the_catalog_may_move_along_with_the_output(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path / "a", ["tees/a.jpg"])
    write_page(OutputTree(tmp_path / "a" / "out"), entries)
    (tmp_path / "a").rename(tmp_path / "b")
    data = json.loads(Tags((tmp_path / "b" / "out" / "index.html").read_text()).data)
    assert (tmp_path / "b" / "out" / data["items"][0]["before"]).is_file()


def test_a_thumbnail_that_is_gone_is_not_pointed_at(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, ["a.jpg"])
    for path in (tmp_path / "out" / "sheets").rglob("*.jpg"):
        path.unlink()
    data = json.loads(Tags(build_page(tmp_path / "out", entries)).data)
    assert data["items"][0]["thumb"] is None and data["entries"][0]["thumb"] is None


def test_names_that_are_no_text_have_addresses() -> None:
    name = PurePath(os.fsdecode(b"tees/\xff?#.jpg"))
    assert address(name) == "tees/%FF%3F%23.jpg"


def test_an_output_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotWrite, match=r"index\.html"):
        write_page(OutputTree(tmp_path / "out"), [])
