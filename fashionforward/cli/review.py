"""`ff review`: the page on which images are approved."""

from pathlib import Path
from typing import Annotated

import typer


def review(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of `ff transform`.")],
    verdicts: Annotated[
        Path | None, typer.Option("--review", help="Where the verdicts are saved; default: OUT/review.json.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0: any that is free.")] = 0,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Serve the review page to this machine alone, and save verdicts as they are given. Ctrl-C ends it.

    The same page opens from disk without it: OUT/index.html, which saves the verdicts as a download.

    Example: ff review out/ --open
    """
    from fashionforward.batch.entries import read_entries
    from fashionforward.batch.ledger import Ledger
    from fashionforward.review.entry import Entry
    from fashionforward.review.server import ReviewServer, Site, check_review
    from fashionforward.review.verdicts import FILE_NAME

    def entries() -> list[Entry]:
        with Ledger.read(out) as ledger:
            return list(read_entries(ledger))

    path = verdicts or out / FILE_NAME
    check_review(path)
    server = ReviewServer(Site(out, entries, path), port)
    typer.echo(server.url)
    typer.echo(f"verdicts go to {path}; Ctrl-C ends", err=True)
    if open_:
        typer.launch(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("", err=True)
    finally:
        server.server_close()
