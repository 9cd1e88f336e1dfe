"""`ff merge`: one output folder of what shards made."""

from pathlib import Path
from typing import Annotated

import typer


def merge(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The --out of `ff transform --shard`.")],
    partial: Annotated[
        bool, typer.Option("--partial", help="Merge what is there, though shards are missing or were stopped.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Where a shard or another run is at work in OUT, merge after it.")
    ] = False,
    pdf: Annotated[
        str | None, typer.Option(metavar="a4|letter", help="Write the contact sheets as PDF too, to OUT/sheets/.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name every image that the shards made.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line on stdout for each image.")
    ] = False,
    summary: Annotated[Path | None, typer.Option(help="Write a summary in Markdown, fit to be mailed.")] = None,
    metrics: Annotated[Path | None, typer.Option(help="Write metrics for Prometheus' textfile collector.")] = None,
) -> None:
    """Join what the shards of a run made, as if one machine had run: record, contact sheets, review page, summary.

    Example: ff merge out/
    """
    from fashionforward.batch.reports import reporting
    from fashionforward.cli.console import Console
    from fashionforward.printable import printable
    from fashionforward.spread.merge import merge as join
    from fashionforward.spread.places import at_hand

    console = Console(quiet=quiet, verbose=verbose, json_lines=json)
    with (
        at_hand([], out, merging=True, wait=wait) as place,
        console,
        reporting(console, place.name, None, summary, metrics) as reporter,
    ):
        told = place.reporter(reporter, place.out)
        merged = join(place.out, told, partial=partial, wait=wait, pdf=pdf, carrier=place.carrier)
    for conflict in merged.conflicts:
        typer.echo(printable(f"conflict: {conflict}"), err=True)
    for path in merged.gone:
        typer.echo(printable(f"gone since it was made: {path}; the next run makes it again"), err=True)
    if not quiet:
        shards = ", ".join(map(str, merged.shards)) if len(merged.shards) <= 8 else str(len(merged.shards))
        typer.echo(f"merged shards: {shards or 'none, all were merged before'}", err=True)
    raise typer.Exit(merged.summary.exit_code)
