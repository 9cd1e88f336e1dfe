"""`ff explore`: look at a latent space."""

from pathlib import Path
from typing import Annotated

import typer


def explore(
    data: Annotated[Path, typer.Argument(help="A labelled folder in a format of docs/presets.md, or a dataset file.")],
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights, of any preset; default: the catalog ones that come with ff.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the page.")] = Path("explore"),
    limit: Annotated[int, typer.Option(min=6, help="Items to show, spread over the data.")] = 400,
    between: Annotated[
        list[str] | None, typer.Option(help="File name of an item to interpolate between; give it twice.")
    ] = None,
    cache: Annotated[Path | None, typer.Option(help="Where decoded photographs are kept for the next time.")] = None,
    device: Annotated[
        str, typer.Option(help="auto, cpu, cuda or cuda:1. A GPU that is not there is an error.")
    ] = "auto",
) -> None:
    """Draw a latent space: maps of the data, an interpolation, traversals, active units. Writes one page, OUT/index.html.

    Example: ff explore shop/flat --weights weights/style28 --out explore/
    """
    from fashionforward.errors import MissingDependency
    from fashionforward.runtime.weights import find_weights

    try:
        from fashionforward.exploration.explore import ExploreOptions
        from fashionforward.exploration.explore import explore as draw

        page = draw(find_weights(weights), ExploreOptions(data, limit, between or (), cache, device), out)
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"Exploring needs {error.name}.", 'Install it: pip install "fashionforward[train,cpu]"'
        ) from error
    typer.echo(page)
