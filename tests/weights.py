"""A folder that looks like weights, for tests that never run a graph."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from fashionforward.runtime.card import FILE_NAME
from fashionforward.runtime.weights import shipped_weights

PRINTS = {"palm_print": {"designs": 24}, "stripes": {"designs": 24}, "solid": {"designs": 1}}


def make_weights(folder: Path, **changes: Any) -> Path:
    """Write a card and one file; `changes` replace entries of the card."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "parser.onnx").write_bytes(b"no graph")
    card = {
        "format": 1,
        "name": "test",
        "preset": "catalog",
        "version": "0.1.0",
        "canvas": [288, 192],
        "attributes": {"prints": PRINTS, "regions": ["top", "outer", "bottom", "dress"]},
        "data": [{"name": "photographs", "license": "CC0-1.0", "use": "training"}],
        "training": {"steps": {"parser": 10}},
        "metrics": {},
        "files": {"parser.onnx": hashlib.sha256(b"no graph").hexdigest()},
    }
    (folder / "card.json").write_text(json.dumps({**card, **changes}))
    return folder


needs_shipped_weights = pytest.mark.skipif(
    not (shipped_weights() / FILE_NAME).exists(),
    reason="no weights are shipped in this checkout: `ff export` makes them",
)
