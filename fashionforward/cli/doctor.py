"""`ff doctor`: what would be used to run, and what is in the way."""

from pathlib import Path
from typing import Annotated

import typer


def doctor(
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:1.")] = "auto",
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights; default: the ones that come with ff.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say which device, providers, weights and versions would be used, and why a GPU is not."""
    from json import dumps

    from fashionforward.runtime.diagnosis import diagnose

    diagnosis = diagnose(device, weights)
    if json:
        typer.echo(dumps(diagnosis.as_json()))
    else:
        for name, value in diagnosis.facts.items():
            typer.echo(f"{name:<12} {value}")
        for problem in diagnosis.problems:
            typer.echo(f"\nff: {problem}", err=True)
    raise typer.Exit(diagnosis.exit_code)
