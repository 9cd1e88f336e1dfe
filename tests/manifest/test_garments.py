"""The catalog's table: who shows what."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashionforward.manifest.garments import Garments, find_garments, without_view
from fashionforward.manifest.tables import read_table
from tests.manifest.files import items, load

# as Shopify writes it: one product's columns in its first row, and a row for each further variant or picture
SHOPIFY = """\
Handle,Title,Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Position,Variant Image
hoodie,Hoodie,Acme,Hoodies,"warm, fleece",Colour,Navy,HD-NAVY,49.00,https://cdn.shopify.com/s/files/1/1/products/Hoodie_front.jpg?v=17,1,https://cdn.shopify.com/s/files/1/1/products/hoodie%20navy.jpg?v=17
hoodie,,,,,,Red,HD-RED,49.00,https://cdn.shopify.com/s/files/1/1/products/hoodie_back.jpg?v=17,2,https://cdn.shopify.com/s/files/1/1/products/hoodie-red.jpg?v=17
hoodie,,,,,,,,,https://cdn.shopify.com/s/files/1/1/products/hoodie_detail.jpg?v=17,3,
silk-dress,"Silk ""Ava"" dress",Acme,Dresses,summer,Title,Default,DR-7,99.00,,,
"""


@pytest.fixture
def shopify(tmp_path: Path) -> Garments:
    (tmp_path / "catalog.csv").write_text(SHOPIFY)
    found = find_garments([tmp_path / "nowhere", tmp_path])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "skus", "kind"),
    [
        ("tops/hoodie_front.jpg", ("HD-NAVY", "HD-RED"), "Hoodies"),
        ("hoodie_detail.jpg", ("HD-NAVY", "HD-RED"), "Hoodies"),
        ("x/hoodie navy.jpg", ("HD-NAVY",), "Hoodies"),
        ("hoodie-red.jpg", ("HD-RED",), "Hoodies"),
        ("HD-RED.png", ("HD-RED",), "Hoodies"),
        ("HD-RED_2.png", ("HD-RED",), "Hoodies"),
        ("hoodie.jpg", ("HD-NAVY", "HD-RED"), "Hoodies"),
        ("Silk-Dress-back.jpg", ("DR-7",), "Dresses"),
        ("DR-7.jpg", ("DR-7",), "Dresses"),
    ],
)
def test_shopifys_export(shopify: Garments, path: str, skus: tuple[str, ...], kind: str) -> None:
    garment = shopify.of(path)
    assert garment is not None
    assert garment.skus == skus
    assert garment.texts["type"] == kind


def test_what_the_table_does_not_know(shopify: Garments) -> None:
    assert shopify.of("trousers.jpg") is None
    assert shopify.of("hoodie-sleeveless.jpg") is None


def test_rules_select_by_any_sku_and_the_first_is_the_photographs(tmp_path: Path) -> None:
    (tmp_path / "catalog.csv").write_text(SHOPIFY)
    text = "version: 1\nedits: {red: {color: red}}\nrules: [{sku: HD-RED, apply: red}, {where: {Tags: '*silk*', type: x}, add: red}]\n"
    found = load(tmp_path, text).assign(items("hoodie_back.jpg", "hoodie-red.jpg", "hoodie navy.jpg"))
    assert [(each.item.relative.name, each.sku) for each in found] == [
        ("hoodie_back.jpg", "HD-NAVY"),
        ("hoodie-red.jpg", "HD-RED"),
    ]


def test_a_plain_table_goes_by_paths(tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text("Article;File;Colour\nA;tees/front.jpg;red\nB;skirts/front.jpg;blue\nC;./x.jpg;green\nD;;grey\n")
    garments = Garments(path, read_table(path))
    assert [
        garments.of(p) and garments.of(p).skus for p in ("tees/front.jpg", "Skirts/Front.jpg", "x.jpg", "D-3.jpg")
    ] == [
        ("A",),
        ("B",),
        ("C",),
        ("D",),
    ]  # type: ignore[union-attr]
    assert garments.of("other/front.jpg") is None, "two garments have a photograph of that name"


def test_a_manifest_names_its_table_and_its_columns(tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text("sku,Nummer,Bild,Art\nx,A-1,a.jpg,kleid\n")
    text = (
        "version: 1\ncatalog: {file: shop.csv, sku: nummer, image: Bild}\nedits: {red: {color: red}}\n"
        "rules: [{where: {art: Kleid}, apply: red}]\n"
    )
    assert [each.sku for each in load(tmp_path, text).assign(items("z/a.jpg", "b.jpg"))] == ["A-1"]


def test_a_table_lies_in_the_catalog_beside_it_or_beside_the_manifest(tmp_path: Path) -> None:
    text = "version: 1\nedits: {red: {color: red}}\nrules: [{sku: A, apply: red}]\n"
    manifest = load(tmp_path, text)
    root = tmp_path / "shop" / "catalog"
    root.mkdir(parents=True)
    for folder in (tmp_path, root.parent, root):
        (folder / "catalog.csv").write_text("SKU,File\nA,photo.jpg\n")
        assert [each.sku for each in manifest.assign(items("photo.jpg", root=root))] == ["A"]
        (folder / "catalog.csv").unlink()
    assert manifest.assign(items("photo.jpg", root=root)) == []


@given(st.text(max_size=20))
def test_a_name_without_its_view_is_its_beginning(stem: str) -> None:
    assert stem.startswith(without_view(stem)) and (without_view(stem) or not stem or not stem[0].isalnum())
