"""Globs on paths below a catalog, many at once.

`*` and `?` stay within one folder's or file's name, `[ab]` is one of several characters, `**` any number of folders.
A glob that ends in `/` or `/**` is everything below a folder. Upper and lower case are the same.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import chain

from fashionforward.errors import BadAttribute

_Matcher = Callable[[str], re.Match[str] | None]
_Name = tuple[str, _Matcher | None]
"""A text that a name must hold, and what else is asked of it."""

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
        folders, name = _split(folded(pattern))
        re.compile(_folder_regex(folders) + _part(name))
    except re.error as error:
        raise BadAttribute(
            f"'{pattern}' is no glob: {error.msg}.", "Write [a-z], the smaller character first."
        ) from error


def folded(path: str) -> str:
    """A path as globs compare it: without regard to case, and to how accents are encoded."""
    return unicodedata.normalize("NFC", path).lower()


class GlobSet:
    """Globs, to be asked together which of them match a path.

    What a glob says of folders is worked out once a folder, what it says of names once a path.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._literal: dict[str, list[int]] = {}
        self._below: dict[str, list[int]] = {}  # by the folder at the top, where that is spelt out
        self._anywhere: list[int] = []
        self._parts: dict[int, tuple[str, _Name]] = {}
        self._together: dict[str, list[tuple[re.Pattern[str], list[int]]]] = {}
        self._folders: dict[str, list[tuple[int, str, _Matcher | None]]] = {}
        for index, pattern in enumerate(folded(pattern) for pattern in patterns):
            if not _is_wild(pattern) and not pattern.endswith("/"):
                self._literal.setdefault(pattern, []).append(index)
                continue
            folder, name = _split(pattern)
            self._parts[index] = _folder_regex(folder), _name(name)
            if folder and not _is_wild(folder[0]):
                self._below.setdefault(folder[0], []).append(index)
            else:
                self._anywhere.append(index)

    def matching(self, path: str) -> list[int]:
        """The indices of the globs that match a path with forward slashes."""
        path = folded(path)
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = self._candidates(folder)
        # nearly all are ruled out by what their names must hold, at a fraction of what an expression takes
        hits = [i for i, holds, matches in self._folders[folder] if holds in name and (not matches or matches(name))]
        return [*self._literal[path], *hits] if path in self._literal else hits

    def _candidates(self, folder: str) -> list[tuple[int, str, _Matcher | None]]:
        """The globs that match a folder, and what is left to ask of the names in it."""
        top = folder.partition("/")[0]
        if top not in self._below:
            top = ""
        if top not in self._together:
            indices = [*self._below.get(top, ()), *self._anywhere]
            self._together[top] = _together([(index, self._parts[index][0]) for index in indices])
        path = f"{folder}/" if folder else ""
        hits = chain.from_iterable(_hits(regex.match(path), numbers) for regex, numbers in self._together[top])
        return [(index, *self._parts[index][1]) for index in hits]


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


def _split(pattern: str) -> tuple[list[str], str]:
    """A glob's folders and the name behind them; what ends in `**` is every name below."""
    *folders, name = pattern.split("/")
    return ([*folders, "**"], "*") if name in ("", "**") else (folders, name)


def _name(glob: str) -> _Name:
    if glob == "*":
        return "", None
    # extensions are everybody's: what comes before them tells more
    texts = re.split(r"[*?]+|\[!?\]?[^\]]*\]", re.sub(r"\.\w+$", "", glob)) or [""]
    return max(texts, key=len), re.compile(_part(glob) + r"\Z").match


def _folder_regex(parts: Sequence[str]) -> str:
    """Folders as a regular expression for a path that ends in `/`.

    It never goes back more than it must: between two `**`, the first place where the parts fit is as good as any.
    """
    runs: list[list[str]] = [[]]
    for part in parts:
        if part == "**":
            runs.append([])
        else:
            runs[-1].append(f"{_part(part)}/")
    first, *rest = ["".join(run) for run in runs]
    if not rest:
        return first
    middle = "".join(rf"(?>(?:[^/]+/)*?{run})" for run in rest[:-1] if run)
    return first + middle + rf"(?:[^/]+/)*{rest[-1]}"


def _part(part: str) -> str:
    """One folder's or file's name as a regular expression."""
    pieces = [""]
    for token in re.findall(r"\*+|\[!?\]?[^\]]*\]|.", part, re.DOTALL):
        if token.startswith("*"):
            pieces.append("")
        else:
            pieces[-1] += _token(token)
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(rf"(?>[^/]*?{piece})" for piece in pieces[1:-1] if piece)
    return pieces[0] + middle + "[^/]*" + pieces[-1]


def _token(token: str) -> str:
    """`?`, a set of characters or one character as a regular expression: it matches one character, or itself."""
    if token == "?":
        return "[^/]"
    inside = token[2 if token.startswith("[!") else 1 : -1]
    if len(token) < 2 or not inside:
        return re.escape(token)
    spans = re.findall(r".-.|.", inside, re.DOTALL)
    ranges = "".join("-".join(map(re.escape, one.split("-"))) if len(one) == 3 else re.escape(one) for one in spans)
    return f"(?!/)[{'^' if token.startswith('[!') else ''}{ranges}]"
