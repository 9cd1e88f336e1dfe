"""A user's print from `ff prints add` to `--attr NAME`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from fashionforward.attributes.edit import Edit
from fashionforward.batch.options import RunOptions
from fashionforward.cli.app import app
from fashionforward.errors import BadPrint
from fashionforward.prints import colorize, draw
from fashionforward.runtime.weights import find_weights
from fashionforward.userprints.design import design_of
from fashionforward.userprints.encoding import encode
from fashionforward.userprints.store import find_user_prints, load, named, save
from tests.weights import make_weights, needs_shipped_weights


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FF_PRINTS", str(tmp_path / "prints"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "prints"


@pytest.fixture
def swatch(tmp_path: Path) -> Path:
    path = tmp_path / "swatch.png"
    Image.fromarray((colorize(draw("polka_dot", 1001)) * 255).astype(np.uint8)).save(path)
    return path


def design():  # type: ignore[no-untyped-def]
    return design_of(colorize(draw("stripes", 1001)).astype(np.float32))


def test_a_print_is_read_as_it_was_written(store: Path) -> None:
    written = replace(design(), code=np.ones((4, 64, 64), np.float32), family="stripes", decoder="abc", kept=0.97)
    kept = save(store, "mine", (written, written))
    read = load(kept.path)
    assert len(read) == 2 and (read[0].family, read[0].decoder, read[0].kept) == ("stripes", "abc", 0.97)
    np.testing.assert_array_equal(read[0].weights, written.weights)
    np.testing.assert_array_equal(read[1].code, written.code)
    assert find_user_prints() == {"mine": kept}


def test_prints_beside_a_manifest_win(store: Path, tmp_path: Path) -> None:
    save(store, "mine", (design(),))
    beside = save(tmp_path / "season" / "prints", "mine", (replace(design(), kept=0.5),))
    assert find_user_prints(tmp_path / "season")["mine"] == beside != find_user_prints()["mine"]


def test_a_damaged_print_is_named(store: Path) -> None:
    store.mkdir()
    (store / "mine.print").write_bytes(b"no print")
    with pytest.raises(BadPrint, match=r"mine\.print"):
        _ = named("mine").designs
    with pytest.raises(BadPrint, match="mine"):
        named("mina")


def test_the_users_prints_join_what_the_weights_know(store: Path, tmp_path: Path) -> None:
    kept = save(store, "coral_leaf", (design(),))
    found = find_weights(make_weights(tmp_path / "weights"))
    assert list(found.card.prints)[-1] == "coral_leaf" and found.card.prints["coral_leaf"] == {"own": kept.digest}


def test_another_swatch_makes_another_output(tmp_path: Path) -> None:
    def recipe(digest: str) -> str:
        options = RunOptions(inputs=[], edits=[], out=tmp_path / "out", own_prints={"mine": digest})
        mixed = Edit("mix", print="mine:0.6+floral:0.4", mix=(("mine", 0.6), ("floral", 0.4)))
        return options.recipe(mixed).digest + options.recipe(Edit("mine", print="mine")).digest

    assert recipe("a") == recipe("a") != recipe("b")
    options = RunOptions(inputs=[], edits=[], out=tmp_path / "out", own_prints={"mine": "a"})
    assert options.recipe(Edit("floral", print="floral")).edit == Edit("floral", print="floral")


class Graphs:
    """An encoder that loses all but what it is told to try: the second family gives the field back, the others a blank."""

    def run(self, graph: str, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if graph == "print_encoder":
            self.weights = feeds["weights"]
            return {"code": np.full((1, 4, 64, 64), float(feeds["family"][0]), np.float32)}
        given = np.log(np.maximum(self.weights, 1e-4))
        return {"field": given if feeds["family"][0] == 1 else np.zeros_like(given)}


def test_the_family_that_gives_a_swatch_back_best_is_taken(tmp_path: Path) -> None:
    card = find_weights(make_weights(tmp_path / "weights")).card
    encoded = encode(design(), card, Graphs())
    assert encoded.family == "stripes" and encoded.code is not None and encoded.code.max() == 1
    assert encoded.kept > 0.9


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Palm Leaf"], "cannot be a print's name"),
        (["stripes"], "know already"),
        (["mine", "--exact", "--colors", "3"], "contradict"),
    ],
)
def test_what_cannot_be_added_is_said(
    store: Path, swatch: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    weights = make_weights(tmp_path / "weights")
    told = ["prints", "add", arguments[0], str(swatch), *arguments[1:], "--weights", str(weights)]
    result = CliRunner().invoke(app, told)
    assert result.exit_code == 2 and said in result.output


@needs_shipped_weights
def test_a_swatch_becomes_an_attribute(store: Path, swatch: Path, photographs: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    added = run(app, ["prints", "add", "coral_dot", str(swatch)])
    assert added.exit_code == 0, added.output
    told = json.loads(run(app, ["prints", "list", "--json"]).output)
    assert told["name"] == "coral_dot" and told["designs"][0]["kept"] > 0.9 and told["designs"][0]["tiled"]
    assert Image.open(store / "coral_dot.png").width > 700
    out = tmp_path / "out"
    made = run(app, ["transform", str(photographs / "yellow-tee.jpg"), "--attr", "coral_dot", "-o", str(out)])
    assert made.exit_code == 0, made.output
    before, after = (
        np.asarray(Image.open(path).convert("RGB"), np.float32)
        for path in (photographs / "yellow-tee.jpg", out / "coral_dot" / "yellow-tee.jpg")
    )
    assert np.abs(before - after).mean() > 4
    assert run(app, ["prints", "remove", "coral_dot"]).exit_code == 0
    assert not list(store.iterdir())
    assert run(app, ["transform", str(photographs), "--attr", "coral_dot", "-o", str(out)]).exit_code == 2
