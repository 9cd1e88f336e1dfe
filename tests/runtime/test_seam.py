"""Weights of another version are told apart by what their graphs want."""

import shutil
from pathlib import Path

import onnx
import pytest

from fashionforward.errors import BadWeights
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.seam import HANDED, check_seam
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import find_weights
from tests.weights import needs_shipped_weights

pytestmark = needs_shipped_weights


def renamed(graph: onnx.ModelProto, name: str, to: str) -> onnx.ModelProto:
    """A graph whose input is called something else."""
    for value in graph.graph.input:
        value.name = to if value.name == name else value.name
    for node in graph.graph.node:
        node.input[:] = [to if each == name else each for each in node.input]
    return graph


@pytest.mark.parametrize(("graph", "name"), [("renderer", "film"), ("cloth", "statistics")])
def test_a_graph_that_wants_something_else_is_told_by_name(tmp_path: Path, graph: str, name: str) -> None:
    weights = find_weights()
    for each in HANDED:
        shutil.copyfile(weights.path / f"{each}.onnx", tmp_path / f"{each}.onnx")
    check_seam(Sessions(tmp_path, choose_device("cpu"), 1), weights.card)
    onnx.save(renamed(onnx.load(tmp_path / f"{graph}.onnx"), name, "another"), tmp_path / f"{graph}.onnx")
    with pytest.raises(BadWeights, match=rf"{weights.card.version}.*{graph} differs in another, {name}") as caught:
        check_seam(Sessions(tmp_path, choose_device("cpu"), 1), weights.card)
    assert str(tmp_path) in caught.value.message and "ff export" in (caught.value.hint or "")


def test_a_graph_that_takes_its_pixels_the_other_way_round_is_told(tmp_path: Path) -> None:
    weights = find_weights()
    for each in HANDED:
        shutil.copyfile(weights.path / f"{each}.onnx", tmp_path / f"{each}.onnx")
    graph = onnx.load(tmp_path / "renderer.onnx")
    levels = next(value for value in graph.graph.input if value.name == "levels")
    before = levels.type.tensor_type.shape
    before.dim.reverse()
    del graph.graph.value_info[:]
    turn = onnx.helper.make_node("Transpose", ["levels"], ["turned"], perm=[1, 0])
    for node in graph.graph.node:
        node.input[:] = ["turned" if each == "levels" else each for each in node.input]
    graph.graph.node.insert(0, turn)
    onnx.save(graph, tmp_path / "renderer.onnx")
    with pytest.raises(BadWeights, match=r"renderer differs in levels"):
        check_seam(Sessions(tmp_path, choose_device("cpu"), 1), weights.card)
