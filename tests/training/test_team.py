"""Two processes, as torchrun starts them, train as one does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.training.checkpoint import read_checkpoint  # noqa: E402
from fashionforward.training.options import small_options  # noqa: E402
from fashionforward.training.small_run import train  # noqa: E402
from tests.presets.toy import write_inshop  # noqa: E402

TOLERANCE = 1e-3
"""Between the losses of two processes and of one, as a share: sums come in another order, and steps carry that on."""

OPTIONS = {"steps": 3, "batch": 16, "warmup": 1, "log_every": 1, "check_every": 2, "precision": "fp32", "device": "cpu"}

SCRIPT = """
import json, sys
from pathlib import Path
import torch
from fashionforward.training.options import small_options
from fashionforward.training.small_run import train
torch.nn.Dropout.forward = lambda self, x: x  # its masks are each process's own
data, out, given = sys.argv[1:]
train(small_options("base64", Path(data), Path(out), **json.loads(given)), lambda step, figures: print(step, file=sys.stderr))
"""


def losses(run: Path) -> list[dict[str, float]]:
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    return [line for line in lines if line["split"] == "train"]


def test_two_processes_have_the_loss_curve_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_inshop(tmp_path / "data")
    with monkeypatch.context() as patched:
        patched.setattr(torch.nn.Dropout, "forward", lambda self, x: x)
        train(small_options("base64", data, tmp_path / "one", **OPTIONS), lambda step, figures: None)
    (tmp_path / "script.py").write_text(SCRIPT)
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*command, str(tmp_path / "script.py"), str(data), str(tmp_path / "two"), json.dumps(OPTIONS)],
        capture_output=True, text=True, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    one, two = losses(tmp_path / "one"), losses(tmp_path / "two")
    assert [line["step"] for line in two] == [1, 2, 3], "one process alone writes"
    reported = [int(line) for line in done.stderr.splitlines() if line.isdigit()]
    assert reported == [1, 2, 2, 3, 3], "and reports"
    terms = [name for name in one[0] if name.startswith("base64/")]
    assert len(terms) == 6
    for a, b in zip(one, two, strict=True):
        assert {name: b[name] for name in terms} == pytest.approx({name: a[name] for name in terms}, rel=TOLERANCE)
    assert one[0]["base64/reconstruction"] != one[-1]["base64/reconstruction"], "something was learned"
    ours, theirs = read_checkpoint(tmp_path / "two"), read_checkpoint(tmp_path / "one")
    assert ours["step"] == 3 and set(ours["model"]) == set(theirs["model"])
    for name, value in theirs["average"].items():
        assert torch.allclose(ours["average"][name], value, atol=1e-3), name
    assert len(list((tmp_path / "two/samples").glob("*.png"))) == 2
