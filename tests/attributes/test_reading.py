"""Reading `--attr`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.attributes.edit import SCALE_LIMITS
from fashionforward.attributes.reading import KEYS, parse_edit
from fashionforward.attributes.regions import REGIONS
from fashionforward.errors import BadAttribute, ExitCode

PRINTS = ("palm_print", "stripes", "solid", "plaid", "polka_dot")
NAVY = (0.0, 0.0, pytest.approx(128 / 255))


def test_a_print_by_its_name() -> None:
    edit = parse_edit(["palm_print"], PRINTS)
    assert (edit.name, edit.print, edit.color, edit.colors) == ("palm_print", "palm_print", None, ())


def test_a_colour_alone_is_a_colourway() -> None:
    edit = parse_edit(["color=navy"], PRINTS)
    assert edit.name == "color-navy"
    assert edit.print is None
    assert edit.color == NAVY


def test_a_colour_with_a_print_is_its_ground() -> None:
    edit = parse_edit(["palm_print", "color=navy"], PRINTS)
    assert (edit.name, edit.print, edit.color) == ("palm_print-color-navy", "palm_print", NAVY)


def test_a_palette_a_scale_and_a_seed() -> None:
    edit = parse_edit(["print=stripes", "colors=#f4efe6,#1f2a44", "scale=0.6"], PRINTS, seed=3)
    assert edit.name == "stripes-colors-f4efe6-1f2a44-scale-0.6-seed-3"
    assert len(edit.colors) == 2
    assert (edit.scale, edit.seed) == (0.6, 3)


def test_commas_inside_functions_do_not_divide_a_palette() -> None:
    edit = parse_edit(["plaid", "colors=rgb(1, 2, 3), lab(52 -12 30),dusty rose"], PRINTS)
    assert len(edit.colors) == 3


@pytest.mark.parametrize("text", ["12cm", "12 cm", "12.0CM"])
def test_a_scale_in_centimetres_is_a_share_of_the_width(text: str) -> None:
    edit = parse_edit(["plaid", f"scale={text}", "width_cm=54"], PRINTS)
    assert edit.scale == pytest.approx(12 / 54)
    assert (edit.repeat_cm, edit.width_cm) == (12, 54)
    assert edit.name == "plaid-scale-12cm-width-54cm"


def test_a_scale_in_centimetres_says_that_it_wants_a_width() -> None:
    with pytest.raises(BadAttribute) as caught:
        parse_edit(["plaid", "scale=12cm"], PRINTS)
    assert "width_cm=" in caught.value.hint


@pytest.mark.parametrize("attribute", ["plaid:0.6+stripes:0.4", "print=stripes:2 + Plaid:3"])
def test_a_mix_of_prints(attribute: str) -> None:
    edit = parse_edit([attribute, "color=navy"], PRINTS)
    assert edit.mix == (("plaid", 0.6), ("stripes", 0.4))
    assert edit.print == "plaid:0.6+stripes:0.4"
    assert edit.name == "plaid-0.6-stripes-0.4-color-navy"


def test_the_seed_is_named_where_it_makes_a_difference() -> None:
    for attributes, name in (
        (["plaid"], "plaid-seed-4"),
        (["solid"], "solid-seed-4"),
        (["solid", "color=navy"], "solid-color-navy"),
        (["color=navy"], "color-navy"),
        (["plaid+stripes"], "plaid-0.5-stripes-0.5-seed-4"),
    ):
        assert parse_edit(attributes, PRINTS, seed=4).name == name


@pytest.mark.parametrize("text", ["Palm Print", "palm-print", " PALM_PRINT ", "print = palm print"])
def test_prints_are_read_leniently(text: str) -> None:
    assert parse_edit([text], PRINTS).print == "palm_print"


def test_solid_paints_the_whole_garment() -> None:
    assert parse_edit(["solid", "color=navy"], PRINTS).name == "solid-color-navy"
    assert parse_edit(["print=solid"], PRINTS).color is None, "the design's own"


def test_saying_the_same_twice_is_no_contradiction() -> None:
    assert parse_edit(["plaid", "print=plaid"], PRINTS).print == "plaid"


@pytest.mark.parametrize(
    ("attributes", "offers"),
    [
        (["long_sleeve"], "scale"),
        (["plam_print"], "palm_print"),
        (["print=plad"], "plaid"),
        (["colour=red"], "color"),
        (["navy"], "color=navy"),
        (["color"], "--attr color="),
        (["color=nvay"], "navy"),
        (["plaid", "region=leg"], "bottom"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest(attributes: list[str], offers: str) -> None:
    with pytest.raises(BadAttribute) as caught:
        parse_edit(attributes, PRINTS)
    assert offers in caught.value.hint
    assert caught.value.exit_code == ExitCode.bad_usage


@pytest.mark.parametrize(
    "attributes",
    [
        [],
        [""],
        ["="],
        ["print="],
        ["palm_print", "stripes"],
        ["color=red", "color=blue"],
        ["palm_print", "color=red", "colors=red,blue"],
        ["scale=2"],
        ["region=top"],
        ["color=red", "scale=2"],
        ["colors=red,blue"],
        ["plaid", "colors=red,,blue"],
        ["plaid", "colors=red,red,red,red,red,red,red"],
        ["plaid", "scale=0"],
        ["plaid", "scale=-1"],
        ["plaid", "scale=nan"],
        ["plaid", "scale=inf"],
        ["plaid", "scale=21"],
        ["plaid", "scale=wide"],
        ["plaid", "scale=12cm"],
        ["plaid", "width_cm=54"],
        ["plaid", "scale=0.5", "width_cm=54"],
        ["color=red", "width_cm=54"],
        ["plaid", "scale=12cm", "width_cm=2"],
        ["plaid", "scale=12cm", "width_cm=wide"],
        ["plaid", "scale=cm", "width_cm=54"],
        ["plaid", "scale=0.1cm", "width_cm=54"],
        ["plaid", "scale=1cm", "width_cm=500"],
        ["plaid+stripes", "print=plaid"],
    ],
)
def test_nonsense_is_refused(attributes: list[str]) -> None:
    with pytest.raises(BadAttribute):
        parse_edit(attributes, PRINTS)


hexes = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(
    print_=st.sampled_from(PRINTS),
    colors=st.lists(hexes, max_size=6),
    scale=st.floats(*SCALE_LIMITS),
    region=st.sampled_from(REGIONS),
    order=st.randoms(),
)
def test_what_is_written_is_what_is_read(print_: str, colors: list[str], scale: float, region: str, order) -> None:  # type: ignore[no-untyped-def]
    attributes = [f"print={print_}", f"scale={scale!r}", f"region={region}"]
    if colors:
        attributes.append("colors=" + ",".join(colors))
    order.shuffle(attributes)
    edit = parse_edit(attributes, PRINTS)
    assert (edit.print, edit.scale, edit.region) == (print_, scale, region)
    assert ["#" + "".join(f"{round(c * 255):02x}" for c in color) for color in edit.colors] == colors


@given(
    st.lists(
        st.one_of(st.text(max_size=20), st.builds("{}={}".format, st.sampled_from(KEYS), st.text(max_size=12))),
        max_size=4,
    )
)
def test_any_attributes_are_an_edit_or_a_clear_error(attributes: list[str]) -> None:
    try:
        edit = parse_edit(attributes, PRINTS)
    except BadAttribute as error:
        assert error.message
    else:
        assert edit.name
