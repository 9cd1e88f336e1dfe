"""`ff publish`: handing on what was approved."""

from pathlib import Path
from typing import Annotated

import typer


def publish(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of `ff transform`.")],
    to: Annotated[Path, typer.Option("--to", help="The folder that the approved images are copied to.")],
    review: Annotated[
        Path | None, typer.Option("--review", help="The verdicts; default: OUT/review.json, which `ff review` saves.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be copied, and stop.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Copy the approved images, and no others, to a folder; what is there already as it should be is left alone.

    Nothing is deleted: images that lie there and are no longer approved are named.

    Example: ff publish out/ --review review.json --to shop/images/
    """
    from json import dumps

    from fashionforward.batch.entries import read_entries
    from fashionforward.batch.ledger import Ledger
    from fashionforward.review.publish import publish as copy
    from fashionforward.review.verdicts import FILE_NAME, read_verdicts

    said = read_verdicts(review or out / FILE_NAME)
    with Ledger.read(out) as ledger:
        entries = list(read_entries(ledger))
    done = copy(out, entries, said, to, dry_run=dry_run)
    if json:
        typer.echo(dumps(done.as_json()))
    elif dry_run:
        for path in done.copied:
            typer.echo(path)
    for path in done.withdrawn:
        typer.echo(f"no longer approved, and still there: {path}", err=True)
    for label, reason in done.failed.items():
        typer.echo(f"not copied: {label}: {reason}", err=True)
    typer.echo(
        f"{len(done.copied)} {'to copy' if dry_run else 'copied'}, {len(done.unchanged)} unchanged, "
        f"{len(done.failed)} failed",
        err=True,
    )
    raise typer.Exit(done.exit_code)
