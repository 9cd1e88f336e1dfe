"""`ff manifest`, and `ff transform --manifest`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fashionforward.cli.app import app
from fashionforward.errors import ExitCode
from tests.weights import make_weights

MANIFEST = """\
version: 1
defaults: {seed: 7}
edits:
  palm: {print: palm_print, scale: 0.8}
  season: {colorways: [navy, sage]}
rules:
  - {match: "tops/**", apply: [palm]}
  - {sku: [yellow-tee, HD-9], apply: [season]}
"""


@pytest.fixture
def ff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs `ff` in a folder with a manifest, with weights that know some prints."""
    make_weights(tmp_path / "weights")
    (tmp_path / "edits.yaml").write_text(MANIFEST)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, weights: bool = True) -> Any:
        given = [*map(str, arguments), *(["--weights", "weights"] if weights else [])]
        return CliRunner().invoke(app, given)

    return run


def test_check_says_what_is_made_and_why(ff: Any, catalog: Path) -> None:
    done = ff("manifest", "check", "edits.yaml", catalog)
    assert done.exit_code == ExitCode.ok, done.stderr
    assert done.stdout.splitlines() == [
        "others/leaf-dress.jpg: nothing",
        "others/windbreaker.jpg: nothing",
        "tops/plaid-shirt.jpg: palm (rule 1)",
        "tops/yellow-tee.jpg: season-navy, season-sage (rule 2), instead of palm (rule 1)",
    ]
    assert done.stderr.splitlines()[:2] == [
        "rule 2 takes 'palm' of rule 1 away from 1 photograph",
        "edits.yaml:8:24: sku 'HD-9' holds for no photograph",
    ]
    assert done.stderr.splitlines()[2].startswith("3 images of 2 of 4 photographs: about 4 seconds, a rough guess")


def test_check_is_strict_and_speaks_json_where_asked(ff: Any, catalog: Path) -> None:
    done = ff("manifest", "check", "edits.yaml", catalog, "--strict", "--json")
    assert done.exit_code == ExitCode.bad_manifest
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[3] == {
        "item": "tops/yellow-tee.jpg",
        "sku": "yellow-tee",
        "edits": [
            {"name": "season-navy", "rule": 2, "print": None, "region": "auto"},
            {"name": "season-sage", "rule": 2, "print": None, "region": "auto"},
        ],
        "rules": [2],
        "replaced": [{"edit": "palm", "rule": 1, "by": 2}],
    }
    assert ff("manifest", "check", "edits.yaml", catalog, "--quiet").stdout == ""


BAD = [
    "ff: The manifest bad.yaml has 2 problems:",
    "bad.yaml:4:17: unknown print 'palm_prnt'; did you mean 'palm_print'?",
    "bad.yaml:5:24: unknown colour 'nvay'; did you mean 'navy'?",
]


def test_a_bad_manifest_ends_with_its_problems_and_its_code(ff: Any, catalog: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(MANIFEST.replace("palm_print", "palm_prnt").replace("navy", "nvay"))
    done = ff("transform", catalog, "--manifest", "bad.yaml")
    assert (done.exit_code, done.stderr.splitlines()) == (ExitCode.bad_manifest, BAD)
    command = [sys.executable, "-m", "fashionforward", "manifest", "check", "bad.yaml", catalog, "--weights", "weights"]
    process = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (process.returncode, process.stdout, process.stderr.splitlines()) == (ExitCode.bad_manifest, "", BAD)
    assert not (tmp_path / "out").exists()


def test_init_writes_what_check_reads(ff: Any, catalog: Path, tmp_path: Path) -> None:
    shown = ff("manifest", "init", catalog, weights=False)
    done = ff("manifest", "init", catalog, "--out", "new.yaml", weights=False)
    assert (done.exit_code, done.stdout) == (ExitCode.ok, "")
    assert (tmp_path / "new.yaml").read_text() == shown.stdout
    checked = ff("manifest", "check", "new.yaml", catalog, "--strict")
    assert checked.exit_code == ExitCode.ok, checked.stderr
    assert ff("manifest", "init", catalog, "--out", "new.yaml", weights=False).exit_code == ExitCode.bad_manifest


def test_transform_plans_what_check_shows(ff: Any, catalog: Path, tmp_path: Path) -> None:
    shutil.rmtree(catalog / "others")
    done = ff("transform", catalog, "--manifest", "edits.yaml", "--dry-run", "--json")
    assert done.exit_code == ExitCode.ok, done.stderr
    planned = [(line["item"], line["edit"]) for line in map(json.loads, done.stdout.splitlines())]
    assert planned == [
        ("tops/plaid-shirt.jpg", "palm"),
        ("tops/yellow-tee.jpg", "season-navy"),
        ("tops/yellow-tee.jpg", "season-sage"),
    ]


def test_transform_takes_attributes_or_a_manifest(ff: Any, catalog: Path) -> None:
    assert ff("transform", catalog).exit_code == ExitCode.bad_usage
    both = ff("transform", catalog, "--manifest", "edits.yaml", "--attr", "palm_print")
    assert both.exit_code == ExitCode.bad_usage
    assert ff("transform", catalog, "--manifest", "edits.yaml", "--seed", 3).exit_code == ExitCode.bad_usage
