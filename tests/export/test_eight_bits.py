"""A parser in eight bits: what scaling must not change, what two graphs share, and the check that fails it."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

import onnx  # noqa: E402
import onnxruntime  # noqa: E402
from fashionforward.export.checkpoint import calibrate_parser, trace  # noqa: E402
from fashionforward.export.eight_bits import chosen  # noqa: E402
from fashionforward.export.equalise import equalise  # noqa: E402
from fashionforward.export.graphs import Graph  # noqa: E402
from fashionforward.export.parity import check_agreement  # noqa: E402
from fashionforward.export.photographs import read_photographs  # noqa: E402
from fashionforward.export.shared import save_sharing  # noqa: E402
from onnx import numpy_helper  # noqa: E402
from torch import nn  # noqa: E402

from fashionforward.errors import DataError, ExportMismatch  # noqa: E402
from fashionforward.runtime.device import CPU_PROVIDER, Device  # noqa: E402
from fashionforward.runtime.gpu import graph_for, to_half  # noqa: E402

LOUD = 300.0


class Small(nn.Module):
    """A U-Net in little, whose skip is far louder than what it is put beside, as VGG's features are."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.ModuleDict({"stages": nn.ModuleList([nn.ModuleList([nn.Conv2d(3, 8, 3, padding=1)])])})
        self.down, self.skip = nn.Conv2d(8, 16, 3, padding=1), nn.Conv2d(8, 8, 1)
        self.fuse, self.heads = nn.Conv2d(24, 32, 3, padding=1), nn.Conv2d(32, 1, 1)
        with torch.no_grad():
            self.skip.weight *= LOUD
            self.fuse.weight[:, 16:] /= LOUD

    def forward(self, image: "torch.Tensor") -> "torch.Tensor":
        fine = self.encoder["stages"][0][0](image).relu()  # type: ignore[index]
        deep = self.down(nn.functional.max_pool2d(fine, 2)).relu()
        deep = nn.functional.interpolate(deep, scale_factor=2.0, mode="bilinear", align_corners=False)
        fused = self.fuse(torch.cat([deep, self.skip(fine)], 1)).relu()
        logit = self.heads(fused)
        return torch.sigmoid(40 * (logit - logit.mean()))


@pytest.fixture(scope="module")
def small() -> onnx.ModelProto:
    torch.manual_seed(3)
    graph = Graph("parser", Small().eval(), lambda rng, size: {"image": torch.rand(1, 3, 48, 32)}, ("matte",))
    return trace(graph)


@pytest.fixture(scope="module")
def images() -> list[np.ndarray]:
    """Photographs made small, without the grey of a letterbox, which a network this small has no opinion of."""
    from fashionforward.catalog.decode import read_photograph
    from fashionforward.imaging.letterbox import resize

    found = sorted((Path(__file__).parents[1] / "photographs").glob("*.jpg"))
    made = [resize(read_photograph(path).srgb(), (48, 32)) for path in found]
    return [np.ascontiguousarray(view.transpose(2, 0, 1)[None]) for rgb in made for view in (rgb, rgb[:, ::-1])]


@pytest.fixture
def lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network of random weights cuts its mattes through the midst of things, where eight bits tell."""
    monkeypatch.setattr("fashionforward.export.parity.LEAST_AGREEMENT", 0.9)


def run(graph: bytes | str, image: np.ndarray, output: str = "matte") -> np.ndarray:
    session = onnxruntime.InferenceSession(graph, providers=[CPU_PROVIDER])
    made: np.ndarray = session.run([output], {"image": image})[0]
    return made


def copy(model: onnx.ModelProto) -> onnx.ModelProto:
    return onnx.ModelProto.FromString(model.SerializeToString())


def test_scaling_brings_branches_together_and_changes_no_result(
    small: onnx.ModelProto, images: list[np.ndarray]
) -> None:
    model = copy(small)
    outputs = [node.output[0] for node in model.graph.node if node.op_type in ("Conv", "Relu")]
    watched = copy(model)
    watched.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in outputs)
    seen = {name: run(watched.SerializeToString(), images[0], name) for name in outputs}
    scaled = equalise(model, {name: (float(v.min()), float(v.max())) for name, v in seen.items()})
    assert len(scaled) == 4, "all but the heads, which nothing but a Sigmoid follows"
    assert np.abs(run(small.SerializeToString(), images[1]) - run(model.SerializeToString(), images[1])).max() < 1e-3
    (joined,) = (node for node in model.graph.node if node.op_type == "Concat")
    model.graph.output.append(onnx.helper.make_empty_tensor_value_info(joined.output[0]))
    after = np.abs(run(model.SerializeToString(), images[0], joined.output[0]))
    assert 0.5 < after[:, :16].max() <= 1.01 and 0.9 < after[:, 16:].max() <= 1.01


def test_first_and_last_layers_and_attention_stay_as_they_are(small: onnx.ModelProto) -> None:
    names = set(chosen(small))
    weights = {node.input[1] for node in small.graph.node if node.op_type == "Conv" and node.name in names}
    assert {name.split(".")[-2] for name in weights} == {"down", "skip", "fuse"}
    kinds = [node.op_type for node in small.graph.node if node.name in names]
    assert kinds.count("Relu") == 2, "not the one after the first convolution"
    assert {"MaxPool", "Concat", "Resize"} <= set(kinds)


@pytest.mark.usefixtures("lenient")
def test_both_graphs_have_the_same_weights_once_and_agree(
    small: onnx.ModelProto, images: list[np.ndarray], tmp_path: Path
) -> None:
    path, lines = tmp_path / "parser.onnx", list[str]()
    about = calibrate_parser(small, path, images, lines.append)
    assert about["photographs"] == 6 and about["checked_on"] == 2 and "parser.weights" in lines[0]
    twin = graph_for(Device("cpu", [CPU_PROVIDER]), path)
    assert twin != path == graph_for(Device("cpu", [CPU_PROVIDER], exact=True), path)
    wanted = run(small.SerializeToString(), images[0])
    errors = [np.abs(run(str(file), images[0]) - wanted).mean() for file in (path, twin)]
    assert 0 < errors[0] < 0.02 and 0 < errors[1] < 0.05
    kept = {}
    for file in (path, twin):
        for tensor in onnx.load(file, load_external_data=False).graph.initializer:
            for entry in tensor.external_data:
                if entry.key == "offset" and tensor.data_type == onnx.TensorProto.INT8:
                    kept.setdefault(file.name, set()).add(entry.value)
    assert kept["parser.onnx"] == kept["parser_int8.onnx"] and len(kept["parser.onnx"]) >= 2
    whole = [
        numpy_helper.to_array(t) for t in onnx.load(twin).graph.initializer if t.data_type == onnx.TensorProto.INT8
    ]
    assert max(np.abs(values.astype(int)).max() for values in whole) <= 64, "pairs of products must fit into 16 bits"


@pytest.mark.usefixtures("lenient")
def test_a_gpu_is_handed_the_graph_in_half_precision(
    small: onnx.ModelProto, images: list[np.ndarray], tmp_path: Path
) -> None:
    calibrate_parser(small, tmp_path / "parser.onnx", images, lambda line: None)
    made = run(to_half(tmp_path / "parser.onnx"), images[0])
    assert np.abs(made - run(str(tmp_path / "parser.onnx"), images[0])).mean() < 0.01


def test_a_graph_says_which_weights_it_has(small: onnx.ModelProto, tmp_path: Path) -> None:
    other = copy(small)
    for tensor in other.graph.initializer:
        if tensor.name.endswith("fuse.weight"):
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor) * 2, tensor.name))
    for name, model in (("a", small), ("b", other)):
        (tmp_path / name).mkdir()
        save_sharing({tmp_path / name / "parser.onnx": copy(model)}, tmp_path / name / "parser.weights")
    assert (tmp_path / "a/parser.onnx").read_bytes() != (tmp_path / "b/parser.onnx").read_bytes()


def test_mattes_that_differ_fail_the_export(small: onnx.ModelProto, images: list[np.ndarray], tmp_path: Path) -> None:
    broken = copy(small)
    for tensor in broken.graph.initializer:
        if tensor.name.endswith("heads.weight"):
            tensor.CopyFrom(numpy_helper.from_array(-numpy_helper.to_array(tensor), tensor.name))
    onnx.save(broken, tmp_path / "parser.onnx")
    with pytest.raises(ExportMismatch, match="agree with the parser's by IoU"):
        check_agreement(small, tmp_path / "parser.onnx", images)
    with pytest.raises(ExportMismatch):
        check_agreement(small, tmp_path / "parser.onnx", [])


def test_photographs_are_those_of_the_training_split(photographs: Path, tmp_path: Path) -> None:
    names = sorted(path.name for path in photographs.glob("*.jpg"))
    rows = "".join(f"{name},{'val' if index == 0 else 'train'}\n" for index, name in enumerate(names))
    (tmp_path / "table.csv").write_text(f"filename,split\n{rows}")
    (tmp_path / "dataset.toml").write_text(
        f'[[source]]\nname = "a"\nimages = "{photographs}"\ntable = "table.csv"\nmattes = "{photographs}"\n'
    )
    found = read_photographs(tmp_path, (48, 32))
    assert len(found) == len(names) - 1 and {image.shape for image in found} == {(1, 3, 48, 32)}
    assert len(read_photographs(tmp_path, (48, 32), count=3)) == 3
    (tmp_path / "table.csv").write_text(f"filename,split\n{names[0]},train\n")
    with pytest.raises(DataError, match="calibration needs 3"):
        read_photographs(tmp_path, (48, 32))
