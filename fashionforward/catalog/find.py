"""Finding items: directories (recursively), files and globs become a list of relative paths."""

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from fashionforward.catalog.formats import EXTENSIONS, FORMAT_NAMES
from fashionforward.errors import NoInput, UnsafeOutput

OUTSIDE = "a link that leads out of the catalog: --follow-links takes it"


class Item:
    """One image of one garment. `relative` identifies it, in the catalog and in the output tree; `name` is its text.

    `size` (bytes) and `mtime_ns` are as they were when it was found; -1 where they could not be told. Paths are kept as
    text: a catalog has a hundred thousand of them, and a path object takes half a kilobyte.
    """

    __slots__ = ("_source", "mtime_ns", "name", "size")

    def __init__(self, source: str | Path, relative: str | PurePath, size: int = -1, mtime_ns: int = -1) -> None:
        self._source = str(source)
        self.name = str(relative)
        self.size = size
        self.mtime_ns = mtime_ns

    @property
    def source(self) -> Path:
        """The file."""
        return Path(self._source)

    @property
    def relative(self) -> PurePath:
        """Its path below the folder that was searched."""
        return PurePath(self.name)

    @property
    def root(self) -> str:
        """The folder that was searched, with the separator behind it: `source` less `relative`."""
        return self._source[: len(self._source) - len(self.name)]

    @property
    def sku(self) -> str:
        """The stock-keeping unit: the file's stem."""
        return os.path.splitext(os.path.basename(self.name))[0]  # noqa: PTH119, PTH122 (a hundred thousand times)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and (self._source, self.name) == (other._source, other.name)

    def __hash__(self) -> int:
        return hash((self._source, self.name))

    def __repr__(self) -> str:
        return f"Item({self._source!r}, {self.name!r})"


@dataclass(frozen=True)
class Ignored:
    """A path that is no item, and why."""

    relative: PurePath
    reason: str


@dataclass(frozen=True)
class Catalog:
    """What the inputs hold, in order of their relative paths.

    `roots` are the directories that were searched: nothing may be written inside them. `scattered` are the sources that
    were named one by one or reached through a link, so may lie elsewhere: nothing may be written over them.
    """

    items: tuple[Item, ...]
    ignored: tuple[Ignored, ...]
    roots: tuple[Path, ...]
    scattered: tuple[Path, ...] = ()


def find_items(inputs: Sequence[str | Path], follow_links: bool = False) -> Catalog:
    """Find the items under the inputs.

    A directory is searched recursively, and its items' relative paths start below it. Symbolic links in it are followed
    where they stay inside the directories given, or, with `follow_links`, wherever they lead. Files given one by one,
    by a shell's glob or by a glob of their own, have paths relative to the folder that they have in common; they may be
    links. Hidden files are no items unless they are named outright.

    Raises:
        NoInput: an input does not exist, or no input holds a supported image.
        UnsafeOutput: two different files would share one relative path.
    """
    roots, files = _expand(inputs)
    items: dict[str, Item] = {}
    ignored: dict[PurePath, Ignored] = {}
    links = _Links([os.path.realpath(root) for root in roots], follow_links)
    for root in roots:
        for found in _search(str(root), "", (), links):
            _add(found, items, ignored)
    base = _common_folder(files)
    for file in files:
        _add(_judge(file, str(file), os.path.relpath(file, base)), items, ignored)
    if not items:
        raise _nothing(inputs, ignored)
    return Catalog(
        items=tuple(items[name] for name in sorted(items, key=_by_parts)),
        ignored=tuple(ignored[key] for key in sorted(ignored)),
        roots=tuple(roots),
        scattered=(*links.taken, *files),
    )


def _nothing(inputs: Sequence[str | Path], ignored: dict[PurePath, Ignored]) -> NoInput:
    names = ", ".join(str(path) for path in inputs)
    outside = OUTSIDE in {entry.reason for entry in ignored.values()}
    hint = f" There is {OUTSIDE}." if outside else ""
    return NoInput(f"No photograph in {names}.", f"{FORMAT_NAMES} files are read.{hint}")


def _expand(inputs: Sequence[str | Path]) -> tuple[list[Path], list[Path]]:
    """Directories and files among the inputs; a path that does not exist may be a glob."""
    roots: list[Path] = []
    files: list[Path] = []
    for given in inputs:
        path = Path(given)
        matches = [path] if os.path.lexists(path) else _glob(str(given))
        if not matches:
            raise NoInput(f"There is no {given}.", "Give a folder, a file, or a glob that matches some.")
        for match in matches:
            (roots if match.is_dir() else files).append(match)
    return list(dict.fromkeys(roots)), list(dict.fromkeys(files))


def _glob(pattern: str) -> list[Path]:
    matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 (any root)
    # `**` lists folders and what is in them: that once is enough
    return [match for match in matches if "**" not in pattern or not match.is_dir()]


def _common_folder(files: Sequence[Path]) -> str:
    folders = [file.parent.absolute() for file in files]
    try:
        return os.path.commonpath(folders) if folders else ""
    except ValueError as error:  # different drives
        raise UnsafeOutput("The files have no folder in common.", "Run ff once for each drive.") from error


class _Links:
    """Which symbolic links are followed. `taken`: the items that were reached through one."""

    def __init__(self, roots: Sequence[str], anywhere: bool) -> None:
        self._roots, self._anywhere = roots, anywhere
        self.taken: list[Path] = []

    def lead_out(self, path: str) -> bool:
        if self._anywhere:
            return False
        real = os.path.realpath(path)
        return not any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in self._roots)


def _search(
    folder: str, relative: str, above: tuple[tuple[int, int], ...], links: _Links, linked: bool = False
) -> Iterator[Item | Ignored]:
    """Walk a directory; `relative` is empty, or ends in a separator.

    `above` identifies the directories that lead here, so that a loop of links is seen; `linked`: one of them was a link.
    """
    try:
        status = os.stat(folder)  # noqa: PTH116
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield Ignored(PurePath(relative), "a symbolic link that leads back to a folder above it")
            return
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Ignored(PurePath(relative), f"cannot be listed: {error.strerror}")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        is_link = entry.is_symlink()
        name = relative + entry.name
        if is_link and links.lead_out(entry.path):
            yield Ignored(PurePath(name), OUTSIDE)
        elif entry.is_dir():
            yield from _search(entry.path, name + os.sep, (*above, here), links, linked or is_link)
        else:
            found = _judge(entry, entry.path, name)
            if (is_link or linked) and isinstance(found, Item):
                links.taken.append(found.source)
            yield found


def _judge(found: os.DirEntry[str] | Path, path: str, relative: str) -> Item | Ignored:
    """Whether a path looks like an item; its content is judged when it is decoded."""
    if os.path.splitext(found.name)[1].lower() not in EXTENSIONS:  # noqa: PTH122 (a hundred thousand times)
        return Ignored(PurePath(relative), f"not one of the formats that are read ({FORMAT_NAMES})")
    try:
        status = found.stat()
    except OSError:  # a link that leads nowhere, a folder that may not be entered: reading it says which
        return Item(path, relative)
    if not stat.S_ISREG(status.st_mode):
        return Ignored(PurePath(relative), "not a regular file")
    return Item(path, relative, status.st_size, status.st_mtime_ns)


def _by_parts(name: str) -> str:
    """Sorts names as their parts: no character comes before the one that stands for the separator."""
    return name.replace(os.sep, "\0")


def _add(found: Item | Ignored, items: dict[str, Item], ignored: dict[PurePath, Ignored]) -> None:
    if isinstance(found, Ignored):
        ignored.setdefault(found.relative, found)
        return
    other = items.setdefault(found.name, found)
    if other is not found and not _same_file(other.source, found.source):
        raise UnsafeOutput(
            f"{other.source} and {found.source} would have the same output, {found.name}.",
            "Give the folder that holds both, or run ff once for each.",
        )


def _same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
