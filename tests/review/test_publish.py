"""Handing on what was approved, and nothing else."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from fashionforward.errors import ExitCode, UnsafeOutput
from fashionforward.review.entry import Entry
from fashionforward.review.publish import publish
from fashionforward.review.verdicts import Judgement, Verdict, Verdicts
from tests.review.outputs import WILD, make_outputs


def approve(*entries: Entry, seed: int = 7) -> Verdicts:
    return Verdicts.of([Judgement(entry.item, entry.edit, Verdict.approved, seed) for entry in entries])


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_approved_alone_are_copied(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, ["tees/a.jpg", *WILD])
    rejected = Verdicts.of([Judgement(entries[-1].item, entries[-1].edit, Verdict.rejected, 7)])
    verdicts = Verdicts.of([*approve(entries[0], entries[2]), *rejected])
    done = publish(tmp_path / "out", entries, verdicts, tmp_path / "shop")
    assert files(tmp_path / "shop") == {"palm/tees/a.jpg", f"palm/{WILD[0]}"}
    assert done.exit_code == ExitCode.ok and len(done.copied) == 2
    assert (tmp_path / "shop/palm/tees/a.jpg").read_bytes() == (tmp_path / "out/palm/tees/a.jpg").read_bytes()


def test_again_changes_nothing_and_what_was_withdrawn_is_named(tmp_path: Path) -> None:
    first, second = make_outputs(tmp_path, ["a.jpg"])
    publish(tmp_path / "out", [first, second], approve(first, second), tmp_path / "shop")
    before = (tmp_path / "shop" / "palm" / "a.jpg").stat().st_mtime_ns
    done = publish(tmp_path / "out", [first, second], approve(first), tmp_path / "shop")
    assert (done.copied, len(done.unchanged), done.withdrawn) == ([], 1, [tmp_path / "shop" / "navy" / "a.jpg"])
    assert (tmp_path / "shop" / "palm" / "a.jpg").stat().st_mtime_ns == before
    assert done.withdrawn[0].exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, ["a.jpg"])
    assert len(publish(tmp_path / "out", entries, approve(*entries), tmp_path / "shop", dry_run=True).copied) == 2
    assert not (tmp_path / "shop").exists()


def test_an_image_made_again_since_is_not_what_was_approved(tmp_path: Path) -> None:
    (entry,) = make_outputs(tmp_path, ["a.jpg"], ["palm"])
    done = publish(tmp_path / "out", [replace(entry, seed=8)], approve(entry), tmp_path / "shop")
    assert "seed 7 was approved, and seed 8 is there" in done.failed["a.jpg [palm]"]
    assert done.exit_code == ExitCode.some_failed and not (tmp_path / "shop").exists()


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    gone, failed, unknown = make_outputs(tmp_path, ["a.jpg", "b.jpg", "c.jpg"], ["palm"])
    (tmp_path / "out" / "palm" / "a.jpg").unlink()
    failed = replace(failed, output=None, status="failed", reason="cannot be read")
    done = publish(tmp_path / "out", [gone, failed], approve(gone, failed, unknown), tmp_path / "shop")
    assert done.failed == {
        "a.jpg [palm]": "approved, but the image is gone",
        "b.jpg [palm]": "approved, but there is no image: cannot be read",
        "c.jpg [palm]": "approved, but the output folder knows nothing of it",
    }


def test_an_image_that_a_gate_held_back_goes_where_it_belongs(tmp_path: Path) -> None:
    (entry,) = make_outputs(tmp_path, ["a.jpg"], ["palm"])
    (tmp_path / "out" / "review").mkdir()
    (tmp_path / "out" / "palm").rename(tmp_path / "out" / "review" / "palm")
    held = replace(entry, output=PurePosixPath("review/palm/a.jpg"), place=PurePosixPath("palm/a.jpg"))
    publish(tmp_path / "out", [held], approve(held), tmp_path / "shop")
    assert files(tmp_path / "shop") == {"palm/a.jpg"}


@pytest.mark.parametrize("to", ["out", "out/shop", "catalog", "catalog/new", "link"])
def test_the_output_and_the_catalog_are_refused(tmp_path: Path, to: str) -> None:
    entries = make_outputs(tmp_path, ["tees/a.jpg"])
    (tmp_path / "link").symlink_to(tmp_path / "catalog")
    before = files(tmp_path)
    with pytest.raises(UnsafeOutput):
        publish(tmp_path / "out", entries, approve(*entries), tmp_path / to)
    assert files(tmp_path) == before


def test_a_photograph_is_never_overwritten(tmp_path: Path) -> None:
    (entry,) = make_outputs(tmp_path, ["tees/a.jpg"], ["palm"])
    (tmp_path / "shop" / "palm").mkdir(parents=True)
    (tmp_path / "shop" / "palm" / "tees").symlink_to(tmp_path / "catalog" / "tees")
    content = (tmp_path / "catalog" / "tees" / "a.jpg").read_bytes()
    with pytest.raises(UnsafeOutput, match="one of the photographs"):
        publish(tmp_path / "out", [entry], approve(entry), tmp_path / "shop")
    assert (tmp_path / "catalog" / "tees" / "a.jpg").read_bytes() == content


def test_a_copy_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,) = make_outputs(tmp_path, ["a.jpg"], ["palm"])

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    done = publish(tmp_path / "out", [entry], approve(entry), tmp_path / "shop")
    assert done.failed == {"a.jpg [palm]": "cannot be copied: No space left on device"}
    assert not files(tmp_path / "shop")
