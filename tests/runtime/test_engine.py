"""The engine with the weights that ship, on small real photographs."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fashionforward.attributes.reading import parse_edit
from fashionforward.errors import NothingToEdit
from fashionforward.imaging.letterbox import resize
from fashionforward.runtime.engine import Engine, Parse, Rendering
from fashionforward.runtime.weights import find_weights
from tests.weights import needs_shipped_weights

pytestmark = needs_shipped_weights

GOLDENS = Path(__file__).parents[1] / "goldens"
MEAN_TOLERANCE, WORST_TENTH_TOLERANCE = 2.0, 6.0
"""Of 255, between machines: ONNX Runtime's kernels differ in the last bits, and an edge may move by a hair."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load(find_weights(), "cpu", threads=1)


def read(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), np.float32) / 255


def render(engine: Engine, rgb: np.ndarray, *attributes: str, sku: str = "a", seed: int = 0) -> Rendering:
    return engine.render(rgb, engine.parse(rgb), parse_edit(attributes, engine.card.prints, seed), sku=sku)


@pytest.mark.parametrize("name", ["yellow-tee", "plaid-shirt", "leaf-dress", "windbreaker"])
@pytest.mark.parametrize("attributes", [("palm_print",), ("color=navy",), ("print=solid", "color=crimson")])
def test_the_edit_is_the_one_that_was_approved(
    engine: Engine, photographs: Path, name: str, attributes: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    made = np.round(render(engine, read(photographs / f"{name}.jpg"), *attributes).rgb * 255)
    golden = GOLDENS / f"{name}.{'-'.join(a.replace('=', '-') for a in attributes)}.png"
    if request.config.getoption("--update-goldens"):
        GOLDENS.mkdir(exist_ok=True)
        Image.fromarray(made.astype(np.uint8)).save(golden, optimize=True)
        return
    error = np.abs(made - np.round(read(golden) * 255))
    spread = {q: float(np.percentile(error, q)) for q in (50, 90, 99, 100)}
    assert error.mean() <= MEAN_TOLERANCE and spread[90] <= WORST_TENTH_TOLERANCE, f"percentiles of the error: {spread}"


def test_what_the_matte_leaves_is_the_photograph(engine: Engine, photographs: Path) -> None:
    rgb = read(photographs / "yellow-tee.jpg")
    made = render(engine, rgb, "palm_print")
    away = made.matte == 0
    assert 0.2 < away.mean() < 0.9
    assert np.array_equal(made.rgb[away], rgb[away])
    assert np.isfinite(made.rgb).all() and made.rgb.min() >= 0 and made.rgb.max() <= 1


def test_equal_seeds_are_equal_and_other_seeds_skus_and_scales_differ(engine: Engine, photographs: Path) -> None:
    rgb = read(photographs / "yellow-tee.jpg")
    first = render(engine, rgb, "floral", seed=3)
    assert np.array_equal(first.rgb, render(engine, rgb, "floral", seed=3).rgb)
    inside = first.matte > 0.9
    for other in (
        render(engine, rgb, "floral", seed=4),
        render(engine, rgb, "floral", seed=3, sku="b"),
        render(engine, rgb, "floral", "scale=0.5", seed=3),
    ):
        assert np.abs(other.rgb - first.rgb)[inside].mean() > 0.03


@pytest.mark.parametrize("colour", ["#1f2a44", "#dc143c", "#f4efe6", "#111111"])
def test_the_colour_asked_for_is_the_median_colour_seen(engine: Engine, photographs: Path, colour: str) -> None:
    rgb = read(photographs / "yellow-tee.jpg")
    made = render(engine, rgb, "print=solid", f"color={colour}")
    seen = np.median(made.rgb[made.matte > 0.95], axis=0)
    asked = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    assert np.abs(seen - asked).max() < 0.03


def test_a_palette_is_used_and_nothing_else(engine: Engine, photographs: Path) -> None:
    rgb = read(photographs / "yellow-tee.jpg")
    made = render(engine, rgb, "print=stripes", "colors=#ffffff,#0000ff")
    inside = made.rgb[made.matte > 0.99]
    # between white and blue, red and green go together: no third colour is there
    assert np.percentile(np.abs(inside[:, 0] - inside[:, 1]), 95) < 0.12
    assert (inside[:, 0] > 0.55).mean() > 0.05 and (inside[:, 0] < 0.4).mean() > 0.05


def test_the_studios_own_matte_is_obeyed(engine: Engine, photographs: Path) -> None:
    rgb = read(photographs / "windbreaker.jpg")
    own = np.zeros(rgb.shape[:2], np.float32)
    own[60:90, 50:100] = 1
    parse = engine.parse(rgb)
    made = engine.render(rgb, parse, parse_edit(["palm_print"], engine.card.prints), sku="a", matte=own)
    assert np.array_equal(made.rgb[own == 0], rgb[own == 0])
    assert np.abs(made.rgb - rgb)[65:85, 55:95].mean() > 0.05


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 2), (64, 64)])
def test_a_photograph_of_nothing_says_so(engine: Engine, size: tuple[int, int]) -> None:
    with pytest.raises(NothingToEdit):
        render(engine, np.full((*size, 3), 0.5, np.float32), "palm_print")


def test_a_garment_that_is_not_there_is_said_not_to_be(engine: Engine, photographs: Path) -> None:
    with pytest.raises(NothingToEdit, match="bottom"):
        render(engine, read(photographs / "yellow-tee.jpg"), "palm_print", "region=bottom")


def test_people_look_the_same_in_a_mirror(engine: Engine, photographs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # no photograph of people is in the project: a garment is taken for one that is worn, and looked at once
    monkeypatch.setattr(Parse, "worn", property(lambda parse: True))
    monkeypatch.setattr("fashionforward.runtime.engine.nearer", lambda *look, worn: None)
    height, width = engine.canvas
    rgb = resize(read(photographs / "yellow-tee.jpg"), (2 * height, 2 * width))
    seen, mirrored = engine.parse(rgb), engine.parse(rgb[:, ::-1].copy())
    for name in ("parts", "matte", "main"):
        assert np.allclose(getattr(seen, name), getattr(mirrored, name)[..., ::-1], atol=1e-4)
    monkeypatch.setattr(Parse, "worn", property(lambda parse: False))
    assert not np.allclose(engine.parse(rgb).matte, seen.matte, atol=1e-4)
