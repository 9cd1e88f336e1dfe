"""Text under pictures: whatever a name holds, it fits its place and stays on its line."""

from collections.abc import Callable
from pathlib import Path

import matplotlib

FONTS = Path(matplotlib.get_data_path(), "fonts", "ttf")
"""Matplotlib brings DejaVu Sans: Latin with all its accents, Greek, Cyrillic, and more than Pillow's own font has."""


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
