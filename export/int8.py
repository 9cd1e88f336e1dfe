"""Weights kept in eight bits: a quarter of the download, for models that can bear it; the arithmetic stays fp32."""

from __future__ import annotations

import numpy as np
import onnx
from fashionforward.export.half import put_before, store_half
from onnx import TensorProto, helper, numpy_helper

SMALLEST = 1024
"""Initialisers of fewer numbers, and vectors, stay fp16."""

STEPS = 127


def store_int8(model: onnx.ModelProto) -> onnx.ModelProto:
    """Replace each fp32 weight by int8 and an fp32 scale a channel of its first axis; ONNX Runtime multiplies them when it loads."""
    nodes: list[onnx.NodeProto] = []
    scales = []
    for tensor in model.graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or len(tensor.dims) < 2:
            continue
        values = numpy_helper.to_array(tensor)
        if values.size < SMALLEST:
            continue
        scale = np.abs(values).max(tuple(range(1, values.ndim)), keepdims=True) / STEPS
        whole = np.round(values / np.maximum(scale, 1e-12)).astype(np.int8)
        scales.append(scale_up(tensor, whole, scale, nodes))
    model.graph.initializer.extend(scales)
    return store_half(put_before(model, nodes))


def scale_up(tensor: TensorProto, whole: np.ndarray, scale: np.ndarray, nodes: list[onnx.NodeProto]) -> TensorProto:
    """Replace an initialiser by `whole` (int8), add to `nodes` what makes it again, and return the initialiser of its scale."""
    name, kept = tensor.name, f"{tensor.name}_int8"
    tensor.CopyFrom(numpy_helper.from_array(whole, kept))
    nodes.append(helper.make_node("Cast", [kept], [f"{name}_steps"], name=f"{name}_cast", to=TensorProto.FLOAT))
    nodes.append(helper.make_node("Mul", [f"{name}_steps", f"{name}_scale"], [name], name=f"{name}_scaled"))
    return numpy_helper.from_array(scale.astype(np.float32), f"{name}_scale")
