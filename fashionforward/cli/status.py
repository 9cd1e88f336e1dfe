"""`ff status`: what an output folder holds, and how it stands."""

from pathlib import Path
from typing import Annotated

import typer


def status(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of `ff transform`.")],
    weights: Annotated[
        Path | None,
        typer.Option(help="Folder of weights that the next run will use; default: the last run's."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print counts and everything that is not done as one JSON object.")
    ] = False,
) -> None:
    """Say what is done, stale, failed, in review, kept as somebody changed it, or orphaned.

    Stale is what the next run would make again: its photograph changed, weights or ff are others, or the image is gone.
    Orphaned is what was made of a photograph that is no more; `ff prune` removes it.
    """
    from json import dumps

    from fashionforward.batch.status import Standing, status_of, weights_of_last_run
    from fashionforward.errors import BadWeights
    from fashionforward.printable import printable
    from fashionforward.runtime.weights import find_weights

    fingerprint = ""
    try:
        fingerprint = find_weights(weights or weights_of_last_run(out)).card.fingerprint
    except BadWeights as error:
        if weights:
            raise
        typer.echo(f"{printable(error.message)} They do not count here: give --weights.", err=True)
    report = status_of(out, fingerprint)
    if json:
        counts = {standing.value: report.counts[standing] for standing in Standing}
        typer.echo(dumps({"counts": counts, "images": [line.as_json() for line in report.lines]}))
        return
    for line in report.lines:
        typer.echo(f"{line.standing}: {printable(line.item)} [{line.edit}]: {printable(line.reason)}")
    typer.echo(", ".join(f"{report.counts[standing]} {standing}" for standing in Standing), err=True)
