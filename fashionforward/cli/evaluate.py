"""`ff evaluate`: measure weights on held-out items."""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    data: Annotated[Path, typer.Argument(help="A labelled folder in a format of docs/presets.md, or a dataset file.")],
    weights: Annotated[
        Path | None, typer.Option(help="Folder of weights, of any preset; default: the catalog ones that come with ff.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for report.json and the page.")] = Path("evaluation"),
    pretrained: Annotated[
        Path | None, typer.Option(help="VGG16 weights (safetensors) for distances; default: torchvision's.")
    ] = None,
    cache: Annotated[Path | None, typer.Option(help="Where decoded photographs are kept for the next time.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Take only the first so many held-out items.")] = None,
    device: Annotated[
        str, typer.Option(help="auto, cpu, cuda or cuda:1. A GPU that is not there is an error.")
    ] = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON object, and no table.")] = False,
) -> None:
    """Measure weights: reconstruction, attribute success, what else an edit moves, diversity, KID.

    Attributes are judged by a classifier that is trained on the collection's other photographs first, which takes a minute
    or two; small presets see their own size, and catalog's results are brought to 64x64.

    Example: ff evaluate shop/flat --weights weights/unet64 --out evaluation/
    """
    from json import dumps

    from fashionforward.errors import MissingDependency
    from fashionforward.runtime.weights import find_weights

    try:
        from fashionforward.evaluation.evaluate import EvaluateOptions
        from fashionforward.evaluation.evaluate import evaluate as measure
        from fashionforward.evaluation.page import rows, write_report
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"Evaluating needs {error.name}.", 'Install it: pip install "fashionforward[train,cpu]"'
        ) from error
    options = EvaluateOptions(data, pretrained, cache, limit, device)
    report = measure(find_weights(weights), options, lambda line: typer.echo(line, err=True))
    page = write_report(report, out)
    if json:
        typer.echo(dumps(report.as_json()))
    else:
        for name, value, meaning in rows(report):
            typer.echo(f"{name:28} {value:>9}  {meaning}")
    typer.echo(page, err=True)
