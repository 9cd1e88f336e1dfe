"""What is asked about an output folder after runs: status, history; and what is done about it: retry, prune, watch."""

import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fashionforward.attributes.edit import Edit
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.prune import prune
from fashionforward.batch.results import Status
from fashionforward.batch.retry import Asked, Means, retry
from fashionforward.batch.status import Standing, status_of
from fashionforward.batch.stop import Stop
from fashionforward.batch.watch import watch
from fashionforward.cli.app import app
from fashionforward.errors import BadWeights, ExitCode, NoInput
from fashionforward.manifest.resolve import Assignment, Manifest
from fashionforward.review.verdicts import Judgement, Verdict, Verdicts, write_verdicts
from fashionforward.runtime.weights import Weights, find_weights
from tests.batch.runs import NAVY, OPEN, RED, Report, go, tree
from tests.engines import CrashingEngine, TintEngine
from tests.weights import make_weights

TEE, SHIRT = "tops/yellow-tee.jpg", "tops/plaid-shirt.jpg"


def ff(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def out(catalog: Path) -> Path:
    return catalog.parent / "out"


def test_status_tells_how_everything_stands(catalog: Path, out: Path) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        shutil.copyfile(catalog / TEE, catalog / name)
    go(catalog, CrashingEngine("plaid-shirt"), weights="w")
    shutil.copyfile(catalog / "others" / "leaf-dress.jpg", catalog / TEE)
    (catalog / "a.jpg").unlink()
    (out / NAVY.name / "b.jpg").write_bytes(b"by hand")
    (out / NAVY.name / "c.jpg").unlink()
    report = status_of(out, "w")
    standing = {line.item: line.standing for line in report.lines}
    assert standing == {
        "a.jpg": Standing.orphaned,
        "b.jpg": Standing.kept,
        "c.jpg": Standing.stale,
        SHIRT: Standing.failed,
        TEE: Standing.stale,
    }
    assert report.counts[Standing.done] == 2
    assert status_of(out, "other weights").counts[Standing.stale] == 5
    told = json.loads(ff("status", out, "--json").stdout)
    assert told["counts"]["orphaned"] == 1 and {line["item"] for line in told["images"]} >= set(standing)
    assert f"failed: {SHIRT} [color-navy]: RuntimeError: the graph exploded" in ff("status", out).stdout


def test_status_asks_what_the_next_run_would(catalog: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_weights(catalog.parent / "ours")
    fingerprint = find_weights(folder).card.fingerprint
    go(catalog, TintEngine(), weights=fingerprint, weights_from=folder)
    assert json.loads(ff("status", out, "--json").stdout)["counts"]["done"] == 4, "with the last run's weights"
    folder.rename(catalog.parent / "moved")
    said = ff("status", out, "--json")
    assert json.loads(said.stdout)["counts"]["done"] == 4 and "There are no weights in" in said.stderr
    assert ff("status", out, "--weights", folder).exit_code == ExitCode.bad_weights
    verdicts = Verdicts.of([Judgement(TEE, NAVY.name, Verdict.approved, 0)])
    write_verdicts(out / "review.json", verdicts)
    assert {line.item for line in status_of(out, "others").lines} >= {SHIRT}
    assert status_of(out, "others").counts == {Standing.stale: 3, Standing.done: 1}, (
        "what is approved is never made again"
    )
    monkeypatch.setattr("fashionforward.batch.status.__version__", "9.9.9")
    assert {line.reason for line in status_of(out, fingerprint).lines} == {"another version of ff"}


def test_a_folder_that_no_run_wrote_to_is_said_to_be_none(tmp_path: Path) -> None:
    for command in ("status", "retry", "prune", "history"):
        said = ff(command, tmp_path, *(["a.jpg"] if command == "history" else []))
        assert said.exit_code == ExitCode.bad_ledger and "no record of a run" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_history_tells_an_item_s_life(catalog: Path, out: Path, engine: TintEngine) -> None:
    go(catalog, CrashingEngine("yellow-tee"), weights="one")
    go(catalog, engine, weights="one")
    go(catalog, engine, weights="two")
    told = [json.loads(line) for line in ff("history", out, TEE, "--json").stdout.splitlines()]
    assert [(event["status"], event["weights"]) for event in told] == [
        ("failed", "one"),
        ("done", "one"),
        ("done", "two"),
    ]
    assert told[0]["output"] is None and told[1]["output"] and told[1]["input"] == told[2]["input"]
    assert len(ff("history", out, TEE).stdout.splitlines()) == 3
    assert ff("history", out, "nowhere.jpg").exit_code == ExitCode.no_input


def test_retry_does_exactly_the_failed_ones(catalog: Path, out: Path) -> None:
    masks = catalog.parent / "masks"
    masks.mkdir()
    go(catalog, CrashingEngine("yellow-tee", "leaf-dress"), edits=(NAVY, RED), save_mattes=True, masks=masks)
    shutil.copyfile(catalog / TEE, catalog / "new.jpg")
    engine, report = TintEngine(), Report()
    summary = retry(out, lambda asked: Means(lambda: engine), report, jobs=2)
    assert summary.counts == {Status.done: 4} and engine.parsed == 2
    assert {result.relative.name for result in report.results} == {"yellow-tee.jpg", "leaf-dress.jpg"}
    assert all(result.matte for result in report.results), "as the run was asked to"
    assert retry(out, lambda asked: Means(lambda: engine), report, jobs=2).counts == {}


def test_retry_knows_the_prints_beside_a_manifest(catalog: Path, out: Path) -> None:
    own = Edit("own", print="blossom")
    manifest = Manifest(catalog.parent / "season" / "edits.yaml", (), ())
    given = {"manifest": manifest, "own_prints": {"blossom": "one"}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Manifest, "assign", lambda self, items: [Assignment(i, (own,), i.sku, ()) for i in items])
        go(catalog, CrashingEngine("yellow-tee"), edits=(), **given)
        told: list[Asked] = []

        def means(asked: Asked) -> Means:
            told.append(asked)
            return Means(TintEngine, own_prints={"blossom": "two"})

        assert retry(out, means, Report(), jobs=1).counts == {Status.done: 1}
        assert [asked.manifest for asked in told] == [manifest.path]
        _, summary = go(catalog, TintEngine(), edits=(), **{**given, "own_prints": {"blossom": "two"}})
        assert summary.counts == {Status.unchanged: 1, Status.done: 3}, "the swatch of today was used, and is noted"


def test_retry_draws_with_the_weights_that_failed_and_with_no_others(catalog: Path, out: Path) -> None:
    folder = make_weights(catalog.parent / "ours")
    given: dict[str, Any] = {
        "weights": find_weights(folder).card.fingerprint,
        "weights_from": folder,
        "device": "cpu:fp32",
    }
    go(catalog, CrashingEngine("yellow-tee", "leaf-dress"), **given)
    drawn = []

    def draw(weights: Weights, device: str, threads: int) -> TintEngine:
        drawn.append((weights.path, device))
        return TintEngine()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fashionforward.runtime.opening.open_engine", draw)
        moved = folder.rename(catalog.parent / "moved")
        assert ff("retry", out).exit_code == ExitCode.bad_weights, "they are gone"
        make_weights(folder, files={})
        said = ff("retry", out)
        assert said.exit_code == ExitCode.bad_weights and given["weights"][:12] in said.stderr and not drawn
        assert ff("retry", out, "--weights", moved).exit_code == ExitCode.ok
        assert drawn == [(moved, "cpu:fp32")]
    assert go(catalog, TintEngine(), **given)[1].counts == {Status.unchanged: 4}


def test_retry_of_weights_by_a_shipped_name_asks_for_that_name(catalog: Path, out: Path) -> None:
    go(catalog, CrashingEngine("yellow-tee"), weights_from=Path("base64"))
    told: list[Asked] = []

    def means(asked: Asked) -> Means:
        told.append(asked)
        return Means(TintEngine, "other")

    with pytest.raises(BadWeights, match="base64 are other"):
        retry(out, means, Report(), jobs=1)
    assert told == [Asked(None, Path("base64"), "auto")]


def test_prune_removes_what_is_orphaned_and_names_it_first(catalog: Path, out: Path, engine: TintEngine) -> None:
    go(catalog, engine, edits=(NAVY, RED), save_mattes=True)
    (catalog / TEE).unlink()
    (catalog / SHIRT).unlink()
    (out / RED.name / SHIRT).write_bytes(b"by hand")
    _, summary = go(catalog, engine, edits=(NAVY, RED), save_mattes=True)
    assert summary.orphans == 2
    before = tree(out, thumbnails=True)
    named = list(prune(out, dry_run=True))
    assert tree(out, thumbnails=True) == before and out / NAVY.name / TEE in {file.path for file in named}
    gone = list(prune(out))
    assert gone == named, "what was announced"
    assert {file.path for file in gone if file.kept} == {out / RED.name / SHIRT}
    left = tree(out, thumbnails=True)
    assert set(before) - set(left) >= {f"{NAVY.name}/{TEE}", f"{RED.name}/{TEE}", f"mattes/{NAVY.name}/{TEE}.png"}
    assert not (out / NAVY.name / "tops").exists() and f"{RED.name}/{SHIRT}" in left
    assert left[f"sheets/{NAVY.name}-01.png"] != before[f"sheets/{NAVY.name}-01.png"]
    assert list(prune(out)) == []
    with Ledger.read(out) as ledger:
        assert [event["status"] for event in ledger.history(TEE) if event["edit"] == NAVY.name] == ["done", "pruned"]


def test_prune_takes_no_catalog_that_is_not_mounted_for_an_empty_one(
    catalog: Path, out: Path, engine: TintEngine
) -> None:
    go(catalog, engine)
    shutil.move(catalog, catalog.parent / "away")
    with pytest.raises(NoInput, match="mounted"):
        list(prune(out))
    assert (out / NAVY.name / TEE).is_file()
    assert len(list(prune(out, everything=True))) == 4


class Uploading(Report):
    """Adds to the catalog and to an upload while it is watched, and ends the watch."""

    def __init__(self, catalog: Path, stop: Stop) -> None:
        super().__init__()
        self.catalog, self.stop = catalog, stop

    def finished(self, result: Any) -> None:
        super().finished(result)
        if len(self.results) == 4:
            whole = (self.catalog / TEE).read_bytes()
            (self.catalog / "upload.jpg").write_bytes(whole[:2000])
            threading.Timer(0.3, (self.catalog / "upload.jpg").write_bytes, [whole]).start()
        if len(self.results) == 5:
            self.stop.now()


def test_watching_lets_uploads_settle(catalog: Path, out: Path, engine: TintEngine) -> None:
    stop = Stop()
    report = Uploading(catalog, stop)
    options = RunOptions([catalog], [NAVY], out, gates=OPEN)
    assert watch(options, lambda: engine, report, interval=0.05, settled=0.6, stop=stop) == ExitCode.interrupted
    assert [result.status for result in report.results] == [Status.done] * 5
    assert report.results[-1].relative.name == "upload.jpg"


def test_an_empty_catalog_is_watched_too(tmp_path: Path, catalog: Path, engine: TintEngine) -> None:
    empty, stop = tmp_path / "empty", Stop()
    empty.mkdir()
    report = Uploading(catalog, stop)
    report.results = [None] * 4  # type: ignore[list-item]
    threading.Timer(0.2, shutil.copyfile, [catalog / TEE, empty / "a.jpg"]).start()
    options = RunOptions([empty], [NAVY], tmp_path / "out", gates=OPEN)
    watch(options, lambda: engine, report, interval=0.05, settled=0.1, stop=stop)
    assert (tmp_path / "out" / NAVY.name / "a.jpg").is_file()
