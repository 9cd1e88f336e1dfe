"""Tables as people keep them, CSV or XLSX: a row of headings, then rows of text that know their place."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from fashionforward.manifest.nodes import Malformed, Place

MOST_BYTES = 256 << 20
"""Of a file as it is read: an XLSX is a ZIP, and a small one can hold any size."""

SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm"})
MOST_PARTS = 1_000
MOST_ROWS = 300_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Row:
    """A row's filled cells, stripped, by heading as `column_key` makes it; and its line in a CSV, its number in an XLSX."""

    texts: dict[str, str]
    line: int


@dataclass(frozen=True)
class Table:
    """A table: its headings as written, by their keys, in order; its rows; an XLSX's sheet."""

    headings: dict[str, str]
    rows: list[Row]
    sheet: str = ""

    def place(self, row: Row, column: str = "") -> Place:
        """Where a row or one of its cells is: `7:print` in a CSV, `Sheet1!C7` in an XLSX."""
        if not self.sheet:
            return Place(row.line, label=column)
        index = list(self.headings).index(column) + 1 if column in self.headings else 0
        return Place(row.line, index, f"{self.sheet}!{_letters(index)}{row.line}")


def column_key(heading: str) -> str:
    """A heading for comparing: "Variant SKU" and variant_sku are one."""
    return "_".join(heading.replace("_", " ").replace("-", " ").lower().split())


def read_table(path: Path) -> Table:
    """Read a CSV (comma, semicolon or tab; UTF-8 or UTF-16) or an XLSX's first sheet. Empty rows are left out.

    Raises:
        Malformed: it is neither, it is too large, or two columns have one heading.
        OSError: it cannot be read.
    """
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        sheet, lines = _xlsx(path)
    else:
        sheet, lines = "", _csv(path)
    _, head = next(lines, (0, []))
    if not any(head):
        raise Malformed(Place(), "the table is empty; its first row names the columns")
    headings: dict[str, str] = {}
    for index, heading in enumerate(head, 1):
        key = column_key(heading) or f"column {index}"
        if key in headings:
            raise Malformed(Place(1), f"two columns are called '{heading}'")
        headings[key] = heading
    rows = []
    for line, texts in lines:
        named = {key: text for key, text in zip(headings, texts, strict=False) if text}
        if named:
            rows.append(Row(named, line))
    return Table(headings, rows, sheet)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    if path.stat().st_size > MOST_BYTES:
        raise Malformed(Place(), f"larger than {MOST_BYTES >> 20} MB")
    text = decoded(path.read_bytes())
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise Malformed(Place(line), f"more than {MOST_COLUMNS} columns")
            yield line, [text.strip() for text in row]
            line = reader.line_num + 1  # a cell may hold line breaks
    except csv.Error as error:
        raise Malformed(Place(reader.line_num), f"no CSV: {error}") from error


def _xlsx(path: Path) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    from openpyxl import load_workbook

    _check_archive(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = islice(sheet.iter_rows(max_col=MOST_COLUMNS), MOST_ROWS + 1)
        lines = [_trimmed([_text(cell) for cell in row]) for row in rows]
        book.close()
    except Exception as error:  # the library lets its parsers' errors through, whatever they are
        raise Malformed(Place(), f"no XLSX that can be read: {error or type(error).__name__}") from error
    if len(lines) > MOST_ROWS:
        raise Malformed(Place(), f"more than {MOST_ROWS:,} rows")
    return sheet.title, enumerate(lines, 1)


def _text(cell: Any) -> str:
    """A cell as it is shown, as far as it matters here: 1001.0 is 1001, and SKUs keep the zeros of their format."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float):
        value = int(value) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    zeros = cell.number_format if isinstance(value, int) and not cell.number_format.strip("0") else ""
    return str(value).strip().zfill(len(zeros))


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _letters(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(index)) if index else ""


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Malformed(Place(), f"no XLSX: {error}") from error
    # zipfile never reads more of a part than its entry says
    size = sum(part.file_size for part in parts)
    if size > MOST_BYTES or len(parts) > MOST_PARTS:
        raise Malformed(Place(), f"unpacks to {size >> 20} MB in {len(parts)} parts; {MOST_BYTES >> 20} MB are read")


def decoded(data: bytes) -> str:
    """Text as spreadsheets and editors save it. Raises Malformed."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Malformed(Place(line), "no UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)") from error
