"""ONNX Runtime sessions of a folder of weights, opened when first needed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fashionforward.errors import BadWeights
from fashionforward.runtime.device import Device, load_runtime

if TYPE_CHECKING:
    import numpy as np

SILENT = 4


class Sessions:
    """Graphs by name ("parser" is parser.onnx). Several threads may run them at once."""

    def __init__(self, folder: Path, device: Device, threads: int | None) -> None:
        self.folder, self.device, self.threads = folder, device, threads
        self._open: dict[str, Any] = {}
        self._lock = threading.Lock()

    def run(self, graph: str, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Outputs by name."""
        session = self._session(graph)
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, feeds), strict=True))

    def inputs(self, graph: str) -> dict[str, list[int | str]]:
        """Names and shapes of a graph's inputs; an axis that is free has a name for its length."""
        return {value.name: list(value.shape) for value in self._session(graph).get_inputs()}

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers that the sessions opened so far really use."""
        return tuple(dict.fromkeys(p for session in list(self._open.values()) for p in session.get_providers()))

    def _session(self, graph: str) -> Any:
        with self._lock:
            if graph not in self._open:
                self._open[graph] = self._load(graph)
            return self._open[graph]

    def _load(self, graph: str) -> Any:
        runtime = load_runtime()
        runtime.set_default_logger_severity(SILENT)
        options = runtime.SessionOptions()
        options.log_severity_level = SILENT
        if self.threads:
            options.intra_op_num_threads = self.threads
        # spinning threads take the cores that decode the next photograph
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = self.folder / f"{graph}.onnx"
        try:
            return runtime.InferenceSession(str(path), options, providers=self.device.providers)
        except Exception as error:
            raise BadWeights(f"{path} cannot be loaded: {error}", "Fetch or export the weights again.") from error
