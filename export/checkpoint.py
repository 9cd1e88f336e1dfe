"""`ff export`: a checkpoint becomes a folder of weights, or nothing where torch and ONNX Runtime disagree."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from fashionforward.export.eight_bits import to_eight_bits
from fashionforward.export.graphs import Graph, graphs
from fashionforward.export.half import store_half
from fashionforward.export.int8 import store_int8
from fashionforward.export.parity import check_agreement, check_parity
from fashionforward.export.photographs import read_photographs
from fashionforward.export.shared import save_sharing
from fashionforward.export.small_graphs import small_graphs
from fashionforward.export.style_bank import make_bank, save_bank
from torch import nn

from fashionforward import __version__
from fashionforward.attributes.regions import GARMENTS
from fashionforward.errors import DataError, UsageError
from fashionforward.model.attribute_vae import AttributeVAE
from fashionforward.model.fashion_forward import FashionForward
from fashionforward.presets.names import SMALL
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.runtime.bank import FILE as BANK
from fashionforward.runtime.card import CARD_FORMAT
from fashionforward.runtime.card import FILE_NAME as CARD
from fashionforward.runtime.gpu import EIGHT_BITS, PARSER
from fashionforward.training.checkpoint import read_checkpoint
from fashionforward.training.small_run import build

UNKNOWN = "unknown"
"""What `ff train` writes for a licence that it was not told."""


def export_checkpoint(
    checkpoint: Path,
    out: Path,
    *,
    precision: str = "fp16",
    designs: int = 24,
    metrics: Path | None = None,
    licence: str | None = None,
    calibrate: Path | None = None,
    report: Callable[[str], None] = lambda line: None,
) -> Path:
    """Write graphs, bank and card into `out`, which is replaced whole once everything agreed.

    metrics: JSON of measurements, and licence: that of data whose licence training was not told; both are for the card.
    calibrate: a dataset file, on whose photographs a parser in eight bits is calibrated.
    Raises DataError for a checkpoint or dataset file that cannot be read, ExportMismatch where a graph differs from torch.
    """
    if out.is_dir() and any(out.iterdir()) and not (out / CARD).is_file():
        raise UsageError(
            f"{out} is not empty and holds no weights.", "Give --out a new folder, or one that `ff export` made."
        )
    content = read_checkpoint(checkpoint)
    about = dict(content["about"])
    if licence is not None:
        about["data"] = [{**one, "license": licence} if one["license"] == UNKNOWN else one for one in about["data"]]
    about["metrics"] = _metrics(metrics) if metrics else {}
    model, parts = _small(about, int(content["step"])) if about.get("preset") in SMALL else _catalog(about, designs)
    photographs = _photographs(about, calibrate) if calibrate else []
    model.load_state_dict(content["average"])
    model.eval()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as beside:
        folder = Path(beside) / out.name
        folder.mkdir()
        parity = {}
        for graph in parts.graphs():
            path = folder / f"{graph.name}.onnx"
            plain = trace(graph)
            onnx.save(_stored(plain, precision), path)
            parity[graph.name] = check_parity(graph, path, precision)
            report(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, differs from torch by {parity[graph.name]:.1e}")
            if photographs and graph.name == PARSER:
                about["calibration"] = calibrate_parser(plain, path, photographs, report)
        parts.write(folder)
        card = make_card(out.name, model, parts.about, about, folder, precision, parity)
        (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        if out.exists():
            shutil.rmtree(out)
        folder.replace(out)
    return out


@dataclass(frozen=True)
class Parts:
    """What one kind of model exports: its graphs, what else lies beside them, and what its card says of it alone."""

    graphs: Callable[[], list[Graph]]
    write: Callable[[Path], None]
    about: dict[str, object]


def _metrics(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            f"{path}: no metrics can be read ({error}); `benchmarks/quality.py --json` writes them"
        ) from error
    if not isinstance(found, dict):
        raise DataError(f"{path}: metrics are one JSON object of names and numbers")
    return found


def _catalog(about: dict[str, Any], designs: int) -> tuple[FashionForward, Parts]:
    model = FashionForward(tuple(about["families"]))
    canvas = (int(about["canvas"][0]), int(about["canvas"][1]))
    attributes = {"prints": {family: {"designs": designs} for family in model.families}, "regions": list(GARMENTS)}
    return model, Parts(
        lambda: graphs(model, canvas),
        lambda folder: save_bank(folder / BANK, make_bank(model, designs)),
        {"preset": "catalog", "canvas": about["canvas"], "attributes": attributes},
    )


def _small(about: dict[str, Any], step: int) -> tuple[AttributeVAE, Parts]:
    preset = str(about["preset"])
    model = build(preset, Vocabulary.from_card(about["attributes"]))
    if model.refit and not about.get("ended"):
        raise UsageError(
            f"The run was stopped at step {step}, before {preset}'s prior was fitted.",
            f"End it there, with its other options: ff train DATA --preset {preset} --out RUN --resume --steps {step}",
        )
    kept = {key: about[key] for key in ("preset", "cut_out", "attributes")}
    return model, Parts(lambda: small_graphs(model, SMALL[preset].side), lambda folder: None, kept)


def _photographs(about: dict[str, Any], calibrate: Path) -> list[np.ndarray]:
    if about.get("preset") in SMALL:
        raise UsageError(
            f"--calibrate is for the catalog's parser, and this is {about['preset']}.", "Give --precision int8."
        )
    return read_photographs(calibrate, (int(about["canvas"][0]), int(about["canvas"][1])))


def calibrate_parser(
    plain: onnx.ModelProto, path: Path, photographs: list[np.ndarray], report: Callable[[str], None]
) -> dict[str, object]:
    """Write two graphs of the same eight-bit weights for the parser `plain`: `path` computes in fp32, its twin in eight bits.

    Every third photograph only checks them. Returns what the card says of it. Raises ExportMismatch where they differ too much.
    """
    seen, unseen = [image for index, image in enumerate(photographs) if index % 3 != 2], photographs[2::3]
    twin, weights = path.with_name(f"{path.stem}{EIGHT_BITS}{path.suffix}"), path.with_name(f"{path.stem}.weights")
    half, eight = to_eight_bits(_copy(plain), seen)
    save_sharing({path: half, twin: eight}, weights)
    agreement = {made.stem: round(check_agreement(plain, made, unseen), 4) for made in (path, twin)}
    report(f"{weights.name}: {weights.stat().st_size / 1e6:.1f} MB, IoU with the parser's own mattes {agreement}")
    return {"photographs": len(seen), "checked_on": len(unseen), "matte_iou": agreement}


def _stored(model: onnx.ModelProto, precision: str) -> onnx.ModelProto:
    return model if precision == "fp32" else {"fp16": store_half, "int8": store_int8}[precision](_copy(model))


def _copy(model: onnx.ModelProto) -> onnx.ModelProto:
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    return copy


def trace(graph: Graph) -> onnx.ModelProto:
    """The ONNX graph of a module, in fp32."""
    inputs = graph.inputs(torch.Generator().manual_seed(0), 0)
    with warnings.catch_warnings():
        # several inputs have the same free axis, which is told as if it were a fault
        warnings.filterwarnings("ignore", message=".*shares the same shape constraints", category=UserWarning)
        program = torch.onnx.export(
            graph.module.eval(),
            kwargs=inputs,
            input_names=list(inputs),
            output_names=list(graph.outputs),
            dynamic_shapes={
                name: {axis: torch.export.Dim(label) for axis, label in graph.dynamic.get(name, {}).items()}
                for name in inputs
            },
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    assert program is not None
    model: onnx.ModelProto = program.model_proto
    # node metadata names the source lines of whoever exported: it is no part of the model
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]
    return model


def make_card(
    name: str,
    model: nn.Module,
    kind: dict[str, object],
    about: dict[str, Any],
    folder: Path,
    precision: str,
    parity: dict[str, float],
) -> dict[str, object]:
    """What card.json says: see `runtime.card.Card`."""
    files = sorted(p for p in folder.iterdir() if p.name != CARD)
    return {
        "format": CARD_FORMAT,
        "name": name,
        **kind,
        "version": __version__,
        "precision": precision,
        "data": about["data"],
        "training": about["training"],
        "pretrained": about.get("pretrained"),
        "metrics": about["metrics"],
        **({"calibration": about["calibration"]} if "calibration" in about else {}),
        "parity": {key: float(f"{value:.3g}") for key, value in parity.items()},
        "parameters": {part: sum(p.numel() for p in module.parameters()) for part, module in model.named_children()},
        "files": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
    }
