"""Who does the items of a run: threads of this process with one engine, or a crew that has engines elsewhere."""

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from fashionforward.attributes.edit import Edit
from fashionforward.batch.engine import Engine
from fashionforward.batch.gates import Gates
from fashionforward.batch.item import ItemWork, Outcome
from fashionforward.batch.keys import from_key, to_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.plan import Job, in_review
from fashionforward.batch.stamp import Stamp
from fashionforward.catalog.mattes import MatteFolder
from fashionforward.catalog.outputs import OutputTree

Work = Callable[["Task"], list[Outcome]]


@dataclass(frozen=True)
class Task:
    """One item, and what is known of the places that its images may go to, by key.

    `ours`: what ff left there. `there`: size and time of what lies there now, where the output folder is not this machine's.
    """

    job: Job
    ours: Mapping[str, Stamp]
    there: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Carrier(Protocol):
    """Brings an item's files here before the work, and takes what was made away after it. Can be pickled."""

    def around(self, orders: "Orders", task: Task, work: Work) -> list[Outcome]:
        """Do `work`, with the files where it looks for them."""
        ...

    def bring_thumbnails(self, ledger: Ledger, tree: OutputTree, *, everything: bool = False) -> None:
        """Bring the small pictures for the pages that are to be drawn, or all."""
        ...


@dataclass(frozen=True)
class Orders:
    """What every item of a run is given, wherever it is done. Can be pickled. `recipes`: the number of each edit's."""

    tree: OutputTree
    masks: Path | None
    save_mattes: bool
    gates: Gates
    recipes: Mapping[Edit, int]
    force: bool
    weights: str
    carrier: Carrier | None = None

    def task(self, job: Job, ours: Mapping[str, Stamp]) -> Task:
        """An item, with what is known of its places."""
        places = self.places(job)
        there = _found(self.tree.root, places) if self.carrier else {}
        return Task(job, {key: ours[key] for key in places if key in ours}, there)

    def places(self, job: Job) -> list[str]:
        """Where anything of an item may be or come to lie, below the output folder, by key."""
        root, found = self.tree.root, []
        for edit in job.edits:
            image = self.tree.image(edit, job.item.relative, job.sku).relative_to(root)
            found += [image, in_review(image), self.tree.matte(edit, job.item.relative).relative_to(root)]
            if self.tree.files.layers:
                found.append(self.tree.layers(edit, job.item.relative).relative_to(root))
        earlier = job.past.earlier.values() if job.past else ()
        return list(dict.fromkeys([*map(to_key, found), *(file.path for record in earlier for file in record.files)]))

    def work(self, engine: Engine, cancelled: Callable[[], bool], at_once: int) -> Work:
        """What does an item with an engine; several threads may call it, and `at_once` of them compute."""
        masks = MatteFolder(self.masks) if self.masks else None
        limit = threading.BoundedSemaphore(at_once)

        def compute(task: Task) -> list[Outcome]:
            with limit:
                return self._item_work(engine, masks, task, cancelled)(task.job)

        if self.carrier is None:
            return compute
        carrier = self.carrier
        return lambda task: [] if cancelled() else carrier.around(self, task, compute)

    def failed(self, task: Task, edit: Edit, error: Exception) -> Outcome:
        """How an image came out that could not even be begun, or not be kept."""
        return self._item_work(None, None, task, lambda: False).failed(task.job, edit, error, None)

    def _item_work(self, engine: Any, masks: MatteFolder | None, task: Task, cancelled: Callable[[], bool]) -> ItemWork:
        return ItemWork(
            engine,
            self.tree,
            masks,
            self.save_mattes,
            self.gates,
            self.recipes,
            task.ours,
            self.force,
            self.weights,
            cancelled,
        )


@runtime_checkable
class Crew(Protocol):
    """Has engines of its own."""

    @property
    def size(self) -> int:
        """Items that it can have in hand at once."""
        ...

    def begin(self, orders: Orders, cancelled: Callable[[], bool]) -> AbstractContextManager[Work]:
        """What does items by these orders; several threads call it."""
        ...


def _found(root: Path, places: list[str]) -> dict[str, tuple[int, int]]:
    found = {}
    for key in places:
        try:
            status = os.stat(root / from_key(key))  # noqa: PTH116
        except OSError:
            continue
        found[key] = (status.st_size, status.st_mtime_ns)
    return found
