"""Nearest names, for errors that help."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The `count` names most like `word`, best first; never empty unless `known` is.

    Close spellings come alone; where there is none, the least unlike names are better than silence.
    """
    names = sorted(set(known))
    close = get_close_matches(word, names, n=count, cutoff=0.6)
    return close or sorted(names, key=lambda name: -SequenceMatcher(None, word, name).ratio())[:count]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest names, or nothing where none is known."""
    names = nearest(word, known)
    return f"Nearest: {', '.join(names)}." if names else ""
