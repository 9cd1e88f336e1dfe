"""Templates for the names of outputs: `{sku}.{edit}{ext}`."""

import hashlib
import os
import re
from pathlib import PurePath
from string import Formatter

from fashionforward.attributes.naming import RESERVED
from fashionforward.errors import UnsafeOutput, UsageError

FIELDS = {
    "sku": "the stock-keeping unit",
    "edit": "the edit's name",
    "seed": "the edit's seed",
    "stem": "the photograph's name without extension",
    "folder": "its folder in the catalog",
    "ext": "its extension, or the one of the format it is exported in",
}
"""The fields of a template, and what stands in their place."""

_BESIDE = RESERVED | {".ff"}  # what lies at the top of an output folder beside the images

LONGEST = 255  # bytes in a name, on every usual file system

_SEPARATORS = re.compile(r"[/\\\x00-\x1f\x7f]")


def with_added(path: PurePath, suffix: str) -> PurePath:
    """A path whose name has a suffix more: `a.jpg.png`. One that would be too long for a file system is cut, and its hash
    tells it from others."""
    name = path.name
    if 4 * len(name) > LONGEST - len(suffix):  # a character is four bytes at the most
        data = os.fsencode(name)
        if len(data) > LONGEST - len(suffix):
            digest = hashlib.sha256(data).hexdigest()[:16]
            name = f"{data[: LONGEST - len(suffix) - len(digest) - 1].decode('utf-8', 'ignore')}-{digest}"
    return path.with_name(name + suffix)


def check_template(template: str) -> None:
    """Refuse a template that cannot name files.

    Raises:
        UsageError: unknown fields, no `{ext}` at its end, or a path that leaves the output folder.
    """
    hint = f"Fields: {', '.join('{' + name + '}' for name in FIELDS)}."
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise UsageError(f"--name {template}: {error}.", hint) from error
    for _, field, spec, conversion in parts:
        if field is not None and (field not in FIELDS or spec or conversion):
            raise UsageError(f"--name {template}: there is no field {{{field}}}.", hint)
    if not template.endswith("{ext}"):
        raise UsageError(f"--name {template}: must end in {{ext}}, for formats stay what they are.", hint)
    if template.startswith("/") or "\\" in template or ".." in template.split("/"):
        raise UsageError(f"--name {template}: leads out of the output folder.", hint)


def fill(template: str, relative: PurePath, *, sku: str, edit: str, seed: int, ext: str) -> PurePath:
    """The path of an image below the output folder. The template was checked.

    A field is one part of a name: separators and control characters in it become `_`. `{folder}` alone keeps its own.

    Raises:
        UnsafeOutput: the path would leave the output folder, hide a name, be too long, or touch what lies beside the images.
    """
    values = {"sku": sku, "edit": edit, "seed": str(seed), "stem": relative.stem, "ext": ext}
    plain = {field: _SEPARATORS.sub("_", value) for field, value in values.items()}
    path = PurePath(template.format(**plain, folder=relative.parent.as_posix()))
    problem = _problem(path)
    if problem:
        raise UnsafeOutput(f"The output of {relative} would be {path}: {problem}.", "Choose another --name or SKU.")
    return path


def _problem(path: PurePath) -> str:
    if path.is_absolute() or ".." in path.parts:
        return "that leads out of the output folder"
    if not path.name or path.name.startswith("."):
        return "that is no name, or a hidden one"
    if path.parts[0].casefold() in _BESIDE:
        return f"{path.parts[0]} holds something else"
    if any(len(part.encode("utf-8", "surrogateescape")) > LONGEST for part in path.parts):
        return "that name is too long"
    return ""
