"""The checks that fail an export: torch and ONNX Runtime on the same inputs; eight bits and more on the same photographs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from fashionforward.export.graphs import Graph

from fashionforward.errors import ExportMismatch

TOLERANCE = {"fp32": 1e-3, "fp16": 2e-2, "int8": 2e-2}
"""Largest difference, as a share of the output's largest value where that is above 1."""

LEAST_AGREEMENT = 0.98
"""Mean IoU of the mattes, cut at 0.5, that a parser with eight-bit weights must have with the parser as it was trained."""


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


def check_agreement(plain: onnx.ModelProto, path: Path, images: list[np.ndarray]) -> float:
    """Run the parser's graph `plain` and the one at `path` on photographs; returns the mean IoU of their mattes.

    images: (1, 3, h, w) float32 sRGB. Those without a garment say nothing. Raises ExportMismatch where it is too low, or none says
    anything.
    """
    import onnxruntime

    mattes = []
    for graph in (plain.SerializeToString(), str(path)):
        session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
        mattes.append([session.run(["matte"], {"image": image})[0] > 0.5 for image in images])
    shared = [((a & b).sum(), (a | b).sum()) for a, b in zip(*mattes, strict=True)]
    agreement = float(np.mean([both / either for both, either in shared if either] or [0.0]))
    if not agreement >= LEAST_AGREEMENT:
        raise ExportMismatch(
            f"{path.name}: its mattes agree with the parser's by IoU {agreement:.3f}, asked is {LEAST_AGREEMENT:g}.",
            "Calibrate with photographs like those that it will see, or export without --calibrate.",
        )
    return agreement
