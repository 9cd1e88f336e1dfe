"""`ff attrs`: what the weights know."""

from pathlib import Path
from typing import Annotated

import typer


def attrs(
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights; default: the ones that come with ff.")
    ] = None,
    manifest: Annotated[Path | None, typer.Option(help="Name the prints beside this manifest, too.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    sheet: Annotated[
        Path | None,
        typer.Option(help="Draw every print, three seeds each, as cloth and on a garment, to this file (PNG, JPEG)."),
    ] = None,
    garment: Annotated[
        Path | None, typer.Option(help="The garment to draw them on; default: a white tee that comes with ff.")
    ] = None,
    device: Annotated[
        str, typer.Option(help="For --sheet: auto, cpu, cuda or cuda:1. A GPU that is not there is an error.")
    ] = "auto",
) -> None:
    """List the attributes that can be set: prints, the user's own among them, colours, regions.

    Example: ff attrs --sheet attrs.png
    """
    from json import dumps

    from fashionforward.attributes.reading import KEYS
    from fashionforward.attributes.regions import REGIONS
    from fashionforward.presets.names import SMALL
    from fashionforward.runtime.weights import find_weights

    found = find_weights(weights, manifest)
    card = found.card
    if card.preset in SMALL:
        if json:
            typer.echo(dumps({"weights": card.name, **card.attributes}))
            return
        for key, names in card.attributes.items():
            if names:
                typer.echo(f"{key:9} {', '.join(names)}")
        return
    if sheet:
        from fashionforward.runtime.engine import Engine
        from fashionforward.userprints.adding import read_swatches, write_picture
        from fashionforward.userprints.sheet import draw_sheet, example_garment

        photograph = read_swatches([garment or example_garment()])[0]
        write_picture(draw_sheet(Engine.load(found, device), card.prints, photograph), sheet)
        typer.echo(sheet)
        return
    if json:
        typer.echo(dumps({"weights": card.name, "keys": KEYS, "prints": card.prints, "regions": REGIONS}))
        return
    typer.echo("print     " + "\n          ".join(f"{name}{_designs(entry)}" for name, entry in card.prints.items()))
    typer.echo("          or a mix of them: palm_print:0.6+floral:0.4; `ff prints add` makes prints of your own")
    typer.echo("color     one colour: alone, the garment's main colour; with a print, its ground")
    typer.echo("colors    the print's palette, 1 to 6 colours between commas; the first is the ground")
    typer.echo(
        "scale     size of one repeat, 0.05 to 20; 1 is as wide as the garment; or centimetres, 12cm, with width_cm"
    )
    typer.echo("width_cm  how wide the garment is, from edge to edge of what is changed")
    typer.echo(f"region    {', '.join(REGIONS)}")
    typer.echo("\nA colour is a CSS name, one of the xkcd survey's names, hex (#1f2a44) or lab(52 -12 30).")


def _designs(entry: dict[str, object]) -> str:
    if "own" in entry:
        return "  (yours)"
    designs = entry.get("designs")
    return f"  ({designs} designs)" if isinstance(designs, int) and designs > 1 else ""
