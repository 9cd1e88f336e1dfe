"""Manifests in each of their formats, and what is said of bad ones."""

import gc
import json
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fashionforward.attributes.colors import parse_color
from fashionforward.errors import BadManifest, ExitCode
from fashionforward.manifest.load import load_manifest
from tests.manifest.files import ISSUE, PRINTS, items, load, named, problems

TOML = """\
version = 1
defaults = {region = "auto", seed = 7}
[edits]
palm = {print = "palm_print", scale = 0.8}
season = {colorways = ["navy", "sage", "lab(45 20 30)"]}
six = {print = "floral", variants = 6}
[[rules]]
match = "hoodies/**/*.jpg"
apply = ["palm", "season"]
[[rules]]
sku = ["HD-1001", "HD-1002"]
apply = ["six"]
set = {region = "top", width_cm = 54}
[[rules]]
where = {category = "dresses"}
apply = ["palm"]
"""


@pytest.mark.parametrize(
    ("suffix", "text"),
    [(".yaml", ISSUE), (".yml", ISSUE), (".json", json.dumps(yaml.safe_load(ISSUE), indent=1)), (".toml", TOML)],
)
def test_each_format_says_the_same(tmp_path: Path, suffix: str, text: str) -> None:
    (tmp_path / "catalog.csv").write_text("SKU,Category\nDR-1,Dresses\n")
    manifest = load(tmp_path, text, suffix)
    season = ["season-navy", "season-sage", "season-935d39"]
    six = [f"six-{number}" for number in range(1, 7)]
    found = items("hoodies/a.jpg", "hoodies/x/HD-1001.jpg", "others/DR-1_front.jpg")
    assert named(manifest, found) == {
        "hoodies/a.jpg": ["palm", *season],
        "hoodies/x/HD-1001.jpg": six,
        "others/DR-1_front.jpg": ["palm"],
    }
    palm = manifest.assign(found)[0].edits[0]
    assert (palm.print, palm.scale, palm.seed, palm.region) == ("palm_print", 0.8, 7, "auto")
    tops = manifest.assign(found)[1].edits
    assert [(edit.seed, edit.region) for edit in tops] == [(seed, "top") for seed in range(7, 13)]


def test_the_problem_of_the_issue(tmp_path: Path) -> None:
    text = "version: 1\nedits: {a: {print: palm_prnt}}\nrules: []\n"
    with pytest.raises(BadManifest) as caught:
        load(tmp_path, text)
    assert caught.value.exit_code == ExitCode.bad_manifest
    assert str(caught.value) == (
        "The manifest edits.yaml has one problem:\n"
        "edits.yaml:2:20: unknown print 'palm_prnt'; did you mean 'palm_print'?"
    )


BAD = """\
version: 2
default: {seed: 7}
edits:
  palm: {print: palm_prnt, scale: 30}
  season: {colorways: [nvay, sage], seed: -1}
  six: {print: floral, variants: six}
  none: {color: #1f2a44
    }
  sheets: {color: red}
  both: {color: red, colors: [red]}
  nothing: {scale: 2}
  typo: {colour: red}
rules:
  - {match: "../dresses/*.jpg", apply: [palmm, six, typo-1]}
  - {sku: [A], apply: [six], set: {regoin: top, width_cm: wide}}
  - {apply: [palm]}
  - {match: "[z-a]", apply: {palm: 1}}
  - {match: "*"}
  - {sku: [A], set: {sku: B}}
gates: {max_spil: 1, max_spill: much}
"""


def test_all_problems_are_told_at_once_each_in_its_place(tmp_path: Path) -> None:
    told = problems(tmp_path, BAD)
    expected = [
        ("1:10", "version 2 is not known"),
        ("2:1", "'default'; did you mean 'defaults'?"),
        ("4:17", "'palm_print'?"),
        ("4:35", "scale=30 is out of range"),
        ("5:24", "did you mean 'navy'?"),
        ("5:43", "seed: -1 is too small; 0 at least"),
        ("6:34", "'six' is no whole number"),
        ("7:10", "put it in quotes"),
        ("9:3", "'sheets' cannot name an edit"),
        ("10:9", "color and colors contradict"),
        ("11:12", "neither a print nor a colour"),
        ("12:10", "did you mean 'color'"),
        ("14:13", "no path below the catalog"),
        ("14:41", "unknown edit 'palmm'; did you mean 'palm'?"),
        ("15:36", "did you mean 'region'?"),
        ("15:59", "width_cm=wide"),
        ("16:5", "selects nothing"),
        ("17:13", "no glob"),
        ("17:29", "a list is expected"),
        ("18:5", "says nothing"),
        ("19:5", "match alone"),
        ("20:9", "did you mean 'max_spill'?"),
        ("20:33", "'much' is no number"),
    ]
    for place, part in expected:
        assert any(line.startswith(f"{place}: ") and part in line for line in told), (place, part, told)
    # besides: of `none`, that it says nothing else either
    assert len(told) == len(expected) + 1
    places = [tuple(map(int, line.split(":")[:2])) for line in told]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("suffix", "text", "says"),
    [
        (".yaml", "", "1:1: the file is empty"),
        (".yaml", "- 1\n", "a mapping is expected"),
        (".yaml", "version: 1\n  edits: {}\n", "2:8: no YAML"),
        (".yaml", "version: 1\nedits: {}\nrules: []\n---\nversion: 1\n", "4:1: a second document"),
        (".yaml", "version: 1\nedits: {}\nrules: []\nrules: []\n", "4:1: 'rules' is given twice; first in line 3"),
        (".yaml", "version: 1\nedits: {}\nrules:\n", "3:1: 'rules' has no value"),
        (".yaml", "version: 1\nedits: {}\nrules: [null]\n", "3:9: an entry of 'rules' is empty"),
        (".yaml", "version: 1\n", "1:1: 'edits' is missing"),
        (".yaml", "version: 1\nedits: {}\nrules: *nowhere\n", "3:8: there is no anchor 'nowhere'"),
        (".yaml", "? {a: 1}\n: 2\n", "a key is a word"),
        (".yaml", b"version: \xff\n", "1: no UTF-8"),
        (".yaml", "version: 1\nedits: {}\nrules: []\nnote: '\x01'\n", "no YAML"),
        (".yaml", "version: 1\nedits: {a: {color: #1f2a44}}\nrules: []\n", "2:20: #1f2a44 is a comment"),
        (".yaml", "version: 1\nedits:\n\ta: {color: red}\n", "3:1: a tab"),
        (".yaml", "version: 1\nedits: {a: {color: red}\nrules:\n- {}\n", "that begins in line 2"),
        (".json", '{"version": 1,}', "1:14: no JSON: a comma behind the last entry"),
        (".json", '{"version": 1,\n "rules": [1,\n]}', "2:13: no JSON: a comma behind the last entry"),
        (".json", '{"version": 1,,}', "1:15: no JSON"),
        (".json", '{"version": 1,\n "edits": {}, "rules": [], "rules": []}', "2:28: 'rules' is given twice"),
        (".json", '{"version": 1, "edits": {"a": {"print": "palm_prnt"}}, "rules": []}', "1:41: unknown print"),
        (".json", '{"version": true, "edits": {}, "rules": []}', "1:13: version true is not known"),
        (".toml", "version = \n", "1:11: no TOML"),
        (".toml", 'version = 1\nrules = []\n[edits]\na = {print = "palm_prnt"}\n', "4:14: unknown print"),
        (".toml", "version = 1\nrules = []\n[edits]\na = {print = 1979-05-27}\n", "unknown print '1979_05_27'"),
    ],
)
def test_what_is_no_manifest(tmp_path: Path, suffix: str, text: str | bytes, says: str) -> None:
    assert any(says in line for line in problems(tmp_path, text, suffix)), problems(tmp_path, text, suffix)


def test_toml_is_told_of_by_line_and_column(tmp_path: Path) -> None:
    text = """version = 1
edits."ä".print = "palm_prnt"
edits.s = {colorways = ["navy", "nvay"], "scal" = 3}  # scale
[edits.t]
print = '''
palm'''
[[rules]]
match = ["**",
  "C:\\\\x"]
apply = "s"
[[rules]]
sku = "a"
apply = "s"
[rules.set]
regoin = "top"
[[rules]]
match = "**"
aply = "s"
"""
    told = problems(tmp_path, text, ".toml")
    expected = ["2:7: 'ä' cannot", "2:19: unknown print", "3:33: unknown colour 'nvay'", "3:42: unknown key 'scal'"]
    expected += ["5:9: unknown print", "9:3: 'C:", "15:1: unknown key 'regoin'", "18:1: unknown key 'aply'"]
    assert len(told) == len(expected)
    for line, start in zip(told, expected, strict=True):
        assert line.startswith(start), (line, start)


def test_the_collector_is_on_again_whatever_happens(tmp_path: Path) -> None:
    load(tmp_path, ISSUE)
    assert gc.isenabled()
    problems(tmp_path, "")
    assert gc.isenabled()


def test_files_that_are_none(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path / "edits.txt", tmp_path):
        with pytest.raises(BadManifest):
            load_manifest(path, PRINTS)
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(BadManifest, match="cannot be read"):
        load_manifest(tmp_path / "folder.yaml", PRINTS)


def test_yaml_keeps_what_it_would_take_for_numbers_and_truths(tmp_path: Path) -> None:
    text = "version: 1\nedits: {on: {color: 000080}}\nrules: [{sku: [0123, no, 1e5, 12:30], apply: on}]\n"
    found = items("0123.jpg", "no.jpg", "1e5.jpg", "12:30.jpg", "83.jpg")
    manifest = load(tmp_path, text)
    assert list(named(manifest, found)) == ["0123.jpg", "no.jpg", "1e5.jpg", "12:30.jpg"]
    assert manifest.assign(found)[0].edits[0].color == parse_color("navy")


def test_aliases_are_read(tmp_path: Path) -> None:
    text = "version: 1\nedits: {a: &a {color: red}, b: *a}\nrules: [{match: '**', apply: [a, b]}]\n"
    assert named(load(tmp_path, text), items("x.jpg")) == {"x.jpg": ["a", "b"]}


def test_characters_in_two_halves_are_read_from_json(tmp_path: Path) -> None:
    text = r'{"version": 1, "edits": {"a": {"color": "red"}}, "rules": [{"sku": "\ud83d\ude00\\ud83d", "apply": "a"}]}'
    assert load(tmp_path, text, ".json").rules[0].skus == ("\N{GRINNING FACE}\\ud83d",)


def test_outputs_of_one_name_collide(tmp_path: Path) -> None:
    text = (
        "version: 1\nedits:\n  season: {colorways: [navy, Navy]}\n  Season-Navy: {color: red}\n"
        "  a: {print: floral, variants: 2}\n  a-1: {color: red}\nrules: []\n"
    )
    told = problems(tmp_path, text)
    assert any(line.startswith("3:3: 'season' makes 'season-navy' twice") for line in told)
    assert any(line.startswith("4:3: 'Season-Navy' and 'season' both make") for line in told)
    assert any(line.startswith("6:3: 'a-1' and 'a' both make 'a-1'") for line in told)


def test_colourways_of_a_print_are_its_grounds_and_have_variants(tmp_path: Path) -> None:
    text = (
        "version: 1\nedits: {a: {print: plaid+floral, colorways: [navy, '#fff'], variants: 2, seed: 3}}\n"
        "rules: [{match: '**', apply: [a, a-navy-1]}]\n"
    )
    edits = load(tmp_path, text).assign(items("x.jpg"))[0].edits
    assert [(edit.name, edit.seed) for edit in edits] == [
        ("a-navy-1", 3),
        ("a-navy-2", 4),
        ("a-ffffff-1", 3),
        ("a-ffffff-2", 4),
    ]
    assert edits[0].color == parse_color("navy")
    assert edits[0].mix == (("floral", 0.5), ("plaid", 0.5))


def test_gates_are_thresholds(tmp_path: Path) -> None:
    manifest = load(tmp_path, "version: 1\nedits: {}\nrules: []\ngates: {max_spill: 0.4}\n")
    assert manifest.gates == {"max_spill": 0.4}


HEAD = ["match", "sku", "edit", "print", "color", "scale", "width_cm", "seed", "notes"]
ROWS = [
    ["hoodies/**", None, "palm", "palm_print", None, 0.8, None, None],
    [None, 1001, "palm", None, None, "12cm", 54, None],
    [],
    [None, 1001, None, None, "navy", None, None, None],
    [None, "HD-2", "six", "floral", None, None, None, 7],
]


def _csv(rows: list[list[object]], delimiter: str = ",") -> str:
    return "\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)


def _xlsx(path: Path, rows: list[list[object]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["csv", "semicolons", "utf-16", "bom", "xlsx"])
def test_spreadsheets_have_a_row_for_each_item_and_edit(tmp_path: Path, kind: str) -> None:
    head = [*HEAD[:-1], "Note"]
    text = _csv([head, *ROWS], ";" if kind == "semicolons" else ",")
    data = {"utf-16": text.encode("utf-16"), "bom": text.encode("utf-8-sig")}.get(kind, text.encode())
    if kind == "xlsx":
        data = _xlsx(tmp_path / "made.xlsx", [head, *ROWS])
    manifest = load(tmp_path, data, ".xlsx" if kind == "xlsx" else ".csv")
    found = items("hoodies/1001.jpg", "hoodies/x/a.jpg", "HD-2.jpg")
    assert named(manifest, found) == {
        "hoodies/1001.jpg": ["palm", "color-navy"],
        "hoodies/x/a.jpg": ["palm"],
        "HD-2.jpg": ["six"],
    }
    first = manifest.assign(found)[0]
    assert first.edits[0].scale == pytest.approx(12 / 54), "the row behind the folder's says it nearer"
    assert first.rules == ("row 3", "row 5")
    assert manifest.assign(found)[2].edits[0].seed == 7


def test_problems_of_spreadsheets_name_the_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["sku", "edit", "print", "color", "colour"],
        ["A", "palm", "palm_prnt", None, None],
        ["B", "palm", "floral", "nvay", None],
        ["C", "palm", "floral", None, None],
        [None, "palm", None, None, None],
        ["C", "palm", None, None, None],
        ["D", None, None, None, None],
    ]
    told = problems(tmp_path, _csv(rows), ".csv")
    for part in (
        "colour: unknown column 'colour'; did you mean 'color'",
        "2:print: unknown print 'palm_prnt'",
        "3:print: 'palm' looks otherwise in row 2",
        "3:color: unknown colour 'nvay'",
        "4:print: 'palm' looks otherwise in row 2",
        "5: the row names no photograph",
        "7: neither a print nor a colour",
    ):
        assert any(line.startswith(part) for line in told), (part, told)
    assert sum("palm_prnt" in line for line in told) == 1, "once, though other rows go by it"
    told = problems(tmp_path, _xlsx(tmp_path / "made.xlsx", rows), ".xlsx")
    assert any(line.startswith("Sheet!C2: unknown print 'palm_prnt'") for line in told), told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the table is empty"),
        ("sku,sku,edit\n", "two columns are called 'sku'"),
        ("edit,print\n", "no column match or sku"),
        ('sku,edit,color\nA,a,"red\n', "no CSV"),
        ("sku,edit,color\nA,a,red\nA,a,\n", "3: 'A' gets 'a' in row 2 already"),
        ("sku,edit,color,colorways\nA,season,,navy\nB,season-navy,red,\n", "'season-navy' and 'season' both make"),
        ("match,edit,color\n../a,a,red\n", "2:match: '../a' is no path below the catalog"),
        ("sku,edit,color\nA,../../etc,red\n", "2:edit: '../../etc' cannot name an edit"),
        ("sku,edit,colorways\nA,,navy\n", "need a name in the column edit"),
        ("," * 300, "more than 200 columns"),
    ],
)
def test_bad_spreadsheets(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in line for line in problems(tmp_path, text, ".csv"))


def test_an_xlsx_keeps_the_zeros_that_a_format_shows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["sku", "color"])
    sheet.append([123, "red"])
    sheet["A2"].number_format = "00000"
    book.save(tmp_path / "edits.xlsx")
    assert load_manifest(tmp_path / "edits.xlsx", PRINTS).rules[0].skus == ("00123",)


top_keys = ["version", "edits", "rules", "defaults", "gates", "catalog"]
rule_keys = ["match", "sku", "where", "apply", "add", "set"]
edit_keys = ["print", "color", "colors", "colorways", "variants", "scale", "width_cm", "region", "seed"]
keys = st.sampled_from([*top_keys, *rule_keys, *edit_keys])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
values = st.recursive(
    scalars | st.sampled_from(["palm", "floral", "navy", "top", "12cm", "**", "HD-1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | keys, inner, max_size=3),
    max_leaves=8,
)
edits = st.dictionaries(st.sampled_from(["palm", "season"]), st.dictionaries(keys, values, max_size=3), max_size=2)
rules = st.lists(st.dictionaries(keys, values, max_size=3), max_size=2)
documents = values | st.fixed_dictionaries(
    {"version": st.just(1), "edits": values | edits, "rules": values | rules}, optional={"gates": values}
)


@settings(max_examples=60, deadline=None)
@given(documents)
def test_any_document_is_a_manifest_or_clear_problems(
    tmp_path_factory: pytest.TempPathFactory, document: object
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for suffix, text in ((".json", json.dumps(document)), (".yaml", yaml.safe_dump(document, allow_unicode=True))):
        try:
            load(folder, text, suffix)
        except BadManifest as error:
            assert error.hint.startswith(f"edits{suffix}")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="{}[]:,-&*!#'\"ab \n\t=|>%@", max_size=40))
def test_any_text_is_a_manifest_or_clear_problems(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    for suffix in (".yaml", ".json", ".toml", ".csv"):
        with pytest.raises(BadManifest):
            load(folder, text.encode("utf-8", "surrogatepass"), suffix)


def test_the_toml_of_these_tests_is_the_issues() -> None:
    assert tomllib.loads(TOML) == yaml.safe_load(ISSUE)
