"""Graphs that keep equal weights once, in a file beside them (ONNX calls it external data)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import onnx
from onnx import TensorProto, helper, numpy_helper

SMALLEST = 1024
"""Bytes: initialisers of fewer stay in their graph."""

ALIGNED = 64
"""Bytes: where a tensor may begin in the file."""


def save_sharing(models: Mapping[Path, onnx.ModelProto], data: Path) -> None:
    """Write graphs whose larger initialisers lie in `data`, equal ones once. All files must be in one folder.

    Each graph carries the sha256 of `data`, so that its own bytes tell which weights it has.
    """
    content, places = bytearray(), dict[bytes, int]()
    for model in models.values():
        for tensor in model.graph.initializer:
            raw = numpy_helper.to_array(tensor).tobytes()
            if len(raw) < SMALLEST:
                continue
            key = hashlib.sha256(raw).digest()
            if key not in places:
                content.extend(bytes(-len(content) % ALIGNED))
                places[key] = len(content)
                content.extend(raw)
            _point(tensor, data.name, places[key], len(raw))
    data.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    for path, model in models.items():
        helper.set_model_props(model, {"weights": digest})
        path.write_bytes(model.SerializeToString(deterministic=True))


def _point(tensor: TensorProto, location: str, offset: int, length: int) -> None:
    for kind in ("raw_data", "float_data", "int32_data", "int64_data"):
        tensor.ClearField(kind)
    tensor.data_location = TensorProto.EXTERNAL
    del tensor.external_data[:]
    for key, value in (("location", location), ("offset", str(offset)), ("length", str(length))):
        tensor.external_data.add(key=key, value=value)
