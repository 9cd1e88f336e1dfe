"""Parts of an exported graph that no run asks for: the variance of a posterior, and what a code turns into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.errors import BadWeights
from fashionforward.runtime.device import load_runtime

Array = NDArray[np.float32]

LOG_VARIANCE = (-9.0, 4.0)
"""The encoders keep log variance within this."""


class Part:
    """What lies between tensors of a graph file, by their names there; runs on the CPU."""

    def __init__(self, path: Path, inputs: Sequence[str], outputs: Sequence[str]) -> None:
        import onnx
        from onnx.utils import Extractor

        try:
            cut = Extractor(onnx.load(path)).extract_model(list(inputs), list(outputs))
            self._session = load_runtime().InferenceSession(cut.SerializeToString(), providers=["CPUExecutionProvider"])
        except Exception as error:
            raise BadWeights(f"{path} is not as `ff export` writes it: {error}", "Export the weights again.") from error

    def run(self, feeds: Mapping[str, Any]) -> list[Array]:
        """The outputs, in the order that they were asked for."""
        found: list[Array] = self._session.run(None, dict(feeds))
        return found


class Posterior:
    """An encoder's mean and log variance. A graph that ships gives the mean; the other half is cut from the same tensor in it."""

    def __init__(self, path: Path, inputs: Sequence[str], mean: str = "code") -> None:
        import onnx

        halves = [list(node.output) for node in onnx.load(path).graph.node if mean in node.output]
        if not halves or len(halves[0]) != 2:
            raise BadWeights(f"{path} has no variance beside '{mean}'.", "Export the weights again.")
        self._part = Part(path, inputs, halves[0])

    def of(self, feeds: Mapping[str, Any]) -> tuple[Array, Array]:
        """Mean and log variance of one item's code, without the axis of the batch."""
        mean, logvar = self._part.run(feeds)
        return mean[0], logvar[0].clip(*LOG_VARIANCE)


def nats(mean: Array, logvar: Array) -> Array:
    """KL from N(0, 1) of posteriors (n, …), the mean over the n: what each axis carries."""
    found: Array = 0.5 * (mean**2 + np.exp(logvar) - 1 - logvar).mean(0)
    return found
