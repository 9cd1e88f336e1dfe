"""Judges tell what they were shown: colours, forms, and attributes that hold or do not."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training's packages are not installed")
pytest.importorskip("sklearn", reason="training's packages are not installed")

from fashionforward.evaluation.evaluate import Report, _switches
from fashionforward.evaluation.judge import train_judge, train_switches
from fashionforward.presets.collection import Labelled
from fashionforward.presets.pixels import Pixels, unit
from fashionforward.presets.vocabulary import Vocabulary
from tests.presets.toy import COLOURS, STYLES, draw

VOCABULARY = Vocabulary(tuple(COLOURS), STYLES, ("bright", "seldom"))


def pixels(count: int = 72) -> Pixels:
    rng = np.random.default_rng(0)
    images, labels = [], []
    for i in range(count):
        color, style, bright = i % 3, (i // 3) % 3, (i // 9) % 2
        image = np.roll(draw(tuple(COLOURS.values())[color], style, 64)[0], rng.integers(-3, 4, 2), (0, 1))
        image[:, :8] = 255 * bright
        images.append(image)
        labels.append(VOCABULARY.vector(tuple(COLOURS)[color], STYLES[style], ("bright",) if bright else ()))
    items = (Labelled(Path("x"), "x", "train"),) * count
    return Pixels(items, np.stack(images), None, np.stack(labels), None)


def test_colours_and_styles_are_told_apart() -> None:
    seen = pixels()
    for key, names in (("color", VOCABULARY.colors), ("style", VOCABULARY.styles)):
        wanted = [names[i] for i in seen.attributes[:, VOCABULARY.groups[key]].argmax(1)]
        said = train_judge(seen, VOCABULARY, key).name(unit(seen.images))
        assert np.mean([a == b for a, b in zip(said, wanted, strict=True)]) > 0.95


def test_switches_are_learned_where_they_are_common_enough() -> None:
    seen = pixels()
    judge = train_switches(seen, VOCABULARY)
    assert judge is not None and judge.names == ("bright",)
    assert (judge.holds(unit(seen.images))[:, 0] == (seen.attributes[:, 6] > 0.5)).mean() > 0.95
    assert train_switches(seen, Vocabulary(VOCABULARY.colors, VOCABULARY.styles)) is None


class Bands:
    """Draws the band that stands for `bright`, or leaves it as it is."""

    sets = ("binary",)

    def __init__(self, obeys: bool) -> None:
        self.obeys = obeys

    def switch(self, seen: Pixels, edits: list[tuple[str, str]]) -> np.ndarray:
        made = unit(seen.images).copy()
        if self.obeys:
            for image, (_, to) in zip(made, edits, strict=True):
                image[:, :8] = to == "on"
        return made


@pytest.mark.parametrize(("obeys", "share"), [(True, 1.0), (False, 0.0)])
def test_an_attribute_that_is_turned_over_counts_where_it_shows(obeys: bool, share: float) -> None:
    seen, report = pixels(), Report("w", "d", 72)
    _switches(report, Bands(obeys), seen, seen, VOCABULARY, unit(seen.images))
    assert report.figures["binary_success"] == pytest.approx(share, abs=0.05)
    assert report.figures["binary_success_if_ignored"] < 0.05
    assert report.pictures[0].head[0] == "bright on"
