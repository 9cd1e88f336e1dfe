"""A commented manifest to start from, made of the folders and the table of a catalog."""

import glob
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fashionforward.catalog.find import Item
from fashionforward.errors import BadManifest
from fashionforward.manifest.garments import Garments, find_garments
from fashionforward.manifest.nodes import Malformed
from fashionforward.manifest.resolve import roots_of

MOST_FOLDERS = 50

HEAD = """\
# Which photographs get which edits. Check it:  ff manifest check FILE {catalog}
# Make it:                                      ff transform {catalog} --manifest FILE
# All keys: docs/manifest.md; for editors that complete: docs/manifest.schema.json
version: 1

# Settings of every edit that says nothing else. `ff attrs` lists what can be set.
defaults: {{region: auto, seed: 7}}

# What can be made. Each name is a folder of the output.
edits:
  palm: {{print: palm_print, scale: 0.8}}              # a print; scale 1 is as wide as the garment
  season: {{colorways: [navy, sage, "#8c2f39"]}}       # colourways: season-navy, season-sage, season-8c2f39
  # six: {{print: floral, variants: 6}}                # six designs: six-1, six-2, …
  # solid: {{print: solid, color: navy}}               # the whole garment, not its main colour alone
  # large: {{print: stripes, scale: 12cm}}             # needs width_cm, for example from a rule's `set`

# Which photographs get them. All selectors of a rule must hold. Later rules win: `apply` replaces what earlier rules
# said, `add` adds to it, and `set` overrides settings one by one.
rules:
"""


def starting_point(items: Sequence[Item], catalog: str) -> str:
    """A manifest for items; `catalog` is what they were given as. It reads back without a problem."""
    folders = Counter(item.relative.parts[0] for item in items if len(item.relative.parts) > 1)
    shown = [folder for folder in sorted(folders) if _can_be_said(folder)][:MOST_FOLDERS]
    lines = [
        f"  - {{match: {_quoted(glob.escape(folder) + '/**')}, apply: [palm, season]}}  # {_count(folders[folder])}"
        for folder in shown
    ]
    if len(folders) > len(shown):
        more = f"  # {len(folders) - len(shown)} more folders"
        lines = [*lines, more] if lines else []
    loose = len(items) - sum(folders.values())
    if loose:
        lines.append(f'  - {{match: "*", apply: [palm, season]}}  # {_count(loose)} in no folder')
    sku = next((item.sku for item in items if _can_be_said(item.sku)), "HD-1001")
    if not lines:
        lines.append("  []")
    lines.append(f"  # - {{sku: [{_quoted(sku)}], apply: [palm], set: {{region: top, width_cm: 54}}}}")
    lines += _of_table(_table(items))
    return HEAD.format(catalog=_printable(catalog)) + "\n".join(lines) + "\n"


def _table(items: Sequence[Item]) -> Garments | None:
    try:
        return find_garments(roots_of(items))
    except Malformed as error:
        raise BadManifest(
            f"The catalog's table cannot be read: {error.message}.", "Mend it, or move it away."
        ) from error


def _of_table(garments: Garments | None) -> list[str]:
    """A rule for the column that tells garments apart best, and the others by name."""
    if garments is None:
        return ["  # - {where: {category: dresses}, apply: [palm]}  # with a catalog.csv in or beside the catalog"]
    lines = [
        f"  # {_printable(garments.path.name)} has the columns: {_printable(', '.join(garments.headings.values()))}"
    ]
    column, values = garments.telling_column()
    for value in values:
        lines.append(f"  # - {{where: {{{_quoted(column)}: {_quoted(value)}}}, apply: [palm]}}")
    return lines


def _count(number: int) -> str:
    return "1 photograph" if number == 1 else f"{number} photographs"


def _quoted(text: str) -> str:
    """A string as YAML reads it back, whatever it holds."""
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)


def _can_be_said(name: str) -> bool:
    """Whether a manifest can name it: on Linux, names may hold bytes that are no text, or backslashes."""
    return "\\" not in name and not any("\ud800" <= character <= "\udfff" for character in name)


def write_new(path: Path, text: str) -> None:
    """Write a file that must not be there yet.

    Raises:
        BadManifest: it is there, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise BadManifest(f"There is a {path} already.", "Choose another --out, or move it away.") from error
    except OSError as error:
        raise BadManifest(f"{path} cannot be written: {error.strerror}.", "Choose another --out.") from error
