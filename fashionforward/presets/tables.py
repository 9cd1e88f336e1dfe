"""Reading tables strictly: every complaint names the file and the row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from fashionforward.errors import DataError


def read_csv(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a CSV, each with "<path>, row <line>" before it; the header is row 1.

    Raises DataError: not UTF-8, a column of `needed` is missing, or a row has more or fewer fields than the header.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    rows = csv.reader(lines)
    header = [name.strip() for name in next(rows, [])]
    missing = [column for column in needed if column not in header]
    if missing:
        raise DataError(
            f"{path}, row 1: no column '{missing[0]}'", f"Its first line names the columns: {', '.join(needed)}."
        )
    for row in rows:
        if not row:
            continue
        where = f"{path}, row {rows.line_num}"
        if len(row) != len(header):
            raise DataError(f"{where}: {len(row)} fields where the first line names {len(header)} columns")
        yield where, dict(zip(header, (field.strip() for field in row), strict=True))


def read_list(path: Path) -> Iterator[tuple[str, str]]:
    """Rows of a DeepFashion list: a count, a line of column names, then so many rows; each with its place before it.

    Raises DataError: no count, or not as many rows as it says.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}") from error
    count = lines[0].strip() if lines else ""
    if not count.isdigit():
        raise DataError(f"{path}, row 1: '{count}' where the number of rows should be")
    rows = [(number, line.strip()) for number, line in enumerate(lines[2:], 3) if line.strip()]
    if len(rows) != int(count):
        raise DataError(f"{path}: {len(rows)} rows, and its first line says {count}")
    for number, line in rows:
        yield f"{path}, row {number}", line
