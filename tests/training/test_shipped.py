"""Training goes on from what ships."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.model.fashion_forward import FashionForward  # noqa: E402
from fashionforward.runtime.device import EXACT  # noqa: E402
from fashionforward.runtime.engine import Engine  # noqa: E402
from fashionforward.runtime.weights import find_weights, shipped_weights  # noqa: E402
from fashionforward.training.checkpoint import start_from  # noqa: E402
from fashionforward.training.shipped import read_shipped  # noqa: E402
from tests.weights import needs_shipped_weights  # noqa: E402


@needs_shipped_weights
def test_the_parser_read_back_says_what_the_graph_says() -> None:
    weights = find_weights()
    content = read_shipped(shipped_weights())
    model = FashionForward(tuple(weights.card.prints)).eval()
    missing = {k for k in model.parser.state_dict() if not k.endswith("num_batches_tracked")}
    missing -= {k.removeprefix("parser.") for k in content["average"]}
    assert not missing
    assert start_from(content, model) == ["parser"]
    height, width = weights.card.canvas
    rgb = np.random.default_rng(0).random((height, width, 3)).astype(np.float32)
    parse = Engine.load(weights, EXACT, threads=1).parse(rgb)
    with torch.no_grad():
        out = model.parser(torch.from_numpy(rgb).permute(2, 0, 1)[None])
    assert np.abs(out.matte.sigmoid()[0, 0].numpy() - parse.matte).max() < 1e-3
    assert np.abs(out.parts.softmax(1)[0].numpy() - parse.parts).max() < 1e-3
