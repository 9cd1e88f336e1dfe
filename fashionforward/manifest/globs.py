"""Globs on paths below a catalog, many at once.

`*` and `?` stay within one folder's or file's name, `[ab]` is one of several characters, `**` any number of folders.
A glob that ends in `/` or `/**` is everything below a folder. Upper and lower case are the same.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import chain

from fashionforward.errors import BadAttribute

TOGETHER = 200
"""Globs in one regular expression."""


def check_glob(pattern: str) -> None:
    """Refuse what can match no path below a catalog.

    Raises:
        BadAttribute: absolute, or with `..`, or with backslashes.
    """
    parts = pattern.split("/")
    if "\\" in pattern:
        raise BadAttribute(f"'{pattern}' has a backslash.", "Write folders with /.")
    if pattern.startswith("/") or re.match(r"[A-Za-z]:", pattern) or ".." in parts or "." in parts:
        raise BadAttribute(
            f"'{pattern}' is no path below the catalog.", "Begin it with a folder of the catalog, or **."
        )
    try:
        re.compile(_regex(folded(pattern)))
    except re.error as error:
        raise BadAttribute(
            f"'{pattern}' is no glob: {error.msg}.", "Write [a-z], the smaller character first."
        ) from error


def folded(path: str) -> str:
    """A path as globs compare it: without regard to case, and to how accents are encoded."""
    return unicodedata.normalize("NFC", path).lower()


class GlobSet:
    """Globs, to be asked together which of them match a path."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self._literal: dict[str, list[int]] = {}
        self._below: dict[str, list[tuple[int, str]]] = {}  # by the folder at the top, where that is spelt out
        self._anywhere: list[tuple[int, str]] = []
        self._compiled: dict[str, list[tuple[re.Pattern[str], list[int]]]] = {}
        for index, pattern in enumerate(folded(pattern) for pattern in patterns):
            top, slash, _ = pattern.partition("/")
            if not _is_wild(pattern) and not pattern.endswith("/"):
                self._literal.setdefault(pattern, []).append(index)
            elif slash and not _is_wild(top):
                self._below.setdefault(top, []).append((index, _regex(pattern)))
            else:
                self._anywhere.append((index, _regex(pattern)))

    def matching(self, path: str) -> list[int]:
        """The indices of the globs that match a path with forward slashes."""
        path = folded(path)
        top = path.partition("/")[0]
        if top not in self._below:
            top = ""
        if top not in self._compiled:
            self._compiled[top] = _together([*self._below.get(top, ()), *self._anywhere])
        hits = self._literal.get(path, ())
        return list(chain(hits, *(_hits(regex.match(path), numbers) for regex, numbers in self._compiled[top])))


def _is_wild(text: str) -> bool:
    return any(character in text for character in "*?[")


def _together(regexes: Sequence[tuple[int, str]]) -> list[tuple[re.Pattern[str], list[int]]]:
    """Regular expressions that try many in one call: each leaves an empty group where it matches, and none stops it."""
    chunks = [regexes[start : start + TOGETHER] for start in range(0, len(regexes), TOGETHER)]
    return [
        (re.compile("".join(rf"(?:(?={regex}\Z)()|)" for _, regex in chunk)), [index for index, _ in chunk])
        for chunk in chunks
    ]


def _hits(match: re.Match[str] | None, numbers: Sequence[int]) -> list[int]:
    assert match is not None  # it can always match nothing
    if match.lastindex is None:
        return []
    return [number for number, group in zip(numbers, match.groups(), strict=True) if group is not None]


def _regex(pattern: str) -> str:
    """A glob as a regular expression that never goes back more than it must: atomic groups take the first fit."""
    parts = pattern.split("/")
    if parts[-1] in ("", "**"):
        parts[-1:] = ["**", "*"]
    # between two `**`, the first place where the parts fit is as good as any
    runs: list[list[str]] = [[]]
    for part in parts:
        if part == "**":
            runs.append([])
        else:
            runs[-1].append(_part(part))
    first, *rest = ["/".join(run) for run in runs]
    if not rest:
        return first
    middle = "".join(rf"(?>(?:[^/]+/)*?{run}/)" for run in rest[:-1] if run)
    return (f"{first}/" if first else "") + middle + rf"(?:[^/]+/)*{rest[-1]}"


def _part(part: str) -> str:
    """One folder's or file's name as a regular expression."""
    pieces = [_fixed(piece) for piece in re.split(r"\*+", part)]
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(rf"(?>[^/]*?{piece})" for piece in pieces[1:-1] if piece)
    return pieces[0] + middle + "[^/]*" + pieces[-1]


def _fixed(piece: str) -> str:
    """Text without stars as a regular expression: it always matches as many characters as it means."""
    out = ""
    for token in re.findall(r"\[!?\]?[^\]]*\]|.", piece, re.DOTALL):
        if token == "?":
            out += "[^/]"
        elif inside := token[2 if (negated := token.startswith("[!")) else 1 : -1]:
            spans = re.findall(r".-.|.", inside, re.DOTALL)
            ranges = "".join(
                "-".join(map(re.escape, one.split("-"))) if len(one) == 3 else re.escape(one) for one in spans
            )
            out += f"(?!/)[{'^' if negated else ''}{ranges}]"
        else:
            out += re.escape(token)
    return out
