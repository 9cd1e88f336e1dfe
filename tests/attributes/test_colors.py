"""Colours as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.attributes.colors import color_names, parse_color, to_hex
from fashionforward.errors import BadAttribute


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("navy", "000080"),
        ("Navy", "000080"),
        ("crimson", "dc143c"),
        ("#1f2a44", "1f2a44"),
        ("1F2A44", "1f2a44"),
        ("#fff", "ffffff"),
        ("rgb(1, 2, 3)", "010203"),
        ("dusty rose", "c0737a"),
        ("dusty_rose", "c0737a"),
        ("robin's egg blue", "98eff9"),
        ("green", "008000"),  # CSS's
        ("xkcd:green", "15b01a"),  # the survey's
        ("lab(100 0 0)", "ffffff"),
        ("lab(none 0 0)", "000000"),
    ],
)
def test_reads_what_people_write(text: str, expected: str) -> None:
    assert to_hex(parse_color(text)) == expected


def test_lab_is_the_lab_of_css() -> None:
    # reference: D50 Lab (52, -12, 30), adapted to D65 with Bradford, computed independently with scikit-image
    skimage_color = pytest.importorskip("skimage.color")
    import numpy as np

    xyz_d50 = skimage_color.lab2xyz(np.array([[[52.0, -12.0, 30.0]]]), illuminant="D50")[0, 0]
    bradford = np.array(
        [
            [0.9555766, -0.0230393, 0.0631636],
            [-0.0282895, 1.0099416, 0.0210077],
            [0.0122982, -0.0204830, 1.3299098],
        ]
    )
    expected = skimage_color.xyz2rgb((bradford @ xyz_d50)[None, None])[0, 0]
    assert parse_color("lab(52 -12 30)") == pytest.approx(expected, abs=2e-3)


def test_colours_beyond_srgb_come_inside() -> None:
    red, green, blue = parse_color("lab(60 120 0)")
    assert min(red, green, blue) >= 0 and max(red, green, blue) <= 1
    assert red > 0.9 and red > green


@pytest.mark.parametrize(("text", "nearest"), [("nvay", "navy"), ("crimsn", "crimson"), ("dusty ros", "dusty rose")])
def test_unknown_names_are_answered_with_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(BadAttribute) as caught:
        parse_color(text)
    assert nearest in caught.value.hint


@pytest.mark.parametrize(
    "text", ["", " ", "#12345", "#11223344", "transparent", "lab(1 2)", "xkcd:nosuchcolour", "rgb(", "currentcolor"]
)
def test_refuses_what_is_no_opaque_colour(text: str) -> None:
    with pytest.raises(BadAttribute):
        parse_color(text)


def test_every_known_name_can_be_read() -> None:
    names = color_names()
    assert len(names) > 1000
    for name in names:
        parse_color(name)


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_hex_survives_the_round_trip(rgb: tuple[int, int, int]) -> None:
    text = "{:02x}{:02x}{:02x}".format(*rgb)
    assert to_hex(parse_color("#" + text)) == text


@given(st.text(max_size=30))
def test_any_text_is_a_colour_or_a_clear_error(text: str) -> None:
    try:
        color = parse_color(text)
    except BadAttribute as error:
        assert error.message
    else:
        assert all(0 <= channel <= 1 for channel in color)
