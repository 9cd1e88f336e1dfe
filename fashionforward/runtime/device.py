"""Which devices to compute on, and why.

ONNX Runtime's GPU build lists CUDA and TensorRT on every host, and falls back to the CPU without an error where there is no
GPU. So the driver is asked first, and a GPU is only asked for where it is there.
"""

import ctypes
import importlib
import importlib.util
import re
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from fashionforward.errors import MissingDependency, NoDevice, UsageError

CPU_PROVIDER = "CPUExecutionProvider"
CUDA_PROVIDER = "CUDAExecutionProvider"
TENSORRT_PROVIDER = "TensorrtExecutionProvider"
DRIVERS = ("libcuda.so.1", "nvcuda.dll")
TENSORRT = ("libnvinfer.so.10", "nvinfer_10.dll")
"""What ONNX Runtime's TensorRT provider is linked with."""

EXACT = "cpu:fp32"
"""The CPU without eight bits."""

GPU_EXTRA = 'pip install "fashionforward[gpu]"'


@dataclass(frozen=True)
class Device:
    """A device, and what to tell ONNX Runtime to use it.

    Attributes:
        kind: "cpu", "cuda" or "tensorrt".
        providers: for `InferenceSession(providers=…)`.
        reason: why this one, in words.
        index: which GPU; 0 on the CPU.
        exact: on the CPU, whether graphs are run as they were trained where there is a twin in eight bits.
    """

    kind: str
    providers: list[Any] = field(default_factory=list)
    reason: str = ""
    index: int = 0
    exact: bool = False

    @property
    def name(self) -> str:
        """ "cpu", "cpu:fp32", "cuda:0" or "tensorrt:0"."""
        if self.kind == "cpu":
            return EXACT if self.exact else "cpu"
        return f"{self.kind}:{self.index}"

    @property
    def memory(self) -> tuple[str, int]:
        """Where its tensors lie, as ONNX Runtime names it."""
        return ("cpu", 0) if self.kind == "cpu" else ("cuda", self.index)

    @property
    def is_gpu(self) -> bool:
        """Whether it is one."""
        return self.kind != "cpu"


def choose_device(wanted: str = "auto") -> Device:
    """The one device that is asked for; as `choose_devices`, which see. Raises UsageError where several are."""
    devices = choose_devices(wanted)
    if len(devices) > 1:
        raise UsageError(f"--device {wanted}: this uses one device.", f"Give {devices[0].name}.")
    return devices[0]


def choose_devices(wanted: str = "auto") -> tuple[Device, ...]:
    """Choose devices: "auto" (a GPU where one can be used, else the CPU), "cpu", "cpu:fp32", "cuda", "cuda:1", "cuda:0,1", "tensorrt:0".

    Several are in the order of their numbers, in whichever they are asked for.

    Raises:
        MissingDependency: ONNX Runtime is not installed.
        NoDevice: a GPU was asked for and cannot be used; never a silent run on the CPU.
        UsageError: no such kind of device, or one of them twice.
    """
    kind, indices = read_device(wanted)
    runtime = load_runtime()
    if kind in ("cpu", EXACT):
        return (Device("cpu", [CPU_PROVIDER], "asked for", exact=kind == EXACT),)
    obstacle = next(filter(None, (why_no_gpu(runtime, kind, index) for index in indices)), "")
    if obstacle and kind == "auto":
        return (Device("cpu", [CPU_PROVIDER], obstacle),)
    if obstacle:
        raise NoDevice(f"{wanted} cannot be used: {obstacle}.", "Use --device auto or --device cpu to run without it.")
    kind = "cuda" if kind == "auto" else kind
    reason = "a GPU is there" if len(indices) == 1 else f"{len(indices)} GPUs are there"
    return tuple(Device(kind, [_cuda(index), CPU_PROVIDER], reason, index) for index in indices)


def read_device(wanted: str) -> tuple[str, tuple[int, ...]]:
    """The kind of device and the numbers that a text asks for, in order. Raises UsageError where it makes no sense."""
    if wanted == EXACT:
        return EXACT, (0,)
    match = re.fullmatch(r"(auto|cpu|cuda|tensorrt)(?::([0-9]{1,3}(?:,[0-9]{1,3})*))?", wanted)
    if match is None or (match[2] and match[1] in ("auto", "cpu")):
        raise UsageError(f"Unknown device '{wanted}'.", "One of auto, cpu, cpu:fp32, cuda, cuda:1, cuda:0,1, tensorrt.")
    indices = [int(number) for number in (match[2] or "0").split(",")]
    if len(set(indices)) < len(indices):
        raise UsageError(f"Device '{wanted}' names a GPU twice.", "Each once: one process serves a GPU.")
    return match[1], tuple(sorted(indices))


def _cuda(index: int) -> tuple[str, dict[str, Any]]:
    # HEURISTIC: the default tunes anew for every new shape, which costs more than it brings
    return CUDA_PROVIDER, {"device_id": index, "cudnn_conv_algo_search": "HEURISTIC"}


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


def why_no_gpu(runtime: ModuleType, kind: str = "cuda", index: int = 0) -> str:
    """Why GPU number `index` cannot be used, by TensorRT if that is the kind; empty where it can."""
    available = runtime.get_available_providers()
    if CUDA_PROVIDER not in available:
        return f"the installed ONNX Runtime is the CPU build; {GPU_EXTRA} has the other"
    count, obstacle = count_gpus()
    if obstacle:
        return obstacle
    if index >= count:
        return f"there is no GPU number {index}, only {count}"
    if kind != "tensorrt":
        return ""
    if TENSORRT_PROVIDER not in available:
        return "the installed ONNX Runtime is built without TensorRT"
    if _load_library(TENSORRT, "tensorrt_libs") is None:
        return f"TensorRT 10 is not installed ({TENSORRT[0]} is not found); NVIDIA's tensorrt-cu13 package brings it"
    return ""


def count_gpus() -> tuple[int, str]:
    """How many GPUs the NVIDIA driver offers, and, where that is none, why. Takes milliseconds."""
    driver = _load_library(DRIVERS)
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


def _load_library(names: tuple[str, ...], package: str | None = None) -> Any:
    """The first of the names that can be loaded, from the system or from a Python package's folder; else None."""
    spec = importlib.util.find_spec(package) if package else None
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for path in [f"{folder}/{name}" for folder in folders for name in names] + list(names):
        try:
            return ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)
        except OSError:
            continue
    return None
