"""The check that fails an export: torch and ONNX Runtime on the same inputs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from fashionforward.export.graphs import Graph

from fashionforward.errors import ExportMismatch

TOLERANCE = {"fp32": 1e-3, "fp16": 2e-2, "int8": 2e-2}
"""Largest difference, as a share of the output's largest value where that is above 1."""


def check_parity(graph: Graph, path: Path, precision: str) -> float:
    """Run both on two sets of inputs, the second of another size where the graph allows; returns the largest difference.

    Raises ExportMismatch, naming the output, where it is above the tolerance.
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for size in (0, 1):
        inputs = graph.inputs(torch.Generator().manual_seed(10 + size), size)
        with torch.no_grad():
            wanted = graph.module(**inputs)
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        got = session.run(list(graph.outputs), {k: v.numpy() for k, v in inputs.items()})
        for name, a, b in zip(graph.outputs, wanted, got, strict=True):
            difference = float(np.abs(a.numpy() - b).max()) / max(1.0, float(a.abs().max()))
            if not difference <= TOLERANCE[precision]:
                raise ExportMismatch(
                    f"{path.name}: output '{name}' differs from torch by {difference:.2g}, allowed is {TOLERANCE[precision]:g}.",
                    "Export in fp32, or report it with the versions of torch, onnx and onnxruntime.",
                )
            worst = max(worst, difference)
    return worst
