"""Manifests and items for tests."""

from collections.abc import Sequence
from pathlib import Path, PurePath

import pytest

from fashionforward.catalog.find import Item
from fashionforward.errors import BadManifest
from fashionforward.manifest.load import load_manifest
from fashionforward.manifest.resolve import Manifest

PRINTS = ("palm_print", "floral", "stripes", "plaid", "solid")

ISSUE = """\
version: 1
defaults: {region: auto, seed: 7}
edits:
  palm: {print: palm_print, scale: 0.8}
  season: {colorways: [navy, sage, "lab(45 20 30)"]}
  six: {print: floral, variants: 6}
rules:
  - {match: "hoodies/**/*.jpg", apply: [palm, season]}
  - {sku: [HD-1001, HD-1002], apply: [six], set: {region: top, width_cm: 54}}
  - {where: {category: dresses}, apply: [palm]}
"""


def items(*paths: str, root: Path = Path("/catalog")) -> list[Item]:
    """Items at paths below a catalog. Nothing is read from them."""
    return [Item(root / path, PurePath(path)) for path in paths]


def load(folder: Path, text: str | bytes, suffix: str = ".yaml") -> Manifest:
    """A manifest of a text."""
    path = folder / f"edits{suffix}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_manifest(path, PRINTS)


def problems(folder: Path, text: str | bytes, suffix: str = ".yaml") -> list[str]:
    """What is said against a manifest, without its file's name."""
    with pytest.raises(BadManifest) as caught:
        load(folder, text, suffix)
    return [line.removeprefix(f"edits{suffix}:") for line in caught.value.hint.splitlines()]


def named(manifest: Manifest, found: Sequence[Item]) -> dict[str, list[str]]:
    """The names of each item's edits, by its path."""
    return {
        assignment.item.relative.as_posix(): [edit.name for edit in assignment.edits]
        for assignment in manifest.assign(found)
    }
