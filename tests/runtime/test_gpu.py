"""What a GPU is handed that the CPU is not, through the same code on the CPU's provider; and what a GPU that fails says."""

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fashionforward.attributes.reading import parse_edit
from fashionforward.batch.bench import compare
from fashionforward.errors import BadWeights, ExitCode, NoDevice
from fashionforward.runtime import sessions as module
from fashionforward.runtime.bank import FILE, StyleBank
from fashionforward.runtime.device import CPU_PROVIDER, CUDA_PROVIDER, TENSORRT_PROVIDER, Device
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.gpu import graph_for, providers_for
from fashionforward.runtime.pixels import BUCKETS, MOST, bucket, filled, run_pixels
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.several import SeveralEngines, deal
from fashionforward.runtime.weights import find_weights
from tests.weights import needs_shipped_weights


class PretendGpu(Device):
    """A GPU whose provider and memory are the CPU's: everything that is done for a GPU is done."""

    @property
    def memory(self) -> tuple[str, int]:
        return "cpu", 0


CPU = Device("cpu", [CPU_PROVIDER], exact=True)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Not the cache of whoever runs the tests."""
    monkeypatch.setattr("fashionforward.runtime.gpu.cache_folder", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache"


def photograph(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), np.float32) / 255


def engine_on(device: Device) -> Engine:
    weights = find_weights()
    bank = StyleBank(weights.path / FILE, tuple(weights.card.prints))
    return Engine(weights.card, Sessions(weights.path, device, 1), bank, weights.card.canvas)


def pixels(count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(count)
    channels = {"levels": 6, "asked": 3}
    return {name: -rng.random((number, count), np.float32) for name, number in channels.items()}


def shared() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    width = Sessions(find_weights().path, CPU, 1).inputs("renderer")["film"][-1]
    return {"film": rng.normal(size=(1, 3, 2, width)).astype(np.float32) * 0.1}


@needs_shipped_weights
def test_what_lies_on_the_device_gives_the_bytes_that_arrays_give() -> None:
    found = Sessions(find_weights().path, PretendGpu("cuda", [CPU_PROVIDER]), 1)
    planes, others = pixels(500), shared()
    plain = found.run("renderer", {**planes, **others})["rgb"]
    resident = {name: found.put(value) for name, value in others.items()}
    turned = {**planes, "levels": np.asfortranarray(planes["levels"])}  # not laid out as the graph wants it
    for feeds in (planes, turned):
        for _ in range(2):
            assert found.run("renderer", {**feeds, **resident})["rgb"].tobytes() == plain.tobytes()


@needs_shipped_weights
def test_a_gpu_sees_few_shapes_and_the_pixels_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    weights, counts = find_weights().path, (1, 4096, 4097, MOST + 5)
    plain, padded = Sessions(weights, CPU, 1), Sessions(weights, PretendGpu("cuda", [CPU_PROVIDER]), 1)
    seen: list[int] = []
    run = padded.run
    monkeypatch.setattr(padded, "run", lambda name, feeds: seen.append(feeds["levels"].shape[1]) or run(name, feeds))
    for count in counts:
        made = run_pixels(padded, pixels(count), shared())
        assert made.shape == (count, 3)
        assert np.abs(made - run_pixels(plain, pixels(count), shared())).max() < 1e-5
    assert seen == [BUCKETS[0], BUCKETS[0], BUCKETS[1], MOST, BUCKETS[0]]


@given(st.integers(1, MOST))
def test_a_bucket_holds_what_goes_into_it(count: int) -> None:
    assert count <= bucket(count) <= max(BUCKETS[0], 4 * count)


def test_planes_are_filled_up_with_zeros() -> None:
    planes = np.ones((2, 3), np.float32)
    assert filled(planes, 3) is planes
    assert filled(planes, 5).tolist() == [[1, 1, 1, 0, 0]] * 2


@needs_shipped_weights
def test_edits_in_half_precision_look_as_on_the_cpu(photographs: Path, cache: Path) -> None:
    pytest.importorskip("onnx", reason="half precision is made with the onnx package")
    prints = find_weights().card.prints
    edits = [parse_edit(words, prints) for words in (["print=solid", "color=crimson"], ["palm_print"])]
    rgb = photograph(photographs / "yellow-tee.jpg")
    cpu, gpu = (engine_on(device) for device in (CPU, PretendGpu("cuda", [CPU_PROVIDER])))
    assert not np.array_equal(cpu.parse(rgb).matte, gpu.parse(rgb).matte), "the other graph is in use"
    parity = compare([gpu], cpu, [rgb], *edits)
    assert parity.holds and parity.matte < 1e-3, parity
    (kept,) = cache.glob("half/*.onnx")
    before = kept.stat().st_mtime_ns
    engine_on(PretendGpu("cuda", [CPU_PROVIDER]))
    assert kept.stat().st_mtime_ns == before, "the graph is converted once"


@needs_shipped_weights
def test_the_graph_in_half_precision_is_one() -> None:
    onnx = pytest.importorskip("onnx", reason="half precision is made with the onnx package")
    parser = find_weights().path / "parser.onnx"
    graph = onnx.load(graph_for(Device("cuda"), parser))
    onnx.checker.check_model(graph)
    types = {value.name: value.type.tensor_type.elem_type for value in graph.graph.value_info}
    convolved = [
        types[node.output[0]] for node in graph.graph.node if node.op_type == "Conv" and node.output[0] in types
    ]
    assert len(convolved) > 10 and set(convolved) == {onnx.TensorProto.FLOAT16}
    ends = {value.type.tensor_type.elem_type for value in (*graph.graph.input, *graph.graph.output)}
    assert ends == {onnx.TensorProto.FLOAT}


def test_the_renderer_and_the_cpu_keep_their_graphs(tmp_path: Path) -> None:
    for device, name in ((CPU, "parser"), (Device("cuda"), "renderer"), (Device("tensorrt"), "parser")):
        assert graph_for(device, tmp_path / f"{name}.onnx") == tmp_path / f"{name}.onnx"


def test_tensorrt_is_for_the_parser_with_a_cache_for_each_file(tmp_path: Path, cache: Path) -> None:
    device = Device("tensorrt", [(CUDA_PROVIDER, {"device_id": 1}), CPU_PROVIDER], index=1)
    folders = set()
    for content in (b"one", b"other"):
        (tmp_path / "parser.onnx").write_bytes(content)
        (name, options), *rest = providers_for(device, tmp_path / "parser.onnx")
        assert name == TENSORRT_PROVIDER and options["device_id"] == 1 and rest == device.providers
        folders.add(options["trt_engine_cache_path"])
    assert len(folders) == 2 and all(Path(folder).is_relative_to(cache) for folder in folders)
    assert providers_for(device, tmp_path / "renderer.onnx") == device.providers
    assert providers_for(replace(device, kind="cuda"), tmp_path / "parser.onnx") == device.providers


def a_runtime(make_session: Callable[..., Any]) -> Any:
    """A fake ONNX Runtime."""
    options = SimpleNamespace(add_session_config_entry=lambda *entry: None)
    return SimpleNamespace(
        set_default_logger_severity=lambda level: None,
        preload_dlls=lambda msvc: sys.stdout.write("cuDNN is not there"),
        SessionOptions=lambda: options,
        InferenceSession=make_session,
    )


def test_a_provider_that_onnx_runtime_left_out_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []

    def session(path: str, options: Any, **given: Any) -> Any:
        asked.append(given)
        return SimpleNamespace(get_providers=lambda: [CPU_PROVIDER])

    (tmp_path / "encoder.onnx").touch()
    monkeypatch.setattr(module, "load_runtime", lambda: a_runtime(session))
    gpu = Device("cuda", [(CUDA_PROVIDER, {"device_id": 0}), CPU_PROVIDER])
    with pytest.raises(NoDevice, match="cuda:0 is there, but") as caught:
        Sessions(tmp_path, gpu, None)  # at once, not at the first item
    assert caught.value.exit_code == ExitCode.no_device and "fashionforward[gpu]" in caught.value.hint
    assert asked[0]["enable_fallback"] == 0
    assert capsys.readouterr().out == ""


def test_a_graph_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    (tmp_path / "parser.onnx").write_bytes(b"no graph")
    with pytest.raises(BadWeights, match=r"parser\.onnx"):
        Sessions(tmp_path, CPU, None).inputs("parser")


class Marking:
    """An engine that remembers what it was given; its rendering is its name."""

    card = "card"

    def __init__(self, name: str) -> None:
        self.device, self.providers, self.parsed = name, (CUDA_PROVIDER, CPU_PROVIDER), 0

    def parse(self, rgb: np.ndarray) -> str:
        self.parsed += 1
        return f"parsed on {self.device}"

    def render(self, rgb: np.ndarray, parse: str, edit: Any, *, sku: str, matte: Any = None) -> str:
        assert parse == f"parsed on {self.device}"
        return self.device


def test_photographs_are_dealt_out_to_all_and_always_in_the_same_way() -> None:
    rng = np.random.default_rng(0)
    photographs = [rng.random((40, 30, 3), np.float32) for _ in range(60)]

    def deal_out(order: list[int]) -> tuple[dict[int, str], list[int]]:
        several = SeveralEngines([Marking("cuda:0"), Marking("cuda:2"), Marking("cuda:3")])  # type: ignore[list-item]
        made: dict[int, str] = {}

        def work(index: int) -> None:
            parse = several.parse(photographs[index])
            for _ in range(2):
                made[index] = several.render(photographs[index], parse, None, sku="a")  # type: ignore[arg-type]

        threads = [threading.Thread(target=work, args=(index,)) for index in order]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert several.device == "cuda:0, cuda:2, cuda:3" and several.providers == (CUDA_PROVIDER, CPU_PROVIDER)
        return made, [engine.parsed for engine in several.engines]  # type: ignore[union-attr]

    first, shares = deal_out(list(range(60)))
    again, _ = deal_out(list(range(59, -1, -1)))
    assert first == again
    assert sum(shares) == 60 and min(shares) > 8


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 9))
def test_every_photograph_goes_to_somebody(height: int, width: int, hands: int) -> None:
    assert 0 <= deal(np.zeros((height, width, 3), np.float32), hands) < hands
