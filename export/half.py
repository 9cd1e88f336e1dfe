"""Weights kept in fp16: half the download, and the arithmetic stays fp32 until a device computes better in less."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SMALLEST = 64
"""Initialisers of fewer numbers stay as they are."""

LARGEST = 65504.0
"""The largest number that fp16 holds."""


def store_half(model: onnx.ModelProto, *, vectors: bool = True) -> onnx.ModelProto:
    """Replace each fp32 initialiser by an fp16 one and a cast, which ONNX Runtime folds away when it loads the graph.

    vectors: those of one axis as well. The scales of quantised nodes must stay what they are.
    """
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT or not (vectors or len(tensor.dims) > 1):
            continue
        values = numpy_helper.to_array(tensor)
        if values.size < SMALLEST or np.abs(values).max() > LARGEST:
            continue
        name, half = tensor.name, f"{tensor.name}_fp16"
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(helper.make_node("Cast", [half], [name], name=f"{name}_cast", to=TensorProto.FLOAT))
    return put_before(model, casts)


def put_before(model: onnx.ModelProto, nodes: list[onnx.NodeProto]) -> onnx.ModelProto:
    """The model with `nodes` before its own, which make what were initialisers; checked."""
    graph = model.graph
    known = {node.output[0] for node in nodes}
    every, kept = [*nodes, *graph.node], [v for v in graph.value_info if v.name not in known]
    del graph.node[:]
    graph.node.extend(every)
    del graph.value_info[:]
    graph.value_info.extend(kept)
    onnx.checker.check_model(model)
    return model
