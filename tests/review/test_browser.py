"""The page in a real browser: Debian's chromium, without a window."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fashionforward.attributes.edit import Edit
from fashionforward.batch.entries import read_entries
from fashionforward.batch.gates import Gates
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.transform import transform
from fashionforward.catalog.outputs import OutputTree
from fashionforward.review.page import write_page
from fashionforward.review.server import ReviewServer, Site
from fashionforward.review.verdicts import Judgement, Verdict, Verdicts, read_verdicts
from tests.batch.runs import Report
from tests.engines import TintEngine
from tests.review.outputs import WILD, make_outputs

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

if CHROMIUM is None:
    pytest.skip("no chromium is installed (Debian: apt install chromium)", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect: Callable[[Any], Any] = sync_api.expect

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        sandbox = [] if os.geteuid() else ["--no-sandbox"]  # chromium refuses to have one as root
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page and fails the test for anything that the page complains of, or asks of a network."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def open_page(address: str | Path, viewport: dict[str, int] = DESK, gone: bool = False, **options: Any) -> Any:
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.asked = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _complain(said, complaints, gone))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(address.as_uri() if isinstance(address, Path) else address)
        expect(page.locator(".card").first).to_be_visible()
        return page

    def _complain(said: Any, complaints: list[str], gone: bool) -> None:
        if said.type == "error" and not (gone and "ERR_FILE_NOT_FOUND" in said.text):
            complaints.append(said.text)

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture(scope="module")
def five_hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("five-hundred")
    items = [f"{('tees', 'tees/kids', 'skirts')[number % 3]}/{number:03d}.jpg" for number in range(500)]
    return write_page(OutputTree(root / "out"), make_outputs(root, items))


def small(root: Path, count: int = 6, verdicts: Verdicts | None = None) -> Path:
    entries = make_outputs(root, [f"tees/{number}.jpg" for number in range(count)], size=(300, 400))
    return write_page(OutputTree(root / "out"), entries, verdicts or Verdicts({}))


def saved(page: Any, folder: Path) -> Verdicts:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save review.json").click()
    assert download.value.suggested_filename == "review.json"
    download.value.save_as(folder / "review.json")
    return read_verdicts(folder / "review.json")


def said(verdicts: Verdicts) -> dict[tuple[str, str], Verdict | None]:
    return {entry.key: entry.verdict for entry in verdicts}


def test_five_hundred_items_load_lazily_and_from_disk_alone(visit: Any, five_hundred: Path) -> None:
    page = visit(five_hundred)
    expect(page.locator("#shown")).to_have_text("1000 images")
    assert page.locator(".card").count() < 100
    assert {address.partition(":")[0] for address in page.asked} <= {"file", "data"}
    assert sum(".jpg" in address for address in page.asked) < 100
    page.keyboard.press("End")
    last = page.get_by_role("button", name="SKU-499, navy")
    expect(last).to_be_in_viewport()
    expect(last).to_be_focused()
    expect(page.locator(".card").last).to_have_attribute("aria-posinset", "1000")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.card img')].every((i) => i.complete && i.naturalWidth)"
    )
    assert page.locator(".card").count() < 100


def test_filters(visit: Any, five_hundred: Path) -> None:
    page = visit(five_hundred)
    shown = page.locator("#shown")
    page.get_by_label("Edit").select_option("palm")
    expect(shown).to_have_text("500 of 1000 images")
    page.get_by_label("Folder").select_option("tees")
    expect(shown).to_have_text("334 of 1000 images")
    page.get_by_label("Folder").select_option("tees/kids")
    expect(shown).to_have_text("167 of 1000 images")
    page.get_by_label("Gates").select_option("failed spill")
    expect(shown).to_have_text("17 of 1000 images")
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("SKU or name").fill("sku-12")
    expect(shown).to_have_text("20 of 1000 images")
    page.get_by_role("button", name="Approve", exact=True).first.click()
    page.get_by_label("Verdict").first.select_option("to review")
    expect(shown).to_have_text("19 of 1000 images")
    page.get_by_label("Verdict").first.select_option("approved")
    expect(shown).to_have_text("1 of 1000 images")
    page.get_by_label("SKU or name").fill("nothing like it")
    expect(page.get_by_text("No image is like that.")).to_be_visible()


def test_all_that_are_shown_can_be_approved_at_once(visit: Any, tmp_path: Path) -> None:
    page = visit(small(tmp_path))
    page.keyboard.press("r")
    page.get_by_label("Edit").select_option("palm")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Approve all shown").click()
    assert asked == ["Approve 5 images that no one has judged yet?"]
    expect(page.locator("#tally")).to_have_text("5 approved, 1 rejected, 6 to review")


def test_the_keyboard_alone_is_enough(visit: Any, tmp_path: Path) -> None:
    page = visit(small(tmp_path))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="tees/1.jpg")
    expect(dialog).to_be_visible()
    page.keyboard.press("r")  # and on to the next
    expect(page.locator("#place")).to_have_text("4 of 12")
    page.keyboard.press("ArrowLeft")
    expect(dialog.get_by_role("button", name="Reject")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("u")
    expect(dialog.get_by_role("button", name="Undecided")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("r")
    page.keyboard.press("n")
    page.keyboard.type("a rim")  # letters in a note are no verdicts
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".open:focus")).to_have_attribute(
        "aria-label", "SKU-001, navy · seed 7, tees/1.jpg, to review, note: a rim"
    )
    verdicts = saved(page, tmp_path)
    assert said(verdicts) == {
        ("tees/0.jpg", "navy"): Verdict.approved,
        ("tees/1.jpg", "palm"): Verdict.rejected,
        ("tees/1.jpg", "navy"): None,
    }
    assert [entry.note for entry in verdicts if entry.note] == ["a rim"]


def test_the_slider_lies_before_over_after(visit: Any, tmp_path: Path) -> None:
    page = visit(small(tmp_path))
    page.locator(".open").first.click()
    box = page.locator("#canvas").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(300 / 400, rel=0.01)

    def green_until() -> float:
        """The share of the picture, from the left, that shows the photograph."""
        row = page.evaluate("parseFloat(document.querySelector('#after').style.clipPath.match(/([\\d.]+)px\\)/)[1])")
        return float(row) / box["width"]

    assert green_until() == pytest.approx(0.5, abs=0.01)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 60, steps=4)
    page.mouse.up()
    assert green_until() == pytest.approx(0.8, abs=0.02)
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    assert green_until() == 0
    expect(slider).to_have_attribute("aria-valuetext", "0% before, 100% after")
    page.keyboard.down("b")
    assert green_until() == pytest.approx(1, abs=0.01)
    page.keyboard.up("b")
    assert green_until() == 0


@pytest.mark.parametrize("density", [1, 2])
def test_zoom_shows_pixels(visit: Any, tmp_path: Path, density: int) -> None:
    page = visit(small(tmp_path), device_scale_factor=density)
    page.locator(".open").first.click()
    page.keyboard.press("z")
    assert page.locator("#canvas").bounding_box()["width"] == pytest.approx(300 / density, abs=0.5)
    page.get_by_role("button", name="400%").click()
    assert page.locator("#canvas").bounding_box()["width"] == pytest.approx(1200 / density, abs=0.5)
    page.get_by_role("button", name="Fit").click()
    page.wait_for_function("() => document.querySelector('#before').naturalWidth === 300")


def test_names_are_text_in_the_page(visit: Any, tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, WILD, ["palm"])
    note = "</textarea><img src=x onerror=\"document.title='pwned'\">"
    verdicts = Verdicts.of([Judgement(item, "palm", Verdict.approved, 7, note) for item in WILD])
    page = visit(write_page(OutputTree(tmp_path / "out"), entries, verdicts))
    for number, item in enumerate(WILD):
        page.get_by_label("SKU or name").fill(f"SKU-{number:03d}")
        page.locator(".open").click()
        expect(page.locator("#viewer-name")).to_have_text(item.replace("\u2028", " "), use_inner_text=False)
        assert page.locator("#viewer-name").evaluate("(h) => h.textContent") == item
        assert page.locator("#note").input_value() == note
        page.wait_for_function(
            "() => [...document.querySelectorAll('#canvas img')].every((i) => i.naturalWidth === 30)"
        )
        page.keyboard.press("Escape")
    assert page.title() == "Review: out"
    assert page.locator("main script, main b, .viewer script").count() == 0
    assert len(saved(page, tmp_path)) == len(WILD)


def test_verdicts_outlive_the_window_and_come_back_from_a_file(visit: Any, tmp_path: Path) -> None:
    page = visit(small(tmp_path))
    page.keyboard.press("a")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("r")
    expect(page.locator("#tally")).to_have_text("1 approved, 1 rejected, 10 to review")
    page.wait_for_timeout(300)  # chromium writes what a page keeps behind its back
    page.reload()
    expect(page.locator("#tally")).to_have_text("1 approved, 1 rejected, 10 to review")
    verdicts = saved(page, tmp_path)
    fresh = visit(tmp_path / "out" / "index.html")
    expect(fresh.locator("#tally")).to_have_text("0 approved, 0 rejected, 12 to review")
    fresh.locator("#load").set_input_files(tmp_path / "review.json")
    expect(fresh.locator("#tally")).to_have_text("1 approved, 1 rejected, 10 to review")
    (tmp_path / "other.json").write_text('{"version": 1, "verdicts": [{"item": 3}]}')
    fresh.locator("#load").set_input_files(tmp_path / "other.json")
    expect(fresh.locator("#notice")).to_have_text("other.json is no review.json.")
    (tmp_path / "again").mkdir()
    assert saved(fresh, tmp_path / "again").judgements == verdicts.judgements


def test_an_image_made_again_is_open_again_and_what_led_to_it_is_kept(visit: Any, tmp_path: Path) -> None:
    earlier = Verdicts.of([Judgement("tees/0.jpg", "palm", Verdict.rejected, 6, "too small")])
    page = visit(small(tmp_path, verdicts=earlier))
    expect(page.locator("#tally")).to_have_text("0 approved, 0 rejected, 12 to review")
    page.get_by_label("Verdict").first.select_option("made again")
    expect(page.locator("#shown")).to_have_text("1 of 12 images")
    expect(page.locator(".about")).to_have_text("palm · seed 7 · made again")
    page.locator(".open").click()
    expect(page.locator("#viewer-about")).to_contain_text("rejected with seed 6, made again")
    page.keyboard.press("a")
    page.keyboard.press("u")
    page.keyboard.press("Escape")
    assert saved(page, tmp_path).judgements == earlier.judgements


def test_originals_that_moved_away_are_shown_small_and_told(visit: Any, tmp_path: Path) -> None:
    small(tmp_path)
    (tmp_path / "out").rename(tmp_path / "elsewhere")
    (tmp_path / "catalog").rename(tmp_path / "gone")
    page = visit(tmp_path / "elsewhere" / "index.html", gone=True)
    page.locator(".open").first.click()
    expect(page.locator("#missing")).to_contain_text("not where it was")
    page.wait_for_function("() => document.querySelector('#before').naturalWidth > 0")


def test_it_works_at_a_phone_s_width(visit: Any, tmp_path: Path) -> None:
    page = visit(small(tmp_path), PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("button", name="Approve").first.tap()
    page.get_by_text("Filter").tap()
    page.get_by_label("Edit").select_option("navy")
    page.locator(".open").first.tap()
    dialog = page.get_by_role("dialog")
    for button in dialog.get_by_role("button").all():
        if button.is_enabled():
            box = button.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] and box["height"] >= 40
            assert box["y"] + box["height"] <= PHONE["height"]
    assert page.locator("#stage").bounding_box()["height"] > 300
    dialog.get_by_role("button", name="Reject").tap()
    dialog.get_by_role("button", name="Close").tap()
    assert said(saved(page, tmp_path)) == {
        ("tees/0.jpg", "palm"): Verdict.approved,
        ("tees/0.jpg", "navy"): Verdict.rejected,
    }


def test_everything_has_a_name_for_those_who_do_not_see_it(visit: Any, tmp_path: Path) -> None:
    page = visit(small(tmp_path))
    page.locator(".open").first.click()
    unnamed = page.evaluate(
        """[...document.querySelectorAll('button, select, input, textarea, a[href], img')].filter((element) =>
            !(element.getAttribute('aria-label') || element.labels?.length || element.textContent.trim()
              || element.hasAttribute('alt'))).map((element) => element.outerHTML)"""
    )
    assert unnamed == []
    expect(page.get_by_role("img", name="After: SKU-000, palm")).to_be_attached()
    page.keyboard.press("a")
    expect(page.locator("#say")).to_have_text("SKU-000, palm: approved")
    page.keyboard.press("Escape")
    expect(page.get_by_role("list", name="Images")).to_be_visible()


def test_what_the_page_saves_drives_the_next_run(visit: Any, catalog: Path, engine: TintEngine, tmp_path: Path) -> None:
    out = catalog.parent / "out"
    edits = (Edit("palm", print="palm_print", seed=7), Edit("dots", print="polka_dot", seed=7))
    gates = Gates.of(
        {"max_spill": 1, "max_neighbour": 200, "max_colour_error": 100, "min_certainty": 0, "min_print": 0}
    )

    def run(review: Verdicts | None) -> int:
        return transform(RunOptions([catalog], edits, out, gates=gates, review=review), lambda: engine, Report()).made

    assert run(None) == 8
    page = visit(out / "index.html")
    page.get_by_label("SKU or name").fill("tee")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Reject").first.click()
    page.get_by_label("SKU or name").fill("dress")
    page.get_by_role("button", name="Approve", exact=True).first.click()
    assert run(saved(page, tmp_path)) == 1
    with Ledger.read(out) as ledger:
        seeds = {entry.key: entry.seed for entry in read_entries(ledger)}
    assert [key for key, seed in seeds.items() if seed == 8] == [("tops/yellow-tee.jpg", "dots")]
    page.reload()
    expect(page.locator("#tally")).to_have_text("1 approved, 0 rejected, 7 to review")


def test_served_it_saves_verdicts_as_they_are_given(visit: Any, tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, ["tees/a.jpg", *WILD], size=(300, 400))
    path = tmp_path / "out" / "review.json"
    with ReviewServer(Site(tmp_path / "out", lambda: entries, path)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            page = visit(server.url)
            for _ in range(4):
                page.keyboard.press("a")
                page.keyboard.press("ArrowRight")
            page.keyboard.press("Enter")
            page.wait_for_function("() => document.querySelector('#before').naturalWidth === 300")
            page.keyboard.press("n")
            page.keyboard.type("why")
            page.get_by_role("button", name="Reject").last.click()
            page.keyboard.press("Escape")
            expect(page.locator("#unsaved")).to_have_text("")
            expect(page.locator("#tally")).to_have_text("4 approved, 1 rejected, 5 to review")
            verdicts = read_verdicts(path)
            assert sorted(map(str, said(verdicts).values())) == ["approved"] * 4 + ["rejected"]
            assert [entry.note for entry in verdicts if entry.verdict is Verdict.rejected] == ["why"]
            page.reload()
            expect(page.locator("#tally")).to_have_text("4 approved, 1 rejected, 5 to review")
        finally:
            server.shutdown()
            thread.join()


def _heed_ctrl_c() -> None:
    """Tests that a shell started in the background ignore Ctrl-C, and so would what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_the_commands_as_processes(visit: Any, catalog: Path, engine: TintEngine, tmp_path: Path) -> None:
    out, shop = catalog.parent / "out", tmp_path / "shop"
    gates = Gates.of({"max_spill": 1, "max_neighbour": 200, "max_colour_error": 100, "min_certainty": 0})
    navy = Edit("navy", color=(0, 0, 0.5))
    transform(RunOptions([catalog], [navy], out, gates=gates), lambda: engine, Report())
    ff = [sys.executable, "-m", "fashionforward"]
    serving = subprocess.Popen(
        [*ff, "review", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_heed_ctrl_c
    )
    try:
        assert serving.stdout is not None
        page = visit(serving.stdout.readline().strip())
        page.keyboard.press("a")
        expect(page.locator("#tally")).to_have_text("1 approved, 0 rejected, 3 to review")
        expect(page.locator("#unsaved")).to_have_text("")
    finally:
        serving.send_signal(2)
        serving.communicate(timeout=20)
    assert serving.returncode == 0
    done = subprocess.run([*ff, "publish", out, "--to", shop], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "1 copied, 0 unchanged, 0 failed\n")
    assert [path.name for path in shop.rglob("*.jpg")] == ["leaf-dress.jpg"]
