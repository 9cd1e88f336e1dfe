"""Which graph a device is handed: the parser in eight bits on the CPU, in half precision or with TensorRT on a GPU."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from fashionforward.errors import MissingDependency
from fashionforward.runtime.device import GPU_EXTRA, TENSORRT_PROVIDER, Device

PARSER = "parser"
"""The graph with nearly all of the arithmetic, and one shape for every photograph. The others stay as they are: the renderer
is little to compute, and free in its pixels; the coders run once a design."""

EIGHT_BITS = "_int8"
"""What the name of a graph's twin in eight bits ends in."""

VERSION = 1
"""Counted up when graphs are converted differently, so that what was converted before is not used."""


def graph_for(device: Device, path: Path) -> Path:
    """The file to load on a device for the graph at `path`.

    On the CPU that is its twin in eight bits, where one lies beside it; for the parser on CUDA, an fp16 one in the user's cache.

    Raises MissingDependency where it is still to be made and the package for that is missing.
    """
    if device.kind == "cpu" and not device.exact:
        twin = path.with_name(f"{path.stem}{EIGHT_BITS}{path.suffix}")
        return twin if twin.is_file() else path
    if device.kind != "cuda" or path.stem != PARSER:
        return path
    made = cache_folder("half") / f"{_digest(path)}-{VERSION}.onnx"
    if not made.is_file():
        content = to_half(path)
        made.parent.mkdir(parents=True, exist_ok=True)
        beside = made.with_name(f"{made.name}.{hashlib.sha256(content).hexdigest()[:8]}.tmp")
        beside.write_bytes(content)
        beside.replace(made)
    return made


def providers_for(device: Device, path: Path) -> list[Any]:
    """ONNX Runtime's providers for a graph on a device: TensorRT, where that is asked for, is for the parser."""
    if device.kind != "tensorrt" or path.stem != PARSER:
        return device.providers
    # engines are kept by the names in a graph, not by its weights: so one folder for each file
    folder = str(cache_folder("tensorrt") / _digest(path))
    options = {
        "device_id": device.index,
        "trt_fp16_enable": True,
        "trt_engine_cache_enable": True,
        "trt_engine_cache_path": folder,
        "trt_timing_cache_enable": True,
        "trt_timing_cache_path": folder,
    }
    return [(TENSORRT_PROVIDER, options), *device.providers]


def cache_folder(name: str) -> Path:
    """A folder of the user's cache, which may be deleted at any time."""
    from platformdirs import user_cache_path

    return user_cache_path("fashionforward") / name


def to_half(path: Path) -> bytes:
    """A graph that computes in fp16; its inputs and outputs stay fp32. Raises MissingDependency."""
    try:
        import onnx
        from onnxruntime.transformers.float16 import DEFAULT_OP_BLOCK_LIST, convert_float_to_float16
        from onnxruntime.transformers.onnx_model import OnnxModel
    except ImportError as error:
        raise MissingDependency(f"Half precision on a GPU needs {error.name}.", f"Install it: {GPU_EXTRA}") from error
    # CUDA samples in fp32 alone
    graph = convert_float_to_float16(
        onnx.load(path), keep_io_types=True, op_block_list=[*DEFAULT_OP_BLOCK_LIST, "GridSample"]
    )
    # the converter casts a constant once for each node that must have it in fp32, always under one name
    known: set[str] = set()
    nodes = []
    for node in graph.graph.node:
        if node.output[0] not in known:
            nodes.append(onnx.NodeProto.FromString(node.SerializeToString()))
        known.update(node.output)
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
    OnnxModel(graph).topological_sort()
    content: bytes = graph.SerializeToString()
    return content


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
