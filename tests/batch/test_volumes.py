"""Outputs on a volume that fills up, is read-only, or is taken away; a real one, which takes root to mount."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fashionforward.batch.results import Status
from fashionforward.errors import CannotWrite
from tests.batch.runs import NAVY, go, tree
from tests.engines import TintEngine


def mounted(*words: str) -> bool:
    return shutil.which(words[0]) is not None and subprocess.run(words, capture_output=True).returncode == 0


@pytest.fixture
def out(catalog: Path) -> Iterator[Path]:
    path = catalog.parent / "out"
    path.mkdir()
    if os.geteuid() or not mounted("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(path)):
        pytest.skip("volumes cannot be mounted here")
    yield path
    while path.is_mount():
        subprocess.run(["umount", "-l", str(path)], check=True)


def test_a_volume_that_fills_up_loses_nothing(catalog: Path, out: Path) -> None:
    go(catalog, TintEngine(), out="whole")
    ballast = out / "ballast"
    ballast.write_bytes(bytes((16 << 20) - (220 << 10)))
    try:
        _, summary = go(catalog, TintEngine())
        assert summary.counts[Status.failed] and all("No space" in result.reason for result in summary.problems)
    except CannotWrite as error:  # the record itself had no room
        assert "disk is full" in error.message or "No space" in error.message
    assert not list(out.rglob(".ff-*")), "nothing half-written is left"
    ballast.unlink()
    _, summary = go(catalog, TintEngine())
    assert summary.counts[Status.done] + summary.counts[Status.unchanged] == 4
    assert tree(out / NAVY.name) == tree(catalog.parent / "whole" / NAVY.name)


def test_a_volume_that_is_read_only_is_a_clear_error(catalog: Path, out: Path) -> None:
    go(catalog, TintEngine())
    subprocess.run(["mount", "-o", "remount,ro", str(out)], check=True)
    (catalog / "tops" / "yellow-tee.jpg").unlink()
    with pytest.raises(CannotWrite, match=r"[Rr]ead-?only"):
        go(catalog, TintEngine())


def test_a_volume_that_is_taken_away_ends_the_run(catalog: Path, out: Path) -> None:
    kept = catalog.parent / "volume"
    kept.mkdir()
    subprocess.run(["mount", "--bind", str(out), str(kept)], check=True)

    class Thief(TintEngine):
        def parse(self, rgb: Any) -> Any:
            if self.parsed == 2:
                subprocess.run(["umount", "-l", str(out)], check=True)
            return super().parse(rgb)

    try:
        with pytest.raises(CannotWrite, match="volume taken away"):
            go(catalog, Thief(), jobs=1)
        assert not (out / ".ff" / "ledger.sqlite").exists(), "no second record is begun on the mount point"
        assert not list(out.rglob("index.html")) and not list(out.glob("sheets/*.png"))
        shutil.rmtree(out)
        out.mkdir()
        subprocess.run(["mount", "--bind", str(kept), str(out)], check=True)
        _, summary = go(catalog, TintEngine())
        assert summary.counts[Status.unchanged] >= 1 and summary.counts[Status.done] >= 1
        assert sum(summary.counts.values()) == 4
    finally:
        subprocess.run(["umount", "-l", str(kept)], check=True)
