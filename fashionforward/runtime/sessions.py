"""ONNX Runtime sessions of a folder of weights, opened when first needed."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fashionforward.errors import BadWeights, MissingDependency, NoDevice
from fashionforward.runtime.device import GPU_EXTRA, Device, load_runtime
from fashionforward.runtime.gpu import PARSER, graph_for, providers_for

if TYPE_CHECKING:
    Feeds = Mapping[str, "np.ndarray | Resident"]

SILENT = 4


@dataclass(frozen=True)
class Resident:
    """A tensor that lies where a device computes, so that it is carried there once for many runs. `value`: ONNX Runtime's."""

    value: Any


class Sessions:
    """Graphs by name ("parser" is parser.onnx). Several threads may run them at once."""

    def __init__(self, folder: Path, device: Device, threads: int | None) -> None:
        self.folder, self.device, self.threads = folder, device, threads
        self._open: dict[str, Any] = {}
        self._lock = threading.Lock()
        if device.is_gpu:  # what it lacks ends the run here, and not each item of it
            names = sorted(path.stem for path in folder.glob("*.onnx"))
            self._session(PARSER if PARSER in names else names[0])

    def run(self, graph: str, feeds: Feeds) -> dict[str, np.ndarray]:
        """Outputs by name. Arrays are carried to the device for this run, what `put` gave is there."""
        session = self._session(graph)
        names = [output.name for output in session.get_outputs()]
        if not any(isinstance(value, Resident) for value in feeds.values()):
            return dict(zip(names, session.run(names, feeds), strict=True))
        binding = session.io_binding()
        for name, value in feeds.items():
            if isinstance(value, Resident):
                binding.bind_ortvalue_input(name, value.value)
            else:
                binding.bind_cpu_input(name, np.ascontiguousarray(value))
        for name in names:
            binding.bind_output(name, "cpu")
        session.run_with_iobinding(binding)
        return dict(zip(names, binding.copy_outputs_to_cpu(), strict=True))

    def put(self, array: np.ndarray) -> Resident | np.ndarray:
        """Carry an array to the device, for `run`: it must not be written to any more. On the CPU it is there already, as it is."""
        if not self.device.is_gpu:
            return array  # bound as a value of ONNX Runtime's it would cost more with each call than it is to hand over
        return Resident(load_runtime().OrtValue.ortvalue_from_numpy(np.ascontiguousarray(array), *self.device.memory))

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
        """Raises BadWeights, and NoDevice where the device's provider cannot be used: ONNX Runtime would go on without it."""
        runtime = load_runtime()
        runtime.set_default_logger_severity(SILENT)
        options = runtime.SessionOptions()
        options.log_severity_level = SILENT
        if self.threads:
            options.intra_op_num_threads = self.threads
        # spinning threads take the cores that decode the next photograph
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        path = self.folder / f"{graph}.onnx"
        if self.device.is_gpu and hasattr(runtime, "preload_dlls"):
            # it prints what it does not find; whether anything was missing is asked below
            with contextlib.redirect_stdout(io.StringIO()):
                runtime.preload_dlls(msvc=False)
        try:
            providers = providers_for(self.device, path)
            session = runtime.InferenceSession(
                str(graph_for(self.device, path)), options, providers=providers, enable_fallback=0
            )
        except MissingDependency:
            raise
        except Exception as error:
            raise BadWeights(f"{path} cannot be loaded: {error}", "Fetch or export the weights again.") from error
        wanted = providers[0] if isinstance(providers[0], str) else providers[0][0]
        if wanted not in session.get_providers():
            raise NoDevice(
                f"{self.device.name} is there, but ONNX Runtime cannot use it: libraries of CUDA or cuDNN are missing or too old.",
                f"{GPU_EXTRA} brings them; --device cpu runs without.",
            )
        return session
