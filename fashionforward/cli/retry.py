"""`ff retry`: doing the failed ones again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fashionforward.batch.engine import Engine


def retry(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of `ff transform`.")],
    device: Annotated[
        str | None,
        typer.Option(
            help="auto, cpu, cpu:fp32, cuda, cuda:1, cuda:0,1 or tensorrt; default: as the run that failed was asked to."
        ),
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(help="Where the weights of the run that failed lie now; default: where they lay then."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Photographs in work at once; default: one a core.")
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Where another run is writing to OUT, run after it.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line on stdout for each image.")
    ] = False,
) -> None:
    """Make exactly the images that failed, as the run that tried them was asked to, and with its weights."""
    from fashionforward.batch.options import available_cores, threads_each
    from fashionforward.batch.retry import Asked, Means
    from fashionforward.batch.retry import retry as again
    from fashionforward.cli.console import Console
    from fashionforward.runtime.weights import find_weights

    at_once = jobs or available_cores()

    def means(asked: Asked) -> Means:
        found = find_weights(weights or asked.weights, asked.manifest)

        def load() -> "Engine":
            from fashionforward.runtime.opening import open_engine

            return open_engine(found, device or asked.device, threads=threads_each(at_once))

        own = {name: kept.digest for name, kept in found.own_prints.items()}
        return Means(load, found.card.fingerprint, own)

    console = Console(quiet=quiet, json_lines=json)
    with console:
        summary = again(out, means, console, jobs=at_once, wait=wait)
    raise typer.Exit(summary.exit_code)
