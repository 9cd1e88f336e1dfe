"""A drawn person, small in the picture, whom a parser that is told everything sees: what is worn is round and has sleeves."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fashionforward.attributes.reading import parse_edit
from fashionforward.imaging.letterbox import enter
from fashionforward.runtime.engine import Cloth, Engine, Parse
from fashionforward.runtime.limbs import CUT_APART
from fashionforward.runtime.look import Window
from fashionforward.runtime.weights import find_weights
from tests.weights import needs_shipped_weights

pytestmark = needs_shipped_weights

HEIGHT, WIDTH = 900, 640
ROWS, COLUMNS = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
TOP = (ROWS > 300) & (ROWS < 700) & (COLUMNS > 180) & (COLUMNS < 460)
SKIN = (ROWS > 200) & (ROWS <= 300) & (abs(COLUMNS - 320) < 45)


def photograph() -> NDArray[np.float32]:
    """A blue top with a dark crease beside each arm, under a face, on white."""
    rgb = np.ones((HEIGHT, WIDTH, 3), np.float32)
    rgb[SKIN] = (0.8, 0.6, 0.5)
    rgb[TOP] = (0.2, 0.35, 0.6)
    for seam in (240, 400):
        rgb[TOP] *= 1 - 0.4 * np.exp(-(((COLUMNS[TOP] - seam) / 5) ** 2))[:, None]
    return rgb


def draw(engine: Engine, kind: int, monkeypatch: pytest.MonkeyPatch) -> Cloth:
    """What the engine knows of the cloth after it has drawn stripes on it; kind: the parser's class of the garment."""
    parts = np.zeros((HEIGHT, WIDTH, 7), np.float32)
    parts[..., 0], parts[SKIN, 1], parts[TOP, kind] = 1, 9, 9
    parts /= parts.sum(-1, keepdims=True)
    alpha = TOP.astype(np.float32)

    def look(rgb: NDArray[np.float32], window: Window) -> Parse:
        canvas, box = enter(rgb[window], engine.canvas)
        inside = np.zeros(engine.canvas, bool)
        inside[box.top : box.top + box.height, box.left : box.left + box.width] = True
        seen, matte = (enter(plane[window], engine.canvas, pad=0.0)[0] for plane in (parts, alpha))
        shading = np.log(canvas.mean(-1) + 0.01)
        cloth = np.zeros((64, engine.canvas[0] // 4, engine.canvas[1] // 4), np.float32)
        return Parse(rgb.shape[:2], window, box, canvas, inside, seen.transpose(2, 0, 1), matte, matte, shading, cloth)

    monkeypatch.setattr(engine, "_look", look)
    rgb = photograph()
    parse = engine.parse(rgb)
    assert parse.worn and parse.first is not None
    engine.render(rgb, parse, parse_edit(["stripes"], engine.card.prints), sku="a")
    return parse.cloths["auto", False]


def here(cloth: Cloth, row: int, column: int) -> NDArray[np.float32]:
    """Where on the print a pixel of the photograph lies."""
    return cloth.here[np.flatnonzero(cloth.at == row * WIDTH + column)[0]]


def test_sleeves_of_a_top_are_cut_apart_and_its_body_is_round(monkeypatch: pytest.MonkeyPatch) -> None:
    cloth = draw(Engine.load(find_weights(), "cpu", threads=1), 2, monkeypatch)
    for sleeve in (205, 435):
        assert here(cloth, 550, sleeve)[1] - here(cloth, 550, 320)[1] == pytest.approx(CUT_APART[1], abs=0.03)
    middle, side = (here(cloth, 550, x + 6)[0] - here(cloth, 550, x - 6)[0] for x in (320, 385))
    assert middle * cloth.width == pytest.approx(12, rel=0.1)
    assert side > 1.4 * middle


def test_what_is_worn_below_has_no_sleeves(monkeypatch: pytest.MonkeyPatch) -> None:
    cloth = draw(Engine.load(find_weights(), "cpu", threads=1), 4, monkeypatch)
    assert here(cloth, 550, 205)[1] == pytest.approx(here(cloth, 550, 320)[1], abs=0.03)


@pytest.mark.parametrize(("kind", "opens"), [(2, True), (4, False)])
def test_a_top_may_open_down_the_front_and_trousers_do_not(
    kind: int, opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opening(alpha: NDArray[np.float32], rgb: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.full(len(alpha), float(np.flatnonzero(alpha.max(0) > 0.5).mean()), np.float32)

    monkeypatch.setattr("fashionforward.runtime.engine.find_opening", opening)
    monkeypatch.setattr("fashionforward.runtime.engine.leave_zip", lambda alpha, rgb, line: alpha)
    cloth = draw(Engine.load(find_weights(), "cpu", threads=1), kind, monkeypatch)
    step = here(cloth, 550, 335)[1] - here(cloth, 550, 305)[1]
    assert step == pytest.approx(CUT_APART[1] if opens else 0.0, abs=0.03)
