"""Runs that end before their end: killed, asked to stop, locked out."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from fashionforward.batch.lock import locked
from fashionforward.errors import ExitCode, Locked
from tests.batch.runs import go, tree
from tests.engines import TintEngine

ROOT = Path(__file__).parents[2]
PAUSE = 0.02


@pytest.fixture
def many(catalog: Path) -> Path:
    for number in range(12):
        shutil.copyfile(catalog / "tops" / "yellow-tee.jpg", catalog / f"{number:02d}.jpg")
    return catalog


def begin(catalog: Path, out: Path, pause: float = PAUSE) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.batch.killable", str(catalog), str(out), str(pause)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def end(process: subprocess.Popen[str]) -> int:
    _, stderr = process.communicate(timeout=60)
    assert process.returncode in (ExitCode.ok, ExitCode.terminated, ExitCode.interrupted), stderr
    return process.returncode


def test_killed_ten_times_it_comes_to_the_same_bytes(many: Path, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    started = time.monotonic()
    assert end(begin(many, whole)) == ExitCode.ok
    took = time.monotonic() - started
    moments = random.Random(7)
    for _ in range(10):
        process = begin(many, cut)
        time.sleep(moments.uniform(0, took / 4))
        process.kill()
        process.communicate()
        for path in cut.rglob("*.jpg"):
            if not path.name.startswith("."):
                Image.open(path).load()  # whole under its final name
    assert end(begin(many, cut)) == ExitCode.ok
    assert tree(cut, thumbnails=True) == tree(whole, thumbnails=True)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, ExitCode.terminated), (signal.SIGINT, ExitCode.interrupted)]
)
def test_asked_to_stop_it_finishes_what_it_has_in_hand(many: Path, tmp_path: Path, number: int, code: ExitCode) -> None:
    out = tmp_path / "out"
    process = begin(many, out, pause=0.1)
    while not list(out.glob("color-red/*")) and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, number)
    assert end(process) == code
    written = [path for path in tree(out) if path.startswith("color-navy")]
    assert 0 < len(written) < 16 and (out / "sheets" / "color-navy-01.png").is_file()
    assert not list(out.rglob(".ff-*"))
    report, _ = go(many, TintEngine(), out="out", save_mattes=True)
    assert len(report.results) == 16 - len(written), "what was finished is not made again"


def test_one_run_an_output(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = begin(many, out, pause=0.1)
    while not (out / ".ff" / "lock.json").is_file() or not list(out.glob("color-navy/*")):
        time.sleep(0.01)
    with pytest.raises(Locked, match=f"process {first.pid} on"):
        go(many, TintEngine(), out="out")
    _, summary = go(many, TintEngine(), out="out", wait=True, save_mattes=True)
    assert end(first) == ExitCode.ok
    assert summary.counts == {"unchanged": 16}, "it waited, and looked at the folder afterwards"


def test_a_lock_whose_owner_died_is_taken_over(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = begin(many, out, pause=0.1)
    while not (out / ".ff" / "lock.json").is_file():
        time.sleep(0.01)
    first.kill()
    first.communicate()
    with locked(out):
        pass
