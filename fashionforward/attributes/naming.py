"""Names of edits, made from their attributes: safe as folder names, and never one name for two edits of a run."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from fashionforward.attributes.colors import to_hex
from fashionforward.attributes.edit import RGB, SOLID, Edit

LONGEST = 120
RESERVED = frozenset({"index.html", "layers", "mattes", "review", "sheets"})
"""Folders of the output tree that hold something else than an edit's images."""

_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def edit_name(edit: Edit, written: Sequence[str] = ()) -> str:
    """The name of an edit, say `stripes-colors-f4efe6-1f2a44-scale-0.6`.

    `written` holds the colours as they were written, in the order of `color`, then `colors`: plain names are kept
    ("navy"), everything else becomes hex. Attributes at their default are left out. The seed is among them: it says
    which design, so two of them are two pictures, and one must not replace the other.
    """
    words = iter(written)
    parts = [_print_slug(edit)] if edit.print is not None else []
    if edit.color is not None:
        parts += ["color", color_slug(edit.color, next(words, ""))]
    if edit.colors:
        parts += ["colors", *(color_slug(color, next(words, "")) for color in edit.colors)]
    if edit.repeat_cm is not None and edit.width_cm is not None:
        parts += ["scale", f"{edit.repeat_cm:.6g}cm", "width", f"{edit.width_cm:.6g}cm"]
    elif edit.scale != 1:
        parts += ["scale", f"{edit.scale:.6g}"]
    if edit.region != "auto":
        parts += ["region", _slug(edit.region)]
    if edit.seed and has_designs(edit):
        parts += ["seed", str(edit.seed)]
    name = "-".join(parts)
    if len(name) > LONGEST or _is_taken(name):
        name = f"{name[:LONGEST].rstrip('-._')}-{_digest(edit)}"
    return name


def is_safe_name(name: str) -> bool:
    """Whether somebody's own name for an edit can name a folder everywhere: 1 to 60 of A-Z a-z 0-9 - _ and ."""
    plain = re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,58}[A-Za-z0-9_-])?", name)
    return plain is not None and not _is_taken(name.lower())


def distinct(edits: Sequence[Edit]) -> list[Edit]:
    """The edits without repetitions; where two different ones have one name, each gets its digest behind it.

    Names are compared without regard to case, as some file systems do.
    """
    unique = list(dict.fromkeys(edits))
    holders: dict[str, int] = {}
    for edit in unique:
        holders[edit.name.casefold()] = holders.get(edit.name.casefold(), 0) + 1
    return [
        edit if holders[edit.name.casefold()] == 1 else replace(edit, name=f"{edit.name}-{_digest(edit)}")
        for edit in unique
    ]


def has_designs(edit: Edit) -> bool:
    """Whether the seed makes a difference: a colour, alone or on `solid`, looks the same under each."""
    return edit.print is not None and not (edit.print == SOLID and (edit.color or edit.colors))


def _is_taken(name: str) -> bool:
    return name in RESERVED or _WINDOWS_DEVICES.match(name) is not None


def _print_slug(edit: Edit) -> str:
    return "-".join(f"{_slug(name)}-{share:g}" for name, share in edit.mix) or _slug(edit.print or "")


def color_slug(color: RGB, written: str) -> str:
    """A colour in a name: a plain name as it was written ("navy", "dusty_rose"), everything else as hex."""
    words = written.lower().split()
    plain = all(re.fullmatch(r"[a-z]+", word) for word in words)
    return "_".join(words) if words and plain else to_hex(color)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_") or "print"


def _digest(edit: Edit) -> str:
    # the attributes alone: the name must not depend on itself
    return hashlib.sha256(repr(replace(edit, name="")).encode()).hexdigest()[:8]
