"""Globs, against a plain reading of what they mean."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fashionforward.errors import BadAttribute
from fashionforward.manifest.globs import GlobSet, check_glob


def plainly(pattern: list[str], path: list[str]) -> bool:
    """Whether a glob matches a path, part by part."""
    if not pattern:
        return not path
    if pattern[0] == "**":
        return plainly(pattern[1:], path) or (bool(path) and plainly(pattern, path[1:]))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and plainly(pattern[1:], path[1:])


letters = st.text(alphabet="ab.-1", min_size=1, max_size=4)
wild = st.text(alphabet="ab.*?-1", min_size=1, max_size=5).map(lambda part: part.replace("**", "*"))
sets = st.sampled_from(["[ab]", "[!ab]*", "a[a-b]?", "*[!1].b", "[]a]", "[a-]1", "[b", "[!]", "[*]", "a[?*]", "[!*]b"])
names = letters.filter(lambda name: name.strip("."))
paths = st.lists(names, min_size=1, max_size=5)
parts = (wild | sets | st.just("**")).filter(lambda part: part not in (".", ".."))
globs = st.lists(parts, min_size=1, max_size=5)


@given(st.lists(globs, min_size=1, max_size=6), st.lists(paths, min_size=1, max_size=4))
@example([["**", "a", "**", "b", "**", "1"]], [["a", "a", "b", "b", "1", "1"]])
@example([["*a*b*"]], [["aab.ab"]])
def test_many_globs_match_what_each_means(patterns: list[list[str]], some: list[list[str]]) -> None:
    together = GlobSet(["/".join(pattern) for pattern in patterns])
    for path in some:
        # what ends in ** is what lies below, a folder by itself is no photograph
        plain = [[*p[:-1], "**", "*"] if p[-1] == "**" else p for p in patterns]
        expected = [index for index, pattern in enumerate(plain) if plainly(pattern, path)]
        assert sorted(together.matching("/".join(path))) == expected


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("hoodies/**/*.jpg", "hoodies/a.jpg"),
        ("hoodies/**/*.jpg", "Hoodies/x/y/A.JPG"),
        ("hoodies/", "hoodies/x/y.png"),
        ("**", "a.jpg"),
        ("größe/*", "gro\u0308ße/a.jpg"),
        ("a [1]/[[]2].jpg", "a 1/[2].jpg"),
        ("[*]/a.jpg", "*/a.jpg"),
        ("(a|b)+.jpg", "(a|b)+.jpg"),
        ("line\nbreak*", "line\nbreak.jpg"),
    ],
)
def test_matches(pattern: str, path: str) -> None:
    check_glob(pattern)
    assert GlobSet([pattern]).matching(path) == [0]


@pytest.mark.parametrize(
    ("pattern", "path"), [("*.jpg", "a/b.jpg"), ("hoodies", "hoodies/a.jpg"), ("a?b", "a/b"), ("a[/]b", "a/b")]
)
def test_does_not_match(pattern: str, path: str) -> None:
    assert GlobSet([pattern]).matching(path) == []


@pytest.mark.parametrize("pattern", ["/etc/*", "../x", "a/../b", "./a", "C:/a", "a\\b", "[z-a]", "..", "**/.."])
def test_what_can_match_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(BadAttribute):
        check_glob(pattern)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 30 + "b", "a" * 200 + ".jpg"),
        ("**/a/" * 20 + "b", "a/" * 100 + "c.jpg"),
        ("?*" * 30 + "b", "a" * 200),
        ("**/*a*/" * 10 + "b", "aa/" * 60 + "c"),
    ],
)
def test_no_glob_takes_for_ever(pattern: str, path: str) -> None:
    # an expression that goes back as it likes needs more steps here than there is time for
    assert GlobSet([pattern]).matching(path) == []
