"""The application as a whole: its help, its imports, its other commands."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from fashionforward import __version__
from fashionforward.cli.app import COMMANDS, GROUPS, app
from fashionforward.errors import ExitCode
from fashionforward.runtime.weights import shipped_weights
from tests.weights import make_weights, needs_shipped_weights

HEAVY = ("torch", "numpy", "onnxruntime", "PIL", "matplotlib", "coloraide")


def imported(code: str) -> set[str]:
    """The modules that a fresh interpreter has after running `code`."""
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {line.partition(".")[0] for line in done.stderr.splitlines()}


def invocation(arguments: list[str]) -> str:
    """Code that runs `ff` with arguments, in the interpreter that it runs in."""
    return (
        "from typer.testing import CliRunner\n"
        "from fashionforward.cli.app import app\n"
        f"result = CliRunner().invoke(app, {arguments})\n"
        "assert result.exit_code == 0, result.output"
    )


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not imported("import fashionforward").intersection(HEAVY)


@pytest.mark.parametrize("arguments", [["--help"], ["transform", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert not imported(invocation(arguments)).intersection(HEAVY)


@needs_shipped_weights
def test_a_run_that_finds_nothing_to_do_imports_nothing_heavy(tmp_path: Path, photographs: Path) -> None:
    pytest.importorskip("onnxruntime")
    arguments = ["transform", str(photographs), "--limit", "1", "--attr", "palm_print", "--out", str(tmp_path / "out")]
    assert "onnxruntime" in imported(invocation(arguments))
    assert not imported(invocation(arguments)).intersection(HEAVY)


def test_transform_imports_no_torch(tmp_path: Path, photographs: Path) -> None:
    make_weights(tmp_path / "weights")
    arguments = [
        "transform",
        str(photographs),
        "--attr",
        "palm_print",
        "--dry-run",
        "--weights",
        str(tmp_path / "weights"),
        "--out",
        str(tmp_path / "out"),
    ]
    assert "torch" not in imported(invocation(arguments))


def test_every_command_has_help_and_so_does_every_option() -> None:
    group = get_command(app)
    assert set(group.commands) >= set(COMMANDS)  # type: ignore[attr-defined]
    commands = dict(group.commands)  # type: ignore[attr-defined]
    for name in GROUPS:
        commands |= {f"{name} {inner}": command for inner, command in commands.pop(name).commands.items()}
    for name, command in commands.items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_help_tells_every_exit_code() -> None:
    shown = " ".join(
        CliRunner(env={"COLUMNS": "300", "TERM": "dumb"}).invoke(app, ["transform", "--help"]).output.split()
    )
    for code in ExitCode:
        assert f"{code.value} {code.meaning}" in shown


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).output.strip() == f"ff {__version__}"


def test_python_m_is_ff() -> None:
    done = subprocess.run([sys.executable, "-m", "fashionforward", "nosuchcommand"], capture_output=True, text=True)
    assert done.returncode == ExitCode.bad_usage
    assert "nosuchcommand" in done.stderr


def test_attrs_lists_what_the_weights_know(tmp_path: Path) -> None:
    weights = str(make_weights(tmp_path))
    shown = CliRunner().invoke(app, ["attrs", "--weights", weights])
    assert shown.exit_code == 0
    for word in ("palm_print", "24 designs", "color", "scale", "outer", "lab("):
        assert word in shown.output
    data = json.loads(CliRunner().invoke(app, ["attrs", "--json", "--weights", weights]).output)
    assert data["prints"]["palm_print"] == {"designs": 24}
    assert data["regions"] == ["top", "outer", "bottom", "dress", "all", "auto"]


def test_doctor_tells_what_a_run_would_use(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    weights = str(make_weights(tmp_path))
    shown = CliRunner().invoke(app, ["doctor", "--weights", weights])
    assert shown.exit_code == 0, shown.output
    for word in ("device", "providers", "weights", "gpus", __version__):
        assert word in shown.output
    data = json.loads(CliRunner().invoke(app, ["doctor", "--json", "--weights", weights]).output)
    assert data["problems"] == [] and data["weights"].startswith("test 0.1.0, 3 prints")


def test_doctor_names_the_problems_and_returns_their_code(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    shown = CliRunner().invoke(app, ["doctor", "--weights", str(tmp_path / "nowhere")])
    assert shown.exit_code == ExitCode.bad_weights
    assert "no weights" in shown.stderr
    assert (
        CliRunner().invoke(app, ["doctor", "--device", "gpu", "--weights", str(make_weights(tmp_path))]).exit_code
        == ExitCode.bad_usage
    )


needs_weights = pytest.mark.skipif(
    not (shipped_weights() / "card.json").is_file(), reason="this checkout ships no weights yet"
)


@needs_weights
def test_the_main_job_as_a_process(catalog: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "fashionforward",
        "transform",
        str(catalog),
        "--attr",
        "palm_print",
        "--json",
        "--device",
        "cpu",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == ExitCode.ok, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["status"] for line in lines] == ["done"] * 4
    assert "\x1b" not in done.stderr, "no progress where stderr is no terminal"
    assert done.stderr.splitlines()[-1].startswith("4 done, 0 skipped, 0 failed")


@needs_weights
def test_ctrl_c_as_a_process(photographs: Path, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog"
    catalog.mkdir()
    for number in range(400):
        shutil.copyfile(photographs / "yellow-tee.jpg", catalog / f"{number:03d}.jpg")
    command = [
        sys.executable,
        "-m",
        "fashionforward",
        "transform",
        str(catalog),
        "--attr",
        "palm_print",
        "--device",
        "cpu",
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    first = tmp_path / "out" / "palm_print" / "000.jpg"
    while not first.exists() and process.poll() is None:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    _, stderr = process.communicate()
    assert process.returncode == ExitCode.interrupted, stderr
    assert stderr.splitlines()[-1].startswith("interrupted: ")
    written = list((tmp_path / "out" / "palm_print").iterdir())
    assert 0 < len(written) < 400 and not [path for path in written if path.name.startswith(".")]
