"""Training goes on from what ships, or from several runs."""

from collections import Counter

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
    assert start_from(content, model, Counter()) == ["parser"]
    height, width = weights.card.canvas
    rgb = np.random.default_rng(0).random((height, width, 3)).astype(np.float32)
    parse = Engine.load(weights, EXACT, threads=1).parse(rgb)
    with torch.no_grad():
        out = model.parser(torch.from_numpy(rgb).permute(2, 0, 1)[None])
    assert np.abs(out.matte.sigmoid()[0, 0].numpy() - parse.matte).max() < 1e-3
    assert np.abs(out.parts.softmax(1)[0].numpy() - parse.parts).max() < 1e-3


def test_a_part_that_several_runs_trained_is_their_mean() -> None:
    model = FashionForward(("stripes", "plaid"))
    own = {k: v.clone() for k, v in model.state_dict().items()}

    def run(value: int, *stages: str) -> dict[str, object]:
        state = {k: torch.full_like(v, value) for k, v in own.items()}
        return {"average": state, "about": {"training": {stage: [] for stage in stages}}}

    taken: Counter[str] = Counter()
    for content in (run(1, "parser"), run(2, "prints"), run(2, "parser"), run(6, "parser", "response")):
        start_from(content, model, taken)
    for name, found in model.state_dict().items():
        wanted = {"parser": 3, "prints": 2, "response": 6, "cloth_encoder": 6}[name.split(".")[0]]
        if found.is_floating_point():
            assert torch.allclose(found, torch.full_like(found, wanted)), name
    assert taken == {"parser": 3, "prints": 1, "response": 1, "cloth_encoder": 1}
