"""A network of the size that removes backgrounds today, as a measure of what people run: IS-Net's shape, random weights.

Qin et al., ECCV 2022: six stages of U-blocks at 1024x1024, from half that resolution down, encoded and decoded. About 44 million
parameters there; here each U-block is its three widest convolutions, which are most of its arithmetic.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

SIDE = 1024
ENCODER = ((64, 32, 64), (64, 32, 128), (128, 64, 256), (256, 128, 512), (512, 256, 512), (512, 256, 512))
"""Channels into a stage, in its middle and out of it."""

DECODER = ((1024, 256, 512), (1024, 128, 256), (512, 64, 128), (256, 32, 64), (128, 16, 64))


class _Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._rng = np.random.default_rng(0)

    def add(self, kind: str, inputs: list[str], **attributes: Any) -> str:
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, value: np.ndarray) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def conv(self, x: str, into: int, out: int, stride: int = 1) -> str:
        weight = self._rng.normal(0, (2 / (9 * into)) ** 0.5, (out, into, 3, 3)).astype(np.float32)
        y = self.add("Conv", [x, self.constant(weight)], pads=[1, 1, 1, 1], strides=[stride, stride])
        return self.add("Relu", [y])

    def block(self, x: str, into: int, middle: int, out: int) -> str:
        first = self.conv(x, into, out)
        inner = self.conv(first, out, middle)
        return self.add("Add", [first, self.conv(inner, middle, out)])


def isnet_like(runtime: Any) -> Any:
    """A session on the CPU, with all of its cores."""
    graph = _Graph()
    x, kept = graph.conv("image", 3, 64, stride=2), []
    for index, (into, middle, out) in enumerate(ENCODER):
        x = graph.block(x if index == 0 else _halved(graph, x), into, middle, out)
        kept.append(x)
    for (into, middle, out), skip in zip(DECODER, reversed(kept[:-1]), strict=True):
        x = graph.block(graph.add("Concat", [_doubled(graph, x), skip], axis=1), into, middle, out)
    last = graph.add("Sigmoid", [_doubled(graph, graph.conv(x, 64, 1))])
    made = helper.make_graph(
        graph.nodes,
        "isnet_like",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, None)],
        graph.weights,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def _halved(graph: _Graph, x: str) -> str:
    return graph.add("MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])


def _doubled(graph: _Graph, x: str) -> str:
    scales = graph.constant(np.array([1, 1, 2, 2], np.float32))
    return graph.add("Resize", [x, "", scales], mode="linear")


def removed(session: Any, path: Path) -> Image.Image:
    """A photograph with what the network takes for background made transparent."""
    image = Image.open(path).convert("RGB")
    small = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BILINEAR), np.float32).transpose(2, 0, 1)[None] / 255
    matte = session.run(None, {"image": small - np.float32(0.5)})[0].reshape(SIDE, SIDE)
    image.putalpha(Image.fromarray((matte * 255).astype(np.uint8)).resize(image.size))
    return image
