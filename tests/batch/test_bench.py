"""What `ff doctor --bench` measures and compares, and what it says where a GPU's edits are not the CPU's."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from fashionforward.attributes.edit import Edit
from fashionforward.batch import bench as module
from fashionforward.batch.bench import MOST_MATTE, MOST_MEAN, MOST_TAIL, Bench, Parity, bench, compare
from fashionforward.cli.app import app
from fashionforward.errors import ExitCode, UsageError
from fashionforward.runtime.opening import open_one
from fashionforward.runtime.several import SeveralEngines
from fashionforward.runtime.weights import find_weights
from tests.engines import TintEngine
from tests.weights import needs_shipped_weights

EDIT = Edit("red", color=(0.8, 0.1, 0.1))


class Shifted(TintEngine):
    """An engine whose colours are a little off."""

    def render(self, rgb: Any, parse: Any, edit: Edit, **more: Any) -> Any:
        made = super().render(rgb, parse, edit, **more)
        return replace(made, rgb=np.clip(made.rgb + 0.02 * made.matte[..., None], 0, 1))


def test_engines_that_agree_are_told_from_those_that_do_not() -> None:
    rng = np.random.default_rng(0)
    photographs = [rng.random((40, 30, 3), np.float32) * 0.8 for _ in range(2)]
    assert compare([TintEngine()], TintEngine(), photographs, EDIT, EDIT) == Parity(0, 0, 0)
    apart = compare([TintEngine(), Shifted()], TintEngine(), photographs, EDIT, EDIT)
    assert apart.mean > 0 and apart.tail == pytest.approx(0.02 * 255, abs=0.1) and apart.matte == 0


@pytest.mark.parametrize("beyond", range(3))
def test_one_figure_beyond_its_tolerance_is_a_problem(beyond: int) -> None:
    most = [MOST_MEAN, MOST_TAIL, MOST_MATTE]
    found = Bench("cuda:0", [], 2, 1, 1.0, {"parse": 1.0}, Parity(*most))
    assert found.problem is None
    most[beyond] *= 1.01
    found.parity = Parity(*most)
    assert found.problem is not None and found.problem.exit_code == ExitCode.device_mismatch


@needs_shipped_weights
def test_every_stage_is_measured(photographs: Path) -> None:
    found = bench(find_weights(), "cpu", [photographs / "yellow-tee.jpg"], jobs=2, seconds=0.01)
    assert list(found.stages) == ["decode", "parse", "render", "encode"] and min(found.stages.values()) > 0
    assert found.parity is None and found.device == "cpu" and found.jobs == 2
    assert sum("the slowest" in line for line in found.lines()) == 1
    json.dumps(found.as_json())


@needs_shipped_weights
def test_every_gpu_is_compared_with_the_cpu(photographs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def opening(weights: Any, device: str, threads: int | None = None) -> Any:
        opened.append(device)
        one = open_one(weights, "cpu", threads)
        return SeveralEngines([one, one]) if device == "cuda:0,1" else one

    monkeypatch.setattr(module, "open_engine", opening)
    monkeypatch.setattr(SeveralEngines, "device", "cuda:0, cuda:1")
    found = bench(find_weights(), "cuda:0,1", [photographs / "yellow-tee.jpg"], jobs=1, seconds=0.01)
    assert found.parity == Parity(0, 0, 0) and opened == ["cuda:0,1", module.EXACT]
    assert "against CPU" in found.lines()[-1]


@needs_shipped_weights
def test_a_photograph_of_nothing_is_no_use(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64), "#808080").save(tmp_path / "grey.png")
    with pytest.raises(UsageError, match="nothing to measure"):
        bench(find_weights(), "cpu", [tmp_path / "grey.png"], jobs=1, seconds=0.01)


@needs_shipped_weights
def test_doctor_says_it_and_its_exit_code_does(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def measured(weights: Any, device: str, photographs: list[Path], jobs: int | None) -> Bench:
        asked.append((device, photographs, jobs))
        return Bench("cuda:0", ["CUDA"], 4, 1, 0.2, {"decode": 9.0, "parse": 3.0}, Parity(2.0, 3.0, 0.0))

    monkeypatch.setattr(module, "bench", measured)
    shown = CliRunner().invoke(app, ["doctor", "--bench", "--device", "cpu", "a.jpg", "-j", "4"])
    assert shown.exit_code == ExitCode.device_mismatch and asked == [("cpu", [Path("a.jpg")], 4)]
    assert "parse" in shown.output and "not as on the CPU" in shown.stderr
    data = json.loads(CliRunner().invoke(app, ["doctor", "--bench", "--device", "cpu", "--json"]).output)
    assert data["bench"]["stages"]["parse"] == 3.0 and "not as on the CPU" in data["problems"][0]
    assert CliRunner().invoke(app, ["doctor", "a.jpg"]).exit_code == ExitCode.bad_usage
