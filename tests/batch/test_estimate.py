"""How long a run may take."""

from pathlib import Path

from fashionforward.batch import estimate as module
from fashionforward.batch.estimate import estimate
from fashionforward.batch.ledger import Ledger


def test_without_earlier_runs_it_is_a_guess_and_says_so(tmp_path: Path) -> None:
    assert "about 15 seconds, a rough guess of 1.5 s an image" in estimate(10, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_earlier_runs_tell(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    times = iter(["2026-01-01T00:00:00+00:00", "2026-01-01T00:00:30+00:00", "2026-01-01T01:00:00+00:00"])
    monkeypatch.setattr("fashionforward.batch.ledger._now", lambda: next(times))
    with Ledger.open(tmp_path) as ledger:
        run = ledger.begin_run({})
        ledger.end_run(run, {"done": 8, "review": 2, "failed": 3}, 0)
        ledger.begin_run({})  # never came to its end
    assert estimate(400, tmp_path) == f"about 20 minutes, at 3 s an image as in the last run into {tmp_path}"


def test_few_images_tell_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        ledger.end_run(ledger.begin_run({}), {"done": module.ENOUGH - 1}, 0)
    assert "guess" in estimate(1, tmp_path)
