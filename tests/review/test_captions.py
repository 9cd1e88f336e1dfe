"""Names in any script under pictures: drawn by a font that is installed, or spelt; never as empty boxes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath

import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from fashionforward.catalog.outputs import OutputTree
from fashionforward.review import captions
from fashionforward.review.captions import Face, Run, runs
from fashionforward.review.pdf import Paper, write_pdf
from fashionforward.review.sheet import Pair, draw_sheet
from fashionforward.review.verdicts import Verdicts
from tests.review.outputs import make_outputs

NAME = "tees/\u4e2d-a.jpg"


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """What is installed is looked up once a process."""
    for cached in (captions._drawn, captions._installed, captions._characters):
        cached.cache_clear()
    yield
    for cached in (captions._drawn, captions._installed, captions._characters):
        cached.cache_clear()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without fontconfig."""
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Face:
    """A machine on which a font is installed that has one character, a bar."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "bar"])
    builder.setupCharacterMap({0x4E2D: "bar"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bar": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "bar": (1000, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Bar", "styleName": "Regular", "psName": "Bar-Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    (tmp_path / "fonts").mkdir()
    builder.save(tmp_path / "fonts" / "bar.ttf")
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    face = captions._installed(0x4E2D // captions.BLOCK)
    if face is None:
        pytest.skip("there is no fontconfig here")
    return face


def test_what_no_font_has_is_spelt(bare: None) -> None:
    assert runs(NAME) == [Run(None, "tees/\\u4e2d-a.jpg")]
    assert runs("юбка №1 · …") == [Run(None, "юбка №1 · …")]
    assert runs("") == []


def test_what_an_installed_font_has_it_draws(installed: Face) -> None:
    assert runs(NAME) == [Run(None, "tees/"), Run(installed, "\u4e2d"), Run(None, "-a.jpg")]
    assert runs("\u4e2e") == [Run(None, "\\u4e2e")], "it has no other"
    picture = Image.new("RGB", (288, 384), "#00ff00")
    with_it, without = (
        np.asarray(draw_sheet([Pair(PurePath("a.jpg"), picture, picture, sku)], "navy", 1)) for sku in ("\u4e2d", "")
    )
    drawn = np.argwhere((with_it != without).any(-1))
    height, width = drawn.max(0) - drawn.min(0) + 1
    assert (height, width) == pytest.approx((17 * 0.8, 17 * 0.8), abs=2), "the bar"


def test_on_paper_too(tmp_path: Path, installed: Face) -> None:
    entries = make_outputs(tmp_path, [NAME, "tees/\u4e2e.jpg"], ["palm"])
    entries = [replace(entry, sku=PurePath(entry.item).stem) for entry in entries]
    (path,) = write_pdf(OutputTree(tmp_path / "out"), entries, Verdicts({}), Paper.a4, date(2026, 11, 30))
    text = PdfReader(path).pages[0].extract_text()
    assert "\u4e2d" in text and "-a" in text and "\\u4e2e" in text


@settings(deadline=None)
@given(st.text("aü·юש\\\u4e2d\u6587\u30a2\ud55c\U0001f455\udc80\u200d", max_size=40))
def test_nothing_of_a_name_is_lost(text: str) -> None:
    for face, piece in runs(text):
        assert all(ord(character) in captions._characters(face) for character in piece) if face else piece
    assert "".join(run.text for run in runs(text)).encode("ascii", "backslashreplace") == text.encode(
        "ascii", "backslashreplace"
    )
