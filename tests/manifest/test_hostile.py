"""Manifests that mean harm: nothing runs, nothing grows without end, nothing is written elsewhere."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from fashionforward.errors import BadManifest
from fashionforward.manifest import read_text, tables
from fashionforward.manifest.load import load_manifest
from fashionforward.manifest.report import findings, item_lines
from tests.manifest.files import PRINTS, items, load, problems

TAGS = """\
version: 1
edits: {a: {color: red}}
rules: !!python/object/apply:os.system ["touch broken"]
"""


def test_tags_run_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = problems(tmp_path, TAGS)
    assert told[0] == "3:8: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not read; leave it away"
    assert not (tmp_path / "broken").exists()
    for tag in ("!!python/name:os.system", "!!binary aGk=", "!ruby/object:X {}", "!!set {a}", "!<tag:x,2000:y> 1"):
        assert any("is not read" in line for line in problems(tmp_path, f"version: {tag}\n"))


def test_a_bomb_of_aliases_is_put_out(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert any("aliases counted" in line for line in problems(tmp_path, "\n".join(lines)))


def test_aliases_that_hold_themselves_or_grow_deep_are_refused(tmp_path: Path) -> None:
    assert any("there is no anchor 'a'" in line for line in problems(tmp_path, "version: &a [*a]\n"))
    deep = "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [[[[*a{n - 1}]]]]" for n in range(1, 2000))])
    assert any("nested deeper" in line for line in problems(tmp_path, deep))


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".yaml", "- " * 100_000),
        (".yaml", "[" * 100_000),
        (".yaml", "{a: " * 100_000),
        (".json", "[" * 100_000),
        (".json", '{"a":' * 100_000),
        (".toml", "a = " + "[" * 100_000),
        (".toml", "[" + ".".join("a" * 5000) + "]\n"),
    ],
)
def test_nesting_crashes_nothing(tmp_path: Path, suffix: str, text: str) -> None:
    assert problems(tmp_path, text, suffix)


def test_too_many_values_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_text, "MOST_NODES", 1000)
    assert any("more than 1,000 values" in line for line in problems(tmp_path, f"rules: [{'a, ' * 2000}]"))


@pytest.mark.parametrize("suffix", [".yaml", ".csv"])
def test_too_large_files_are_not_read(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tables, __import__("fashionforward.manifest.load", fromlist=["load"])):
        monkeypatch.setattr(module, "MOST_BYTES", 10)
    assert any("larger than" in line for line in problems(tmp_path, "sku,color\nA,red\n", suffix))


def _book(path: Path, rows: int = 2) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["sku", "color"])
    for number in range(rows):
        sheet.append([f"A{number}", "red"])
    book.save(path)


def _rewrite(path: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **change}.items():
            archive.writestr(name, data)


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def _xlsx_problems(path: Path) -> str:
    with pytest.raises(BadManifest) as caught:
        load_manifest(path, PRINTS)
    return caught.value.hint


def test_a_zip_that_unpacks_to_more_than_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "edits.xlsx"
    _book(path)
    _rewrite(path, {"xl/media/zeros.bin": bytes(4 << 20)})
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(tables, "MOST_BYTES", 1 << 20)
    assert "unpacks to 4 MB" in _xlsx_problems(path)


def test_a_zip_of_many_parts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "edits.xlsx"
    _book(path)
    _rewrite(path, {f"x/{number}": b"" for number in range(tables.MOST_PARTS)})
    assert "parts" in _xlsx_problems(path)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "edits.xlsx"
    _book(path)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'.encode()
    cell = b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e8;</t></is></c></row></sheetData></worksheet>'
    _rewrite(path, {SHEET: bomb + HEAD + cell})
    assert "no XLSX that can be read" in _xlsx_problems(path)
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e8 SYSTEM "file:///etc/passwd">]>'
    _rewrite(path, {SHEET: outside + HEAD + cell})
    assert "root:" not in _xlsx_problems(path)


def test_rows_and_columns_far_out_are_not_filled_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 1000)
    path = tmp_path / "edits.xlsx"
    _book(path)
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'
    far = b'<row r="900000000"><c r="A900000000"><v>1</v></c></row>'
    _rewrite(path, {SHEET: HEAD + b"<sheetData>" + row + far + b"</sheetData></worksheet>"})
    assert "more than 1,000 rows" in _xlsx_problems(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "edits.xlsx").write_bytes(data)
    assert "no XLSX" in _xlsx_problems(tmp_path / "edits.xlsx")


@pytest.mark.parametrize(
    "name",
    [
        "../../x",
        "/etc/x",
        "a/b",
        "a\\b",
        ".ff",
        ".",
        "con",
        "NUL.txt",
        "sheets",
        "Mattes",
        "review",
        "a ",
        "x" * 61,
        "-",
        "ä",
    ],
)
def test_no_edit_is_named_out_of_its_place(tmp_path: Path, name: str) -> None:
    import json

    text = f'{{"version": 1, "edits": {{{json.dumps(name)}: {{"color": "red"}}}}, "rules": []}}'
    assert any("cannot name an edit" in line for line in problems(tmp_path, text, ".json"))


def test_a_terminal_is_told_no_escapes(tmp_path: Path) -> None:
    text = '{"version": 1, "edits": {"a": {"color": "red"}}, "rules": [{"sku": "\\u001b[2J<script>", "apply": "a"}]}'
    resolution = load(tmp_path, text, ".json").resolve(items("a\x1b[2J.jpg"))
    told = [*item_lines(resolution), *findings(resolution, tmp_path / "edits.json")]
    assert "a\\x1b[2J.jpg: nothing" in told
    assert any("\\x1b[2J<script>" in line for line in told)
    assert "\x1b" not in "".join(told)
    assert "\x1b" not in "".join(problems(tmp_path, '{"\\u001b": 1}', ".json"))


def test_an_address_that_is_none_names_no_picture(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_text("sku,image,category\nA,http://[a.jpg,tees\n")
    manifest = load(tmp_path, "version: 1\nedits: {p: {color: red}}\nrules: [{where: {category: tees}, apply: [p]}]\n")
    found = manifest.resolve(items("A.jpg", root=tmp_path))
    assert [edit.name for edit in found.assignments[0].edits] == ["p"]
