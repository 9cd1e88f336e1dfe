"""`ff attrs`: what the weights know."""

from pathlib import Path
from typing import Annotated

import typer


def attrs(
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights; default: the ones that come with ff.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """List the attributes that can be set: prints, colours, regions."""
    from json import dumps

    from fashionforward.attributes.reading import KEYS
    from fashionforward.attributes.regions import REGIONS
    from fashionforward.presets.names import SMALL
    from fashionforward.runtime.weights import find_weights

    card = find_weights(weights).card
    if card.preset in SMALL:
        if json:
            typer.echo(dumps({"weights": card.name, **card.attributes}))
            return
        for key, names in card.attributes.items():
            if names:
                typer.echo(f"{key:9} {', '.join(names)}")
        return
    if json:
        typer.echo(dumps({"weights": card.name, "keys": KEYS, "prints": card.prints, "regions": REGIONS}))
        return
    typer.echo("print     " + "\n          ".join(f"{name}{_designs(entry)}" for name, entry in card.prints.items()))
    typer.echo("color     one colour: alone, the garment's main colour; with a print, its ground")
    typer.echo("colors    the print's palette, 1 to 6 colours between commas; the first is the ground")
    typer.echo("scale     size of one repeat, 0.05 to 20; 1 is as wide as the garment")
    typer.echo(f"region    {', '.join(REGIONS)}")
    typer.echo("\nA colour is a CSS name, one of the xkcd survey's names, hex (#1f2a44) or lab(52 -12 30).")


def _designs(entry: dict[str, object]) -> str:
    designs = entry.get("designs")
    return f"  ({designs} designs)" if isinstance(designs, int) and designs > 1 else ""
