"""`ff explain`: what a file says of how it was made."""

from pathlib import Path
from typing import Annotated

import typer


def explain(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Image files.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line on stdout for each file.")] = False,
) -> None:
    """Print what files say of how they were made: edit, seed, weights, and IPTC's digital source type.

    A file that says nothing may have been edited all the same: markings can be left away or lost.

    Example: ff explain out/palm_print/tees/1001.jpg
    """
    from json import dumps

    from fashionforward.catalog.marking import explain as read
    from fashionforward.errors import ExitCode, UnreadableImage
    from fashionforward.printable import printable

    failed = False
    for file in files:
        try:
            explanation = read(file)
        except UnreadableImage as error:
            typer.echo(f"{printable(str(file))}: {error.message}", err=True)
            failed = True
            continue
        if json:
            typer.echo(dumps({"file": str(file), **explanation.as_json()}))
        else:
            typer.echo("\n  ".join(map(printable, (f"{file}:", *explanation.lines()))))
    if failed:
        raise typer.Exit(ExitCode.some_failed)
