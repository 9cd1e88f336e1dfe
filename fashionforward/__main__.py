"""`python -m fashionforward` and the console script `ff`."""

from fashionforward.loading import loading

with loading():
    from fashionforward.cli.app import app


def main() -> None:
    """Run the command line; the exit code is one of :class:`fashionforward.errors.ExitCode`."""
    app(prog_name="ff")


if __name__ == "__main__":
    main()
