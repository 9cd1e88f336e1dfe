"""What can be set on a small preset, as people write it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.errors import BadAttribute
from fashionforward.presets.vocabulary import Vocabulary, read_settings

VOCABULARY = Vocabulary(("blue", "Heather Grey", "red"), ("Dress", "T-Shirt"), ("lace", "long sleeve"))


@pytest.mark.parametrize(
    ("written", "settings"),
    [
        (["color=red"], (("color", "red"),)),
        (["RED"], (("color", "red"),)),
        (["color=heather-grey"], (("color", "Heather Grey"),)),
        (["t_shirt", "blue"], (("color", "blue"), ("style", "T-Shirt"))),
        (["style=dress", "lace", "long-sleeve=off"], (("lace", "on"), ("long sleeve", "off"), ("style", "Dress"))),
    ],
)
def test_names_are_found_however_they_are_written(written: list[str], settings: tuple[tuple[str, str], ...]) -> None:
    assert read_settings(written, VOCABULARY) == settings


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (["color=rde"], "red"),
        (["palm_print"], "Unknown attribute 'palm_print'"),
        (["style=drss"], "Dress"),
        (["print=palm_print"], "Unknown attribute 'print'"),
        (["lase=on"], "lace"),
        (["lace=perhaps"], "lace=on or lace=off"),
        (["color="], "no value"),
        (["red", "color=blue"], "given twice"),
        ([], "No attribute"),
    ],
)
def test_what_is_unknown_is_an_error_that_offers_the_nearest_names(written: list[str], said: str) -> None:
    with pytest.raises(BadAttribute) as error:
        read_settings(written, VOCABULARY)
    assert said in str(error.value)


@given(
    own=st.lists(st.floats(0, 1, width=32), min_size=7, max_size=7),
    color=st.sampled_from(VOCABULARY.colors),
    lace=st.sampled_from(["on", "off"]),
)
def test_an_edit_sets_its_group_and_leaves_the_others(own: list[float], color: str, lace: str) -> None:
    vector = np.array(own, np.float32)
    made = VOCABULARY.apply(vector, (("color", color), ("lace", lace)))
    assert made[:3].tolist() == [float(name == color) for name in VOCABULARY.colors]
    assert made[5] == float(lace == "on")
    assert np.array_equal(made[[3, 4, 6]], vector[[3, 4, 6]]) and vector.tolist() == np.array(own, np.float32).tolist()


def test_a_vector_holds_what_is_labelled_and_a_card_keeps_the_names() -> None:
    assert VOCABULARY.vector("red", "Dress", ["lace"]).tolist() == [0, 0, 1, 1, 0, 1, 0]
    assert VOCABULARY.vector(None, None).tolist() == [0] * 7
    with pytest.raises(KeyError, match="green"):
        VOCABULARY.vector("green", None)
    assert Vocabulary.from_card(VOCABULARY.as_card()) == VOCABULARY
