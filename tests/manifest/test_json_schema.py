"""The JSON Schema in docs/."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from fashionforward.manifest.json_schema import json_schema
from tests.manifest.files import ISSUE, load

DOCS = Path(__file__).parents[2] / "docs" / "manifest.schema.json"
VALIDATOR = Draft202012Validator(json.loads(json_schema()))


def test_the_file_in_docs_is_what_the_models_say() -> None:
    assert DOCS.read_text(encoding="utf-8") == json_schema(), (
        "write it anew: ff manifest schema > docs/manifest.schema.json"
    )


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(json_schema()))
    assert '"null"' not in json_schema()


GOOD = [
    ISSUE,
    "$schema: docs/manifest.schema.json\nversion: 1\nedits: {}\nrules: []\n",
    "version: 1\nedits: {}\nrules: []\n",
    "version: 1\nedits: {a: {print: plaid+floral, colors: [red, navy], scale: 12cm, width_cm: 54}}\nrules: []\n",
    "version: 1\nedits: {a: {print: plaid, colors: 'red, navy'}}\nrules: [{sku: 1001, match: ['a', 'b'], apply: []}]\n",
    "version: 1\nedits: {}\nrules: []\ncatalog: shop.csv\ngates: {max_spill: 0.4}\n",
    "version: 1\nedits: {}\nrules: [{match: x, set: {sku: 12, seed: 1}}]\ncatalog: {file: shop.xlsx, sku: Nr}\n",
]
BAD = [
    "version: 2\nedits: {}\nrules: []\n",
    "version: 1\nrules: []\n",
    "version: 1\nedits: {a: {colour: red}}\nrules: []\n",
    "version: 1\nedits: {a: {print: plaid, region: leg}}\nrules: []\n",
    "version: 1\nedits: {a: {print: plaid, seed: -1}}\nrules: []\n",
    "version: 1\nedits: {}\nrules: [{match: []}]\n",
    "version: 1\nedits: {}\nrules: []\ngates: {max_spil: 0.4}\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_it_allows_is_read(text: str, tmp_path: Path) -> None:
    VALIDATOR.validate(yaml.safe_load(text))
    load(tmp_path, text)


@pytest.mark.parametrize("text", BAD)
def test_what_it_forbids_is_refused(text: str) -> None:
    assert not VALIDATOR.is_valid(yaml.safe_load(text))
