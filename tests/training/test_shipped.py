"""Training goes on from what ships."""

from copy import deepcopy

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.export.graphs import graphs  # noqa: E402

from fashionforward.model.fashion_forward import FashionForward  # noqa: E402
from fashionforward.runtime.device import EXACT, choose_device  # noqa: E402
from fashionforward.runtime.engine import Engine  # noqa: E402
from fashionforward.runtime.sessions import Sessions  # noqa: E402
from fashionforward.runtime.weights import find_weights, shipped_weights  # noqa: E402
from fashionforward.training.checkpoint import start_from  # noqa: E402
from fashionforward.training.shipped import read_shipped, settle_norms  # noqa: E402
from tests.weights import needs_shipped_weights  # noqa: E402


@pytest.fixture(scope="module")
def model() -> FashionForward:
    content = read_shipped(shipped_weights())
    model = FashionForward(tuple(find_weights().card.prints)).eval()
    missing = {k for k in model.state_dict() if not k.endswith("num_batches_tracked")} - set(content["average"])
    assert not missing
    assert start_from(content, model) == ["cloth_encoder", "parser", "prints", "response"]
    return model


@needs_shipped_weights
def test_the_parser_read_back_says_what_the_graph_says(model: FashionForward) -> None:
    weights = find_weights()
    height, width = weights.card.canvas
    rgb = np.random.default_rng(0).random((height, width, 3)).astype(np.float32)
    parse = Engine.load(weights, EXACT, threads=1).parse(rgb)
    with torch.no_grad():
        out = model.parser(torch.from_numpy(rgb).permute(2, 0, 1)[None])
    assert np.abs(out.matte.sigmoid()[0, 0].numpy() - parse.matte).max() < 1e-3
    assert np.abs(out.parts.softmax(1)[0].numpy() - parse.parts).max() < 1e-3


@needs_shipped_weights
@pytest.mark.parametrize("name", ["cloth", "print_encoder", "print_decoder", "renderer"])
def test_the_rest_read_back_is_what_the_graphs_are(model: FashionForward, name: str) -> None:
    weights = find_weights()
    graph = next(graph for graph in graphs(model, weights.card.canvas) if graph.name == name)
    given = graph.inputs(torch.Generator().manual_seed(0), 0)
    with torch.no_grad():
        out = graph.module.eval()(*given.values())
    out = out if isinstance(out, tuple) else (out,)
    found = Sessions(weights.path, choose_device("cpu"), 1).run(name, {k: v.numpy() for k, v in given.items()})
    for key, value in zip(graph.outputs, out, strict=True):
        assert np.abs(value.numpy() - found[key]).max() < 1e-3


@needs_shipped_weights
def test_norms_that_were_folded_learn_from_where_they_are(model: FashionForward) -> None:
    parser, images = deepcopy(model.parser), torch.rand(4, 3, 48, 32, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        before = parser(images)
        settle_norms(parser, images.split(2))
        after = parser.eval()(images)
        for one, other in zip(before, after, strict=True):
            assert torch.allclose(one, other, atol=1e-3)
        # a step of training normalises with its batch: of the photographs it was settled on, that is nearly the same
        parser.context.drop.p = 0.0
        learning = parser.train()(images)
    assert float((learning.matte - before.matte).abs().mean()) < 0.3
    assert float(next(n for n in parser.modules() if isinstance(n, torch.nn.BatchNorm2d)).running_var.std()) > 0
