"""What a wheel carries."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_list_of_packages_is_complete() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "fashionforward").rglob("__init__.py")}
    assert set(listed) == found | {"fashionforward.export", "fashionforward.weights"}


def test_a_wheel_carries_the_weights_and_no_module_of_a_general_name(tmp_path: Path) -> None:
    pytest.importorskip("setuptools")
    source = tmp_path / "source"
    source.mkdir()
    for name in ("fashionforward", "export", "weights"):
        shutil.copytree(ROOT / name, source / name)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = "import setuptools.build_meta as backend; backend.build_wheel('dist')"
    done = subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = (source / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"fashionforward"}
    assert "fashionforward/export/__init__.py" in names
    for path in (ROOT / "fashionforward" / "review" / "web").iterdir():
        assert f"fashionforward/review/web/{path.name}" in names
    assert not [name for name in names if "__pycache__" in name]
    for path in (ROOT / "weights").glob("[!_]*/*"):
        assert f"fashionforward/weights/{path.relative_to(ROOT / 'weights').as_posix()}" in names
