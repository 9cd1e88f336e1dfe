"""Going on from weights that ship: all of the model read back from its graphs, so that nothing has to be kept twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor, nn

from fashionforward.errors import BadWeights
from fashionforward.runtime.card import FILE_NAME, read_card

NORM_EPS = 1e-5
"""What batch normalisation adds to the variance; export folded it into the convolutions."""


PLACES: dict[str, dict[str, str]] = {
    "parser": {"parser.": "parser."},
    "cloth": {"encoder.": "cloth_encoder.", "response.": "response."},
    "renderer": {"response.": "response."},
    "print_encoder": {"attribute.": "prints.attribute.", "encoder.": "prints.encoder."},
    "print_decoder": {"attribute.": "prints.attribute.", "decoder.": "prints.decoder."},
}
"""What the parameters of each graph begin with, and where they are in the model."""


def read_shipped(folder: Path) -> dict[str, Any]:
    """As `read_checkpoint` gives, of an exported folder of `catalog`.

    Raises BadWeights where a graph cannot be read.
    """
    card = read_card(folder / FILE_NAME)
    state: dict[str, Tensor] = {}
    for graph, places in PLACES.items():
        for name, value in _parameters(folder / f"{graph}.onnx").items():
            place = next((place for place in places if name.startswith(place)), None)
            if place is not None:
                state[places[place] + name.removeprefix(place)] = value
    training = {stage: list(runs) for stage, runs in (card.training or {}).items()}
    about = {"training": training, "canvas": list(card.canvas), "data": [dict(d) for d in card.data]}
    pretrained = json.loads((folder / FILE_NAME).read_text(encoding="utf-8")).get("pretrained")
    return {"average": state, "about": {**about, "pretrained": pretrained}}


def _parameters(path: Path) -> dict[str, Tensor]:
    """A graph's parameters in fp32, by name. Normalisations, which export folded into the convolutions before, are an identity."""
    import onnx

    try:
        graph = onnx.load(path).graph
    except Exception as error:
        raise BadWeights(f"{path} cannot be read: {error}", "Export the weights again.") from error
    known = {
        t.name.removesuffix("_fp16"): torch.from_numpy(onnx.numpy_helper.to_array(t).copy()) for t in graph.initializer
    }
    for name in [name for name in known if name.endswith("_int8")]:
        whole = name.removesuffix("_int8")
        known[whole] = known.pop(name) * known.pop(f"{whole}_scale")
    known = {name: value.float() for name, value in known.items()}
    for node in graph.node:
        weight = next((name for name in node.input if name.endswith(".weight")), "")
        if node.op_type == "Gemm" and weight and len(node.input) > 2 and node.input[2] in known:
            # of a plane a channel: export made a column of it, under a name of its own
            known[weight.removesuffix("weight") + "bias"] = known[node.input[2]].flatten()
        if node.op_type != "Conv" or len(node.input) < 3 or not node.input[1].endswith("0.weight"):
            continue
        if node.input[2] != node.input[1].replace("weight", "bias"):
            width = len(known[node.input[2]])
            norm = node.input[1].removesuffix("0.weight") + "1."
            known[norm + "weight"] = torch.ones(width)
            known[norm + "bias"] = known[node.input[2]]
            known[norm + "running_mean"] = torch.zeros(width)
            known[norm + "running_var"] = torch.full((width,), 1 - NORM_EPS)
    return known


@torch.no_grad()
def settle_norms(model: nn.Module, images: Iterable[Tensor]) -> None:
    """Give batch normalisations the statistics of what they are handed, scale and shift changed so that the model computes the same.

    Export folds them into the convolutions before, and what is read back is an identity; a step of training would normalise
    with its batch's own statistics, and so begin with another model. images: batches (B, 3, H, W).
    """
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    seen: dict[nn.BatchNorm2d, list[Tensor]] = {norm: [] for norm in norms}

    def look(norm: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        x = inputs[0].float()
        seen[cast(nn.BatchNorm2d, norm)].append(torch.stack([x.mean((0, 2, 3)), x.square().mean((0, 2, 3))]))

    hooks = [norm.register_forward_pre_hook(look) for norm in norms]
    model.eval()
    for batch in images:
        model(batch)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        mean, square = torch.stack(seen[norm]).mean(0)
        scale = norm.weight / (cast(Tensor, norm.running_var) + norm.eps).sqrt()
        norm.bias.add_(scale * (mean - cast(Tensor, norm.running_mean)))
        cast(Tensor, norm.running_mean).copy_(mean)
        cast(Tensor, norm.running_var).copy_((square - mean**2).clamp(min=0))
        norm.weight.copy_(scale * (cast(Tensor, norm.running_var) + norm.eps).sqrt())
