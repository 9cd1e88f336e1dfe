"""What a run will do, before it does any of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.naming import distinct
from fashionforward.batch.options import RunOptions
from fashionforward.batch.results import Result, Status
from fashionforward.catalog.find import Ignored, Item, find_items
from fashionforward.catalog.outputs import OutputTree, check_outputs


@dataclass(frozen=True)
class Job:
    """One item and what is to be made of it.

    `sku` is the item's stem unless something says otherwise: photographs of one SKU get a print at the same place.
    """

    item: Item
    edits: tuple[Edit, ...]
    sku: str


@dataclass(frozen=True)
class Plan:
    """The jobs of a run, and where its outputs go: none over an input, no two at one place."""

    jobs: tuple[Job, ...]
    ignored: tuple[Ignored, ...]
    tree: OutputTree

    def __len__(self) -> int:
        """How many images the run would make."""
        return sum(len(job.edits) for job in self.jobs)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits of all jobs, each once, in the order in which they come up."""
        return tuple(dict.fromkeys(edit for job in self.jobs for edit in job.edits))

    def set_aside(self) -> list[Result]:
        """The paths that are no items, as skipped results."""
        return [Result(entry.relative, Status.skipped, reason=entry.reason) for entry in self.ignored]

    def preview(self) -> Iterator[Result]:
        """The results that `--dry-run` shows."""
        for job in self.jobs:
            for edit in job.edits:
                yield Result(
                    job.item.relative,
                    Status.planned,
                    edit=edit.name,
                    source=job.item.source,
                    output=self.tree.image(edit, job.item.relative, job.sku),
                )


def make_plan(options: RunOptions) -> Plan:
    """Find the items and check every output path.

    Raises:
        NoInput: there is nothing to do.
        UnsafeOutput: an output would touch the inputs, or two would be one.
    """
    catalog = find_items(options.inputs, options.follow_links)
    edits = tuple(distinct(options.edits))
    tree = OutputTree(options.out, options.files)
    jobs = tuple(Job(item, edits, item.sku) for item in catalog.items[: options.limit])
    check_outputs(tree, catalog, jobs)
    return Plan(jobs, catalog.ignored, tree)
