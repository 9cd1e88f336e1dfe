"""Contact sheets on paper."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from fashionforward.catalog.outputs import OutputTree
from fashionforward.errors import CannotWrite
from fashionforward.review import pdf
from fashionforward.review.pdf import PER_PAGE, Paper, write_pdf
from fashionforward.review.verdicts import Judgement, Verdict, Verdicts
from tests.review.outputs import WILD, make_outputs

DAY = date(2026, 11, 30)
NOTHING = Verdicts({})


def items(count: int) -> list[str]:
    return [f"tees/{number:03d}.jpg" for number in range(count)]


@pytest.mark.parametrize(("paper", "size"), [(Paper.a4, (210, 297)), (Paper.letter, (215.9, 279.4))])
def test_pages_have_the_size_of_the_paper(tmp_path: Path, paper: Paper, size: tuple[float, float]) -> None:
    entries = make_outputs(tmp_path, items(PER_PAGE + 1), ["palm"])
    (path,) = write_pdf(OutputTree(tmp_path / "out"), entries, NOTHING, paper, DAY)
    assert path == tmp_path / "out" / "sheets" / f"palm-{paper}-01.pdf"
    pages = PdfReader(path).pages
    assert len(pages) == 2
    points = (float(pages[0].mediabox.width), float(pages[0].mediabox.height))
    assert points == pytest.approx([length / 25.4 * 72 for length in size], abs=0.5)
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of 2" in page.extract_text()


def test_captions_are_text(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, ["tees/a.jpg"])
    verdicts = Verdicts.of([Judgement("tees/a.jpg", "palm", Verdict.rejected, 7, "larger leaves")])
    paths = write_pdf(OutputTree(tmp_path / "out"), entries, verdicts, Paper.a4, DAY)
    assert [path.name for path in paths] == ["navy-a4-01.pdf", "palm-a4-01.pdf"]
    text = PdfReader(paths[1]).pages[0].extract_text()
    for said in ("SKU-000", "palm, seed 7", "2026-11-22", "2026-11-30", "rejected", "larger leaves"):
        assert said in text
    assert "rejected" not in PdfReader(paths[0]).pages[0].extract_text()


def test_what_was_said_of_an_earlier_image_is_not_printed_and_a_gate_is(tmp_path: Path) -> None:
    (entry,) = make_outputs(tmp_path, ["tees/a.jpg"], ["palm"])
    entry = replace(entry, seed=8, gates=("spill 0.33 > 0.15",))
    verdicts = Verdicts.of([Judgement("tees/a.jpg", "palm", Verdict.rejected, 7, "larger leaves")])
    (path,) = write_pdf(OutputTree(tmp_path / "out"), [entry], verdicts, Paper.a4, DAY)
    text = PdfReader(path).pages[0].extract_text()
    assert "rejected" not in text and "larger" not in text and "gate: spill 0.33" in text


def test_pictures_go_in_at_300_dpi_as_they_are(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, ["tees/a.jpg"], ["palm"], size=(300, 400))
    (path,) = write_pdf(OutputTree(tmp_path / "out"), entries, NOTHING, Paper.a4, DAY)
    page = PdfReader(path).pages[0]
    assert sorted(image.image.size for image in page.images if image.image) == [(300, 400), (300, 400)]
    thumb = (tmp_path / "out" / "sheets" / "after" / "palm" / "tees" / "a.jpg.jpg").read_bytes()
    assert thumb in path.read_bytes()
    widths: list[float] = []
    page.extract_text(visitor_operand_before=lambda op, args, cm, tm: widths.append(args[0]) if op == b"cm" else None)
    assert sum(float(width) == pytest.approx(72, abs=0.1) for width in widths) == 2  # 300 pixels: an inch


def test_a_long_sheet_goes_on_in_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "PAGES_PER_FILE", 1)
    tree = OutputTree(tmp_path / "out")
    entries = make_outputs(tmp_path, items(2 * PER_PAGE + 1), ["palm"])
    paths = write_pdf(tree, entries, NOTHING, Paper.a4, DAY)
    shown = [PdfReader(path).pages[0].extract_text() for path in paths]
    assert len(paths) == 3
    for number, text in enumerate(shown, start=1):
        assert f"page {number} of 3" in text
    assert sum(text.count("SKU-") for text in shown) == 2 * PER_PAGE + 1
    write_pdf(tree, entries[:1], NOTHING, Paper.a4, DAY)
    assert [path.name for path in (tmp_path / "out" / "sheets").glob("*.pdf")] == ["palm-a4-01.pdf"]


def test_whatever_a_name_holds_and_a_picture_that_is_gone(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, WILD, ["palm"])
    for path in (tmp_path / "out" / "sheets" / "before").rglob("*.jpg"):
        path.unlink()
    (path,) = write_pdf(OutputTree(tmp_path / "out"), entries, NOTHING, Paper.letter, DAY)
    page = PdfReader(path).pages[0]
    assert page.extract_text().count("SKU-") == len(WILD) == len(page.images)


def test_a_disk_that_is_full_is_a_clear_error(tmp_path: Path) -> None:
    entries = make_outputs(tmp_path, ["a.jpg"], ["palm"])
    (tmp_path / "out" / "sheets" / "palm-a4-01.pdf").mkdir()
    with pytest.raises(CannotWrite, match="contact sheet"):
        write_pdf(OutputTree(tmp_path / "out"), entries, NOTHING, Paper.a4, DAY)
