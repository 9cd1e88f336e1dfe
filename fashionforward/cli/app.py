"""The application: its commands, and exit codes for errors."""

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from fashionforward import __version__
from fashionforward.errors import ExitCode, FashionForwardError

COMMANDS = (
    "transform",
    "merge",
    "status",
    "retry",
    "history",
    "prune",
    "review",
    "publish",
    "explain",
    "train",
    "export",
    "sample",
    "explore",
    "evaluate",
    "attrs",
    "doctor",
)
"""Each is a function of that name in a module of that name beside this one, whose imports are light."""

GROUPS = ("manifest", "prints")
"""Each is a Typer of that name, with commands of its own, likewise."""


class ErrorsToExitCodes(TyperGroup):
    """Ends a command that raises one of ours with its message on stderr and its exit code; no traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except FashionForwardError as error:
            from fashionforward.printable import printable

            lines = f"ff: {error}".split("\n")  # names of files are in it: what a supplier calls them
            typer.echo("\n".join(map(printable, lines)), err=True)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt:
            typer.echo("ff: interrupted", err=True)
            raise typer.Exit(ExitCode.interrupted) from None


app = typer.Typer(
    cls=ErrorsToExitCodes,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"ff {__version__}")
        raise typer.Exit


@app.callback()
def ff(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Fashion Forward: the garments of a catalog in other colours and prints."""
    # A file's name can hold bytes that are no text; reporting it must not end the batch.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


EXIT_CODES = "Exit codes: " + "; ".join(f"{code.value} {code.meaning}" for code in ExitCode) + "."


def _prose(docstring: str | None) -> str:
    """A docstring's paragraphs, their lines joined: typer would keep the breaks."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in (docstring or "").split("\n\n"))


for name in COMMANDS:
    function = getattr(import_module(f"fashionforward.cli.{name}"), name)
    app.command(name, help=_prose(function.__doc__), epilog=EXIT_CODES)(function)

for name in GROUPS:
    group = getattr(import_module(f"fashionforward.cli.{name}"), name)
    for command in group.registered_commands:
        command.epilog = EXIT_CODES
        command.help = _prose(command.callback.__doc__ if command.callback else None)
    app.add_typer(group, name=name)
