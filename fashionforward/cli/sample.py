"""`ff sample`: draw from a small preset's prior."""

from pathlib import Path
from typing import Annotated

import typer


def sample(
    weights: Annotated[Path, typer.Option(help="Folder of a small preset's weights.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The grid, a PNG.")] = Path("grid.png"),
    style: Annotated[
        list[str] | None, typer.Option(help="A row of this style; may be repeated. Default: one row a style.")
    ] = None,
    color: Annotated[list[str] | None, typer.Option(help="A row of this colour; may be repeated.")] = None,
    attr: Annotated[
        list[str] | None, typer.Option("--attr", "-a", help="A row with this attribute; may be repeated.")
    ] = None,
    n: Annotated[int, typer.Option("--n", "-n", min=1, help="Samples a row.")] = 8,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds draw equal codes, in every row.")] = 0,
    like: Annotated[Path | None, typer.Option(help="A photograph that lends its form: unet64 draws over one.")] = None,
    device: Annotated[
        str, typer.Option(help="auto, cpu, cuda or cuda:1. A GPU that is not there is an error.")
    ] = "auto",
) -> None:
    """Draw samples from a small preset's prior: a labelled grid, one row a style.

    Example: ff sample --weights weights/style28 --style dress --n 8 --out dresses.png
    """
    from fashionforward.catalog.write import write_atomically
    from fashionforward.presets.engine import SmallEngine
    from fashionforward.presets.grid import png
    from fashionforward.presets.sampling import sample_grid, words
    from fashionforward.runtime.weights import find_weights

    engine = SmallEngine.load(find_weights(weights), device)
    write_atomically(out, png(sample_grid(engine, words(style or [], color or [], attr or []), n, seed, like)))
    typer.echo(out)
