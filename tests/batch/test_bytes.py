"""Equal inputs, edits and weights give equal bytes, however the work is shared out."""

import shutil
from pathlib import Path

import pytest

from fashionforward.attributes.edit import Edit
from fashionforward.batch.options import RunOptions
from fashionforward.batch.transform import transform
from fashionforward.runtime.weights import find_weights
from tests.batch.runs import NAVY, OPEN, RED, Report, go, tree
from tests.engines import TintEngine
from tests.weights import needs_shipped_weights


def test_jobs_and_order_do_not_show_in_the_files(catalog: Path) -> None:
    go(catalog, TintEngine(), edits=(NAVY, RED), out="one", jobs=1, save_mattes=True)
    go(catalog, TintEngine(), edits=(RED, NAVY), out="many", jobs=5, save_mattes=True)
    go(catalog, TintEngine(), edits=(RED,), out="pieces", limit=1, save_mattes=True)
    go(catalog, TintEngine(), edits=(NAVY, RED), out="pieces", save_mattes=True)
    one = tree(catalog.parent / "one", thumbnails=True)
    assert tree(catalog.parent / "many", thumbnails=True) == one
    assert tree(catalog.parent / "pieces", thumbnails=True) == one


@needs_shipped_weights
def test_nor_do_threads_with_the_real_weights(catalog: Path) -> None:
    pytest.importorskip("onnxruntime")
    from fashionforward.runtime.engine import Engine

    shutil.rmtree(catalog / "others")
    palm = Edit("palm", print="palm_print")
    weights = find_weights()
    for jobs, threads in ((1, 2), (2, 1)):
        options = RunOptions([catalog], [palm, NAVY], catalog.parent / f"{jobs}", gates=OPEN, jobs=jobs)
        engine = Engine.load(weights, "cpu", threads=threads)
        assert transform(options, lambda: engine, Report()).made == 4  # noqa: B023 (called at once)
    assert tree(catalog.parent / "1") == tree(catalog.parent / "2")
