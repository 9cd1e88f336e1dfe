"""Going on from weights that ship: the parser read back from its graph, so that nothing has to be kept twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from fashionforward.errors import BadWeights
from fashionforward.runtime.card import FILE_NAME, read_card

NORM_EPS = 1e-5
"""What batch normalisation adds to the variance; export folded it into the convolutions."""


def read_shipped(folder: Path) -> dict[str, Any]:
    """As `read_checkpoint` gives, of an exported folder: its parser alone, since the other stages train in minutes.

    Raises BadWeights where the graph cannot be read.
    """
    import onnx

    card = read_card(folder / FILE_NAME)
    try:
        graph = onnx.load(folder / "parser.onnx").graph
    except Exception as error:
        raise BadWeights(f"{folder / 'parser.onnx'} cannot be read: {error}", "Export the weights again.") from error
    known = {
        t.name.removesuffix("_fp16"): torch.from_numpy(onnx.numpy_helper.to_array(t).copy()).float()
        for t in graph.initializer
    }
    for name in [name for name in known if name.endswith("_int8")]:
        whole = name.removesuffix("_int8")
        known[whole] = known.pop(name) * known.pop(f"{whole}_scale")
    state: dict[str, Tensor] = {name: value for name, value in known.items() if name.startswith("parser.")}
    for node in graph.node:
        if node.op_type == "Conv" and len(node.input) == 3 and node.input[2] != node.input[1].replace("weight", "bias"):
            width = len(known[node.input[2]])
            norm = node.input[1].removesuffix("0.weight") + "1."
            state[norm + "weight"] = torch.ones(width)
            state[norm + "bias"] = known[node.input[2]]
            state[norm + "running_mean"] = torch.zeros(width)
            state[norm + "running_var"] = torch.full((width,), 1 - NORM_EPS)
    training = {"parser": list((card.training or {}).get("parser", []))}
    about = {"training": training, "canvas": list(card.canvas), "data": [dict(d) for d in card.data]}
    return {"average": state, "about": about}
