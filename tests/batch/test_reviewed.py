"""Runs that obey what people said, and what a run shows them."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from fashionforward.attributes.edit import Edit
from fashionforward.batch.entries import read_entries
from fashionforward.batch.gates import Gates
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.prune import prune
from fashionforward.batch.results import Status, Summary
from fashionforward.batch.transform import preview, transform
from fashionforward.errors import BadReview
from fashionforward.review.entry import Entry
from fashionforward.review.verdicts import Judgement, Verdict, Verdicts, read_verdicts
from tests.batch.runs import OPEN, Report
from tests.engines import TintEngine

PALM = Edit("palm", print="palm_print", seed=7)
YES, NO = Verdict.approved, Verdict.rejected
TEE, SHIRT = "tops/yellow-tee.jpg", "tops/plaid-shirt.jpg"


class Studio:
    """A catalog, its output folder, and the people who look at it."""

    def __init__(self, catalog: Path, engine: TintEngine) -> None:
        self.catalog, self.engine, self.out = catalog, engine, catalog.parent / "out"

    def options(self, review: Verdicts | None = None, edits: tuple[Edit, ...] = (PALM,), **more: Any) -> RunOptions:
        return RunOptions([self.catalog], edits, self.out, review=review, **{"gates": OPEN, **more})

    def run(self, review: Verdicts | None = None, **more: Any) -> Summary:
        return transform(self.options(review, **more), lambda: self.engine, Report())

    def entries(self) -> dict[str, Entry]:
        with Ledger.read(self.out) as ledger:
            return {entry.item: entry for entry in read_entries(ledger)}

    def seeds(self) -> dict[str, int]:
        return {item: entry.seed for item, entry in self.entries().items()}


@pytest.fixture
def studio(catalog: Path, engine: TintEngine) -> Studio:
    studio = Studio(catalog, engine)
    studio.run()
    return studio


def say(verdict: Verdict, item: str = TEE, seed: int = 7) -> Verdicts:
    return Verdicts.of([Judgement(item, "palm", verdict, seed)])


def test_rejected_images_are_made_with_the_next_seed_once(studio: Studio) -> None:
    assert studio.run(say(NO)).counts == {Status.done: 1, Status.unchanged: 3}
    assert studio.seeds()[TEE] == 8 and studio.seeds()[SHIRT] == 7
    assert studio.run(say(NO)).counts == {Status.unchanged: 4}
    assert studio.run(say(NO, seed=8)).made == 1
    assert studio.seeds()[TEE] == 9


def test_a_run_that_is_given_no_verdicts_remembers_them(studio: Studio) -> None:
    studio.run(say(NO))
    assert studio.run().counts == {Status.unchanged: 4}
    assert studio.seeds()[TEE] == 8
    studio.run(say(YES, SHIRT))
    assert {entry.item: entry.verdict for entry in read_verdicts(studio.out / "review.json")} == {TEE: NO, SHIRT: YES}


def test_an_old_file_does_not_undo_what_was_said_of_a_later_image(studio: Studio) -> None:
    studio.run(say(NO))
    studio.run(say(YES, seed=8))
    studio.run(say(NO))
    (kept,) = read_verdicts(studio.out / "review.json")
    assert (kept.verdict, kept.seed) == (YES, 8)


def test_approved_images_are_never_made_again(studio: Studio) -> None:
    assert studio.run(say(YES), weights="others").counts == {Status.done: 3, Status.unchanged: 1}
    (studio.out / "palm" / TEE).unlink()
    assert studio.run(weights="others").made == 1, "one that is gone is made as it was approved"
    assert (studio.out / "palm" / TEE).is_file() and studio.seeds()[TEE] == 7


def test_rejected_images_can_be_dropped(studio: Studio) -> None:
    assert studio.run(say(NO), drop_rejected=True, weights="others").counts == {Status.done: 3, Status.unchanged: 1}
    assert studio.seeds()[TEE] == 7


def test_a_dry_run_obeys_and_remembers_nothing(studio: Studio) -> None:
    plan = preview(studio.options(say(NO)))
    assert [result.seed for result in plan.preview()] == [8] and plan.unchanged == 3
    assert not (studio.out / "review.json").exists()


def test_before_any_run_there_is_nothing_to_keep(catalog: Path, engine: TintEngine) -> None:
    studio = Studio(catalog, engine)
    assert len(preview(studio.options(say(YES)))) == 4
    studio.run(say(YES, seed=9))
    assert studio.seeds()[TEE] == 9


def test_verdicts_that_cannot_be_read_stop_the_run(studio: Studio) -> None:
    (studio.out / "review.json").write_text("{")
    with pytest.raises(BadReview):
        studio.run()


def test_the_page_holds_every_run_and_the_verdicts(studio: Studio, catalog: Path) -> None:
    (catalog / TEE).rename(catalog / "tops" / "tee<b>.jpg")
    studio.run(say(YES))
    page = (studio.out / "index.html").read_text()
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert {item["item"] for item in data["items"]} == {*studio.entries()} and len(data["items"]) == 5
    assert [entry["item"] for entry in data["review"]["verdicts"]] == [TEE]
    assert all(item["thumb"] for item in data["items"]) and all(entry["thumb"] for entry in data["entries"])


def test_a_page_that_is_gone_is_written_again_and_paper_when_it_is_asked_for(studio: Studio) -> None:
    (studio.out / "index.html").unlink()
    assert studio.run().sheets == [studio.out / "index.html"]
    assert studio.run().sheets == []
    sheets = studio.run(pdf="letter").sheets
    assert [path.name for path in sheets] == ["index.html", "palm-letter-01.pdf"]


def test_a_page_that_a_killed_run_did_not_come_to_is_written_by_the_next(studio: Studio, catalog: Path) -> None:
    shutil.copyfile(catalog / TEE, catalog / "new.jpg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fashionforward.batch.show.write_page", lambda *_: sys.exit("killed"))
        with pytest.raises(SystemExit):
            studio.run()
    assert "new.jpg" not in (studio.out / "index.html").read_text()
    summary = studio.run()
    assert not summary.made and "new.jpg" in (studio.out / "index.html").read_text()
    assert studio.run().sheets == []


def test_what_was_pruned_is_no_longer_on_the_page(studio: Studio, catalog: Path) -> None:
    (catalog / TEE).unlink()
    assert TEE in (studio.out / "index.html").read_text()
    list(prune(studio.out))
    page = (studio.out / "index.html").read_text()
    assert TEE not in page and SHIRT in page


def test_entries_say_what_the_ledger_says(catalog: Path, engine: TintEngine) -> None:
    (catalog / "zero.jpg").write_bytes(b"")
    studio = Studio(catalog, engine)
    studio.run(gates=Gates.of({"max_spill": 0}))
    entries = studio.entries()
    assert entries["zero.jpg"].output is None and entries["zero.jpg"].status == "failed" and entries["zero.jpg"].reason
    held = entries[TEE]
    assert held.gates and str(held.output) == f"review/palm/{TEE}" and str(held.published) == f"palm/{TEE}"
    assert held.before == catalog / TEE and len(held.made) == 10 and held.sku == "yellow-tee"
