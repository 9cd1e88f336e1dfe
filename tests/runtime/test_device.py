"""Choosing a device, on hosts of every kind."""

import importlib
from ctypes import c_int
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.errors import ExitCode, MissingDependency, NoDevice, UsageError
from fashionforward.runtime import device
from fashionforward.runtime.device import (
    CPU_PROVIDER,
    CUDA_PROVIDER,
    TENSORRT_PROVIDER,
    choose_device,
    choose_devices,
    read_device,
)


class Driver:
    """An NVIDIA driver's library."""

    def __init__(self, count: int = 1, status: int = 0) -> None:
        self.count, self.status = count, status

    def cuInit(self, flags: int) -> int:  # noqa: N802
        return self.status

    def cuDeviceGetCount(self, pointer: Any) -> int:  # noqa: N802
        pointer._obj.value = self.count
        assert isinstance(pointer._obj, c_int)
        return 0


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Make this a host with the given driver and build of ONNX Runtime."""

    def make(driver: Driver | None, providers: list[str], tensorrt: bool = True) -> None:
        runtime = SimpleNamespace(get_available_providers=lambda: providers)
        libraries = {device.DRIVERS: driver, device.TENSORRT: object() if tensorrt else None}
        monkeypatch.setattr(device, "load_runtime", lambda: runtime)
        monkeypatch.setattr(device, "_load_library", lambda names, package=None: libraries[names])

    return make


GPU_BUILD = [TENSORRT_PROVIDER, CUDA_PROVIDER, CPU_PROVIDER]


def test_a_gpu_is_used_where_it_is(host: Any) -> None:
    host(Driver(2), GPU_BUILD)
    chosen = choose_device("auto")
    assert (chosen.kind, chosen.name) == ("cuda", "cuda:0")
    assert chosen.providers[0] == (CUDA_PROVIDER, {"device_id": 0, "cudnn_conv_algo_search": "HEURISTIC"})
    assert choose_device("cuda:1").providers[0][1]["device_id"] == 1
    assert choose_device("cpu").providers == [CPU_PROVIDER]


def test_the_cpu_can_be_asked_for_without_eight_bits(host: Any) -> None:
    host(None, [CPU_PROVIDER])
    exact, plain = choose_device("cpu:fp32"), choose_device("cpu")
    assert (exact.name, exact.exact, exact.is_gpu) == ("cpu:fp32", True, False)
    assert (plain.name, plain.exact) == (choose_device("auto").name, choose_device("auto").exact) == ("cpu", False)
    with pytest.raises(UsageError, match="cpu:fp32"):
        choose_device("cpu:fp16")


@pytest.mark.parametrize(
    ("driver", "providers", "wanted", "reason"),
    [
        (None, GPU_BUILD, "cuda", "no NVIDIA driver"),
        (Driver(0), GPU_BUILD, "cuda", "finds no GPU"),
        (Driver(status=100), GPU_BUILD, "cuda", "finds no GPU"),
        (Driver(status=803), GPU_BUILD, "cuda", "803"),
        (Driver(1), [CPU_PROVIDER], "cuda", "CPU build"),
        (Driver(1), GPU_BUILD, "cuda:1", "no GPU number 1"),
        (Driver(2), GPU_BUILD, "cuda:0,2", "no GPU number 2"),
        (Driver(1), GPU_BUILD[1:], "tensorrt", "built without TensorRT"),
        (None, GPU_BUILD, "tensorrt:0", "no NVIDIA driver"),
    ],
)
def test_a_gpu_that_is_not_there_is_an_error_never_a_silent_run(
    host: Any, driver: Driver | None, providers: list[str], wanted: str, reason: str
) -> None:
    host(driver, providers)
    with pytest.raises(NoDevice, match=reason) as caught:
        choose_device(wanted)
    assert caught.value.exit_code == ExitCode.no_device


def test_tensorrt_is_used_where_its_libraries_are(host: Any) -> None:
    host(Driver(2), GPU_BUILD)
    chosen = choose_device("tensorrt:1")
    assert (chosen.kind, chosen.name, chosen.memory) == ("tensorrt", "tensorrt:1", ("cuda", 1))
    host(Driver(2), GPU_BUILD, tensorrt=False)
    with pytest.raises(NoDevice, match="libnvinfer"):
        choose_device("tensorrt:1")
    assert choose_device("auto").kind == "cuda"


def test_several_gpus_come_in_order_and_some_commands_want_one(host: Any) -> None:
    host(Driver(4), GPU_BUILD)
    chosen = choose_devices("cuda:3,0")
    assert [device.name for device in chosen] == ["cuda:0", "cuda:3"]
    assert [device.providers[0][1]["device_id"] for device in chosen] == [0, 3]
    with pytest.raises(UsageError, match="one device"):
        choose_device("cuda:0,1")


@given(st.lists(st.integers(0, 999), min_size=1, max_size=9), st.sampled_from(["cuda", "tensorrt"]))
def test_a_list_of_gpus_is_read_as_written_each_once(numbers: list[int], kind: str) -> None:
    text = f"{kind}:{','.join(map(str, numbers))}"
    if len(set(numbers)) < len(numbers):
        with pytest.raises(UsageError, match="twice"):
            read_device(text)
    else:
        assert read_device(text) == (kind, tuple(sorted(numbers)))


@given(st.text(alphabet="autocpdensr:,0123456789 -", max_size=12))
def test_any_text_is_a_device_or_a_usage_error(text: str) -> None:
    try:
        kind, numbers = read_device(text)
    except UsageError:
        return
    assert kind in ("auto", "cpu", "cuda", "tensorrt") and len(numbers) == len(set(numbers)) >= 1


@pytest.mark.parametrize(("driver", "reason"), [(None, "no NVIDIA driver"), (Driver(0), "finds no GPU")])
def test_auto_says_why_it_is_the_cpu(host: Any, driver: Driver | None, reason: str) -> None:
    host(driver, GPU_BUILD)
    chosen = choose_device("auto")
    assert chosen.kind == "cpu" and reason in chosen.reason


@pytest.mark.parametrize(
    "wanted", ["", "gpu", "cpu:1", "auto:0", "cuda:", "cuda:-1", "CUDA", "cuda:0,", "cuda:0,,1", "cuda:0,0"]
)
def test_other_words_are_refused(host: Any, wanted: str) -> None:
    host(Driver(), GPU_BUILD)
    with pytest.raises(UsageError):
        choose_device(wanted)


@pytest.mark.parametrize(
    "error", [ModuleNotFoundError("No module named 'onnxruntime'"), ImportError("libcudart.so.13: gone")]
)
def test_without_onnx_runtime_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, error: ImportError
) -> None:
    def import_module(name: str) -> ModuleType:
        raise error

    monkeypatch.setattr(importlib, "import_module", import_module)
    with pytest.raises(MissingDependency) as caught:
        choose_device("auto")
    assert "fashionforward[cpu]" in caught.value.hint and "fashionforward[gpu]" in caught.value.hint
    assert caught.value.exit_code == ExitCode.missing_dependency


def test_this_host_has_a_device() -> None:
    pytest.importorskip("onnxruntime")
    assert choose_device("auto").reason
