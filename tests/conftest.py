"""Fixtures that several tests share: small photographs, and engines that need no weights."""

import os
import shutil
from pathlib import Path

import pytest

from tests.engines import TintEngine

PHOTOGRAPHS = Path(__file__).parent / "photographs"

os.environ["FF_PRINTS"] = str(Path(__file__).parent / "no-prints")
"""Not the prints of whoever runs the tests; child processes inherit it."""


@pytest.fixture
def photographs() -> Path:
    """The folder of small CC0 photographs; see its README. Not to be written to."""
    return PHOTOGRAPHS


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalog of four photographs in two folders, to do with as a test likes."""
    root = tmp_path / "catalog"
    for folder, name in (
        ("tops", "plaid-shirt"),
        ("tops", "yellow-tee"),
        ("others", "leaf-dress"),
        ("others", "windbreaker"),
    ):
        (root / folder).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PHOTOGRAPHS / f"{name}.jpg", root / folder / f"{name}.jpg")
    return root


@pytest.fixture
def engine() -> TintEngine:
    """An engine that paints an ellipse in the edit's colour."""
    return TintEngine()


def pytest_addoption(parser: pytest.Parser) -> None:
    """One flag makes the golden images anew; look at them before they are committed."""
    parser.addoption("--update-goldens", action="store_true", help="write tests/goldens/ from what is rendered now")
