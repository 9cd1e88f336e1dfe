"""`ff prune`: removing what was made of photographs that are no more."""

from pathlib import Path
from typing import Annotated

import typer


def prune(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of `ff transform`.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Name what would be removed, and remove nothing.")] = False,
    everything: Annotated[
        bool,
        typer.Option(
            "--all", help="Also where not one photograph is left; else a catalog that is not mounted is safe."
        ),
    ] = False,
) -> None:
    """Remove the outputs of photographs that went away. What somebody changed by hand stays."""
    from fashionforward.batch.prune import prune as remove
    from fashionforward.printable import printable

    count = 0
    for file in remove(out, dry_run=dry_run, everything=everything):
        count += not file.kept
        what = "kept, changed by hand" if file.kept else "would remove" if dry_run else "removed"
        typer.echo(f"{what}: {printable(str(file.path))}")
    typer.echo(f"{count} file{'' if count == 1 else 's'} {'to remove' if dry_run else 'removed'}", err=True)
