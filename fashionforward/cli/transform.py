"""`ff transform`: the main job."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fashionforward.loading import loading

if TYPE_CHECKING:
    from fashionforward.batch.crew import Crew
    from fashionforward.batch.engine import Engine

WHAT, FILES, GATES, AGAIN, RUN, SAID = (
    "What to make",
    "Files",
    "Review and quality",
    "What was made before",
    "How to run",
    "What is told",
)


def transform(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT", help="Folders (searched recursively), photographs, or globs; s3://bucket/path."
        ),
    ],
    attr: Annotated[
        list[str] | None,
        typer.Option(
            "--attr",
            "-a",
            metavar="ATTR",
            help="A print's name, or key=value: print, color, colors (a palette), scale, width_cm, region. May be repeated.",
            rich_help_panel=WHAT,
        ),
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option(
            help="Instead of --attr: a file that says which photographs get which edits (docs/manifest.md).",
            rich_help_panel=WHAT,
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Which design of the print: equal seeds give equal prints.", rich_help_panel=WHAT)
    ] = 0,
    masks: Annotated[
        Path | None,
        typer.Option(
            help="Folder of the studio's own mattes, named as the photographs; ours are used where one is missing.",
            rich_help_panel=WHAT,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Take only the first so many photographs.", rich_help_panel=WHAT)
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option(
            metavar="NUMBER/OF",
            help="Make only this share of the photographs, say 3/8; `ff merge` joins them (docs/spread.md).",
            rich_help_panel=WHAT,
        ),
    ] = None,
    follow_links: Annotated[
        bool,
        typer.Option("--follow-links", help="Take up links in the catalog that lead out of it.", rich_help_panel=WHAT),
    ] = False,
    upscale: Annotated[
        bool,
        typer.Option(
            "--upscale",
            help="Enlarge what a small preset (64x64, 28x28) makes to the photograph's size.",
            rich_help_panel=WHAT,
        ),
    ] = False,
    out: Annotated[
        str, typer.Option("--out", "-o", help="Output folder, or s3://bucket/path.", rich_help_panel=FILES)
    ] = "out",
    save_mattes: Annotated[
        bool,
        typer.Option(
            "--save-mattes", help="Write the mattes too, to OUT/mattes/<edit>/<path>.png.", rich_help_panel=FILES
        ),
    ] = False,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="psd|tiff",
            help="Write original, matte and edit apart too, to OUT/layers/<edit>/<path>.",
            rich_help_panel=FILES,
        ),
    ] = None,
    quality: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=100,
            help="Of JPEG, lossy WebP and AVIF; default: as the photograph's own, or nearly.",
            rich_help_panel=FILES,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            metavar="TEMPLATE",
            help="Paths below OUT, say '{sku}.{edit}{ext}'; also {seed}, {stem}, {folder}. Default: <edit>/<path>.",
            rich_help_panel=FILES,
        ),
    ] = None,
    export_for: Annotated[
        str | None,
        typer.Option(
            metavar="MARKETPLACE",
            help="amazon, zalando, shopify or google: its size, shape, background, format and names (docs/files.md).",
            rich_help_panel=FILES,
        ),
    ] = None,
    marking: Annotated[
        bool,
        typer.Option(
            "--marking/--no-marking",
            help="Say in each file's XMP that a model edited it, with edit, seed and weights.",
            rich_help_panel=FILES,
        ),
    ] = True,
    drop_gps: Annotated[
        bool,
        typer.Option("--drop-gps", help="Leave GPS positions away.", rich_help_panel=FILES),
    ] = False,
    review: Annotated[
        Path | None,
        typer.Option(
            help="Verdicts that the page saved: approved images are kept, rejected ones get the next seed.",
            rich_help_panel=GATES,
        ),
    ] = None,
    drop_rejected: Annotated[
        bool, typer.Option("--drop-rejected", help="Do not make rejected images again.", rich_help_panel=GATES)
    ] = False,
    pdf: Annotated[
        str | None,
        typer.Option(
            metavar="a4|letter", help="Write the contact sheets as PDF too, to OUT/sheets/.", rich_help_panel=GATES
        ),
    ] = None,
    gate: Annotated[
        list[str] | None,
        typer.Option(
            "--gate",
            metavar="NAME=NUMBER",
            help="Move a quality gate, say max_spill=0.6 (docs/gates.md). May be repeated.",
            rich_help_panel=GATES,
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="End with exit code 9 where an image did not pass a quality gate.", rich_help_panel=GATES
        ),
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Replace outputs that somebody changed by hand; else they are kept and named.",
            rich_help_panel=AGAIN,
        ),
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="Read every file to see whether it changed; do not trust size and time.",
            rich_help_panel=AGAIN,
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be written, and why, and stop.", rich_help_panel=RUN),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            help="Keep running: make what comes into the catalog, once it is uploaded whole.",
            rich_help_panel=RUN,
        ),
    ] = False,
    wait: Annotated[
        bool,
        typer.Option(
            "--wait",
            help="Where another run is writing to OUT, run after it; else that is exit code 8.",
            rich_help_panel=RUN,
        ),
    ] = False,
    device: Annotated[
        str,
        typer.Option(
            help="auto, cpu (in eight bits), cpu:fp32, cuda, cuda:1, cuda:0,1 (several) or tensorrt. A GPU that is not there is an error.",
            rich_help_panel=RUN,
        ),
    ] = "auto",
    weights: Annotated[
        Path | None,
        typer.Option(help="Folder of weights; default: the ones that come with ff.", rich_help_panel=RUN),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="local|ray",
            help="Where photographs are worked on: here, or on a Ray cluster's workers (docs/spread.md).",
            rich_help_panel=RUN,
        ),
    ] = "local",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            help="Photographs in work at once; default: one a core, of this machine or of the cluster.",
            rich_help_panel=RUN,
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.", rich_help_panel=SAID)
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="Name everything that is done or skipped, and why.", rich_help_panel=SAID),
    ] = False,
    json: Annotated[
        bool,
        typer.Option("--json", help="Print one JSON object a line on stdout for each image.", rich_help_panel=SAID),
    ] = False,
    log: Annotated[
        Path | None,
        typer.Option(help="Append what happens to a file, one JSON object a line, with times.", rich_help_panel=SAID),
    ] = None,
    summary: Annotated[
        Path | None, typer.Option(help="Write a summary in Markdown, fit to be mailed.", rich_help_panel=SAID)
    ] = None,
    metrics: Annotated[
        Path | None,
        typer.Option(help="Write metrics for Prometheus' textfile collector.", rich_help_panel=SAID),
    ] = None,
) -> None:
    """Put the garments of a catalog into another print or colour.

    Writes OUT/<edit>/<relative path>, in the input's format and size, contact sheets to OUT/sheets/<edit>-01.png, and a
    page to approve them from, OUT/index.html. Nothing is ever written inside an input folder or over an input. Run
    again, it makes only what is new or changed.

    Colours are CSS names, the xkcd survey's names, hex (#1f2a44), or lab(52 -12 30). `color` alone makes a colourway:
    only the garment's main colour changes; with a print it is the ground. `print=solid` paints the whole garment.

    Example: ff transform catalog/ --attr palm_print --attr color=navy
    """
    with loading():
        from fashionforward.batch.gates import parse_gates
        from fashionforward.batch.options import RunOptions, available_cores
        from fashionforward.batch.reports import reporting
        from fashionforward.batch.shard import Shard
        from fashionforward.batch.transform import preview
        from fashionforward.batch.transform import transform as make
        from fashionforward.batch.watch import watch as keep_making
        from fashionforward.catalog.options import FileOptions
        from fashionforward.cli.console import Console
        from fashionforward.errors import UsageError
        from fashionforward.presets.edits import read_edit
        from fashionforward.review.verdicts import read_verdicts
        from fashionforward.runtime.weights import find_weights
        from fashionforward.spread.places import at_hand, check_elsewhere

    if engine not in ("local", "ray"):
        raise UsageError(f"--engine {engine}: local or ray.")
    check_elsewhere([*inputs, out], watch=watch, masks=masks)
    if bool(attr) == bool(manifest):
        raise UsageError("Give either --attr or --manifest.", "Example: ff transform catalog/ --attr palm_print")
    if manifest and (seed or upscale):
        raise UsageError("--seed and --upscale say nothing beside --manifest.", "The manifest has a key for seeds.")
    found = find_weights(weights, manifest)
    rules = None
    if manifest:
        from fashionforward.manifest.load import load_manifest

        rules = load_manifest(manifest, found.card.prints)
    share = Shard.parse(shard) if shard else None
    with at_hand(inputs, out, shard=share, write=not dry_run, wait=wait, verify=verify) as place:
        options = RunOptions(
            inputs=place.inputs,
            edits=[read_edit(attr, found.card, seed, upscale)] if attr else [],
            manifest=rules,
            out=place.out,
            masks=masks,
            save_mattes=save_mattes,
            follow_links=follow_links,
            files=FileOptions(
                quality=quality, layers=layers, marking=marking, drop_gps=drop_gps, name=name, export_for=export_for
            ),
            limit=limit,
            shard=share,
            weights=found.card.fingerprint,
            weights_from=weights,
            device=device,
            own_prints={name: own.digest for name, own in found.own_prints.items()},
            gates=parse_gates(gate or [], rules.gates if rules else {}),
            review=read_verdicts(review) if review else None,
            drop_rejected=drop_rejected,
            pdf=pdf,
            strict=strict,
            force=force,
            verify=verify,
            wait=wait,
            carrier=place.carrier,
            jobs=jobs or available_cores(),
        )
        console = Console(quiet=quiet, verbose=verbose, json_lines=json)
        if dry_run:
            console.show_plan(preview(options), place.told)
            return

        def load() -> "Engine | Crew":
            if engine == "ray":
                from fashionforward.spread.ray_crew import open_crew

                crew = open_crew(found, device, manifest, jobs)
                console.note(f"on Ray, {crew.size} at once")
                return crew
            from fashionforward.runtime.opening import open_engine

            opened = open_engine(found, device, threads=options.threads)
            console.note(f"on {opened.device}, {options.jobs} at once")
            return opened

        with console, reporting(console, place.name, log, summary, metrics) as reporter:
            told = place.reporter(reporter, options.home)
            code = keep_making(options, load, told) if watch else make(options, load, told).exit_code
    raise typer.Exit(code)
