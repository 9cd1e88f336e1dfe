"""What a run will do, before it does any of it."""

from dataclasses import dataclass

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.naming import distinct
from fashionforward.batch.options import RunOptions
from fashionforward.batch.results import Result, Status
from fashionforward.catalog.find import Ignored, Item, find_items
from fashionforward.catalog.outputs import OutputTree, check_outputs


@dataclass(frozen=True)
class Plan:
    """The items and edits of a run, and where its outputs go: none over an input, no two at one place."""

    items: tuple[Item, ...]
    ignored: tuple[Ignored, ...]
    edits: tuple[Edit, ...]
    tree: OutputTree

    def __len__(self) -> int:
        """How many images the run would make."""
        return len(self.items) * len(self.edits)

    def set_aside(self) -> list[Result]:
        """The paths that are no items, as skipped results."""
        return [Result(entry.relative, Status.skipped, reason=entry.reason) for entry in self.ignored]

    def preview(self) -> list[Result]:
        """The results that `--dry-run` shows."""
        return [
            Result(
                item.relative,
                Status.planned,
                edit=edit.name,
                source=item.source,
                output=self.tree.image(edit, item.relative),
            )
            for item in self.items
            for edit in self.edits
        ]


def make_plan(options: RunOptions) -> Plan:
    """Find the items and check every output path.

    Raises:
        NoInput: there is nothing to do.
        UnsafeOutput: an output would touch the inputs, or two would be one.
    """
    catalog = find_items(options.inputs)
    edits = tuple(distinct(options.edits))
    tree = OutputTree(options.out)
    check_outputs(tree, catalog, edits)
    return Plan(catalog.items[: options.limit], catalog.ignored, edits, tree)
