"""Which rules hold, and what comes of several."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashionforward.errors import BadManifest
from fashionforward.manifest.resolve import Manifest
from fashionforward.manifest.rules import Rule
from tests.manifest.files import items, load, named

EDITS = """\
version: 1
defaults: {seed: 7}
edits:
  red: {color: red}
  navy: {color: navy}
  dots: {print: stripes, scale: 0.5, region: dress, seed: 1}
  cm: {print: floral, scale: 12cm}
rules:
"""


def resolved(folder: Path, rules: str, *paths: str) -> dict[str, list[str]]:
    return named(load(folder, EDITS + rules), items(*paths))


def test_a_later_rule_replaces_what_is_applied_and_adds_to_it(tmp_path: Path) -> None:
    rules = """\
  - {match: "**", apply: [red, navy]}
  - {match: "a/**", apply: dots}
  - {match: "b/**", add: dots}
  - {match: "c/**", apply: []}
  - {match: "**/x.jpg", add: [navy, red]}
"""
    assert resolved(tmp_path, rules, "o.jpg", "a/o.jpg", "b/o.jpg", "c/o.jpg", "c/x.jpg", "b/x.jpg") == {
        "o.jpg": ["red", "navy"],
        "a/o.jpg": ["dots"],
        "b/o.jpg": ["red", "navy", "dots"],
        "c/x.jpg": ["navy", "red"],
        "b/x.jpg": ["dots", "navy", "red"],
    }


def test_settings_of_later_rules_go_before_earlier_ones_the_edits_and_the_defaults(tmp_path: Path) -> None:
    rules = """\
  - {match: "**", apply: [dots, red], set: {scale: 2, region: top}}
  - {match: "a.jpg", set: {scale: 3}}
"""
    manifest = load(tmp_path, EDITS + rules)
    first, second = manifest.assign(items("a.jpg", "b.jpg"))
    assert [(edit.scale, edit.region, edit.seed) for edit in first.edits] == [(3, "top", 1), (1, "top", 0)]
    assert first.edits[0].name == second.edits[0].name == "dots" and second.edits[0].scale == 2
    assert first.rules == (1, 2) and second.rules == (1,)


def test_all_selectors_of_a_rule_must_hold_and_one_of_each_list(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_text("SKU,Category,Season\nA,tees,SS\nB,tees,AW\nC,skirts,SS\n")
    rules = """\
  - {match: [x/*, y/*], sku: [A, C], apply: red}
  - {where: {category: Tees, season: [ss, fw]}, add: navy}
  - {where: {category: "*s*"}, sku: c, add: dots}
"""
    assert resolved(tmp_path, rules, "x/A.jpg", "z/A.jpg", "y/B.jpg", "y/C_front.jpg") == {
        "x/A.jpg": ["red", "navy"],
        "z/A.jpg": ["navy"],
        "y/C_front.jpg": ["red", "dots"],
    }


def test_photographs_of_one_sku_share_it(tmp_path: Path) -> None:
    rules = '  - {sku: HD-1, apply: red}\n  - {match: "odd/*", set: {sku: HD-1}}\n  - {sku: [x_back], add: navy}\n'
    manifest = load(tmp_path, EDITS + rules)
    found = items(
        "HD-1.jpg", "HD-1_back.jpg", "hd-1-2.jpg", "odd/0815.jpg", "x_back.jpg", "HD-12.jpg", "HD-1-sleeve.jpg"
    )
    assert [(each.item.relative.name, each.sku) for each in manifest.assign(found)] == [
        ("HD-1.jpg", "HD-1"),
        ("HD-1_back.jpg", "HD-1"),
        ("hd-1-2.jpg", "HD-1"),
        ("0815.jpg", "HD-1"),
        ("x_back.jpg", "x_back"),
    ]


def test_a_width_makes_centimetres_a_scale(tmp_path: Path) -> None:
    rules = '  - {match: "**", apply: cm}\n  - {match: "a.jpg", set: {width_cm: 48}}\n'
    manifest = load(tmp_path, EDITS + rules)
    edit = manifest.assign(items("a.jpg"))[0].edits[0]
    assert (edit.scale, edit.repeat_cm, edit.width_cm) == (0.25, 12, 48)
    with pytest.raises(BadManifest) as caught:
        manifest.assign(items("a.jpg", "b.jpg", "c.jpg"))
    assert caught.value.hint.startswith(
        "edits.yaml:7:7: 'cm' for 'b.jpg' and 1 more: scale=12cm needs the garment's width"
    )


def test_what_makes_no_difference_is_not_in_the_edit(tmp_path: Path) -> None:
    # or a colourway would be made again because a print's seed changed
    edit = (
        load(tmp_path, EDITS + '  - {match: "*", apply: red, set: {seed: 5, width_cm: 40, scale: 2}}\n')
        .assign(items("a.jpg"))[0]
        .edits[0]
    )
    assert (edit.seed, edit.scale, edit.width_cm) == (0, 1, None)


def test_what_comes_to_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_text("SKU,Category\na,tees\n")
    rules = """\
  - {match: ["*.jpg", "*.png"], apply: red}
  - {sku: [a, zz], add: navy}
  - {where: {category: [tees, hats]}, match: "b.jpg", add: dots}
"""
    resolution = load(tmp_path, EDITS + rules).resolve(items("a.jpg", "b.jpg"))
    assert [f"{place}: {text}" for place, text in resolution.idle] == [
        "9:23: match '*.png' holds for no photograph",
        "10:15: sku 'zz' holds for no photograph",
        "11:31: where category is 'hats' holds for no photograph",
    ]
    assert resolution.unused == ("dots", "cm")
    # every part of the last rule holds for something, but not together
    alone = load(tmp_path, EDITS + '  - {sku: a, match: "b.jpg", apply: red}\n').resolve(items("a.jpg", "b.jpg"))
    assert [text for _, text in alone.idle] == ["rule 1: its selectors hold for no photograph together"]


def test_what_later_rules_take_away_is_told(tmp_path: Path) -> None:
    rules = '  - {match: "*", apply: [red, navy]}\n  - {match: "a*", apply: [navy, dots]}\n'
    resolution = load(tmp_path, EDITS + rules).resolve(items("a.jpg", "b.jpg"))
    assert [outcome.replaced for outcome in resolution.outcomes] == [(("red", 1, 2),), ()]


@pytest.mark.parametrize(
    ("rules", "table", "says"),
    [
        (
            "  - {where: {categry: tees}, apply: red}",
            "SKU,Category\n",
            "9:14: there is no column 'categry' in catalog.csv",
        ),
        (
            "  - {where: {category: tees}, apply: red}",
            None,
            "9:14: 'category' is a column of the catalog's table, and there",
        ),
        ("  []\ncatalog: missing.csv", None, "the catalog's table missing.csv cannot be read: No such file"),
        ("  []\ncatalog: ../../etc/passwd", None, "its name ends in none of"),
        ("  []\ncatalog: {file: catalog.csv, sku: Artikel}", "SKU\n", "there is no column 'Artikel'; there are SKU"),
        ("  []", "SKU,SKU\n", "catalog.csv cannot be read: 1: two columns are called 'SKU'"),
    ],
)
def test_what_the_catalog_lacks(tmp_path: Path, rules: str, table: str | None, says: str) -> None:
    if table is not None:
        (tmp_path / "catalog.csv").write_text(table)
    with pytest.raises(BadManifest) as caught:
        load(tmp_path, EDITS + rules + "\n").assign(items("a.jpg"))
    assert says in caught.value.hint


names = st.sampled_from(["a", "b", "c"])
selectors = st.fixed_dictionaries(
    {},
    optional={
        "match": st.lists(st.sampled_from(["a*", "*b", "x/**", "**"]), min_size=1),
        "skus": st.lists(names, min_size=1),
    },
).filter(bool)


@settings(deadline=None)
@given(
    st.lists(selectors, max_size=8),
    st.lists(st.tuples(st.sampled_from(["", "x/"]), names, names), min_size=1, unique=True),
)
def test_look_up_finds_what_asking_each_rule_finds(
    rules: list[dict[str, list[str]]], parts: list[tuple[str, str, str]]
) -> None:
    from fashionforward.manifest.globs import GlobSet
    from fashionforward.manifest.nodes import Place
    from fashionforward.manifest.selection import Selection

    made = [
        Rule(number, Place(number), tuple(rule.get("match", ())), tuple(rule.get("skus", ())))
        for number, rule in enumerate(rules)
    ]
    selection = Selection(made)
    for folder, first, second in parts:
        path, sku = f"{folder}{first}{second}", second
        one_by_one = [
            index
            for index, rule in enumerate(made)
            if (not rule.match or GlobSet(rule.match).matching(path)) and (not rule.skus or sku in rule.skus)
        ]
        assert list(selection.rules_of(path, [sku], {})) == one_by_one


def test_an_empty_manifest_makes_nothing() -> None:
    assert Manifest(Path("edits.yaml"), (), ()).assign(items("a.jpg")) == []
