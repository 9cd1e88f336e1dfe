"""`ff transform`: the main job."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fashionforward.presets.engine import SmallEngine
    from fashionforward.runtime.engine import Engine


def transform(
    inputs: Annotated[
        list[Path],
        typer.Argument(metavar="INPUT", help="Folders (searched recursively), photographs, or globs."),
    ],
    attr: Annotated[
        list[str],
        typer.Option(
            "--attr",
            "-a",
            metavar="ATTR",
            help="A print's name, or key=value: print, color, colors (a palette), scale, region. May be repeated.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Output folder.")] = Path("out"),
    masks: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the studio's own mattes, named as the photographs; ours are used where one is missing."
        ),
    ] = None,
    save_mattes: Annotated[
        bool, typer.Option("--save-mattes", help="Write the mattes too, to OUT/mattes/<edit>/<path>.png.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Which design of the print: equal seeds give equal prints.")] = 0,
    review: Annotated[
        Path | None,
        typer.Option(help="Verdicts that the page saved: approved images are kept, rejected ones get the next seed."),
    ] = None,
    drop_rejected: Annotated[bool, typer.Option("--drop-rejected", help="Do not make rejected images again.")] = False,
    pdf: Annotated[
        str | None, typer.Option(metavar="a4|letter", help="Write the contact sheets as PDF too, to OUT/sheets/.")
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace outputs that somebody changed by hand; else they are kept and named."),
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read every file to see whether it changed; do not trust size and time.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with exit code 9 where an image did not pass a quality gate.")
    ] = False,
    gate: Annotated[
        list[str] | None,
        typer.Option(
            "--gate",
            metavar="NAME=NUMBER",
            help="Move a quality gate, say max_spill=0.6; docs/gates.md. May be repeated.",
        ),
    ] = None,
    wait: Annotated[
        bool,
        typer.Option("--wait", help="Where another run is writing to OUT, run after it; else that is exit code 8."),
    ] = False,
    upscale: Annotated[
        bool,
        typer.Option("--upscale", help="Enlarge what a small preset (64x64, 28x28) makes to the photograph's size."),
    ] = False,
    quality: Annotated[
        int | None,
        typer.Option(min=1, max=100, help="Of JPEG, lossy WebP and AVIF; default: as the photograph's own, or nearly."),
    ] = None,
    layers: Annotated[
        str | None,
        typer.Option(metavar="psd|tiff", help="Write original, matte and edit apart too, to OUT/layers/<edit>/<path>."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            metavar="TEMPLATE",
            help="Paths below OUT, say '{sku}.{edit}{ext}'; also {seed}, {stem}, {folder}. Default: <edit>/<path>.",
        ),
    ] = None,
    export_for: Annotated[
        str | None,
        typer.Option(
            metavar="MARKETPLACE",
            help="amazon, zalando, shopify or google: its size, shape, background, format and names (docs/files.md).",
        ),
    ] = None,
    marking: Annotated[
        bool,
        typer.Option(
            "--marking/--no-marking",
            help="Say in each file's XMP that a model edited it, with edit, seed and weights.",
        ),
    ] = True,
    drop_gps: Annotated[bool, typer.Option("--drop-gps", help="Leave away where the photographs were taken.")] = False,
    follow_links: Annotated[
        bool, typer.Option("--follow-links", help="Take up links in the catalog that lead out of it.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and stop.")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Take only the first so many photographs.")] = None,
    device: Annotated[
        str, typer.Option(help="auto, cpu, cuda or cuda:1. A GPU that is not there is an error.")
    ] = "auto",
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights; default: the ones that come with ff.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Photographs in work at once; default: one a core.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Name everything that is done or skipped, and why.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object a line on stdout for each image.")
    ] = False,
) -> None:
    """Put the garments of a catalog into another print or colour.

    Writes OUT/<edit>/<relative path>, in the input's format and size, and contact sheets to OUT/sheets/<edit>-01.png. \
    Nothing is ever written inside an input folder or over an input.

    Colours are CSS names, the xkcd survey's names, hex (#1f2a44), or lab(52 -12 30). `color` alone makes a colourway: \
    only the garment's main colour changes; with a print it is the ground. `print=solid` paints the whole garment.

    Example: ff transform catalog/ --attr palm_print --attr color=navy
    """
    from fashionforward.batch.gates import parse_gates
    from fashionforward.batch.options import RunOptions, available_cores
    from fashionforward.batch.transform import preview
    from fashionforward.batch.transform import transform as make
    from fashionforward.catalog.options import FileOptions
    from fashionforward.cli.console import Console
    from fashionforward.presets.edits import read_edit
    from fashionforward.review.verdicts import read_verdicts
    from fashionforward.runtime.weights import find_weights

    found = find_weights(weights)
    options = RunOptions(
        inputs=inputs,
        edits=[read_edit(attr, found.card, seed, upscale)],
        out=out,
        masks=masks,
        save_mattes=save_mattes,
        follow_links=follow_links,
        files=FileOptions(
            quality=quality, layers=layers, marking=marking, drop_gps=drop_gps, name=name, export_for=export_for
        ),
        limit=limit,
        weights=found.card.fingerprint,
        gates=parse_gates(gate or []),
        review=read_verdicts(review) if review else None,
        drop_rejected=drop_rejected,
        pdf=pdf,
        strict=strict,
        force=force,
        verify=verify,
        wait=wait,
        jobs=jobs or available_cores(),
    )
    console = Console(quiet=quiet, verbose=verbose, json_lines=json)
    if dry_run:
        console.show_plan(preview(options))
        return

    def load() -> "Engine | SmallEngine":
        from fashionforward.runtime.opening import open_engine

        engine = open_engine(found, device, threads=options.threads)
        console.note(f"on {engine.device}, {options.jobs} at once")
        return engine

    with console:
        summary = make(options, load, console)
    console.conclude(summary)
    raise typer.Exit(summary.exit_code)
