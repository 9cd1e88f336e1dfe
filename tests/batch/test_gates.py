"""What gates measure, and what they stop."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fashionforward.attributes.edit import Edit
from fashionforward.batch.figures import measure
from fashionforward.batch.gates import Gates, parse_gates
from fashionforward.batch.results import Status
from fashionforward.errors import UsageError
from tests.batch.runs import OPEN, go
from tests.engines import FakeRendering, TintEngine, ellipse

PALM = Edit("palm", print="palm_print")
CRIMSON = Edit("crimson", color=(0.86, 0.08, 0.24))
H, W = 240, 200


@pytest.fixture
def garment() -> dict[str, Any]:
    """A grey garment with some folds on white, and its matte."""
    matte = ellipse(H, W)
    folds = 0.45 + 0.05 * np.sin(np.mgrid[0:H, 0:W][1] / 9)
    cloth = np.repeat(folds[..., None], 3, axis=2)
    before = (matte[..., None] * cloth + (1 - matte[..., None]) * 0.97).astype(np.float32)
    return {"before": before, "matte": matte, "cloth": cloth.astype(np.float32)}


def paint(garment: dict[str, Any], colour: Any, matte: Any = None) -> np.ndarray:
    alpha = (garment["matte"] if matte is None else matte)[..., None]
    return (garment["before"] * (1 - alpha) + alpha * garment["cloth"] / 0.45 * np.asarray(colour)).astype(np.float32)


def stripes() -> np.ndarray:
    return np.where((np.mgrid[0:H, 0:W][0] // 8 % 2)[..., None], (0.1, 0.2, 0.5), (0.8, 0.8, 0.7))


def failed(figures: dict[str, Any]) -> set[str]:
    return {said.split()[0] for said in Gates().failed(figures)}


def test_a_clean_edit_passes(garment: dict[str, Any]) -> None:
    figures = measure(garment["before"], paint(garment, CRIMSON.color), garment["matte"], CRIMSON)
    assert failed(figures) == set() and figures["print"] is None
    figures = measure(garment["before"], paint(garment, stripes()), garment["matte"], PALM)
    assert failed(figures) == set() and figures["colour_error"] is None


def test_another_colour_than_asked_is_stopped(garment: dict[str, Any]) -> None:
    figures = measure(garment["before"], paint(garment, (0.1, 0.2, 0.7)), garment["matte"], CRIMSON)
    assert failed(figures) == {"colour_error"}


def test_a_print_that_does_not_show_is_stopped(garment: dict[str, Any]) -> None:
    figures = measure(garment["before"], paint(garment, (0.5, 0.4, 0.3)), garment["matte"], PALM)
    assert failed(figures) == {"print"}


def test_a_matte_beside_the_garment_is_stopped(garment: dict[str, Any]) -> None:
    matte = np.roll(garment["matte"], 30, axis=1)
    assert "spill" in failed(measure(garment["before"], paint(garment, stripes(), matte), matte, PALM))


def test_a_neighbour_that_changes_too_is_stopped(garment: dict[str, Any]) -> None:
    below = np.mgrid[0:H, 0:W][0] > 0.6 * H
    before = np.where(
        (below & (garment["matte"] > 0.5))[..., None], garment["before"] * (0.5, 0.8, 1.9), garment["before"]
    )
    given = before.astype(np.float32), paint(garment, stripes()), garment["matte"], PALM
    assert failed(measure(*given)) == {"neighbour"}
    alone = measure(*given, worn=False)  # a garment that nobody wears may be of two cloths
    assert alone["neighbour"] is None and failed(alone) == set()


def test_prints_and_shade_are_no_neighbours(garment: dict[str, Any]) -> None:
    inside = garment["matte"][..., None] > 0.5
    shade = np.where(np.mgrid[0:H, 0:W][1] > W / 2, 0.55, 1.0)[..., None]
    for cloth in (np.broadcast_to(stripes(), (H, W, 3)), garment["before"] * shade * (1.6, 0.6, 0.5)):
        before = np.where(inside, cloth, garment["before"]).astype(np.float32)
        assert "neighbour" not in failed(measure(before, before, garment["matte"], PALM))


def test_a_matte_of_doubts_is_stopped(garment: dict[str, Any]) -> None:
    matte = np.clip(garment["matte"] * 0.6 + 0.01, 0, 1).astype(np.float32)
    matte[H // 2 - 5 : H // 2 + 5] = garment["matte"][H // 2 - 5 : H // 2 + 5]
    assert "certainty" in failed(measure(garment["before"], paint(garment, stripes(), matte), matte, PALM))


def test_lost_drawing_is_stopped(garment: dict[str, Any]) -> None:
    figures = measure(garment["before"], np.clip(paint(garment, (4, 4, 4)), 0, 1), garment["matte"], PALM)
    assert {"clipped", "print"} <= failed(figures)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (2000, 40)])
@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_any_matte_of_any_size_is_measured(size: tuple[int, int], value: float) -> None:
    before = np.full((*size, 3), 0.5, np.float32)
    figures = measure(before, before, np.full(size, value, np.float32), CRIMSON)
    assert all(number is None or np.isfinite(number) for number in figures.values())
    Gates().failed(figures)


def test_thresholds_are_read_and_checked() -> None:
    assert parse_gates(["max_spill=0.6"]) == replace(Gates(), max_spill=0.6)
    assert parse_gates(["max_spill=0.6"], {"max_spill": 0.1, "min_area": 0.2}) == replace(
        Gates(), max_spill=0.6, min_area=0.2
    )
    for word in ("max_spill", "spill=1", "max_spill=much", "max_spill=nan"):
        with pytest.raises(UsageError):
            parse_gates([word])


def test_a_garment_of_two_cloths_is_held_back_only_where_somebody_wears_it(catalog: Path) -> None:
    class Photographer(TintEngine):
        """Sees people, or nobody."""

        def __init__(self, worn: bool) -> None:
            super().__init__()
            self.worn = worn

        def render(self, *args: Any, **kwargs: Any) -> FakeRendering:
            return replace(super().render(*args, **kwargs), worn=self.worn)

    halves = np.zeros((240, 200, 3), np.uint8)
    halves[:120], halves[120:] = (230, 225, 210), (20, 30, 120)
    Image.fromarray(halves).save(catalog / "halves.png")
    gates = replace(OPEN, max_neighbour=Gates().max_neighbour)
    for worn, expected in ((True, Status.review), (False, Status.done)):
        report, _ = go(catalog, Photographer(worn), out=f"worn-{worn}", gates=gates)
        assert report.of("halves.png").status is expected
