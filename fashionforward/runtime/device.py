"""Which device to compute on, and why.

ONNX Runtime's GPU build lists CUDA on every host, and falls back to the CPU without an error where there is no GPU. So
the driver is asked first, and CUDA is only asked for where it is there.
"""

import ctypes
import importlib
import re
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from fashionforward.errors import MissingDependency, NoDevice, UsageError

CPU_PROVIDER = "CPUExecutionProvider"
CUDA_PROVIDER = "CUDAExecutionProvider"
DRIVERS = ("libcuda.so.1", "nvcuda.dll")


@dataclass(frozen=True)
class Device:
    """A device, and what to tell ONNX Runtime to use it.

    Attributes:
        kind: "cpu" or "cuda".
        providers: for `InferenceSession(providers=…)`.
        reason: why this one, in words.
        index: which GPU; 0 on the CPU.
    """

    kind: str
    providers: list[Any] = field(default_factory=list)
    reason: str = ""
    index: int = 0

    @property
    def name(self) -> str:
        """ "cpu" or "cuda:0"."""
        return "cpu" if self.kind == "cpu" else f"cuda:{self.index}"


def choose_device(wanted: str = "auto") -> Device:
    """Choose a device: "auto" (a GPU where one can be used, else the CPU), "cpu", "cuda" or "cuda:1".

    Raises:
        MissingDependency: ONNX Runtime is not installed.
        NoDevice: a GPU was asked for and cannot be used; never a silent run on the CPU.
        UsageError: no such kind of device.
    """
    match = re.fullmatch(r"(auto|cpu|cuda)(?::(\d+))?", wanted)
    if match is None or (match[2] and match[1] != "cuda"):
        raise UsageError(f"Unknown device '{wanted}'.", "One of auto, cpu, cuda, cuda:1.")
    kind, index = match[1], int(match[2] or 0)
    runtime = load_runtime()
    if kind == "cpu":
        return Device("cpu", [CPU_PROVIDER], "asked for")
    obstacle = why_no_gpu(runtime, index)
    if obstacle and kind == "cuda":
        raise NoDevice(f"{wanted} cannot be used: {obstacle}.", "Use --device auto or --device cpu to run without it.")
    if obstacle:
        return Device("cpu", [CPU_PROVIDER], obstacle)
    # HEURISTIC: the default tunes anew for every size of photograph, which costs more than it brings
    options = {"device_id": index, "cudnn_conv_algo_search": "HEURISTIC"}
    return Device("cuda", [(CUDA_PROVIDER, options), CPU_PROVIDER], "a GPU is there", index)


def load_runtime() -> ModuleType:
    """Import ONNX Runtime.

    Raises:
        MissingDependency: neither of its builds is installed, or it cannot be loaded.
    """
    try:
        runtime = importlib.import_module("onnxruntime")
    except ImportError as error:
        raise MissingDependency(
            "ONNX Runtime is not installed." if isinstance(error, ModuleNotFoundError) else f"ONNX Runtime: {error}.",
            'Install it: pip install "fashionforward[cpu]", or "fashionforward[gpu]" for an NVIDIA GPU, never both.',
        ) from error
    return runtime


def why_no_gpu(runtime: ModuleType, index: int = 0) -> str:
    """Why GPU number `index` cannot be used; empty where it can."""
    if CUDA_PROVIDER not in runtime.get_available_providers():
        return 'the installed ONNX Runtime is the CPU build; pip install "fashionforward[gpu]" has the other'
    count, obstacle = count_gpus()
    if obstacle:
        return obstacle
    return f"there is no GPU number {index}, only {count}" if index >= count else ""


def count_gpus() -> tuple[int, str]:
    """How many GPUs the NVIDIA driver offers, and, where that is none, why. Takes milliseconds."""
    driver = _load_driver()
    if driver is None:
        return 0, f"no NVIDIA driver is installed ({DRIVERS[0]} is not found)"
    status = driver.cuInit(0)
    if status == 100:  # CUDA_ERROR_NO_DEVICE
        return 0, "the NVIDIA driver finds no GPU (is CUDA_VISIBLE_DEVICES set?)"
    count = ctypes.c_int(0)
    if status != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return 0, f"the NVIDIA driver does not start (CUDA error {status})"
    if count.value == 0:
        return 0, "the NVIDIA driver finds no GPU (is CUDA_VISIBLE_DEVICES set?)"
    return count.value, ""


def _load_driver() -> Any:
    for name in DRIVERS:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
