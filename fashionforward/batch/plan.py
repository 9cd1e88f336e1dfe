"""What a run will do, before it does any of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.naming import distinct
from fashionforward.batch.options import RunOptions
from fashionforward.batch.results import Result, Status
from fashionforward.catalog.find import Ignored, Item, find_items
from fashionforward.catalog.outputs import OutputTree, check_outputs
from fashionforward.errors import NoInput

if TYPE_CHECKING:
    from fashionforward.batch.record import Record

HELD_BACK = "review"
"""The folder, below the output folder, of images that did not pass a gate."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the ledger knows of a job that is to be done, by the edit's name: why, and what came of it before."""

    why: Mapping[str, str]
    earlier: Mapping[str, "Record"]


@dataclass(frozen=True, slots=True)
class Job:
    """One item and what is to be made of it.

    `sku` is the item's stem unless something says otherwise: photographs of one SKU get a print at the same place.
    """

    item: Item
    edits: tuple[Edit, ...]
    sku: str
    past: Past | None = None


@dataclass(frozen=True)
class Plan:
    """The jobs of a run, and where its outputs go: none over an input, no two at one place.

    `unchanged` images are as they should be and in no job; `kept` are told and left alone.
    """

    jobs: tuple[Job, ...]
    ignored: tuple[Ignored, ...]
    tree: OutputTree
    unchanged: int = 0
    kept: tuple[Result, ...] = ()

    def __len__(self) -> int:
        """How many images the run would make."""
        return sum(len(job.edits) for job in self.jobs)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of all jobs, each once, in the order in which they come up."""
        return tuple(dict.fromkeys(edit for job in self.jobs for edit in job.edits))

    def set_aside(self) -> Iterator[Result]:
        """What is no item, as skipped results, and what is left alone."""
        for entry in self.ignored:
            yield Result(entry.relative, Status.skipped, reason=entry.reason)
        yield from self.kept

    def preview(self) -> Iterator[Result]:
        """The results that `--dry-run` shows."""
        for job in self.jobs:
            for edit in job.edits:
                yield Result(
                    job.item.relative,
                    Status.planned,
                    edit=edit.name,
                    reason=job.past.why[edit.name] if job.past else "",
                    source=job.item.source,
                    output=self.tree.image(edit, job.item.relative, job.sku),
                    sku=job.sku,
                    seed=edit.seed,
                )


def make_plan(options: RunOptions) -> Plan:
    """Find the items and check every output path. What was done before is not looked at: `sift` does that.

    Raises:
        NoInput: there is nothing to do.
        BadManifest: the manifest asks for what the catalog lacks.
        UnsafeOutput: an output would touch the inputs, or two would be one.
    """
    catalog = find_items(options.inputs, options.follow_links)
    tree = OutputTree(options.out, options.files)
    jobs = _jobs(catalog.items, options)[: options.limit]
    check_outputs(tree, catalog, jobs)
    ignored = catalog.ignored
    if (shard := options.shard) is not None:  # after the checks: shards must not be in each other's way
        jobs = tuple(job for job in jobs if shard.holds(job.sku))
        ignored = tuple(entry for entry in ignored if shard.holds(str(entry.relative)))
    return Plan(jobs, ignored, tree)


def _jobs(items: Sequence[Item], options: RunOptions) -> tuple[Job, ...]:
    if options.manifest is None:
        edits = tuple(distinct(options.edits))
        return tuple(Job(item, edits, item.sku) for item in items)
    assignments = options.manifest.assign(items)
    if not assignments:
        raise NoInput(
            "The manifest asks for nothing of these photographs.", "`ff manifest check` says which rule holds for what."
        )
    return tuple(Job(given.item, given.edits, given.sku) for given in assignments)


def in_review(image: PurePath) -> PurePath:
    """Where an image lies that did not pass a gate; both paths are relative to the output folder."""
    return PurePath(HELD_BACK) / image
