"""What a run says on a terminal."""

import io
import sys
from pathlib import PurePath

import pytest

from fashionforward.batch.results import Result, Status
from fashionforward.cli.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "quiet", "drawn"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_progress_is_drawn_on_terminals_alone(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, quiet: bool, drawn: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stderr = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    console = Console(quiet=quiet)
    with console:
        console.started(2)
        console.finished(Result(PurePath("a.jpg"), Status.done, edit="x"))
        console.finished(Result(PurePath("[bold]b.jpg"), Status.failed, edit="x", reason="the file is empty"))
    said = stderr.getvalue()
    assert ("2/2" in said and "1 failed" in said) == drawn
    assert "failed: [bold]b.jpg [x]: the file is empty" in said
