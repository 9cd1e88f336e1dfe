"""Runs after runs: only the missing and the stale is made, and nobody's work is lost."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from fashionforward.batch.gates import Gates
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.prune import prune
from fashionforward.batch.recipe import Recipe, edit_as_json, edit_from_json
from fashionforward.batch.record import Record, Written
from fashionforward.batch.results import Status
from fashionforward.batch.stamp import Stamp
from fashionforward.batch.transform import preview
from fashionforward.catalog.options import FileOptions
from fashionforward.errors import BadLedger, CannotWrite, ExitCode, UnsafeOutput
from tests.batch.runs import NAVY, OPEN, RED, go, tree
from tests.engines import CrashingEngine, EmptyEngine, TintEngine

TEE = "tops/yellow-tee.jpg"


def forbidden() -> Any:
    raise AssertionError("the engine must not be loaded")


def edit_by_hand(path: Path) -> bytes:
    Image.open(path).rotate(180).save(path, "JPEG", quality=90)
    return path.read_bytes()


def test_a_run_with_nothing_to_do_loads_no_engine(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine, edits=(NAVY, RED))
    before = tree(catalog.parent / "out", thumbnails=True)
    report, summary = go(catalog, forbidden, edits=(NAVY, RED))  # type: ignore[arg-type]
    assert summary.counts == {Status.unchanged: 8} and summary.exit_code == ExitCode.ok
    assert report.total == 0 and report.results == []
    assert tree(catalog.parent / "out", thumbnails=True) == before


def test_only_the_photograph_that_changed_is_made_again(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    shutil.copyfile(catalog / "others" / "leaf-dress.jpg", catalog / TEE)
    shutil.copyfile(catalog / "others" / "leaf-dress.jpg", catalog / "new.jpg")
    report, summary = go(catalog, engine)
    assert summary.counts == {Status.done: 2, Status.unchanged: 3}
    assert [result.relative.as_posix() for result in report.results] == ["new.jpg", TEE]


def test_times_alone_change_nothing(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    for path in (catalog / TEE, catalog.parent / "out" / NAVY.name / TEE):
        os.utime(path, (1, 1))
    assert go(catalog, forbidden)[1].counts == {Status.unchanged: 4}  # type: ignore[arg-type]
    with Ledger.read(catalog.parent / "out") as ledger:
        record = ledger.of_item(TEE)[NAVY.name]
    assert record.input and record.input.mtime_ns == 10**9, "the new time is noted: the file is not read again"
    assert record.files[0].stamp.mtime_ns == 10**9


def test_verify_reads_what_size_and_time_say_nothing_of(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    path = catalog / TEE
    status, data = path.stat(), bytearray(path.read_bytes())
    data[-40] ^= 1  # a bit of its pixels
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert go(catalog, engine)[1].counts == {Status.unchanged: 4}
    assert go(catalog, engine, verify=True)[1].counts == {Status.done: 1, Status.unchanged: 3}


@pytest.mark.parametrize(
    "options",
    [
        {"weights": "others"},
        {"edits": (replace(NAVY, color=(0, 0, 0.6)),)},
        {"edits": (replace(NAVY, region="top"),)},
        {"files": FileOptions(quality=80)},
    ],
)
def test_what_changes_the_bytes_makes_all_again(catalog: Path, engine: TintEngine, options: dict[str, Any]) -> None:
    go(catalog, engine)
    assert go(catalog, engine, **options)[1].counts == {Status.done: 4}
    assert go(catalog, engine, **options)[1].counts == {Status.unchanged: 4}


def test_what_cannot_change_the_bytes_makes_nothing(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    options = {"jobs": 1, "strict": True, "wait": True, "pdf": "a4"}
    assert go(catalog, forbidden, **options)[1].counts == {Status.unchanged: 4}  # type: ignore[arg-type]


def test_other_edits_stay_beside(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    assert go(catalog, engine, edits=(RED,))[1].counts == {Status.done: 4}
    assert go(catalog, engine, edits=(NAVY, RED))[1].counts == {Status.unchanged: 8}


def test_a_deleted_output_is_made_again(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    before = tree(catalog.parent / "out")
    (catalog.parent / "out" / NAVY.name / TEE).unlink()
    assert go(catalog, engine)[1].counts == {Status.done: 1, Status.unchanged: 3}
    assert tree(catalog.parent / "out") == before


def test_mattes_that_were_never_saved_are_made(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    assert go(catalog, engine, save_mattes=True)[1].counts == {Status.done: 4}
    assert go(catalog, engine, save_mattes=True)[1].counts == {Status.unchanged: 4}


def test_a_matte_of_the_studio_counts_as_input(catalog: Path, engine: TintEngine) -> None:
    masks = catalog.parent / "masks"
    (masks / "tops").mkdir(parents=True)
    go(catalog, engine, masks=masks)
    Image.new("L", (20, 20), 255).save(masks / "tops" / "yellow-tee.png")
    assert go(catalog, engine, masks=masks)[1].counts == {Status.done: 1, Status.unchanged: 3}
    Image.new("L", (20, 20), 200).save(masks / "tops" / "yellow-tee.png")
    assert go(catalog, engine, masks=masks)[1].counts == {Status.done: 1, Status.unchanged: 3}
    assert go(catalog, engine)[1].counts == {Status.done: 1, Status.unchanged: 3}, "its matte went"


def test_a_person_s_edit_is_kept_and_reported(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    path = catalog.parent / "out" / NAVY.name / TEE
    theirs = edit_by_hand(path)
    for options in ({}, {}, {"weights": "others"}, {"weights": "others"}):
        report, summary = go(catalog, engine, **options)
        assert report.of(TEE).status is Status.kept and "by hand" in report.of(TEE).reason
        assert summary.exit_code == ExitCode.ok and path.read_bytes() == theirs
    _, summary = go(catalog, engine, weights="others", force=True)
    assert summary.counts == {Status.done: 1, Status.unchanged: 3}
    assert path.read_bytes() != theirs


def test_a_person_s_edit_survives_a_failure_between(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    path = catalog.parent / "out" / NAVY.name / TEE
    theirs = edit_by_hand(path)
    assert go(catalog, CrashingEngine("yellow-tee"), weights="others")[1].counts[Status.failed] == 1
    report, _ = go(catalog, engine, weights="others")
    assert report.of(TEE).status is Status.kept and path.read_bytes() == theirs


def test_an_edit_that_is_undone_is_made_again(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    path = catalog.parent / "out" / NAVY.name / TEE
    ours = path.read_bytes()
    edit_by_hand(path)
    assert go(catalog, engine, weights="others")[1].counts[Status.kept] == 1
    path.write_bytes(ours)  # of the earlier weights
    assert go(catalog, engine, weights="others")[1].counts == {Status.done: 1, Status.unchanged: 3}


def test_what_is_not_ff_s_is_kept(catalog: Path, engine: TintEngine) -> None:
    path = catalog.parent / "out" / NAVY.name / TEE
    path.parent.mkdir(parents=True)
    path.write_bytes(b"somebody's")
    for _ in range(2):
        report, _ = go(catalog, engine)
        assert report.of(TEE).status is Status.kept
        assert path.read_bytes() == b"somebody's"


def test_a_lost_ledger_is_built_again_without_a_change(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    before = tree(catalog.parent / "out")
    shutil.rmtree(catalog.parent / "out" / ".ff")
    _, summary = go(catalog, engine)
    assert summary.counts == {Status.done: 4} and tree(catalog.parent / "out") == before


def test_failed_ones_are_tried_again_and_skipped_ones_are_not(catalog: Path, engine: TintEngine) -> None:
    go(catalog, CrashingEngine("yellow-tee"))
    assert go(catalog, engine)[1].counts == {Status.done: 1, Status.unchanged: 3}
    go(catalog, EmptyEngine(), out="empty")
    assert go(catalog, forbidden, out="empty")[1].counts == {Status.unchanged: 4}  # type: ignore[arg-type]


def test_a_failure_leaves_the_earlier_image(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    before = tree(catalog.parent / "out" / NAVY.name)
    (catalog / TEE).write_bytes(b"damaged")
    _, summary = go(catalog, engine)
    assert summary.counts == {Status.failed: 1, Status.unchanged: 3}
    assert tree(catalog.parent / "out" / NAVY.name) == before


def test_other_names_move_the_images(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    flat = FileOptions(name="{sku}.{edit}{ext}")
    assert go(catalog, engine, files=flat)[1].counts == {Status.done: 4}
    assert not [path for path in (catalog.parent / "out" / NAVY.name).rglob("*") if path.is_file()]
    assert (catalog.parent / "out" / f"yellow-tee.{NAVY.name}.jpg").is_file()
    assert go(catalog, forbidden, files=flat)[1].counts == {Status.unchanged: 4}  # type: ignore[arg-type]


def test_an_image_of_another_edit_is_never_written_over(catalog: Path, engine: TintEngine) -> None:
    flat = FileOptions(name="{sku}{ext}")
    go(catalog, engine, files=flat)
    before = tree(catalog.parent / "out")
    with pytest.raises(UnsafeOutput, match=r"\[color-red\] would be written over .* \[color-navy\]"):
        go(catalog, engine, edits=(RED,), files=flat)
    with pytest.raises(UnsafeOutput):
        preview(RunOptions([catalog], [RED], catalog.parent / "out", gates=OPEN, files=flat))
    assert tree(catalog.parent / "out") == before
    assert go(catalog, forbidden, files=flat)[1].counts == {Status.unchanged: 4}  # type: ignore[arg-type]
    with Ledger.read(catalog.parent / "out") as ledger:
        assert all(run["ended"] for run in ledger.runs()), "what was refused was no run"
    assert go(catalog, engine, edits=(RED,), files=flat, force=True)[1].counts == {Status.done: 4}


def test_a_photograph_of_another_name_takes_the_place_and_prune_leaves_it(catalog: Path, engine: TintEngine) -> None:
    flat = FileOptions(name="one{ext}")
    (catalog / "tops" / "yellow-tee.jpg").rename(catalog.parent / "first.jpg")
    go(catalog.parent / "first.jpg", engine, files=flat)
    (catalog.parent / "first.jpg").rename(catalog.parent / "second.jpg")
    assert go(catalog.parent / "second.jpg", engine, files=flat)[1].counts == {Status.done: 1}
    image = catalog.parent / "out" / "one.jpg"
    assert image.is_file() and list(prune(catalog.parent / "out", dry_run=True)) == []
    assert list(prune(catalog.parent / "out")) == [] and image.is_file()
    assert go(catalog.parent / "second.jpg", forbidden, files=flat)[1].counts == {Status.unchanged: 1}  # type: ignore[arg-type]


def test_sheets_cover_all_that_the_folder_holds(catalog: Path, engine: TintEngine) -> None:
    whole, parts = catalog.parent / "whole", catalog.parent / "parts"
    for number in range(20):
        shutil.copyfile(catalog / TEE, catalog / f"{number:02d}.jpg")
    go(catalog, engine, out="whole")
    go(catalog, engine, out="parts", limit=5)
    go(catalog, engine, out="parts")
    assert tree(whole) == tree(parts)
    page = whole / "sheets" / f"{NAVY.name}-02.png"
    drawn = page.stat().st_mtime_ns
    shutil.copyfile(catalog / "others" / "leaf-dress.jpg", catalog / "00.jpg")
    _, summary = go(catalog, engine, out="whole")
    assert f"{NAVY.name}-01.png" in [sheet.name for sheet in summary.sheets]
    assert page.stat().st_mtime_ns == drawn, "a page on which nothing changed is not drawn again"


def test_a_dry_run_says_why(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    shutil.copyfile(catalog / "others" / "leaf-dress.jpg", catalog / TEE)
    shutil.copyfile(catalog / "others" / "leaf-dress.jpg", catalog / "new.jpg")
    before = tree(catalog.parent)
    plan = preview(RunOptions([catalog], [NAVY], catalog.parent / "out", gates=OPEN))
    told = {result.relative.as_posix(): result.reason for result in plan.preview()}
    assert told == {"new.jpg": "new", TEE: "the photograph changed"} and plan.unchanged == 3
    assert tree(catalog.parent) == before


def test_gates_hold_images_back_and_let_them_go(catalog: Path, engine: TintEngine) -> None:
    out = catalog.parent / "out"
    strict = Gates(max_area=0.2, max_spill=1, max_neighbour=200, max_colour_error=100, max_clipped=1, min_certainty=0)
    report, summary = go(catalog, engine, gates=strict, strict=True)
    assert summary.counts == {Status.review: 4} and summary.exit_code == ExitCode.gate_failed
    assert go(catalog, engine, gates=strict)[1].exit_code == ExitCode.ok, "counted apart, and no failure"
    assert report.results[0].gates[0].startswith("area ")
    assert (out / "review" / NAVY.name / TEE).is_file() and not (out / NAVY.name / TEE).exists()
    assert go(catalog, engine)[1].counts == {Status.done: 4}, "other gates let them pass"
    assert (out / NAVY.name / TEE).is_file() and not (out / "review" / NAVY.name / TEE).exists()


def test_names_that_are_no_text_are_remembered(catalog: Path, engine: TintEngine) -> None:
    names = [os.fsdecode(b"caf\xe9.jpg"), "caf\\xe9.jpg", "юбка.jpg", "a\nb.jpg"]
    for name in names:
        try:
            shutil.copyfile(catalog / TEE, catalog / name)
        except OSError:
            pytest.skip("this file system takes text alone")
    assert go(catalog, engine)[1].counts == {Status.done: 8}
    assert go(catalog, forbidden)[1].counts == {Status.unchanged: 8}  # type: ignore[arg-type]


def test_two_catalogs_may_share_an_output(catalog: Path, engine: TintEngine) -> None:
    go(catalog / "tops", engine, out="../out")
    go(catalog / "others", engine, out="../out")
    _, summary = go(catalog / "tops", engine, out="../out")
    assert summary.counts == {Status.unchanged: 2} and summary.orphans == 0


def test_a_ledger_that_cannot_be_used_is_a_clear_error(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    path = catalog.parent / "out" / ".ff" / "ledger.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(BadLedger, match="version 99"):
        go(catalog, engine)
    for rest in path.parent.glob("ledger.sqlite-*"):
        rest.unlink()
    path.write_bytes(b"no database, but long enough to be taken for one" * 100)
    with pytest.raises(BadLedger, match="damaged"):
        go(catalog, engine)


def test_a_full_disk_under_the_ledger_ends_the_run(
    catalog: Path, engine: TintEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Record:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Ledger, "_event", full)
    with pytest.raises(CannotWrite, match="disk is full"):
        go(catalog, engine)
    monkeypatch.undo()
    assert go(catalog, engine)[1].counts == {Status.done: 4}, "the next run goes on"


def test_an_output_that_may_not_be_written_is_a_clear_error(
    catalog: Path, engine: TintEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.mkdir

    def mkdir(path: Path, *arguments: Any, **options: Any) -> None:
        if path.name == ".ff":
            raise OSError(30, "Read-only file system")
        real(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with pytest.raises(CannotWrite, match="Read-only file system"):
        go(catalog, engine)


def test_an_input_that_changes_while_it_is_read_fails_and_is_done_later(catalog: Path) -> None:
    import fashionforward.batch.item as item

    real = item.read_photograph

    def reading(path: Path) -> Any:
        photograph = real(path)
        if path.name == "yellow-tee.jpg":
            with path.open("ab") as file:
                file.write(b"more of the upload")
        return photograph

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(item, "read_photograph", reading)
        report, summary = go(catalog, TintEngine())
    assert summary.counts == {Status.done: 3, Status.failed: 1}
    assert "changed while it was read" in report.of(TEE).reason
    assert go(catalog, TintEngine())[1].counts == {Status.done: 1, Status.unchanged: 3}


def test_the_last_page_goes_with_its_last_image(tmp_path: Path) -> None:
    with Ledger.open(tmp_path) as ledger:
        run = ledger.begin_run({})
        recipe = ledger.recipe(Recipe(NAVY, "w"))
        for number in range(14):
            written = Written("image", f"x/{number:02d}.jpg", Stamp(1, 2, "a"))
            ledger.record(
                Record(f"{number:02d}.jpg", NAVY.name, "", 0, recipe, "/x", Stamp(1, 2, "a"), None, "done", run=run, files=(written,))
            )  # fmt: skip
        for name, page in ledger.stale_pages():
            ledger.page_drawn(name, page)
        ledger.forget("00.jpg", NAVY.name)
        assert ledger.page(NAVY.name, 1)[0].item == "13.jpg", "the last takes the free place"
        assert [record.slot for record in ledger.page(NAVY.name, 1)] == list(range(12))
        ledger.forget("12.jpg", NAVY.name)
        assert ledger.page(NAVY.name, 2) == [] and ledger.stale_pages() == [(NAVY.name, 1), (NAVY.name, 2)]


def test_recipes_come_back_and_names_are_no_part_of_them() -> None:
    edit = replace(RED, colors=((0.1, 0.2, 0.3), (1.0, 1.0, 1.0)), print="stripes", scale=0.5, seed=4)
    assert edit_from_json(edit.name, json.loads(json.dumps(edit_as_json(edit)))) == edit
    assert Recipe(edit, "w").digest == Recipe(replace(edit, name="other"), "w").digest
    assert Recipe(edit, "w").digest != Recipe(replace(edit, seed=5), "w").digest


def test_a_run_with_nothing_to_do_imports_no_runtime(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine)
    code = f"""
import sys
from pathlib import Path
from tests.batch.runs import *
from fashionforward.batch.options import RunOptions
from fashionforward.batch.prune import prune
asked = RunOptions([Path({str(catalog)!r})], (NAVY,), Path({str(catalog.parent / "out")!r}), gates=OPEN)
assert transform(asked, None, Report()).exit_code == 0
heavy = {{"onnxruntime", "scipy", "torch", "cv2", "matplotlib", "tifffile", "fashionforward.runtime.engine"}}
assert not set(sys.modules) & heavy, sorted(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr
