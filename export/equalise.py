"""Every convolution's output brought to one scale, which changes no result: eight bits then serve all branches of a concatenation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import numpy_helper

SCALED_THROUGH = ("Relu", "MaxPool", "Resize")
"""What commutes with a positive factor."""

SMALLEST_PEAK = 1e-6


@dataclass
class _Readers:
    """Convolutions that read a tensor: the name of their weight, and at which of its input channels the tensor begins."""

    weights: list[tuple[str, int]] = field(default_factory=list)
    all_known: bool = True


def equalise(model: onnx.ModelProto, ranges: Mapping[str, tuple[float, float]]) -> list[str]:
    """Divide each convolution by the largest value of its output and multiply the weights that read it, in place.

    Skips what is read by anything but convolutions, directly or through `SCALED_THROUGH` and Concat: the rest is not homogeneous.
    ranges: smallest and largest value of each convolution's output. Returns the names of the nodes that were scaled.
    (Cross-layer equalisation, Nagel et al., ICCV 2019, with one factor a layer: factors a channel make channels that are seldom
    active loud, and a range that must hold them coarse.)
    """
    graph = model.graph
    weights = {t.name: numpy_helper.to_array(t).copy() for t in graph.initializer}
    channels = _channels(onnx.shape_inference.infer_shapes(model))
    scaled = []
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        readers = _Readers()
        _follow(graph, node.output[0], 0, channels, readers)
        if not readers.all_known or not readers.weights:
            continue
        peak = np.float32(max(SMALLEST_PEAK, *(abs(bound) for bound in ranges[_activated(graph, node.output[0])])))
        for name in node.input[1:]:
            weights[name] /= peak
        for name, first in readers.weights:
            weights[name][:, first : first + channels[node.output[0]]] *= peak
        scaled.append(node.name)
    for tensor in graph.initializer:
        if tensor.data_type == onnx.TensorProto.FLOAT:
            tensor.CopyFrom(numpy_helper.from_array(weights[tensor.name], tensor.name))
    return scaled


def _follow(graph: onnx.GraphProto, name: str, first: int, channels: dict[str, int], readers: _Readers) -> None:
    """Collect who reads channels `first` and on of whatever the tensor `name` goes into."""
    readers.all_known &= all(output.name != name for output in graph.output)
    for node in graph.node:
        if name not in node.input:
            continue
        if node.op_type in SCALED_THROUGH and node.input[0] == name:
            _follow(graph, node.output[0], first, channels, readers)
        elif node.op_type == "Concat":
            before = list(node.input)[: list(node.input).index(name)]
            _follow(graph, node.output[0], first + sum(channels[other] for other in before), channels, readers)
        elif node.op_type == "Conv" and node.input[0] == name:
            readers.weights.append((node.input[1], first))
        else:
            readers.all_known = False


def _activated(graph: onnx.GraphProto, name: str) -> str:
    """The ReLU's output where that is all that reads the tensor, else the tensor itself."""
    readers = [node for node in graph.node if name in node.input]
    return str(readers[0].output[0]) if len(readers) == 1 and readers[0].op_type == "Relu" else name


def _channels(model: onnx.ModelProto) -> dict[str, int]:
    """Length of each known tensor's second axis."""
    shapes = {v.name: v.type.tensor_type.shape.dim for v in (*model.graph.value_info, *model.graph.output)}
    return {name: dims[1].dim_value for name, dims in shapes.items() if len(dims) > 1}
