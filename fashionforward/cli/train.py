"""`ff train`: train the model, or parts of it, on data of one's own."""

from pathlib import Path
from typing import Annotated

import typer


def train(
    data: Annotated[
        Path,
        typer.Argument(
            help="catalog: dataset file, or the folder it lies in. Small presets: a labelled folder, or such a file."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder of the run.")] = Path("run"),
    preset: Annotated[str, typer.Option(help="Which model: catalog, style28, base64, unet64.")] = "catalog",
    stage: Annotated[
        list[str] | None,
        typer.Option(help="Part to train: parser, prints, response. Repeat for several together; default: all."),
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Optimiser steps; 4000 for catalog.")] = None,
    batch: Annotated[int | None, typer.Option(help="Photographs, designs or pairs a step; 8 for catalog.")] = None,
    size: Annotated[
        str | None, typer.Option(help="Height x width that the parser trains and works at; 288x192.")
    ] = None,
    rate: Annotated[float | None, typer.Option(help="Peak learning rate; 4e-4 for catalog.")] = None,
    warmup: Annotated[int, typer.Option(help="Steps over which the rate rises.")] = 100,
    final: Annotated[float, typer.Option(help="Rate at the last step, as a share of the peak.")] = 0.02,
    beta: Annotated[float | None, typer.Option(help="Weight of the KL terms; 1e-3 for catalog.")] = None,
    average: Annotated[
        float | None, typer.Option(help="Decay of the running average of the weights, which is exported; 0.998.")
    ] = None,
    frozen: Annotated[int | None, typer.Option(help="VGG16 stages that stay as pretrained, 0 to 5; 2.")] = None,
    designs: Annotated[int | None, typer.Option(help="Procedural designs a print family; 48.")] = None,
    rerendered: Annotated[
        int | None, typer.Option(help="Designs a family that plain garments are re-rendered in; 24. 0: none.")
    ] = None,
    guide: Annotated[
        float | None,
        typer.Option(help="Small presets: weight of trained edits; 20, style28: 10. 0: the attribute may be ignored."),
    ] = None,
    removal: Annotated[
        float | None,
        typer.Option(
            help="base64, unet64: weight of keeping the attributes out of the code; 10. 0: they may stay in it."
        ),
    ] = None,
    licence: Annotated[str | None, typer.Option(help="Small presets: the data's licence, for the card.")] = None,
    strips: Annotated[
        str | None, typer.Option(help="Small presets: epochs whose reconstructions are kept, as in 10,200.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1.")] = "auto",
    precision: Annotated[str, typer.Option(help="auto, fp32, bf16.")] = "auto",
    pretrained: Annotated[
        Path | None, typer.Option(help="VGG16 weights (safetensors); default: torchvision's.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --out.")] = False,
    start: Annotated[
        list[Path] | None,
        typer.Option(help="Checkpoint or exported weights to begin with; repeat to join parts trained apart."),
    ] = None,
    save_every: Annotated[int, typer.Option(help="Steps between checkpoints.")] = 250,
    check_every: Annotated[int, typer.Option(help="Steps between validations and sample grids.")] = 500,
    workers: Annotated[
        int | None,
        typer.Option(
            help="Threads that make batches; default: one where the CPU trains, else one less than it has cores."
        ),
    ] = None,
    compile: Annotated[
        bool,
        typer.Option("--compile", help="Compile the step with torch.compile (docs/performance.md)."),
    ] = False,
    cache: Annotated[Path | None, typer.Option(help="Where packed photographs are kept; default: in --out.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the resolved options and stop.")] = False,
) -> None:
    """Train the model, or parts of it, on photographs that a dataset file describes (docs/data.md).

    `--preset` trains one of the small models instead, on a folder in one of the formats of docs/presets.md.

    On several GPUs, which share each batch: torchrun --nproc-per-node 2 -m fashionforward train DATA …
    """
    import json
    import os

    from fashionforward.errors import MissingDependency
    from fashionforward.training.options import SmallOptions, options_of

    given = {
        "data": data, "out": out, "stages": tuple(stage) if stage else None, "steps": steps, "batch": batch,
        "size": size, "rate": rate, "warmup": warmup, "final": final, "beta": beta,
        "average": average, "frozen": frozen,
        "designs": designs, "rerendered": rerendered, "guide": guide, "removal": removal, "licence": licence, "strips": strips,
        "seed": seed, "device": device, "precision": precision, "pretrained": pretrained, "resume": resume,
        "start": tuple(start) if start else None, "save_every": save_every, "check_every": check_every, "cache": cache,
        "workers": workers, "compile": compile,
    }  # fmt: skip
    options = options_of(preset, {key: value for key, value in given.items() if value is not None})
    if dry_run:
        typer.echo(json.dumps(options.as_json(), indent=1))
        return
    from fashionforward.cli.training_console import TrainingConsole

    with TrainingConsole(options.steps) as console:
        try:
            if isinstance(options, SmallOptions):
                from fashionforward.training.small_run import train as train_small

                checkpoint = train_small(options, console.report)
            else:
                from fashionforward.training.run import train as train_catalog

                checkpoint = train_catalog(options, console.report)
        except ModuleNotFoundError as error:
            raise MissingDependency(
                f"Training needs {error.name}.", 'Install it: pip install "fashionforward[train,cpu]"'
            ) from error
    if os.environ.get("RANK", "0") == "0":  # of several processes one speaks
        typer.echo(f"{checkpoint}: export it with  ff export {checkpoint} --out weights/{preset}", err=True)
