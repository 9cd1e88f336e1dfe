"""`ff doctor`: what would be used to run, what is in the way, and how fast it is."""

from pathlib import Path
from typing import Annotated

import typer


def doctor(
    photographs: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PHOTOGRAPH]...", help="For --bench: what to measure on; default: an example."),
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu, cpu:fp32, cuda, cuda:1, cuda:0,1 or tensorrt.")] = "auto",
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights; default: the ones that come with ff.")
    ] = None,
    bench: Annotated[
        bool,
        typer.Option(
            "--bench", help="Measure images a second by stage, and on a GPU how far its edits are from the CPU's."
        ),
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="For --bench: images at once; default: one a core.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which device, providers, weights and versions would be used, and why a GPU is not.

    Example: ff doctor --bench catalog/tops/*.jpg
    """
    from json import dumps

    from fashionforward.errors import UsageError
    from fashionforward.runtime.diagnosis import diagnose

    if photographs and not bench:
        raise UsageError("Photographs are for --bench.", "Example: ff doctor --bench catalog/tops/*.jpg")
    diagnosis = diagnose(device, weights)
    found = None
    if bench and not diagnosis.problems:
        from fashionforward.batch.bench import bench as measure
        from fashionforward.runtime.weights import find_weights

        found = measure(find_weights(weights), device, photographs or [], jobs)
        if found.problem:
            diagnosis.problems.append(found.problem)
    if json:
        typer.echo(dumps({**diagnosis.as_json(), **({"bench": found.as_json()} if found else {})}))
    else:
        for name, value in diagnosis.facts.items():
            typer.echo(f"{name:<12} {value}")
        for line in ["", *found.lines()] if found else []:
            typer.echo(line)
        for problem in diagnosis.problems:
            typer.echo(f"\nff: {problem}", err=True)
    raise typer.Exit(diagnosis.exit_code)
