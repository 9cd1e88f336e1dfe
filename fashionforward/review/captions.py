"""Text under pictures: whatever a name holds, it fits its place, stays on its line, and no character is an empty box."""

import subprocess
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from fontTools.ttLib import TTFont, TTLibError
from PIL import ImageFont


def _fonts() -> Path:
    package = find_spec("matplotlib")  # where it lies: to import it takes a tenth of a second
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"


FONTS = _fonts()
"""Matplotlib brings DejaVu Sans: Latin with all its accents, Greek, Cyrillic, and more than Pillow's own font has."""
REGULAR, BOLD = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"

BLOCK = 128
"""Characters that one face is looked for: few blocks hold two scripts."""


class Face(NamedTuple):
    """A face of a font that is installed on this machine: its file, and its number there."""

    path: Path
    number: int


class Run(NamedTuple):
    """Text that one face draws; None: DejaVu Sans."""

    face: Face | None
    text: str


def runs(text: str) -> list[Run]:
    """Cut a text where its face changes.

    What DejaVu Sans lacks, Chinese say, is drawn by a font that fontconfig finds on this machine. What none has becomes its
    number (`\\u4e2d`).
    """
    if text.isascii():
        return [Run(None, text)] if text else []
    pieces = [_drawn(character) for character in text]
    return [
        Run(face, "".join(piece.text for piece in some)) for face, some in groupby(pieces, key=lambda piece: piece.face)
    ]


@cache
def _drawn(character: str) -> Run:
    number = ord(character)
    if all(number in _characters(Face(FONTS / name, 0)) for name in (REGULAR, BOLD)):
        return Run(None, character)
    face = _installed(number // BLOCK)
    if face is not None and number in _characters(face):
        return Run(face, character)
    return Run(None, character.encode("ascii", "backslashreplace").decode())


@cache
def _installed(block: int) -> Face | None:
    """The face that has most of a block's characters; None: there is no fontconfig here, or the font cannot be drawn with."""
    wanted = f":charset={block * BLOCK:x}-{(block + 1) * BLOCK - 1:x}:outline=true:color=false"
    try:
        command = ["fc-match", "--format", "%{index} %{file}", wanted]
        index, path = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode().split(" ", 1)
        face = Face(Path(path), int(index) & 0xFFFF)  # above: a variable font's named instance
        ImageFont.truetype(face.path, 16, face.number)
        return face if _characters(face) else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


@cache
def _characters(face: Face) -> frozenset[int]:
    try:
        with TTFont(face.path, fontNumber=face.number, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except TTLibError:
        return frozenset()


def shorten(text: str, length: Callable[[str], float], width: float) -> str:
    """Shorten a text in its middle until it fits: the ends of a path tell most.

    Args:
        text: any text; what cannot be printed becomes a replacement character.
        length: how long a text is when it is drawn.
        width: what it must fit in, in the same unit.
    """
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    kept, shown = len(text), text
    while length(shown) > width and kept > 2:
        kept -= 1
        shown = f"{text[: kept - kept // 2]}…{text[len(text) - kept // 2 :]}"
    return shown
