"""Doing the failed ones again, and nothing else."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from fashionforward.attributes.edit import Edit
from fashionforward.batch.gates import Gates
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.lock import locked
from fashionforward.batch.options import RunOptions
from fashionforward.batch.plan import Job, Plan
from fashionforward.batch.record import Record
from fashionforward.batch.reporter import Reporter
from fashionforward.batch.results import Status, Summary
from fashionforward.batch.shard import check_merged
from fashionforward.batch.stop import stoppable
from fashionforward.batch.transform import LoadEngine, Session
from fashionforward.catalog.find import Item
from fashionforward.catalog.options import FileOptions
from fashionforward.catalog.outputs import OutputTree
from fashionforward.errors import BadWeights


@dataclass(frozen=True)
class Asked:
    """What a run was given to draw with, as its options were: None is the default."""

    manifest: Path | None
    weights: Path | None
    device: str


@dataclass(frozen=True)
class Means:
    """What a run draws with: its engine, the fingerprint of the weights, and the user's own prints with their sha256."""

    load: LoadEngine
    weights: str = ""
    own_prints: Mapping[str, str] = field(default_factory=dict)


def retry(out: Path, means: Callable[[Asked], Means], reporter: Reporter, *, jobs: int, wait: bool = False) -> Summary:
    """Make again exactly what failed in the last run that tried it, as that run was asked to and with the weights that it had.

    Args:
        out: the output folder.
        means: finds what to draw with. Its `load` is called when there is something to make.
        reporter: is told how it goes.
        jobs: items in work at once.
        wait: run after another run that writes there.

    Raises:
        BadLedger: no run ever wrote there.
        BadWeights: they are gone, or no longer the ones that the run had.
        Locked, CannotWrite: as a run.
    """
    Ledger.read(out).close()  # before a lock is made in a folder that is none of ours
    check_merged(out)
    total = Summary()
    with stoppable() as stop, locked(out, wait=wait), Ledger.open(out) as ledger:
        found = cache(lambda asked: _once(means(asked)))
        for settings, failed in _failed(ledger):
            asked = _asked(settings)
            use = found(asked)
            _check_weights(use.weights, asked.weights, {ledger.recipe_of(record.recipe).weights for record in failed})
            options = replace(
                _options(settings, out),
                weights=use.weights,
                weights_from=asked.weights,
                device=asked.device,
                own_prints=use.own_prints,
                jobs=jobs,
            )
            plan = Plan(tuple(_jobs(ledger, failed)), (), OutputTree(out, options.files))
            if not stop:
                _add(total, Session(options, use.load, ledger, stop).run(plan, reporter))
    reporter.concluded(total)
    return total


def _failed(ledger: Ledger) -> Iterator[tuple[dict[str, Any], list[Record]]]:
    """The failed images of each run, and how that run was asked to work."""
    settings = {run["id"]: run["settings"] for run in ledger.runs()}
    groups: dict[int, list[Record]] = defaultdict(list)
    for record in ledger.images("status = ?", [Status.failed.value]):
        groups[record.run].append(record)
    yield from ((settings[run], records) for run, records in sorted(groups.items()))


def _asked(settings: dict[str, Any]) -> Asked:
    manifest, weights = (Path(given) if given else None for given in (settings["manifest"], settings.get("weights")))
    return Asked(manifest, weights, settings.get("device", "auto"))  # runs of earlier versions did not say


def _check_weights(found: str, folder: Path | None, drawn_by: set[str]) -> None:
    for expected in drawn_by - {found}:
        raise BadWeights(
            f"What failed was drawn by the weights {expected[:12]}, and {folder or 'the ones that come with ff'} are {found[:12]}.",
            "Give --weights the folder where those lie now; `ff transform` makes everything with the new ones.",
        )


def _jobs(ledger: Ledger, failed: list[Record]) -> Iterator[Job]:
    edits: dict[tuple[str, str, str], list[Edit]] = defaultdict(list)
    for record in failed:
        edit = replace(ledger.recipe_of(record.recipe).edit, own=())  # a swatch may have changed since
        edits[record.item, record.source, record.sku].append(edit)
    for (item, source, sku), some in edits.items():
        path = Path(from_key(source))
        try:
            status = path.stat()
            found = Item(path, PurePath(from_key(item)), status.st_size, status.st_mtime_ns)
        except OSError:
            found = Item(path, PurePath(from_key(item)))
        yield Job(found, tuple(some), from_key(sku))


def _options(settings: dict[str, Any], out: Path) -> RunOptions:
    return RunOptions(
        inputs=settings["roots"],
        edits=(),
        out=out,
        masks=Path(settings["masks"]) if settings["masks"] else None,
        save_mattes=settings["save_mattes"],
        files=FileOptions(**settings["files"]),
        gates=Gates.of(settings["gates"]),
        strict=settings["strict"],
    )


def _once(means: Means) -> Means:
    """The same, whose engine is loaded once however many runs it serves."""
    return replace(means, load=cache(means.load))


def _add(total: Summary, summary: Summary) -> None:
    total.counts += summary.counts
    total.sheets = list(dict.fromkeys([*total.sheets, *summary.sheets]))
    total.problems += summary.problems
    total.remarked += summary.remarked
    total.orphans = summary.orphans
    total.seconds += summary.seconds
    total.stopped = total.stopped or summary.stopped
    total.strict |= summary.strict
