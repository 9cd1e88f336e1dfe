"""`ff transform`, with an engine that needs no weights in place of the real one."""

import json
import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fashionforward.batch.watch import watch
from fashionforward.cli.app import app
from fashionforward.errors import ExitCode, MissingDependency, NoDevice
from fashionforward.runtime.weights import Weights
from tests.engines import CrashingEngine, TintEngine
from tests.weights import make_weights

OPEN = ("max_spill=1", "max_neighbour=200", "max_clipped=1", "max_colour_error=100", "min_print=0", "min_certainty=0")
"""What the engines of these tests draw is no garment: gates have tests of their own."""


class Loader:
    """Stands where `runtime.engine.Engine` does."""

    engine: Any = TintEngine()
    asked: dict[str, Any]

    @classmethod
    def load(cls, weights: Weights, device: str = "auto", threads: int | None = None) -> Any:
        weights.verify()
        cls.asked = {"device": device, "threads": threads, "name": weights.card.name}
        if isinstance(cls.engine, Exception):
            raise cls.engine
        return cls.engine


@pytest.fixture
def loader(monkeypatch: pytest.MonkeyPatch) -> type[Loader]:
    monkeypatch.setitem(sys.modules, "fashionforward.runtime.engine", SimpleNamespace(Engine=Loader))  # type: ignore[arg-type]
    monkeypatch.setattr(Loader, "engine", TintEngine())
    return Loader


@pytest.fixture
def ff(tmp_path: Path, loader: type[Loader], monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    weights = make_weights(tmp_path / "weights")

    def invoke(*arguments: object, weights: Path = weights) -> Result:
        gates = [word for gate in OPEN for word in ("--gate", gate)]
        return CliRunner().invoke(app, ["transform", *map(str, arguments), *gates, "--weights", str(weights)])

    return invoke


def test_the_main_job(ff: Any, catalog: Path, tmp_path: Path) -> None:
    result = ff(catalog, "--attr", "palm_print")
    assert result.exit_code == ExitCode.ok, result.output
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("4 done, 0 skipped, 0 failed in ")
    assert "sheets/palm_print-01.png" in result.stderr
    assert (tmp_path / "out" / "palm_print" / "tops" / "yellow-tee.jpg").is_file()
    assert (tmp_path / "out" / "sheets" / "palm_print-01.png").is_file()


def test_all_options_at_once(ff: Any, loader: type[Loader], catalog: Path, tmp_path: Path) -> None:
    arguments = [
        "--attr",
        "print=stripes",
        "--attr",
        "colors=#f4efe6,#1f2a44",
        "--attr",
        "scale=0.6",
        "--seed",
        3,
        "--out",
        "there",
    ]
    result = ff(catalog, *arguments, "--save-mattes", "--limit", 2, "--jobs", 1, "--device", "cpu", "--quiet")
    assert result.exit_code == ExitCode.ok, result.output
    name = "stripes-colors-f4efe6-1f2a44-scale-0.6-seed-3"
    assert len(list((tmp_path / "there" / name).rglob("*.jpg"))) == 2
    assert len(list((tmp_path / "there" / "mattes" / name).rglob("*.jpg.png"))) == 2
    assert loader.asked["device"] == "cpu" and loader.asked["threads"] >= 1 and loader.asked["name"] == "test"
    assert result.output == ""


def test_json_lines_on_stdout_and_nothing_else(ff: Any, catalog: Path) -> None:
    (catalog / "zero.jpg").write_bytes(b"")
    (catalog / "notes.txt").write_text("")
    result = ff(catalog, "--attr", "palm_print", "--json")
    assert result.exit_code == ExitCode.some_failed
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert {line["item"]: line["status"] for line in lines} == {
        "notes.txt": "skipped",
        "others/leaf-dress.jpg": "done",
        "others/windbreaker.jpg": "done",
        "tops/plaid-shirt.jpg": "done",
        "tops/yellow-tee.jpg": "done",
        "zero.jpg": "failed",
    }
    assert all(line.keys() == lines[0].keys() for line in lines)
    done = next(line for line in lines if line["status"] == "done")
    assert Path(done["output"]).is_file() and done["edit"] == "palm_print" and done["seconds"] > 0
    assert next(line for line in lines if line["item"] == "zero.jpg")["reason"] == "the file is empty"


def test_failures_are_named_and_counted(ff: Any, loader: type[Loader], catalog: Path) -> None:
    loader.engine = CrashingEngine("yellow-tee")
    result = ff(catalog, "--attr", "palm_print")
    assert result.exit_code == ExitCode.some_failed
    assert "failed: tops/yellow-tee.jpg [palm_print]: RuntimeError: the graph exploded" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("3 done, 0 skipped, 1 failed")


def test_quiet_still_names_failures(ff: Any, catalog: Path) -> None:
    (catalog / "zero.jpg").write_bytes(b"")
    result = ff(catalog, "--attr", "palm_print", "--quiet")
    assert result.stderr.splitlines() == ["failed: zero.jpg [palm_print]: the file is empty"]


def test_verbose_names_everything(ff: Any, catalog: Path) -> None:
    (catalog / "notes.txt").write_text("")
    result = ff(catalog, "--attr", "palm_print", "--verbose")
    assert "done: tops/yellow-tee.jpg [palm_print]" in result.stderr
    assert "skipped: notes.txt: not one of the formats" in result.stderr
    assert "on cpu" in result.stderr


@pytest.mark.parametrize("name", ["a\nb.jpg", "[red]x[.jpg", "юбка.jpg", "\x1b[31mx.jpg"])
def test_names_cannot_disturb_the_report(ff: Any, catalog: Path, name: str) -> None:
    (catalog / name).write_bytes(b"")
    result = ff(catalog, "--attr", "palm_print", "--quiet")
    (line,) = result.stderr.splitlines()
    assert line.startswith("failed: ") and line.endswith("the file is empty") and "\x1b" not in line


def test_names_cannot_disturb_an_error(ff: Any, catalog: Path) -> None:
    for folder in ("tops", "others"):
        shutil.copyfile(catalog / "tops" / "yellow-tee.jpg", catalog / folder / "\x1b[31mx.jpg")
    result = ff(catalog, "--attr", "palm_print", "--name", "{stem}{ext}")
    assert result.exit_code == ExitCode.bad_usage and "would both be written" in result.stderr
    assert "tops/\\x1b[31mx.jpg" in result.stderr and "\x1b" not in result.stderr


def test_names_cannot_disturb_a_reason(ff: Any, catalog: Path, tmp_path: Path) -> None:
    masks = tmp_path / "masks"
    masks.mkdir()
    for suffix in ("png", "tif"):
        (masks / f"\x1b[31mx.{suffix}").write_bytes(b"")
    shutil.copyfile(catalog / "tops" / "yellow-tee.jpg", catalog / "\x1b[31mx.jpg")
    result = ff(catalog, "--attr", "palm_print", "--masks", masks, "--limit", 1)
    assert "several mattes" in result.stderr and "\x1b" not in result.stderr


def test_a_dry_run_writes_nothing_and_needs_no_engine(
    ff: Any, loader: type[Loader], catalog: Path, tmp_path: Path
) -> None:
    loader.engine = RuntimeError("must not be loaded")
    result = ff(catalog, "--attr", "palm_print", "--dry-run")
    assert result.exit_code == ExitCode.ok, result.output
    assert len(result.stdout.splitlines()) == 4
    assert f"{catalog}/tops/yellow-tee.jpg -> out/palm_print/tops/yellow-tee.jpg" in result.stdout
    assert "4 to do, 0 skipped" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_dry_run_says_why_and_what_it_would_leave_alone(ff: Any, catalog: Path, tmp_path: Path) -> None:
    assert ff(catalog, "--attr", "palm_print", "--quiet").exit_code == ExitCode.ok
    edited, gone = (tmp_path / "out" / "palm_print" / "tops" / f"{name}.jpg" for name in ("yellow-tee", "plaid-shirt"))
    edited.write_bytes(b"by hand")
    gone.unlink()
    result = ff(catalog, "--attr", "palm_print", "--dry-run")
    assert (
        result.stdout == f"{catalog}/tops/plaid-shirt.jpg -> out/palm_print/tops/plaid-shirt.jpg (an output is gone)\n"
    )
    assert "kept: tops/yellow-tee.jpg [palm_print]: changed by hand" in result.stderr
    assert "1 to do, 0 skipped, 2 unchanged, 1 kept" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--attr", "long_sleeve"], ExitCode.bad_usage, "Nearest: "),
        (["--attr", "color=nvay"], ExitCode.bad_usage, "Did you mean 'navy'?"),
        ([], ExitCode.bad_usage, "--attr"),
        (["--attr", "palm_print", "--limit", "0"], ExitCode.bad_usage, "--limit"),
        (["--attr", "palm_print", "--jobs", "0"], ExitCode.bad_usage, "--jobs"),
        (["--attr", "palm_print", "--out", "catalog/out"], ExitCode.bad_usage, "inside the catalog"),
        (["--attr", "palm_print", "--masks", "nowhere"], ExitCode.no_input, "mattes"),
        (["nowhere", "--attr", "palm_print"], ExitCode.no_input, "nowhere"),
    ],
)
def test_mistakes_have_their_exit_code(ff: Any, catalog: Path, arguments: list[str], code: ExitCode, says: str) -> None:
    result = ff("catalog", *arguments)
    assert result.exit_code == code, result.output
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_with_none_has_its_exit_code(ff: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = ff("empty", "--attr", "palm_print")
    assert result.exit_code == ExitCode.no_input and "No photograph in empty" in result.stderr


@pytest.mark.parametrize(
    "error", [NoDevice("cuda cannot be used: no driver."), MissingDependency("ONNX Runtime is not installed.")]
)
def test_errors_of_the_engine_have_their_exit_code(ff: Any, loader: type[Loader], catalog: Path, error: Any) -> None:
    loader.engine = error
    result = ff(catalog, "--attr", "palm_print")
    assert result.exit_code == error.exit_code and error.message in result.stderr


def test_damaged_weights_stop_the_run(ff: Any, catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "weights" / "parser.onnx").write_bytes(b"other")
    assert ff(catalog, "--attr", "palm_print").exit_code == ExitCode.bad_weights
    assert ff(catalog, "--attr", "palm_print", weights=tmp_path / "nowhere").exit_code == ExitCode.bad_weights


def test_watching_goes_on_until_ctrl_c(ff: Any, catalog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"interval": 0.05, "settled": 0.1}.items():
        monkeypatch.setitem(watch.__kwdefaults__, name, value)

    def press() -> None:
        until = time.monotonic() + 60
        while not (tmp_path / "out" / "index.html").exists() and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    somebody = threading.Thread(target=press)
    somebody.start()
    result = ff(catalog, "--attr", "palm_print", "--watch")
    somebody.join()
    assert result.exit_code == ExitCode.interrupted and "4 done" in result.stderr
