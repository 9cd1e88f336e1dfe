"""`ff history`: what ever happened to an item."""

from pathlib import Path
from typing import Annotated

import typer


def history(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The output folder of `ff transform`.")],
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The photograph's path in the catalog, say tees/a.jpg.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Say when an item was made, from which bytes, with which weights, and how it came out."""
    from json import dumps

    from fashionforward.batch.keys import to_key
    from fashionforward.batch.ledger import Ledger
    from fashionforward.errors import NoInput
    from fashionforward.printable import printable

    with Ledger.read(out) as ledger:
        events = ledger.history(to_key(item))
    if not events:
        raise NoInput(
            f"Nothing is known of {item} in {out}.", "Give its path below the catalog, as `ff status` names it."
        )
    for event in events:
        if json:
            typer.echo(dumps(event))
        else:
            told = [
                event["at"],
                f"run {event['run']}",
                f"[{event['edit']}]",
                event["status"],
                printable(event["reason"]),
            ]
            hashes = [f"{name} {(event[name] or '')[:12]}" for name in ("input", "output", "weights") if event[name]]
            typer.echo("  ".join(filter(None, [*told, f"seed {event['seed']}", *hashes, f"{event['seconds']:.1f} s"])))
