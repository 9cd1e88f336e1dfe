"""`ff train`: train the model, or parts of it, on data of one's own."""

from pathlib import Path
from typing import Annotated

import typer


def train(
    data: Annotated[Path, typer.Argument(help="Dataset file, or the folder that dataset.toml lies in.")],
    out: Annotated[Path, typer.Option(help="Folder of the run.")] = Path("run"),
    preset: Annotated[str, typer.Option(help="Which model: catalog.")] = "catalog",
    stage: Annotated[
        list[str] | None,
        typer.Option(help="Part to train: parser, prints, response. Repeat for several together; default: all."),
    ] = None,
    steps: Annotated[int, typer.Option(help="Optimiser steps.")] = 4000,
    batch: Annotated[int, typer.Option(help="Photographs, designs or pairs a step.")] = 8,
    size: Annotated[str, typer.Option(help="Height x width that the parser trains and works at.")] = "288x192",
    rate: Annotated[float, typer.Option(help="Peak learning rate.")] = 4e-4,
    warmup: Annotated[int, typer.Option(help="Steps over which the rate rises.")] = 100,
    final: Annotated[float, typer.Option(help="Rate at the last step, as a share of the peak.")] = 0.02,
    beta: Annotated[float, typer.Option(help="Weight of the KL terms.")] = 1e-3,
    frozen: Annotated[int, typer.Option(help="VGG16 stages that stay as pretrained, 0 to 4.")] = 2,
    designs: Annotated[int, typer.Option(help="Procedural designs a print family.")] = 48,
    rerendered: Annotated[
        int, typer.Option(help="Designs a family that plain garments are re-rendered in; 0: none.")
    ] = 24,
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
    cache: Annotated[Path | None, typer.Option(help="Where packed photographs are kept; default: in --out.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the resolved options and stop.")] = False,
) -> None:
    """Train the model, or parts of it, on photographs that a dataset file describes (docs/data.md)."""
    import json

    from fashionforward.errors import MissingDependency, UsageError
    from fashionforward.training.options import STAGES, TrainOptions

    sides = size.lower().split("x")
    if len(sides) != 2 or not all(side.isdigit() for side in sides):
        raise UsageError(f"--size {size}: height x width, as in 288x192.")
    options = TrainOptions(
        data=data, out=out, preset=preset, stages=tuple(stage or STAGES), steps=steps, batch=batch,
        size=(int(sides[0]), int(sides[1])), rate=rate, warmup=warmup, final=final, beta=beta, frozen=frozen, designs=designs,
        rerendered=rerendered, seed=seed, device=device, precision=precision, pretrained=pretrained, resume=resume,
        start=tuple(start or ()), save_every=save_every, check_every=check_every, cache=cache,
    )  # fmt: skip
    if dry_run:
        typer.echo(json.dumps(options.as_json(), indent=1))
        return
    try:
        from fashionforward.training.run import train as run
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"Training needs {error.name}.", 'Install it: pip install "fashionforward[train,cpu]"'
        ) from error
    from fashionforward.cli.training_console import TrainingConsole

    with TrainingConsole(options.steps) as console:
        checkpoint = run(options, console.report)
    typer.echo(f"{checkpoint}: export it with  ff export {checkpoint} --out weights/catalog", err=True)
