"""Finding weights and reading their card."""

import json
from pathlib import Path

import pytest

from fashionforward.errors import BadWeights, ExitCode
from fashionforward.runtime.weights import find_weights, shipped_weights
from tests.weights import PRINTS, make_weights


def test_a_card_is_read(tmp_path: Path) -> None:
    weights = find_weights(make_weights(tmp_path / "w"))
    weights.verify()
    assert weights.card.prints == PRINTS
    assert weights.card.regions == ("top", "outer", "bottom", "dress")
    assert weights.card.training == {"steps": {"parser": 10}}


def test_the_fingerprint_is_that_of_the_files(tmp_path: Path) -> None:
    one = find_weights(make_weights(tmp_path / "one")).card
    renamed = find_weights(make_weights(tmp_path / "two", name="other", files=dict(one.files, b="0" * 64))).card
    same = find_weights(make_weights(tmp_path / "three", name="other")).card
    assert one.fingerprint == same.fingerprint != renamed.fingerprint
    assert len(one.fingerprint) == 64


def test_no_folder_no_card(tmp_path: Path) -> None:
    with pytest.raises(BadWeights, match="no weights") as caught:
        find_weights(tmp_path / "nowhere")
    assert caught.value.exit_code == ExitCode.bad_weights and caught.value.hint
    with pytest.raises(BadWeights, match="no card"):
        find_weights(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"format": 2}', '{"format": 1}', '{"format": 1, "attributes": 3}', "\ud800"]
)
def test_a_damaged_card_is_a_clear_error(tmp_path: Path, text: str) -> None:
    make_weights(tmp_path)
    (tmp_path / "card.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(BadWeights, match=r"card\.json"):
        find_weights(tmp_path)


@pytest.mark.parametrize("key", ["name", "preset", "version", "attributes", "files"])
def test_a_card_that_lacks_something_is_a_clear_error(tmp_path: Path, key: str) -> None:
    make_weights(tmp_path)
    card = json.loads((tmp_path / "card.json").read_text())
    del card[key]
    (tmp_path / "card.json").write_text(json.dumps(card))
    with pytest.raises(BadWeights, match=key):
        find_weights(tmp_path)


@pytest.mark.parametrize("canvas", [None, 3, [288], [0, 0], [288, 190], ["a", "b"]])
def test_a_canvas_that_the_parser_cannot_have_is_a_clear_error(tmp_path: Path, canvas: object) -> None:
    with pytest.raises(BadWeights, match=r"card\.json"):
        find_weights(make_weights(tmp_path, canvas=canvas))


def test_a_card_cannot_point_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(BadWeights):
        find_weights(make_weights(tmp_path, files={"../../etc/passwd": "0" * 64}))


def test_files_that_are_not_the_card_s_are_found_out(tmp_path: Path) -> None:
    weights = find_weights(make_weights(tmp_path))
    (tmp_path / "parser.onnx").write_bytes(b"another graph")
    with pytest.raises(BadWeights, match="not the file"):
        weights.verify()
    (tmp_path / "parser.onnx").unlink()
    with pytest.raises(BadWeights, match="cannot be read"):
        weights.verify()


def test_the_shipped_weights_are_whole() -> None:
    if not (shipped_weights() / "card.json").is_file():
        pytest.skip("this checkout ships no weights yet")
    weights = find_weights()
    weights.verify()
    assert "palm_print" in weights.card.prints
    assert all((weights.path / name).stat().st_size < 40e6 for name in weights.card.files)
