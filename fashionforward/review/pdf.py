"""Contact sheets on paper: PDF in A4 or Letter, pictures at 300 dpi, with text that can be searched."""

import contextlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import groupby, islice
from pathlib import Path, PurePath

from fpdf import FPDF, XPos, YPos
from PIL import Image

from fashionforward.catalog.outputs import OutputTree
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import CannotWrite
from fashionforward.review.captions import BOLD, FONTS, REGULAR, Face, runs, shorten
from fashionforward.review.entry import Entry
from fashionforward.review.thumbnail import SIZE, after_path, before_path
from fashionforward.review.verdicts import Verdict, Verdicts

DPI = 300
MM = 25.4 / DPI
"""Millimetres a pixel of a picture."""

COLUMNS, ROWS = 5, 2
PER_PAGE = COLUMNS * ROWS
PAGES_PER_FILE = 50
"""A longer sheet goes on in another file, so that neither memory nor a mail grows with the catalog."""

HEADER, CAPTION, BETWEEN, ROW_GAP = 13.0, 14.0, 1.0, 5.0
WIDTH, HEIGHT = SIZE[0] * MM, SIZE[1] * MM
FONT = "DejaVu"
INK, QUIET, AMBER = (29, 29, 31), (110, 110, 115), (138, 90, 0)
COLOURS = {Verdict.approved: (23, 115, 58), Verdict.rejected: (179, 38, 30)}


class Paper(StrEnum):
    """Sizes of paper."""

    a4 = "a4"
    letter = "letter"


def write_pdf(tree: OutputTree, entries: Iterable[Entry], verdicts: Verdicts, paper: Paper, day: date) -> list[Path]:
    """Write each edit's sheets to OUT/sheets/<edit>-<paper>-01.pdf, from the thumbnails in the output folder.

    Args:
        tree: the output folder.
        entries: what it holds; those without an image are left out.
        verdicts: what was said; it is printed under the pictures.
        paper: the size of the pages.
        day: printed on each page, and under pictures of which the day is not known.

    Raises:
        CannotWrite: with the reason.
    """
    shown = sorted((entry for entry in entries if entry.output is not None), key=lambda entry: (entry.edit, entry.item))
    return [
        path
        for edit, group in groupby(shown, key=lambda entry: entry.edit)
        for path in _write_edit(tree, edit, list(group), verdicts, paper, day)
    ]


def _write_edit(
    tree: OutputTree, edit: str, entries: Sequence[Entry], verdicts: Verdicts, paper: Paper, day: date
) -> Iterator[Path]:
    pages = -(-len(entries) // PER_PAGE)
    folder = tree.root / "sheets"
    parts = -(-pages // PAGES_PER_FILE)
    for part in range(parts):
        book = _Book(tree.root, edit, paper, day, first=part * PAGES_PER_FILE + 1, pages=pages)
        chosen = entries[part * PAGES_PER_FILE * PER_PAGE : (part + 1) * PAGES_PER_FILE * PER_PAGE]
        path = folder / f"{edit}-{paper}-{part + 1:02d}.pdf"
        try:
            write_atomically(path, book.draw(chosen, verdicts))
        except OSError as error:
            raise CannotWrite(f"The contact sheet {path} cannot be written: {error.strerror}.") from error
        yield path
    while (older := folder / f"{edit}-{paper}-{parts + 1:02d}.pdf").exists():  # of a larger catalog
        older.unlink()
        parts += 1


class _Book:
    """One file of an edit's sheets. Lengths are in millimetres."""

    def __init__(self, root: Path, edit: str, paper: Paper, day: date, *, first: int, pages: int) -> None:
        self._root, self._edit, self._day = root, edit, day
        self._page, self._pages = first - 1, pages
        self._pdf = FPDF(format=paper.value, unit="mm")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(datetime.combine(day, time(), UTC))
        self._pdf.set_title(f"{_plain(root.absolute().name)}: {_plain(edit)}")
        self._pdf.set_lang("en")
        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells what it leaves out of the font
        self._pdf.add_font(FONT, "", FONTS / REGULAR)
        self._pdf.add_font(FONT, "B", FONTS / BOLD)
        self._installed: set[str] = set()
        self._margin = 10.0 if paper is Paper.a4 else 12.7
        self._gap = (self._pdf.w - 2 * self._margin - COLUMNS * WIDTH) / (COLUMNS - 1)

    def draw(self, entries: Sequence[Entry], verdicts: Verdicts) -> bytes:
        """The file's bytes."""
        rest = iter(entries)
        while page := list(islice(rest, PER_PAGE)):
            self._begin_page()
            for place, entry in enumerate(page):
                row, column = divmod(place, COLUMNS)
                left = self._margin + column * (WIDTH + self._gap)
                top = self._margin + HEADER + row * (2 * HEIGHT + BETWEEN + CAPTION + ROW_GAP)
                self._draw_entry(entry, verdicts, left, top)
        return bytes(self._pdf.output())

    def _begin_page(self) -> None:
        self._page += 1
        pdf, right = self._pdf, self._pdf.w - self._margin
        pdf.add_page()
        self._text(self._edit, self._margin, self._margin, right - self._margin - 30, size=13, bold=True)
        about = f"{self._root.absolute().name}  ·  {self._day.isoformat()}"
        self._text(about, self._margin, self._margin + 5.6, right - self._margin, size=7.5, ink=QUIET)
        pdf.set_xy(right - 40, self._margin)
        pdf.set_font(FONT, "", 9)
        pdf.set_text_color(*QUIET)
        pdf.cell(40, 5, f"page {self._page} of {self._pages}", align="R", new_x=XPos.LEFT, new_y=YPos.TOP)

    def _draw_entry(self, entry: Entry, verdicts: Verdicts, left: float, top: float) -> None:
        relative = PurePath(entry.item)
        self._picture(before_path(self._root, relative), f"Before: {entry.sku}", left, top, at_bottom=True)
        after = after_path(self._root, entry.edit, relative)
        self._picture(after, f"After: {entry.sku}, {entry.edit}", left, top + HEIGHT + BETWEEN, at_bottom=False)
        top += 2 * HEIGHT + BETWEEN + 1
        self._text(entry.sku, left, top, WIDTH, size=8, bold=True)
        self._text(f"{entry.edit}, seed {entry.seed}" if entry.seeded else entry.edit, left, top + 3.6, WIDTH, size=6.5)
        self._text(entry.made or self._day.isoformat(), left, top + 6.8, WIDTH, size=6.5, ink=QUIET)
        said = verdicts.get(entry.key)
        if said is None or said.seed != entry.seed:  # of an earlier image, which is not this one
            said = None
        if said and said.verdict:
            ink = COLOURS[said.verdict]
            self._text(said.verdict.value, left + 18, top + 6.8, WIDTH - 18, size=6.5, bold=True, ink=ink)
        if entry.gates:
            self._text("gate: " + "; ".join(entry.gates), left, top + 10, WIDTH, size=6.5, ink=AMBER)
        elif said and said.note:
            self._text(said.note, left, top + 10, WIDTH, size=6.5, ink=QUIET)

    def _picture(self, path: Path, alt: str, left: float, top: float, *, at_bottom: bool) -> None:
        """A thumbnail at 300 dpi, in the middle of its box; before and after meet whatever their height."""
        with contextlib.suppress(OSError):  # one that is gone leaves its place empty
            with Image.open(path) as image:
                width, height = image.width * MM, image.height * MM
            x, y = left + (WIDTH - width) / 2, top + (HEIGHT - height if at_bottom else 0)
            # as an open file: its JPEG data go into the PDF as they are
            with path.open("rb") as data:
                self._pdf.image(data, x, y, width, height, alt_text=_plain(alt))

    def _text(
        self,
        text: str,
        left: float,
        top: float,
        width: float,
        *,
        size: float,
        bold: bool = False,
        ink: tuple[int, int, int] = INK,
    ) -> None:
        self._pdf.set_text_color(*ink)
        style = "B" if bold else ""
        for run in runs(shorten(text, lambda shown: self._length(shown, style, size), width)):
            self._set_font(run.face, style, size)
            self._pdf.text(left, top + size * 0.33, run.text)
            left += self._pdf.get_string_width(run.text)

    def _length(self, text: str, style: str, size: float) -> float:
        length = 0.0
        for run in runs(text):
            self._set_font(run.face, style, size)
            length += self._pdf.get_string_width(run.text)
        return length

    def _set_font(self, face: Face | None, style: str, size: float) -> None:
        if face is None:
            self._pdf.set_font(FONT, style, size)
            return
        family = f"installed-{face.number}-{face.path}"
        if family not in self._installed:
            self._pdf.add_font(family, "", face.path, collection_font_number=face.number)
            self._installed.add(family)
        self._pdf.set_font(family, "", size)


def _plain(text: str) -> str:
    return shorten(text, len, len(text))
