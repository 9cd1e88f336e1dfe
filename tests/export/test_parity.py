"""The check that fails an export, and weights kept in fp16."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

import onnx  # noqa: E402
from fashionforward.export.graphs import Graph, graphs  # noqa: E402
from fashionforward.export.half import store_half  # noqa: E402
from fashionforward.export.int8 import store_int8  # noqa: E402
from fashionforward.export.parity import check_parity  # noqa: E402
from onnx import numpy_helper  # noqa: E402

from fashionforward.errors import ExportMismatch  # noqa: E402
from fashionforward.model.fashion_forward import FashionForward  # noqa: E402


class Double(torch.nn.Module):
    """One small layer, for graphs that are quick to export."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(16, 16)

    def forward(self, x: "torch.Tensor") -> "torch.Tensor":
        return self.layer(x) * 2


@pytest.fixture
def graph(tmp_path: Path) -> tuple[Graph, Path]:
    torch.manual_seed(0)
    graph = Graph("double", Double().eval(), lambda rng, size: {"x": torch.rand(2, 16, generator=rng)}, ("y",))
    path = tmp_path / "double.onnx"
    torch.onnx.export(
        graph.module, kwargs=graph.inputs(torch.Generator(), 0), dynamo=True, external_data=False, output_names=["y"]
    ).save(path)
    return graph, path


def test_a_faithful_graph_passes(graph: tuple[Graph, Path]) -> None:
    assert check_parity(*graph, "fp32") < 1e-5


def test_a_graph_that_differs_fails_and_names_its_output(graph: tuple[Graph, Path]) -> None:
    torch.nn.init.normal_(graph[0].module.layer.weight)  # type: ignore[union-attr,arg-type]
    with pytest.raises(ExportMismatch, match="'y' differs"):
        check_parity(*graph, "fp16")


def test_fp16_halves_the_weights_and_changes_next_to_nothing(graph: tuple[Graph, Path]) -> None:
    half = store_half(onnx.load(graph[1]))
    kept = [t for t in half.graph.initializer if t.data_type == onnx.TensorProto.FLOAT16]
    assert sum(numpy_helper.to_array(t).size for t in kept) >= 256
    onnx.save(half, graph[1])
    assert 0 < check_parity(*graph, "fp16") < 2e-3


def test_int8_quarters_the_weights_and_changes_little(tmp_path: Path) -> None:
    torch.manual_seed(0)
    wide = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.Tanh(), torch.nn.Linear(64, 64)).eval()
    graph = Graph("wide", wide, lambda rng, size: {"input": torch.rand(2, 64, generator=rng)}, ("y",))
    path = tmp_path / "wide.onnx"
    example = graph.inputs(torch.Generator(), 0)
    torch.onnx.export(wide, kwargs=example, dynamo=True, external_data=False, output_names=["y"]).save(path)
    eighth = store_int8(onnx.load(path))
    kept = [t for t in eighth.graph.initializer if t.data_type == onnx.TensorProto.INT8]
    assert sum(numpy_helper.to_array(t).size for t in kept) == 2 * 64 * 64
    onnx.save(eighth, path)
    assert 0 < check_parity(graph, path, "int8") < 2e-2


def test_every_part_of_the_model_is_in_a_graph() -> None:
    model = FashionForward(("solid", "stripes"))
    shipped = {id(p) for graph in graphs(model, (48, 32)) for p in graph.module.parameters()}
    assert {id(p) for p in model.parameters()} == shipped


def test_example_inputs_differ_along_every_free_axis() -> None:
    for graph in graphs(FashionForward(("solid",)), (48, 32)):
        small, large = (graph.inputs(torch.Generator().manual_seed(0), size) for size in (0, 1))
        for name, axes in graph.dynamic.items():
            assert all(small[name].shape[axis] != large[name].shape[axis] for axis in axes), (graph.name, name)
            assert np.isfinite(small[name].numpy()).all()
