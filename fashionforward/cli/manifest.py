"""`ff manifest`: checking and starting manifests."""

from pathlib import Path
from typing import Annotated

import typer

manifest = typer.Typer(
    no_args_is_help=True,
    help="Manifests: which photographs of a catalog get which edits, for `ff transform --manifest`.",
)


@manifest.command("check")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The manifest: YAML, JSON, TOML, CSV or XLSX.")],
    inputs: Annotated[
        list[Path], typer.Argument(metavar="CATALOG", help="Folders, photographs, or globs, as for `ff transform`.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Output folder whose earlier runs tell how long images take.")
    ] = Path("out"),
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights; default: the ones that come with ff.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail (5) where a part of the manifest comes to nothing.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing of the photographs one by one.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line on stdout for each photograph.")
    ] = False,
) -> None:
    """Show what a manifest makes of each photograph, and which rule said so.

    Then what comes to nothing, which rules take away what others gave, and about how long it will take. Nothing is made.

    Example: ff manifest check edits.yaml catalog/
    """
    from json import dumps

    from fashionforward.batch.estimate import estimate
    from fashionforward.catalog.find import find_items
    from fashionforward.errors import ExitCode
    from fashionforward.manifest import report
    from fashionforward.manifest.load import load_manifest
    from fashionforward.runtime.weights import find_weights

    read = load_manifest(file, find_weights(weights, file).card.prints)
    resolution = read.resolve(find_items(inputs).items)
    if json:
        for item in report.item_objects(resolution):
            typer.echo(dumps(item))
    elif not quiet:
        for line in report.item_lines(resolution):
            typer.echo(line)
    found = report.findings(resolution, file)
    for line in (*report.collisions(resolution), *found):
        typer.echo(line, err=True)
    photographs, some, images = report.totals(resolution)
    typer.echo(f"{images} images of {some} of {photographs} photographs: {estimate(images, out)}", err=True)
    if strict and found:
        raise typer.Exit(ExitCode.bad_manifest)


@manifest.command("init")
def init(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="CATALOG", help="Folders, photographs, or globs, as for `ff transform`.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file that is not there yet; default: stdout.")
    ] = None,
) -> None:
    """Write a commented manifest to start from, with a rule for each folder of a catalog.

    Example: ff manifest init catalog/ --out edits.yaml
    """
    from fashionforward.catalog.find import find_items
    from fashionforward.manifest.starting_point import starting_point, write_new

    text = starting_point(find_items(inputs).items, " ".join(map(str, inputs)))
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_new(out, text)


@manifest.command("schema")
def schema() -> None:
    """Print the JSON Schema of manifests, for editors to complete from.

    Example: ff manifest schema > manifest.schema.json
    """
    from fashionforward.manifest.json_schema import json_schema

    typer.echo(json_schema(), nl=False)
