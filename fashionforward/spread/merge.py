"""`ff merge`: what shards made becomes an output folder as if one machine had run."""

import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from fashionforward.batch.crew import Carrier
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.lock import locked
from fashionforward.batch.orphans import find_orphans
from fashionforward.batch.record import Record
from fashionforward.batch.reporter import Reporter
from fashionforward.batch.results import Result, Status, Summary
from fashionforward.batch.shard import LEDGER, SHARDS, Shard, unmerged
from fashionforward.batch.sheets import draw_stale_pages
from fashionforward.batch.show import show_review
from fashionforward.catalog.outputs import OutputTree
from fashionforward.errors import ExitCode, NoInput, UnfinishedShards
from fashionforward.review.verdicts import FILE_NAME, known_verdicts, read_verdicts, write_verdicts
from fashionforward.spread.join import Conflict, Join

NAMED = 20
"""Shards that an error names one by one."""


@dataclass
class Merged:
    """What came of it. `conflicts`: images that several shards had made. `gone`: files that their shard wrote and that
    are not where it left them, by their path in the output folder."""

    summary: Summary
    shards: list[Shard] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def merge(
    out: Path,
    reporter: Reporter,
    *,
    partial: bool = False,
    wait: bool = False,
    pdf: str | None = None,
    carrier: Carrier | None = None,
) -> Merged:
    """Join the records of all shards of an output folder into its own, and draw sheets and page.

    It all goes into the record at once, or nothing does; a merge that is killed is begun again. Again, with nothing new, it
    changes nothing.

    Args:
        out: the output folder of `ff transform --shard`.
        reporter: is told of every image that somebody should see, and of the end.
        partial: merge those that came to their end, where others did not.
        wait: where another run, or a shard, writes there, merge after it.
        pdf: write the contact sheets as PDF too, on "a4" or "letter" paper.
        carrier: brings what is to be shown, where `out` is not of this machine.

    Raises:
        NoInput: there never was a shard.
        UnfinishedShards: some are missing, or did not come to their end, and not `partial`.
        Locked: a shard is at work.
        CannotWrite, BadLedger, BadReview: the folder or a record cannot be used.
    """
    started = time.perf_counter()
    if not (out / SHARDS).is_dir():
        raise NoInput(f"No shard ever wrote to {out}.", "Give the --out of `ff transform --shard`.")
    with ExitStack() as held:
        held.enter_context(locked(out, wait=wait))
        shards = unmerged(out)
        for shard in shards:
            held.enter_context(locked(shard.home(out), wait=wait))
        summary = Summary()
        merged = Merged(summary, _complete(out, shards, partial))
        with Ledger.open(out) as ledger:  # made, where this is the first
            path = ledger.path
        with closing(Join(path)) as join:
            for shard in merged.shards:
                join.take(str(shard), shard.home(out) / LEDGER)
            merged.conflicts = list(join.settle(out))
            _remember(out, merged.shards)
            join.enter()
            summary.counts.update({Status(status): count for status, count in join.counts.items()})
            summary.stopped, summary.strict = join.stopped, join.strict
            runs = join.runs
        with Ledger.open(out) as ledger:
            _tell(ledger, out, runs, merged, reporter)
            if carrier:
                carrier.bring_thumbnails(ledger, OutputTree(out), everything=bool(pdf))
            _show(ledger, out, summary, pdf)
        for shard in merged.shards:
            _clear(shard.home(out))
    summary.seconds = time.perf_counter() - started
    reporter.concluded(summary)
    return merged


def _complete(out: Path, shards: Sequence[Shard], partial: bool) -> list[Shard]:
    """The shards to merge, once it is known that none is missing."""
    if partial or not shards:
        return list(shards)
    missing = [
        f"{shard}: it left no record"
        for of in {shard.of for shard in shards}
        for shard in (Shard(of, number + 1) for number in range(of))
        if shard not in shards
    ]
    for shard in shards:
        with Ledger.open(shard.home(out), alone=True) as ledger:
            last = ledger.runs()[-1]
        if last["ended"] is None:
            missing.append(f"{shard}: its last run did not end")
        elif last["exit_code"] in (ExitCode.interrupted, ExitCode.terminated):
            missing.append(f"{shard}: its last run was stopped")
    if missing:
        more = [f"… and {len(missing) - NAMED} more"] if len(missing) > NAMED else []
        raise UnfinishedShards(
            "\n".join([f"Not all shards of {out} came to their end.", *sorted(missing)[:NAMED], *more]),
            "Run them (again), or give --partial to merge what is there.",
        )
    return list(shards)


def _remember(out: Path, shards: Sequence[Shard]) -> None:
    """Keep the verdicts that shards were given, as a run keeps them."""
    known = before = known_verdicts(out)
    for shard in shards:
        if (path := shard.home(out) / FILE_NAME).exists():
            known = known.and_then(read_verdicts(path))
    if known != before:
        write_verdicts(out / FILE_NAME, known)


def _tell(ledger: Ledger, out: Path, runs: Sequence[int], merged: Merged, reporter: Reporter) -> None:
    """Tell of every image that the shards' runs were about, and see whether its files are there."""
    chosen = ", ".join(map(str, runs))
    reporter.started(sum(1 for _ in ledger.images(f"run IN ({chosen})")))
    for record in ledger.images(f"run IN ({chosen})", order="images.item, images.edit"):
        gone = [file.path for file in record.files if not (out / from_key(file.path)).exists()]
        merged.gone += gone
        result = _result(record, out)
        if result.status in Summary.SEEN and len(merged.summary.problems) < Summary.PROBLEMS:
            merged.summary.problems.append(result)
        reporter.finished(result)


def _result(record: Record, out: Path) -> Result:
    paths = {file.role: out / from_key(file.path) for file in record.files if record.status != Status.failed}
    return Result(
        PurePath(from_key(record.item)),
        Status(record.status),
        edit=record.edit,
        reason=record.reason,
        source=Path(from_key(record.source)),
        output=paths.get("image"),
        matte=paths.get("matte"),
        layers=paths.get("layers"),
        seconds=record.seconds,
        sku=from_key(record.sku),
        seed=record.seed,
        figures=record.figures,
        gates=record.gates,
    )


def _show(ledger: Ledger, out: Path, summary: Summary, pdf: str | None) -> None:
    tree = OutputTree(out)
    summary.sheets = draw_stale_pages(ledger, tree)
    summary.sheets += show_review(ledger, tree, pdf)
    summary.orphans = len(find_orphans(ledger))


def _clear(home: Path) -> None:
    """Remove a record that is merged. The lock's file stays: somebody may wait for it."""
    ledger = home / LEDGER
    (home / FILE_NAME).unlink(missing_ok=True)
    for end in ("-wal", "-shm", ""):  # the ledger itself last: as long as it is there, it counts
        ledger.with_name(ledger.name + end).unlink(missing_ok=True)
