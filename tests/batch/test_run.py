"""Whole runs, with engines that need no weights."""

import errno
import os
import shutil
import signal
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fashionforward.batch.results import Status
from fashionforward.catalog.options import FileOptions
from fashionforward.errors import ExitCode, UsageError
from tests.batch.runs import NAVY, RED, go, tree
from tests.catalog.samples import BAD_FILES, encode
from tests.engines import CrashingEngine, EmptyEngine, GarbageEngine, TintEngine, ellipse


def test_the_output_mirrors_the_catalog(catalog: Path, engine: TintEngine) -> None:
    before = tree(catalog)
    report, summary = go(catalog, engine, edits=(NAVY, RED))
    expected = {f"{edit.name}/{name}" for edit in (NAVY, RED) for name in before}
    assert set(tree(catalog.parent / "out")) == expected | {"sheets/color-navy-01.png", "sheets/color-red-01.png"}
    assert tree(catalog) == before
    assert summary.counts == {Status.done: 8} and summary.exit_code == ExitCode.ok
    assert report.total == 8
    assert engine.parsed == 4, "an item is parsed once, whatever the number of edits"
    for item in before:
        assert Image.open(catalog.parent / "out" / "color-navy" / item).size == Image.open(catalog / item).size


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_results_come_in_the_order_of_the_plan(catalog: Path, engine: TintEngine, jobs: int) -> None:
    for number in range(30):
        shutil.copy(catalog / "tops" / "yellow-tee.jpg", catalog / f"{number:02d}.jpg")
    report, _ = go(catalog, engine, jobs=jobs)
    names = [result.relative.as_posix() for result in report.results]
    assert names == sorted(names) and len(names) == 34


def test_two_runs_give_the_same_bytes(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine, out="one", jobs=1)
    go(catalog, engine, out="two", jobs=4)
    assert tree(catalog.parent / "one") == tree(catalog.parent / "two")


def test_the_batch_goes_on_past_every_kind_of_bad_file(catalog: Path, engine: TintEngine) -> None:
    photo = catalog / "tops" / "plaid-shirt.jpg"
    for name, make, _ in BAD_FILES.values():
        (catalog / "tops" / name).write_bytes(make(photo))
    (catalog / "broken.jpg").symlink_to(catalog / "nowhere.jpg")
    (catalog / "tops" / "loop").symlink_to(catalog, target_is_directory=True)
    (catalog / "notes.txt").write_text("no photograph")
    before = tree(catalog)

    report, summary = go(catalog, engine)
    assert summary.counts == {Status.done: 4, Status.failed: len(BAD_FILES) + 1, Status.skipped: 2}
    assert summary.exit_code == ExitCode.some_failed
    for name, _, reason in BAD_FILES.values():
        result = report.of(f"tops/{name}")
        assert result.status is Status.failed and reason in result.reason
        assert result.output is None
    assert "cannot be read" in report.of("broken.jpg").reason
    assert tree(catalog) == before
    assert len(tree(catalog.parent / "out" / "color-navy")) == 4


def test_an_unreadable_file_fails_alone(catalog: Path, engine: TintEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "yellow-tee.jpg":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    report, summary = go(catalog, engine)
    assert "Permission denied" in report.of("tops/yellow-tee.jpg").reason
    assert summary.counts == {Status.done: 3, Status.failed: 1}


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA"])
def test_unusual_modes_are_done(catalog: Path, engine: TintEngine, mode: str) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    image = Image.open(catalog / "tops" / "plaid-shirt.jpg").convert(mode)
    (catalog / f"unusual.{suffix}").write_bytes(encode(image, "JPEG" if mode == "CMYK" else "PNG"))
    report, _ = go(catalog, engine)
    result = report.of(f"unusual.{suffix}")
    assert result.status is Status.done and result.output is not None
    assert Image.open(result.output).size == image.size


@pytest.mark.parametrize(
    "name", ["two words.jpg", 'it\'s "so".jpg', "юбка.jpg", "naïve 裙子.jpg", "a\nb.jpg", "[red]x[.jpg"]
)
def test_odd_names_are_done(catalog: Path, engine: TintEngine, name: str) -> None:
    shutil.copy(catalog / "tops" / "yellow-tee.jpg", catalog / name)
    report, summary = go(catalog, engine, save_mattes=True)
    assert report.of(name).status is Status.done
    assert (catalog.parent / "out" / "color-navy" / name).is_file()
    assert summary.exit_code == ExitCode.ok


def test_the_longest_names_are_done(catalog: Path, engine: TintEngine) -> None:
    names = ["y" * 251 + ".jpg", "z" * 251 + ".jpg", "y" * 250 + "a.jpg", "ä" * 125 + ".jpg"]
    for name in names:
        shutil.copyfile(catalog / "tops" / "yellow-tee.jpg", catalog / name)
    report, summary = go(catalog, engine, save_mattes=True, files=FileOptions(layers="psd"))
    assert summary.counts == {Status.done: 8}
    assert len({result.matte for result in report.results}) == len({result.layers for result in report.results}) == 8
    assert all(path and path.is_file() for result in report.results for path in (result.matte, result.layers))
    assert {path.name for path in (catalog.parent / "out" / NAVY.name).glob("*.jpg")} == set(names)
    assert len(list((catalog.parent / "out" / "sheets" / "before").glob("*.jpg"))) == 4
    assert go(catalog, engine, save_mattes=True, files=FileOptions(layers="psd"))[1].counts == {Status.unchanged: 8}


def test_inputs_that_differ_only_in_extension_have_their_own_outputs(catalog: Path, engine: TintEngine) -> None:
    Image.open(catalog / "tops" / "yellow-tee.jpg").transpose(Image.Transpose.ROTATE_90).save(
        catalog / "tops" / "yellow-tee.png"
    )
    go(catalog, engine, save_mattes=True)
    out = catalog.parent / "out"
    sizes = [Image.open(out / "color-navy" / "tops" / f"yellow-tee.{suffix}").size for suffix in ("jpg", "png")]
    assert sizes[0] == sizes[1][::-1]
    assert {path.name for path in (out / "mattes" / "color-navy" / "tops").iterdir()} >= {
        "yellow-tee.jpg.png",
        "yellow-tee.png.png",
    }


def test_an_engine_that_crashes_fails_the_item_alone(catalog: Path) -> None:
    report, summary = go(catalog, CrashingEngine("yellow-tee"), edits=(NAVY, RED))
    failed = [result for result in report.results if result.status is Status.failed]
    assert [(result.relative.name, result.edit) for result in failed] == [
        ("yellow-tee.jpg", NAVY.name),
        ("yellow-tee.jpg", RED.name),
    ]
    assert all("the graph exploded" in result.reason for result in failed)
    assert summary.counts[Status.done] == 6 and summary.exit_code == ExitCode.some_failed


@pytest.mark.parametrize("kind", ["nan", "shape", "matte", "none"])
def test_garbage_from_the_engine_is_never_written(catalog: Path, kind: str) -> None:
    report, summary = go(catalog, GarbageEngine(kind))
    assert summary.counts == {Status.failed: 4}
    assert all(result.reason for result in report.results)
    assert not (catalog.parent / "out" / NAVY.name).exists()


def test_nothing_to_edit_is_skipped_with_the_reason(catalog: Path) -> None:
    report, summary = go(catalog, EmptyEngine())
    assert summary.counts == {Status.skipped: 4} and summary.exit_code == ExitCode.ok
    assert report.results[0].reason == "no top in the photograph"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO])
def test_an_image_that_cannot_be_written_fails_and_the_earlier_one_stays(
    catalog: Path, engine: TintEngine, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    go(catalog, engine)
    before = tree(catalog.parent / "out" / "color-navy")

    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr("fashionforward.batch.safely.write_atomically", full)
        report, summary = go(catalog, engine, weights="newer")
    assert summary.counts[Status.failed] == 4
    assert report.results[0].reason == f"cannot be written: {os.strerror(number)}"
    assert tree(catalog.parent / "out" / "color-navy") == before


def test_the_studio_s_mattes_are_used_where_they_are(catalog: Path, engine: TintEngine) -> None:
    masks = catalog.parent / "masks"
    (masks / "tops").mkdir(parents=True)
    hard = ellipse(200, 188) > 0.5
    Image.fromarray(hard).save(masks / "tops" / "plaid-shirt.png")
    (masks / "tops" / "yellow-tee.png").write_bytes(b"damaged")
    report, _ = go(catalog, engine, masks=masks, save_mattes=True)
    assert sum(matte is not None for matte in engine.mattes) == 1
    saved = report.of("tops/plaid-shirt.jpg").matte
    assert saved is not None and np.array_equal(np.asarray(Image.open(saved)) == 255, hard)
    assert "its matte" in report.of("tops/yellow-tee.jpg").reason, "a damaged matte is not silently replaced by ours"
    assert report.of("others/leaf-dress.jpg").status is Status.done


def test_saved_mattes_are_found_again(catalog: Path, engine: TintEngine) -> None:
    go(catalog, engine, save_mattes=True)
    go(catalog, engine, out="again", masks=catalog.parent / "out" / "mattes" / "color-navy")
    assert sum(matte is not None for matte in engine.mattes) == 4


def test_the_limit_takes_the_first(catalog: Path, engine: TintEngine) -> None:
    report, _ = go(catalog, engine, limit=2)
    assert [result.relative.as_posix() for result in report.results] == [
        "others/leaf-dress.jpg",
        "others/windbreaker.jpg",
    ]


@pytest.mark.parametrize("options", [{"jobs": 0}, {"limit": 0}])
def test_options_that_make_no_sense_are_refused(catalog: Path, options: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        go(catalog, TintEngine(), **options)  # type: ignore[arg-type]


class SlowEngine(TintEngine):
    """Interrupts the process from within its third photograph, and counts the ones that are begun afterwards."""

    def parse(self, rgb: np.ndarray) -> np.ndarray:
        matte = super().parse(rgb)
        if self.parsed == 3:
            os.kill(os.getpid(), signal.SIGINT)
            threading.Event().wait(0.2)
        return matte


def test_ctrl_c_finishes_what_is_in_work_and_says_so(catalog: Path) -> None:
    for number in range(40):
        shutil.copy(catalog / "tops" / "yellow-tee.jpg", catalog / f"{number:02d}.jpg")
    engine = SlowEngine()
    report, summary = go(catalog, engine, jobs=1)
    assert summary.exit_code == ExitCode.interrupted
    assert engine.parsed < 40
    written = tree(catalog.parent / "out" / "color-navy")
    assert len(written) == summary.counts[Status.done] == len(report.results), "every file written is reported"
    assert not [name for name in written if Path(name).name.startswith(".")]
    for name in written:
        Image.open(catalog.parent / "out" / "color-navy" / name).load()
