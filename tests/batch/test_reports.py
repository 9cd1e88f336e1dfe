"""What a run tells to machines and mail."""

import json
from pathlib import Path, PurePath

import pytest
from prometheus_client.parser import text_string_to_metric_families

from fashionforward.batch.options import RunOptions
from fashionforward.batch.reports import reporting, write_metrics, write_summary
from fashionforward.batch.results import Result, Status, Summary
from fashionforward.batch.transform import transform
from fashionforward.errors import CannotWrite
from tests.batch.runs import NAVY, OPEN, Report
from tests.engines import CrashingEngine

HOSTILE = "<img src=x onerror=alert(1)>|`rm`\x1b[31m\n=cmd|' /C calc'!A0.jpg"


def test_a_run_writes_log_summary_and_metrics(catalog: Path, tmp_path: Path) -> None:
    log, summary, metrics = tmp_path / "logs" / "run.jsonl", tmp_path / "run.md", tmp_path / "ff.prom"
    options = RunOptions([catalog], [NAVY], tmp_path / "out", gates=OPEN)
    for _ in range(2):
        with reporting(Report(), options.out, log, summary, metrics) as reporter:
            transform(options, lambda: CrashingEngine("yellow-tee"), reporter)
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert [event["event"] for event in events] == ["started", *["image"] * 4, "ended", "started", "image", "ended"]
    assert events[5]["counts"]["done"] == 3 and events[-1]["counts"]["unchanged"] == 3 and events[-1]["exit_code"] == 3
    text = summary.read_text()
    assert text.startswith("# ff: 0 done, 1 failed\n") and "`tops/yellow-tee.jpg` `color-navy`: RuntimeError" in text
    samples = [sample for family in text_string_to_metric_families(metrics.read_text()) for sample in family.samples]
    found = {(sample.name, sample.labels.get("status")): sample.value for sample in samples}
    assert found["ff_run_images", "failed"] == 1 and found["ff_run_images", "unchanged"] == 3
    assert found["ff_run_exit_code", None] == 3 and found["ff_run_ended_timestamp_seconds", None] > 1e9


def test_an_error_is_logged(tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"
    with pytest.raises(RuntimeError), reporting(Report(), tmp_path, log):
        raise RuntimeError("no engine")
    assert json.loads(log.read_text())["error"] == "no engine"


def test_names_are_no_markup_and_break_no_line(tmp_path: Path) -> None:
    summary = Summary()
    summary.add(Result(PurePath(HOSTILE), Status.failed, edit="x", reason=HOSTILE))
    write_summary(tmp_path / "run.md", tmp_path, summary)
    (line,) = [line for line in (tmp_path / "run.md").read_text().splitlines() if line.startswith("- ")]
    assert line.count("`") == 4 and not set("<>|\x1b") & set(line)


def test_reports_that_cannot_be_written_are_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="file"):
        write_metrics(tmp_path / "file" / "x.prom", Summary())
    with pytest.raises(CannotWrite, match="log"), reporting(Report(), tmp_path, tmp_path / "file" / "run.jsonl"):
        pass
