"""Shards and what joins them, against one machine that does it all."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from fashionforward.batch.ledger import Ledger
from fashionforward.batch.lock import locked
from fashionforward.batch.prune import prune
from fashionforward.batch.results import Status
from fashionforward.batch.retry import Means, retry
from fashionforward.batch.shard import LEDGER, Shard, unmerged
from fashionforward.cli.app import app
from fashionforward.errors import ExitCode, Locked, NoInput, UnfinishedShards, UsageError
from fashionforward.review.verdicts import Judgement, Verdict, Verdicts
from fashionforward.spread.merge import Merged, merge
from tests.batch.runs import NAVY, RED, Report, go, tree
from tests.engines import CrashingEngine, TintEngine

OF = 3
BOTH = (NAVY, RED)


@pytest.fixture
def many(catalog: Path) -> Path:
    """Thirteen photographs, small ones, one of them damaged, and a file that is none."""
    for path in catalog.rglob("*.jpg"):
        Image.open(path).resize((60, 80)).save(path, "JPEG")
    for number in range(8):
        shutil.copyfile(catalog / "tops" / "yellow-tee.jpg", catalog / f"{number:02d}.jpg")
    (catalog / "tops" / "zero.jpg").write_bytes(b"")
    (catalog / "notes.txt").write_text("none")
    return catalog


@pytest.fixture
def out(many: Path) -> Path:
    return many.parent / "out"


def shards(catalog: Path, engine: Any = None, *, of: int = OF, only: tuple[int, ...] = (), **options: Any) -> None:
    for number in only or range(1, of + 1):
        go(catalog, engine or TintEngine(), **{"edits": BOTH, **options}, shard=Shard(of, number))


def join(out: Path, **options: Any) -> tuple[Report, Merged]:
    report = Report()
    return report, merge(out, report, **options)


@contextmanager
def changed(ledger: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(ledger)) as db:
        yield db
        db.commit()


def rows(out: Path) -> dict[str, list[Any]]:
    """What a ledger says, less what no two runs have in common: times."""
    recipe = "(SELECT digest || name FROM recipes WHERE id = recipe)"
    asked = {
        "images": f"item, edit, sku, seed, {recipe}, source, size, mtime_ns, sha256, own_matte, status, reason, figures, "
        "gates, slot, run",
        "files": "item, edit, role, path, size, sha256",
        "events": f"run, item, edit, status, reason, seed, {recipe}, input, output",
        "runs": "id, counts, exit_code",
        "stale_pages": "*",
    }
    with closing(sqlite3.connect(out / LEDGER)) as db:
        found = {table: db.execute(f"SELECT {names} FROM {table}").fetchall() for table, names in asked.items()}
    found["runs"] = [(number, json.loads(counts or "{}"), code) for number, counts, code in found["runs"]]
    return found


def test_merged_shards_are_what_one_machine_makes(many: Path, out: Path) -> None:
    report, one = go(many, CrashingEngine("05"), edits=BOTH, out="one/out", save_mattes=True)
    shards(many, CrashingEngine("05"), save_mattes=True)
    assert not (out / "sheets" / "color-navy-01.png").exists() and not (out / LEDGER).exists()
    told, merged = join(out)
    assert merged.shards == [Shard(OF, number) for number in (1, 2, 3)] and not merged.conflicts and not merged.gone
    assert tree(out, thumbnails=True) == tree(many.parent / "one" / "out", thumbnails=True)
    assert rows(out) == rows(many.parent / "one" / "out")
    assert merged.summary.counts == one.counts and merged.summary.exit_code == one.exit_code == ExitCode.some_failed
    assert [result.relative for result in merged.summary.problems] == [result.relative for result in one.problems]
    assert told.total == report.total
    pages = [(root / "index.html").read_text() for root in (out, many.parent / "one" / "out")]
    assert pages[0] == pages[1].replace("../../catalog", "../catalog")


def test_a_second_night_is_as_on_one_machine(many: Path, out: Path) -> None:
    """Changed, new, gone and failed before; the shards of the second night are others."""
    for night in range(2):
        if night:
            shutil.copyfile(many / "others" / "leaf-dress.jpg", many / "03.jpg")
            shutil.copyfile(many / "others" / "leaf-dress.jpg", many / "00-new.jpg")
            (many / "07.jpg").unlink()
        engine = TintEngine() if night else CrashingEngine("05", "06")
        go(many, engine, edits=BOTH, out="one/out")
        shards(many, engine, of=(3, 2)[night])
        _, merged = join(out)
        assert merged.summary.orphans == night
    assert tree(out, thumbnails=True) == tree(many.parent / "one" / "out", thumbnails=True)
    assert rows(out) == rows(many.parent / "one" / "out")
    assert rows(out)["runs"][1][1] == {"done": 8, "unchanged": 16, "failed": 2, "skipped": 1}


def test_merging_again_changes_nothing(many: Path, out: Path) -> None:
    shards(many)
    join(out)
    before, files = rows(out), tree(out, thumbnails=True)
    _, merged = join(out)
    assert merged.shards == [] and rows(out) == before and tree(out, thumbnails=True) == files


def test_a_merge_that_was_killed_before_it_cleared_away_is_begun_again(many: Path, out: Path) -> None:
    shards(many)
    saved = {number: Shard(OF, number).home(out) / LEDGER for number in (1, 2, 3)}
    kept = {path: path.read_bytes() for path in saved.values()}
    join(out)
    before = rows(out)
    for path, data in kept.items():
        path.write_bytes(data)
    _, merged = join(out)
    assert len(merged.shards) == 3 and rows(out) == before and unmerged(out) == []


def test_a_missing_shard_is_named(many: Path, out: Path) -> None:
    shards(many, only=(1, 3))
    with pytest.raises(UnfinishedShards, match="2/3: it left no record") as caught:
        join(out)
    assert caught.value.exit_code == ExitCode.unfinished_shards
    _, merged = join(out, partial=True)
    assert merged.shards == [Shard(3, 1), Shard(3, 3)]
    shards(many, only=(2,))
    join(out, partial=True)
    go(many, TintEngine(), edits=BOTH, out="one/out")
    assert tree(out, thumbnails=True).keys() == tree(many.parent / "one" / "out", thumbnails=True).keys()
    images = [[row[:14] for row in rows(root)["images"]] for root in (out, many.parent / "one" / "out")]
    assert images[0] == images[1], "all but the places on the sheets, which come in order of merging"


def test_a_shard_that_was_killed_is_named_and_goes_on(many: Path, out: Path) -> None:
    shards(many)
    with changed(Shard(3, 2).home(out) / LEDGER) as db:
        db.execute("UPDATE runs SET ended = NULL, counts = NULL, exit_code = NULL")
        db.execute("DELETE FROM images WHERE item = '01.jpg'")
    with pytest.raises(UnfinishedShards, match="2/3: its last run did not end"):
        join(out)
    shards(many, only=(2,))
    join(out)
    with Ledger.read(out) as ledger:
        assert [run["ended"] is None for run in ledger.runs()] == [True, False]
        assert len(list(ledger.images())) == 26
    assert go(many, TintEngine(), edits=BOTH)[1].counts == {"unchanged": 24, "failed": 2, "skipped": 1}


def test_nobody_else_writes_while_shards_wait(many: Path, out: Path) -> None:
    shards(many, only=(1,))
    for work in (
        lambda: go(many, TintEngine(), edits=BOTH),
        lambda: shards(many, of=4, only=(1,)),
    ):
        with pytest.raises(Locked, match="not merged"):
            work()
    shards(many, only=(2, 3))
    join(out)
    shards(many, only=(1,))
    for work in (lambda: retry(out, lambda asked: Means(TintEngine), Report(), jobs=1), lambda: list(prune(out))):
        with pytest.raises(Locked, match="1/3"):
            work()


def test_a_shard_at_work_is_not_merged(many: Path, out: Path) -> None:
    shards(many)
    with locked(Shard(3, 2).home(out)), pytest.raises(Locked):
        join(out)


def test_what_two_shards_made_differently_is_told_and_the_file_decides(many: Path, out: Path) -> None:
    shards(many)
    shard = next(Shard(OF, number) for number in (1, 2, 3) if not Shard(OF, number).holds("yellow-tee"))
    with changed(shard.home(out) / LEDGER) as db:
        key = ("tops/yellow-tee.jpg", NAVY.name)
        other = next(name for (name,) in db.execute("SELECT item FROM images WHERE status = 'done'"))
        db.execute("UPDATE images SET item = ? WHERE item = ? AND edit = ?", (key[0], other, key[1]))
        db.execute("UPDATE files SET item = ?, sha256 = 'x' WHERE item = ? AND edit = ?", (key[0], other, key[1]))
    _, merged = join(out)
    ((item, edit, claims, kept),) = [(c.item, c.edit, c.shards, c.kept) for c in merged.conflicts]
    assert (item, edit) == key and str(shard) in claims and kept != str(shard)
    with Ledger.read(out) as ledger:
        record = ledger.of_item(key[0])[key[1]]
    image = record.file("image")
    assert image and image.path == f"{NAVY.name}/{key[0]}" and image.stamp.sha256 != "x"


def test_folders_of_machines_that_share_none_are_copied_together(many: Path, out: Path) -> None:
    for number in (1, 2, 3):
        go(many, TintEngine(), edits=BOTH, out=f"out-{number}", shard=Shard(3, number))
    for number in (3, 1, 2):
        shutil.copytree(many.parent / f"out-{number}", out, dirs_exist_ok=True)
    gone = next((out / NAVY.name).glob("0*.jpg"))
    gone.unlink()
    _, merged = join(out)
    assert merged.gone == [f"{NAVY.name}/{gone.name}"]
    assert go(many, TintEngine(), edits=BOTH)[1].counts == {"unchanged": 23, "done": 1, "failed": 2, "skipped": 1}
    go(many, TintEngine(), edits=BOTH, out="one/out")
    assert tree(out, thumbnails=True) == tree(many.parent / "one" / "out", thumbnails=True)


def test_verdicts_that_a_shard_was_given_are_remembered(many: Path, out: Path) -> None:
    said = Verdicts.of([Judgement("03.jpg", NAVY.name, Verdict.approved, 0)])
    shards(many)
    join(out)
    shards(many, review=said, weights="newer")
    assert not (out / "review.json").exists()
    _, merged = join(out)
    assert (out / "review.json").exists()
    assert merged.summary.counts[Status.unchanged] == 1, "approved, so kept"


def test_the_command(many: Path, out: Path, tmp_path: Path) -> None:
    shards(many, only=(1, 2))
    told = CliRunner().invoke(app, ["merge", str(out)])
    assert told.exit_code == ExitCode.unfinished_shards and "3/3: it left no record" in told.stderr
    shards(many, only=(3,))
    next((out / RED.name).glob("0*.jpg")).unlink()
    told = CliRunner().invoke(app, ["merge", str(out), "--json", "--summary", str(tmp_path / "run.md")])
    assert told.exit_code == ExitCode.some_failed, told.stderr
    assert len(told.stdout.splitlines()) == 26 and json.loads(told.stdout.splitlines()[0])["edit"] == NAVY.name
    assert "gone since it was made: color-red/" in told.stderr and "merged shards: 1/3, 2/3, 3/3" in told.stderr
    assert "24 done, 1 skipped, 2 failed" in told.stderr
    assert "| done | 24 |" in (tmp_path / "run.md").read_text()


def test_a_folder_without_shards_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(NoInput, match="No shard"):
        join(tmp_path)
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=30)
@given(st.lists(st.text(min_size=1), unique=True, max_size=9), st.integers(1, 20))
def test_every_unit_is_in_one_shard_whatever_else_there_is(names: list[str], of: int) -> None:
    for name in names:
        assert sum(Shard(of, number).holds(name) for number in range(1, of + 1)) == 1


def test_shards_are_stable_and_even() -> None:
    """Written down: another hash would send a catalog's items to other shards."""
    assert [next(n for n in range(1, 9) if Shard(8, n).holds(name)) for name in ("a", "b", "é", "\udce9")] == [
        3,
        3,
        4,
        7,
    ]
    sizes = [sum(Shard(8, number).holds(f"sku-{item}") for item in range(1600)) for number in range(1, 9)]
    assert sum(sizes) == 1600 and max(sizes) < 1.4 * min(sizes)


@pytest.mark.parametrize("text", ["0/8", "9/8", "1/0", "3", "3/", "a/b", "-1/8", "1/8/2", ""])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Shard.parse(text)
    assert str(Shard.parse("3/8")) == "3/8"
