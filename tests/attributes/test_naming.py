"""Names of edits."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.naming import LONGEST, RESERVED, distinct, edit_name
from fashionforward.attributes.reading import parse_edit

PRINTS = ("palm_print", "stripes", "sheets", "con")

channel = st.floats(0, 1)
rgb = st.tuples(channel, channel, channel)
prints = st.one_of(st.sampled_from(PRINTS), st.text(min_size=1, max_size=200))
edits = st.builds(
    Edit,
    name=st.just(""),
    print=prints,
    color=st.none() | rgb,
    colors=st.lists(rgb, max_size=6).map(tuple),
    scale=st.floats(0.05, 20),
    region=st.sampled_from(["auto", "top", "all"]),
    seed=st.integers(0, 3),
    mix=st.just(()) | st.lists(st.tuples(prints, st.floats(0.01, 0.99)), min_size=2, max_size=4).map(tuple),
    repeat_cm=st.none() | st.floats(1, 100),
    width_cm=st.none() | st.floats(5, 500),
).map(lambda edit: Edit(**{**vars(edit), "name": edit_name(edit)}))


@given(st.lists(edits, max_size=8))
def test_different_edits_never_share_a_folder(several: list[Edit]) -> None:
    named = distinct(several)
    assert len({edit.name.casefold() for edit in named}) == len(named) == len(set(several))


@given(edits, st.lists(st.text(max_size=40), max_size=7))
def test_a_name_is_one_safe_folder(edit: Edit, written: list[str]) -> None:
    name = edit_name(edit, written)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_.-]*[a-z0-9_]|[a-z0-9]", name), name
    assert len(name) <= LONGEST + 10
    assert name not in RESERVED
    assert Path("out", name).parent == Path("out")


def test_names_that_mean_something_else_get_a_digest() -> None:
    for print_ in ("sheets", "con"):
        name = parse_edit([print_], PRINTS).name
        assert name.startswith(f"{print_}-") and len(name) == len(print_) + 9


def test_equal_edits_are_one() -> None:
    one = parse_edit(["palm_print"], PRINTS)
    assert distinct([one, one]) == [one]


def test_colours_too_alike_for_their_names_are_told_apart() -> None:
    # the survey's "green/blue" and "greenblue" are two colours; so are two Lab colours that round to one hex
    slash, joined = (parse_edit([f"color={name}"], PRINTS) for name in ("green/blue", "greenblue"))
    assert slash.name != joined.name
    near = [parse_edit([f"color=lab(50 {a} 0)"], PRINTS) for a in (10, 10.001)]
    assert near[0].name == near[1].name
    first, second = distinct(near)
    assert first.name != second.name
    assert distinct(near) == [first, second], "the same run must find the same folders"


def test_seeds_of_one_run_are_told_apart() -> None:
    named = distinct([parse_edit(["palm_print"], PRINTS, seed) for seed in (0, 1)])
    assert [edit.name for edit in named] == ["palm_print", "palm_print-seed-1"]
