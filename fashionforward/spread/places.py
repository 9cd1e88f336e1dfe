"""A run's inputs and output, wherever they are: folders of this machine as they are, a store through its mirror."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from fashionforward.batch.reporter import Reporter
from fashionforward.batch.results import Result, Summary
from fashionforward.batch.shard import LEDGER, Shard
from fashionforward.errors import UsageError
from fashionforward.spread.store import is_remote

if TYPE_CHECKING:
    from fashionforward.spread.mirror import Mirror

KEEP_EVERY = 300.0
"""Seconds after which the ledger of a run that goes on is put into the store, for the case that it is killed."""


def check_elsewhere(given: Sequence[str], *, watch: bool, masks: Path | None) -> None:
    """Refuse what is not done for a store.

    Raises:
        UsageError: it is to be watched, or mattes are in one.
    """
    if watch and any(map(is_remote, given)):
        raise UsageError(
            "--watch looks at folders of this machine alone.", "Run it again and again: unchanged costs little."
        )
    if masks is not None and str(masks).startswith("s3:"):
        raise UsageError("--masks is a folder of this machine.", "Copy the mattes here first.")


@dataclass(frozen=True)
class Place:
    """Inputs and output as folders of this machine. `carrier` brings and takes away what is not."""

    inputs: Sequence[str | Path]
    out: Path
    carrier: "Mirror | None" = None

    @property
    def name(self) -> PurePath:
        """The output folder's name, for people."""
        return self.carrier.address(self.out) if self.carrier else self.out

    def told(self, result: Result) -> Result:
        """A result with the addresses of its files."""
        if self.carrier is None:
            return result
        paths: Any = {
            name: path and self.carrier.address(path)
            for name in ("source", "output", "matte", "layers")
            for path in [getattr(result, name)]
        }
        return replace(result, **paths)

    def reporter(self, reporter: Reporter, home: Path) -> Reporter:
        """Tells `reporter` addresses, and keeps the ledger in `home` while a run goes on."""
        return reporter if self.carrier is None else _Addresses(self, self.carrier, reporter, home)


@contextmanager
def at_hand(
    inputs: Sequence[str],
    out: str,
    *,
    shard: Shard | None = None,
    write: bool = True,
    merging: bool = False,
    wait: bool = False,
    verify: bool = False,
) -> Iterator[Place]:
    """Have inputs and output at hand while a run goes on, and put what it changed where it belongs in the end.

    Args:
        inputs: folders, files and globs of this machine, or prefixes and objects of a store ("s3://bucket/catalog").
        out: the output folder, or the output prefix.
        shard: of which it is a run.
        write: hold the output's lock, and put things there.
        merging: the records of all shards are needed.
        wait: where another run writes there, wait for it.
        verify: bring everything, whatever its version.

    Raises:
        MissingDependency: there is no s3fs.
        NoInput: there is nothing under an address.
        Locked, CannotWrite, BadLedger: as a run.
    """
    if not any(map(is_remote, (*inputs, out))):
        yield Place(inputs, Path(out))
        return
    from fashionforward.spread.remote import mirrored  # numpy and more: a run at home does without

    with mirrored(inputs, out, shard=shard, write=write, merging=merging, wait=wait, verify=verify) as place:
        yield place


class _Addresses:
    def __init__(self, place: Place, mirror: "Mirror", reporter: Reporter, home: Path) -> None:
        self._place, self._mirror, self._reporter, self._home = place, mirror, reporter, home
        self._kept = time.monotonic()

    def started(self, total: int) -> None:
        self._reporter.started(total)

    def finished(self, result: Result) -> None:
        self._reporter.finished(self._place.told(result))
        if self._mirror.holds(self._home) and time.monotonic() - self._kept > KEEP_EVERY:
            from fashionforward.spread import remote_ledger

            remote_ledger.put(self._home / LEDGER, self._mirror)
            self._kept = time.monotonic()

    def concluded(self, summary: Summary) -> None:
        sheets: Any = [self._mirror.address(sheet) for sheet in summary.sheets]
        problems = [self._place.told(result) for result in summary.problems]
        self._reporter.concluded(replace(summary, sheets=sheets, problems=problems))
