"""`--engine ray`, on a cluster of this machine, against a run at home."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from fashionforward.cli.app import app
from fashionforward.errors import ExitCode
from tests.batch.runs import NAVY, RED, go, tree
from tests.engines import TintEngine
from tests.spread.test_merge import rows
from tests.weights import make_weights

pytest.importorskip("ray", reason='Ray is not installed: pip install "fashionforward[ray]"')

ROOT = Path(__file__).parents[2]


@pytest.fixture
def small(catalog: Path) -> Path:
    for path in catalog.rglob("*.jpg"):
        Image.open(path).resize((60, 80)).save(path, "JPEG")
    return catalog


def begin(*arguments: object) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.spread.crew", *map(str, arguments)],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def in_time(stderr: str) -> None:
    """Ray gives its own processes thirty seconds to come up, and nobody can give it more."""
    if "timed out during startup" in stderr:
        pytest.skip("this machine is too busy to start Ray within its thirty seconds")


def test_a_crew_gives_the_same_bytes_rows_and_counts_and_outlives_a_worker(small: Path) -> None:
    (small / "zero.jpg").write_bytes(b"")
    go(small, TintEngine(), edits=(NAVY, RED), save_mattes=True)
    process = begin(small, small.parent / "crew", 0, "leaf-dress")
    stdout, stderr = process.communicate(timeout=300)
    in_time(stderr)
    assert process.returncode == ExitCode.some_failed, stderr
    assert (small.parent / "grave").exists(), "a worker died"
    assert len([line for line in stdout.splitlines() if line.startswith("done ")]) == 8
    assert tree(small.parent / "crew", thumbnails=True) == tree(small.parent / "out", thumbnails=True)
    assert rows(small.parent / "crew") == rows(small.parent / "out")


def test_what_kills_every_worker_fails_alone_and_ctrl_c_is_heeded(small: Path) -> None:
    out = small.parent / "out"
    for number in range(40):
        (small / f"{number:02d}.jpg").write_bytes((small / "tops" / "yellow-tee.jpg").read_bytes())
    process = begin(small, out, 0.2, "00!")
    assert process.stdout is not None
    said = (line for line in process.stdout if line.startswith(("failed ", "done ")))  # Ray has its say too
    assert next(said).startswith("failed 00.jpg color-navy its worker died, 3 times")
    assert next(said).startswith("failed 00.jpg color-red")
    assert next(said).startswith("done 01.jpg")
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everybody hears it
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == ExitCode.interrupted, stderr
    written = {path for path in tree(out) if path.startswith("color-navy")}
    assert 0 < len(written) < 40 and (out / "sheets" / "color-navy-01.png").is_file()
    assert not [line for line in stdout.splitlines() if line.startswith("failed ")]


def test_the_command_tells_what_ails_the_workers(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["transform", str(small), "--attr", "palm_print", "--weights", str(make_weights(tmp_path / "weights"))]
    for more, says in (
        (["--engine", "dask"], "local or ray"),
        (["--engine", "ray", "--device", "cuda:1"], "auto, cpu"),
    ):
        told = CliRunner().invoke(app, [*words, *more])
        assert told.exit_code == ExitCode.bad_usage and says in told.stderr
