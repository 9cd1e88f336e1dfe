"""The parser in eight bits, weights and activations, by calibration on photographs: for the CPU, where it is most of the work."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from fashionforward.export.equalise import equalise
from fashionforward.export.half import put_before, store_half
from fashionforward.export.int8 import scale_up
from onnx import numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantType, quantize_static
from onnxruntime.quantization.calibrate import create_calibrator

KEPT = ("encoder.stages.0.0.", "context.attention.", "heads.", "cloth.")
"""Convolutions that stay in fp32, by their weights' names: the first and the last, and attention, which is cheap and finely tuned."""

AROUND = ("Relu", "MaxPool", "Concat", "Resize")
"""What lies between convolutions and is done in eight bits as well."""

FIRST_LOOK = 12
"""Photographs that tell how convolutions are scaled against each other; all of them tell the ranges."""


class _Reader(CalibrationDataReader):
    def __init__(self, name: str, images: list[np.ndarray]) -> None:
        self._feeds: Iterator[dict[str, np.ndarray]] = ({name: image} for image in images)

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._feeds, None)


def to_eight_bits(model: onnx.ModelProto, images: list[np.ndarray]) -> tuple[onnx.ModelProto, onnx.ModelProto]:
    """Two graphs with the same eight-bit weights: one that computes in floating point, one that computes in eight bits.

    model: fp32, of convolutions and what the parser has beside them; its one input takes each of `images`, float32.
    Ranges are those seen, one a tensor; weights have one scale an output channel and seven of their eight bits: without VNNI, a CPU
    adds pairs of products in 16 bits, which more would overflow. So all CPUs compute the same.
    """
    logging.getLogger().addFilter(_mute)
    try:
        with tempfile.TemporaryDirectory() as temporary:
            folder, feed = Path(temporary), model.graph.input[0].name
            onnx.save(model, folder / "plain.onnx")
            equalise(model, _ranges(folder / "plain.onnx", folder, _Reader(feed, images[:FIRST_LOOK])))
            onnx.save(model, folder / "scaled.onnx")
            quantize_static(
                folder / "scaled.onnx",
                folder / "eight.onnx",
                _Reader(feed, images),
                op_types_to_quantize=["Conv", *AROUND],
                nodes_to_quantize=chosen(model),
                per_channel=True,
                reduce_range=True,
                activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8,
                calibrate_method=CalibrationMethod.MinMax,
            )
            eight = onnx.load(folder / "eight.onnx")
    finally:
        logging.getLogger().removeFilter(_mute)
    return store_half(_with_weights_of(model, eight)), store_half(eight, vectors=False)


def chosen(model: onnx.ModelProto) -> list[str]:
    """Names of the nodes that are to compute in eight bits."""
    constants = {t.name for t in model.graph.initializer}
    convolved, names = set(), []
    for node in model.graph.node:
        if node.op_type == "Conv" and not any(part in node.input[1] for part in KEPT):
            convolved.add(node.output[0])
            names.append(node.name)
        elif node.op_type == "Relu" and node.input[0] not in convolved:
            continue  # it goes into the convolution before it, or nowhere
        elif node.op_type in AROUND and node.input[0] not in constants:
            names.append(node.name)
    return names


def _ranges(path: Path, folder: Path, reader: _Reader) -> dict[str, tuple[float, float]]:
    calibrator = create_calibrator(
        path,
        ["Conv", "Relu"],
        augmented_model_path=str(folder / "augmented.onnx"),
        calibrate_method=CalibrationMethod.MinMax,
    )
    calibrator.collect_data(reader)
    seen = calibrator.compute_data()
    bounds = {name: [float(np.ravel(bound)[0]) for bound in data.range_value] for name, data in seen.items()}
    return {name: (low, high) for name, (low, high) in bounds.items()}


def _with_weights_of(model: onnx.ModelProto, eight: onnx.ModelProto) -> onnx.ModelProto:
    """The floating-point graph with the weights of the other, which are multiplied by their scales when it is loaded."""
    whole = {t.name: numpy_helper.to_array(t) for t in eight.graph.initializer}
    nodes: list[onnx.NodeProto] = []
    scales = []
    for tensor in model.graph.initializer:
        name = tensor.name
        if f"{name}_quantized" in whole and len(tensor.dims) == 4:
            scale = whole[f"{name}_scale"].reshape(-1, 1, 1, 1)
            scales.append(scale_up(tensor, whole[f"{name}_quantized"], scale, nodes))
    model.graph.initializer.extend(scales)
    return put_before(model, nodes)


def _mute(record: logging.LogRecord) -> bool:
    """The library's advice to preprocess goes by the root logger; the exporter has folded all there is to fold."""
    return "pre-processing" not in record.getMessage()
