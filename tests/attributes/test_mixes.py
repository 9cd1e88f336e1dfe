"""Mixes of prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.attributes.mixes import parse_print
from fashionforward.errors import BadAttribute

PRINTS = ("palm_print", "floral", "stripes", "plaid", "camo", "solid")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("palm_print:0.6+floral:0.4", (("palm_print", 0.6), ("floral", 0.4))),
        ("floral : 40 + palm print : 60", (("palm_print", 0.6), ("floral", 0.4))),
        ("stripes+floral", (("floral", 0.5), ("stripes", 0.5))),
        ("camo:1+plaid:1+floral:1", (("camo", 0.34), ("floral", 0.33), ("plaid", 0.33))),
    ],
)
def test_shares_sum_to_one_and_the_largest_comes_first(text: str, expected: tuple[tuple[str, float], ...]) -> None:
    assert parse_print(text, PRINTS)[1] == expected


def test_one_print_is_no_mix() -> None:
    assert parse_print("Palm Print", PRINTS) == ("palm_print", ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("palm_prnt:0.6+floral:0.4", "'palm_print'"),
        ("floral:0.6", "+"),
        ("floral:0.6+stripes", "or none"),
        ("floral:0+stripes:1", "palm_print:0.6"),
        ("floral:-1+stripes:1", "palm_print:0.6"),
        ("floral:nan+stripes:1", "palm_print:0.6"),
        ("floral:+stripes:1", "palm_print:0.6"),
        ("floral:1+stripes:1000", "Leave"),
        ("floral+floral", "once"),
        ("floral+solid", "color="),
        ("floral+stripes+plaid+camo+palm_print", "4 at most"),
        ("floral+", "Nearest"),
        ("floral+red:blue", ""),
    ],
)
def test_a_malformed_mix_is_refused_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(BadAttribute) as caught:
        parse_print(text, PRINTS)
    assert says in caught.value.hint


names = st.lists(st.sampled_from([name for name in PRINTS if name != "solid"]), min_size=2, max_size=4, unique=True)


@given(names, st.lists(st.integers(1, 20), min_size=4, max_size=4), st.randoms())
def test_a_mix_written_otherwise_is_the_same_mix(prints: list[str], weights: list[int], order) -> None:  # type: ignore[no-untyped-def]
    parts = [f"{name}:{weight}" for name, weight in zip(prints, weights, strict=False)]
    text, mix = parse_print("+".join(parts), PRINTS)
    order.shuffle(parts)
    assert parse_print(" + ".join(parts), PRINTS) == (text, mix)
    assert parse_print(text, PRINTS) == (text, mix), "its own text reads back as itself"
    assert sum(share for _, share in mix) == pytest.approx(1)


@given(st.text(alphabet="palm_rintfo:+.0123 -", max_size=40))
def test_any_text_is_a_print_a_mix_or_a_clear_error(text: str) -> None:
    try:
        name, mix = parse_print(text, PRINTS)
    except BadAttribute as error:
        assert error.message
    else:
        assert bool(mix) == ("+" in name)
