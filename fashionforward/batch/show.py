"""What people look at after a run: the page, and sheets on paper, over everything that the output folder holds."""

from datetime import date
from pathlib import Path

from fashionforward.batch.entries import read_entries
from fashionforward.batch.ledger import Ledger
from fashionforward.catalog.outputs import OutputTree
from fashionforward.review.page import write_page
from fashionforward.review.verdicts import known_verdicts


def show_review(ledger: Ledger, tree: OutputTree, pdf: str | None = None) -> list[Path]:
    """Write OUT/index.html, and with `pdf` ("a4", "letter") the sheets on paper; returns their paths.

    Raises:
        CannotWrite: with the reason.
        BadReview: the verdicts in the output folder cannot be read.
    """
    verdicts = known_verdicts(tree.root)  # some may have been given during the run
    written = [write_page(tree, read_entries(ledger), verdicts)]
    ledger.review_written()
    if pdf:
        from fashionforward.review.pdf import Paper, write_pdf  # a library of its own, that few runs need

        written += write_pdf(tree, read_entries(ledger), verdicts, Paper(pdf), date.today())
    return written
