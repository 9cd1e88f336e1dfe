"""Nearest names, for errors that help."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from heapq import nsmallest


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest names, or nothing where none is known."""
    return _sentence(word, tuple(sorted(set(known))))


@lru_cache(1024)  # a spreadsheet repeats its mistakes
def _sentence(word: str, names: tuple[str, ...]) -> str:
    close = get_close_matches(word, names, n=3, cutoff=0.6)
    if close:
        # beside a spelling that is all but right, a far one is noise
        best = _likeness(word, close[0])
        *others, last = (f"'{name}'" for name in close if _likeness(word, name) > best - 0.15)
        return f"Did you mean {', '.join(others)} or {last}?" if others else f"Did you mean {last}?"
    # the least unlike names are better than silence
    unlike = nsmallest(3, names, key=lambda name: -SequenceMatcher(None, word, name).quick_ratio())
    return f"Nearest: {', '.join(unlike)}." if unlike else ""


def _likeness(word: str, name: str) -> float:
    return SequenceMatcher(None, word, name).ratio()
