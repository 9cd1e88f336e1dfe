"""`ff export`: turn a checkpoint into weights that `ff transform` runs."""

from pathlib import Path
from typing import Annotated

import typer


def export(
    checkpoint: Annotated[Path, typer.Argument(help="last.pt of a run, or the run's folder.")],
    out: Annotated[Path, typer.Option(help="Folder of weights; replaced whole once every graph agrees with torch.")],
    precision: Annotated[
        str, typer.Option(help="How weights are kept: fp16, fp32, or int8 (for the small presets).")
    ] = "fp16",
    designs: Annotated[int, typer.Option(help="Designs of each print in the style bank.")] = 24,
    calibrate: Annotated[
        Path | None,
        typer.Option(
            help="Dataset file: photographs of its training split calibrate a parser in eight bits, which the CPU runs."
        ),
    ] = None,
    metrics: Annotated[Path | None, typer.Option(help="JSON of measurements, to be put into the card.")] = None,
    licence: Annotated[
        str | None, typer.Option(help="The data's licence, for the card, where `ff train` was not told it.")
    ] = None,
) -> None:
    """Export a checkpoint: ONNX graphs, style bank and card. Fails where torch and ONNX Runtime differ."""
    from fashionforward.errors import MissingDependency, UsageError

    if precision not in ("fp16", "fp32", "int8"):
        raise UsageError(f"--precision {precision}: fp16, fp32 or int8.")
    try:
        from fashionforward.export.checkpoint import export_checkpoint
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"Exporting needs {error.name}.", 'Install it: pip install "fashionforward[train,cpu]"'
        ) from error
    export_checkpoint(
        checkpoint,
        out,
        precision=precision,
        designs=designs,
        metrics=metrics,
        licence=licence,
        calibrate=calibrate,
        report=lambda line: typer.echo(line, err=True),
    )
    typer.echo(
        f"{out}: `ff attrs --weights {out}` lists what `ff transform catalog/ --weights {out}` can set", err=True
    )
