"""Contact sheets over everything that the ledger holds, drawn anew page by page where something on them changed."""

from collections.abc import Mapping
from pathlib import Path, PurePath

from PIL import Image

from fashionforward.attributes.naming import has_designs
from fashionforward.batch.entries import run_days
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.record import Record
from fashionforward.batch.results import Status
from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.outputs import OutputTree
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import CannotWrite, UnreadableImage
from fashionforward.review.sheet import Pair, draw_sheet, encode_sheet
from fashionforward.review.thumbnail import after_path, before_path, thumbnail


def draw_stale_pages(ledger: Ledger, tree: OutputTree) -> list[Path]:
    """Draw the pages whose items changed since; returns their paths. A page that holds nothing any more is removed.

    An image keeps its place from the run that first made it on, so that one new photograph costs one page.

    Raises:
        CannotWrite: with the reason.
    """
    drawn = []
    stale = ledger.stale_pages()
    days = run_days(ledger) if stale else {}
    for edit, page in stale:
        path = tree.sheet(edit, page)
        records = ledger.page(edit, page)
        try:
            if records:
                sheet = draw_sheet(_pairs(ledger, tree, records, days), edit, page)
                write_atomically(path, encode_sheet(sheet))
                drawn.append(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(f"The contact sheet {path} cannot be written: {error.strerror}.") from error
        ledger.page_drawn(edit, page)
    return drawn


def _pairs(ledger: Ledger, tree: OutputTree, records: list[Record], days: Mapping[int, str]) -> list[Pair]:
    seeded = {number: has_designs(ledger.recipe_of(number).edit) for number in {record.recipe for record in records}}
    return [
        _pair(record, tree, str(record.seed) if seeded[record.recipe] else "", days.get(record.run, ""))
        for record in records
    ]


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
