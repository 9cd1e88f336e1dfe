"""Verdicts: the file, and what a run makes of it."""

import json
from pathlib import Path, PurePath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashionforward.attributes.edit import Edit
from fashionforward.batch.plan import Job
from fashionforward.catalog.find import Item
from fashionforward.errors import BadReview, CannotWrite
from fashionforward.review.verdicts import (
    Judgement,
    Verdict,
    Verdicts,
    apply_verdicts,
    parse_verdicts,
    read_verdicts,
    write_verdicts,
)

PALM = Edit("palm", print="palm_print", seed=7)
NAVY = Edit("navy", color=(0, 0, 0.5), seed=7)


def job(*edits: Edit, item: str = "tees/a.jpg") -> Job:
    return Job(Item(Path("/catalog", item), PurePath(item)), edits, "a")


def said(
    verdict: str | None, edit: str = "palm", seed: int = 7, *, item: str = "tees/a.jpg", note: str = ""
) -> Judgement:
    return Judgement(item, edit, None if verdict is None else Verdict(verdict), seed, note)


def seeds_left(jobs: tuple[Job, ...]) -> dict[tuple[str, str], int]:
    return {(j.item.relative.as_posix(), edit.name): edit.seed for j in jobs for edit in j.edits}


MADE = {("tees/a.jpg", "palm"): 7, ("tees/a.jpg", "navy"): 7}


def test_approved_images_leave_the_work() -> None:
    left = apply_verdicts([job(PALM, NAVY)], Verdicts.of([said("approved")]), False, MADE)
    assert seeds_left(left) == {("tees/a.jpg", "navy"): 7}


def test_a_job_without_work_is_no_job() -> None:
    assert apply_verdicts([job(PALM)], Verdicts.of([said("approved")]), False, MADE) == ()


def test_an_approved_image_that_is_not_there_is_made_as_it_was_approved() -> None:
    verdicts = Verdicts.of([said("approved", seed=9)])
    assert seeds_left(apply_verdicts([job(PALM)], verdicts, False, {})) == {("tees/a.jpg", "palm"): 9}
    assert seeds_left(apply_verdicts([job(PALM)], verdicts, False, MADE)) == {("tees/a.jpg", "palm"): 9}


def test_rejected_images_get_the_next_seed() -> None:
    left = apply_verdicts([job(PALM)], Verdicts.of([said("rejected")]), False, MADE)
    assert seeds_left(left) == {("tees/a.jpg", "palm"): 8}


def test_a_review_given_twice_asks_for_nothing_new() -> None:
    verdicts = Verdicts.of([said("rejected")])
    first = seeds_left(apply_verdicts([job(PALM)], verdicts, False, MADE))
    assert seeds_left(apply_verdicts([job(PALM)], verdicts, False, first)) == first


def test_rejected_images_are_dropped_where_that_was_asked_for() -> None:
    left = apply_verdicts([job(PALM, NAVY)], Verdicts.of([said("rejected")]), True, MADE)
    assert seeds_left(left) == {("tees/a.jpg", "navy"): 7}


def test_no_variant_becomes_another_one() -> None:
    six = [Edit(f"six-{n}", print="floral", seed=6 + n) for n in (1, 2, 3)]
    made = {("tees/a.jpg", edit.name): edit.seed for edit in six}
    verdicts = Verdicts.of([said("rejected", "six-1", 7), said("rejected", "six-2", 8)])
    left = seeds_left(apply_verdicts([job(*six, PALM)], verdicts, False, made))
    assert [left["tees/a.jpg", edit.name] for edit in six] == [10, 11, 9]
    assert left["tees/a.jpg", "palm"] == 7


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sets(st.integers(0, 3)), max_size=6))
def test_no_sibling_ever_gets_a_seed_that_was_made_before(rounds: list[set[int]]) -> None:
    """Rounds of rejections, each told of the last verdicts alone, as files from the page do."""
    six = [Edit(f"six-{n}", print="floral", seed=7 + n) for n in range(4)]
    made = {("tees/a.jpg", edit.name): edit.seed for edit in six}
    ever, verdicts = list(made.values()), Verdicts({})
    for rejected in rounds:
        now = [said("rejected", six[n].name, made["tees/a.jpg", six[n].name]) for n in rejected]
        verdicts = verdicts.and_then(Verdicts.of(now))
        left = seeds_left(apply_verdicts([job(*six)], verdicts, False, made))
        assert {key[1] for key in left if left[key] != made[key]} == {six[n].name for n in rejected}
        ever += [left[key] for key in left if left[key] != made[key]]
        made = left
    assert len(set(ever)) == len(ever)


def test_a_colourway_has_no_next_seed() -> None:
    left = apply_verdicts([job(NAVY)], Verdicts.of([said("rejected", "navy")]), False, MADE)
    assert left == (job(NAVY),)


def test_notes_and_other_items_change_nothing() -> None:
    verdicts = Verdicts.of([said(None, note="darker?"), said("rejected", item="tees/b.jpg")])
    assert apply_verdicts([job(PALM, NAVY)], verdicts, True, MADE) == (job(PALM, NAVY),)


def test_a_note_alone_is_kept_and_an_empty_word_is_not() -> None:
    verdicts = Verdicts.of([said("approved")]).with_(said(None, note="why"))
    assert [entry.note for entry in verdicts] == ["why"]
    assert len(verdicts.with_(said(None))) == 0


texts = st.text(st.characters(blacklist_categories=()), min_size=1)
"""Any code points, lone surrogates too: names of files need not be text."""


@given(st.lists(st.tuples(texts, texts, st.sampled_from(["approved", "rejected", None]), st.integers(0), texts)))
def test_what_is_written_is_read(entries: list[tuple[str, str, str | None, int, str]]) -> None:
    # a folder in front keeps hypothesis's favourite names ("..", "/") inside
    verdicts = Verdicts.of(
        said(verdict, "e" + edit.replace("/", "").replace("\0", ""), seed, item="i" + item.replace("\0", ""), note=note)
        for item, edit, verdict, seed, note in entries
        if ".." not in item
    )
    assert parse_verdicts(json.loads(json.dumps(verdicts.as_json()))).judgements == verdicts.judgements


def test_the_file(tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    verdicts = Verdicts.of([said("approved", note="„so“ \udcff"), said("rejected", "navy")])
    write_verdicts(path, verdicts)
    assert read_verdicts(path).judgements == verdicts.judgements
    first = json.loads(path.read_text())["verdicts"][0]
    assert first == {"item": "tees/a.jpg", "edit": "navy", "verdict": "rejected", "seed": 7, "note": ""}


ENTRY = said("approved").as_json()


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ([], "no list"),
        ({"version": 1}, "no list"),
        ({"version": 2, "verdicts": []}, "version 2"),
        ({"version": 1, "verdicts": ["x"]}, "verdict 1: 'x' is no entry"),
        ({"version": 1, "verdicts": [ENTRY, ENTRY]}, "verdict 2: tees/a.jpg under palm is judged twice"),
        *(
            ({"version": 1, "verdicts": [ENTRY | change]}, complaint)
            for change, complaint in (
                ({"item": "../a.jpg"}, "no relative path"),
                ({"item": "/etc/passwd"}, "no relative path"),
                ({"item": ""}, "no relative path"),
                ({"item": 3}, "no relative path"),
                ({"edit": "a/b"}, "is no name"),
                ({"edit": ".."}, "is no name"),
                ({"verdict": "yes"}, "neither approved nor rejected"),
                ({"verdict": ["approved"]}, "neither approved nor rejected"),
                ({"seed": -1}, "whole number"),
                ({"seed": True}, "whole number"),
                ({"seed": "7"}, "whole number"),
                ({"note": None}, "no text"),
                ({"verdikt": "approved"}, "unknown key 'verdikt'"),
            )
        ),
    ],
)
def test_what_makes_no_sense_is_named(document: Any, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    path.write_text(json.dumps(document))
    with pytest.raises(BadReview, match=complaint):
        read_verdicts(path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 200_000])
def test_no_json_is_a_clear_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "review.json"
    path.write_bytes(content)
    with pytest.raises(BadReview, match=r"review\.json is no"):
        read_verdicts(path)


def test_no_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BadReview, match="There is no review"):
        read_verdicts(tmp_path / "review.json")
    with pytest.raises(BadReview, match="cannot be read"):
        read_verdicts(tmp_path)
    with pytest.raises(CannotWrite):
        (tmp_path / "file").write_text("")
        write_verdicts(tmp_path / "file" / "review.json", Verdicts.of([]))
