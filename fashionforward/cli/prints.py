"""`ff prints`: a studio's own prints."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fashionforward.runtime.sessions import Sessions
    from fashionforward.runtime.weights import Weights as Found
    from fashionforward.userprints.store import UserPrint

prints = typer.Typer(no_args_is_help=True, help="Add, show and remove prints of your own.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="What the print is called: --attr NAME.")]
Weights = Annotated[Path | None, typer.Option(help="Folder of weights; default: the ones that come with ff.")]
Manifest = Annotated[
    Path | None, typer.Option(help="Keep and look for prints beside this manifest, in its folder prints/.")
]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:1. A GPU that is not there is an error.")]
Colors = Annotated[
    int | None, typer.Option(min=1, max=6, help="How many colours to find; default: as many as it takes.")
]
Exact = Annotated[bool, typer.Option("--exact", help="Keep the swatch's own pixels: for photographs and gradients.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace a print of that name.")]


@prints.command("add")
def add(
    name: Name,
    swatches: Annotated[
        list[Path], typer.Argument(metavar="SWATCH", help="Pictures of the print; each is a design, drawn by --seed.")
    ],
    colors: Colors = None,
    exact: Exact = False,
    replace: Replace = False,
    manifest: Manifest = None,
    weights: Weights = None,
    device: Device = "auto",
) -> None:
    """Make an attribute of a swatch: photograph or artwork, of any size, in repeat or not.

    Example: ff prints add coral_leaf swatch.png
    """
    from fashionforward.userprints.adding import AddOptions, add_print, check_name, read_swatches

    found, options = _weights(weights, manifest), AddOptions(_folder(manifest), colors, exact, replace)
    check_name(name, found.card, options)
    _tell(add_print(name, read_swatches(swatches), found.card, _sessions(found, device), options))


@prints.command("from-garment")
def from_garment(
    photograph: Annotated[Path, typer.Argument(metavar="PHOTO", help="A photograph of a garment with the print.")],
    name: Annotated[str, typer.Option(help="What the print is to be called; default: the file's name.")] = "",
    region: Annotated[str, typer.Option(help="Which garment: auto, all, top, outer, bottom or dress.")] = "auto",
    swatch: Annotated[Path | None, typer.Option(help="Write the lifted swatch to this file, too.")] = None,
    colors: Colors = None,
    exact: Exact = False,
    replace: Replace = False,
    manifest: Manifest = None,
    weights: Weights = None,
    device: Device = "auto",
) -> None:
    """Lift the print off a photographed garment: without its folds, set upright, made to repeat.

    Example: ff prints from-garment shirt.jpg --name shirt_check
    """
    from fashionforward.attributes.mixes import print_name
    from fashionforward.attributes.reading import parse_region
    from fashionforward.runtime.engine import Engine
    from fashionforward.userprints.adding import AddOptions, add_print, check_name, read_swatches, write_swatch
    from fashionforward.userprints.garment import lift

    found, options = _weights(weights, manifest), AddOptions(_folder(manifest), colors, exact, replace)
    called = check_name(name or print_name(photograph.stem), found.card, options)
    lifted = lift(Engine.load(found, device), read_swatches([photograph])[0], parse_region(region))
    if swatch:
        write_swatch(lifted, swatch)
    _tell(add_print(called, [lifted], found.card, _sessions(found, device), options))


@prints.command("list")
def list_(
    manifest: Manifest = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """List the prints of your own."""
    from json import dumps

    from fashionforward.userprints.store import describe, find_user_prints, user_folder

    found = find_user_prints(manifest.parent if manifest else None)
    for kept in found.values():
        typer.echo(dumps(describe(kept)) if json else _line(kept))
    if not found and not json:
        typer.echo(f"none in {user_folder()}: `ff prints add NAME SWATCH` makes one", err=True)


@prints.command("show")
def show(
    name: Name,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the picture here; default: the one beside the print.")
    ] = None,
    manifest: Manifest = None,
    weights: Weights = None,
    device: Device = "auto",
) -> None:
    """Draw a print beside its swatch, as these weights draw it, with the share of cells that keep their colour."""
    from fashionforward.userprints.adding import preview_path, redraw
    from fashionforward.userprints.store import named

    kept = named(name, manifest.parent if manifest else None)
    found = _weights(weights, manifest)
    redraw(kept, found.card, _sessions(found, device), out or preview_path(kept))
    _tell(kept, out)


@prints.command("remove")
def remove(name: Name, manifest: Manifest = None) -> None:
    """Delete a print of your own."""
    from fashionforward.userprints.adding import remove_print
    from fashionforward.userprints.store import named

    kept = named(name, manifest.parent if manifest else None)
    remove_print(kept)
    typer.echo(f"removed {kept.path}")


def _weights(weights: Path | None, manifest: Path | None) -> "Found":
    from fashionforward.runtime.weights import find_weights

    return find_weights(weights, manifest)


def _sessions(found: "Found", device: str) -> "Sessions":
    from fashionforward.runtime.device import choose_device
    from fashionforward.runtime.sessions import Sessions

    return Sessions(found.path, choose_device(device), None)


def _folder(manifest: Path | None) -> Path:
    from fashionforward.userprints.store import BESIDE_MANIFEST, user_folder

    return manifest.parent / BESIDE_MANIFEST if manifest else user_folder()


def _line(kept: "UserPrint") -> str:
    designs = kept.designs
    colours = " ".join(designs[0].hexes())
    least = min(design.kept for design in designs)
    kind = "exact" if designs[0].exact else f"as {designs[0].family}"
    return f"{kept.name:20} {len(designs)} design{'s' * (len(designs) > 1)}, {kind}, {least:.0%} kept, {colours}  {kept.path}"


def _tell(kept: "UserPrint", picture: Path | None = None) -> None:
    from fashionforward.userprints.adding import preview_path

    typer.echo(_line(kept))
    typer.echo(f"picture: {picture or preview_path(kept)}")
    if min(design.kept for design in kept.designs) < 0.9 and not kept.designs[0].exact:
        typer.echo("Where that loses too much, --exact keeps the swatch's own pixels.", err=True)
