"""Contact sheets over everything that the ledger holds, drawn anew page by page where something on them changed."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePath

from PIL import Image

from fashionforward.attributes.naming import has_designs
from fashionforward.batch.entries import run_days
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import available_cores
from fashionforward.batch.record import Record
from fashionforward.batch.results import Status
from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.outputs import OutputTree
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import CannotWrite, UnreadableImage
from fashionforward.review.sheet import Pair, draw_sheet, encode_sheet
from fashionforward.review.thumbnail import after_path, before_path, thumbnail


def draw_stale_pages(ledger: Ledger, tree: OutputTree, jobs: int | None = None) -> list[Path]:
    """Draw the pages whose items changed since; returns their paths. A page that holds nothing any more is removed.

    An image keeps its place from the run that first made it on, so that one new photograph costs one page. `jobs` pages are
    drawn at once; None: one a core.

    Raises:
        CannotWrite: with the reason.
    """
    drawn = []
    stale = ledger.stale_pages()
    days = run_days(ledger) if stale else {}
    jobs = jobs or available_cores()
    with ThreadPoolExecutor(jobs, thread_name_prefix="ff-sheet") as pool:
        for start in range(0, len(stale), jobs):  # as many at a time as are drawn at once: each holds its pictures
            some = [
                _Page(tree, edit, page, _shown(ledger, edit, page, days)) for edit, page in stale[start : start + jobs]
            ]
            for page, is_there in zip(some, pool.map(_Page.draw, some), strict=True):
                ledger.page_drawn(page.edit, page.number)
                drawn += [page.path] if is_there else []
    return drawn


def _shown(ledger: Ledger, edit: str, page: int, days: Mapping[int, str]) -> list[tuple[Record, str, str]]:
    """What is on a page: each record with its seed, where that makes a difference, and its day."""
    records = ledger.page(edit, page)
    seeded = {number: has_designs(ledger.recipe_of(number).edit) for number in {record.recipe for record in records}}
    return [(record, str(record.seed) if seeded[record.recipe] else "", days.get(record.run, "")) for record in records]


@dataclass(frozen=True)
class _Page:
    """A page, and all that is needed to draw it away from the ledger."""

    tree: OutputTree
    edit: str
    number: int
    shown: list[tuple[Record, str, str]]

    @property
    def path(self) -> Path:
        return self.tree.sheet(self.edit, self.number)

    def draw(self) -> bool:
        """Draw it, or remove it where it holds nothing any more; returns whether it is there."""
        try:
            if not self.shown:
                self.path.unlink(missing_ok=True)
                return False
            sheet = draw_sheet(
                [_pair(record, self.tree, *said) for record, *said in self.shown], self.edit, self.number
            )
            write_atomically(self.path, encode_sheet(sheet))
            return True
        except OSError as error:
            raise CannotWrite(f"The contact sheet {self.path} cannot be written: {error.strerror}.") from error


def _pair(record: Record, tree: OutputTree, seed: str, made: str) -> Pair:
    relative = PurePath(from_key(record.item))
    image = record.file("image")
    return Pair(
        relative,
        _picture(before_path(tree.root, relative), Path(from_key(record.source))),
        _picture(after_path(tree.root, record.edit, relative), tree.root / from_key(image.path) if image else None),
        from_key(record.sku).encode("utf-8", "replace").decode(),
        seed,
        made,
        _mark(record),
    )


def _mark(record: Record) -> str:
    """What people should know of an image before they approve it."""
    if record.gates and record.status == Status.review:
        return "review: " + "; ".join(record.gates)
    return "" if record.status == Status.done else f"{record.status}: {record.reason}"


def _picture(thumb: Path, whole: Path | None) -> Image.Image:
    """The thumbnail that was kept, or one made now, or a grey field where neither is to be had."""
    try:
        with Image.open(thumb) as image:
            return image.convert("RGB")
    except OSError:
        pass
    try:
        if whole is not None:
            photograph = read_photograph(whole)
            return thumbnail(photograph, photograph.pixels)
    except UnreadableImage:
        pass
    return Image.new("RGB", (288, 384), "#d8d8dc")
