"""What a run tells to machines and mail: a log of JSON lines, a summary in Markdown, metrics for Prometheus."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath
from types import TracebackType
from typing import IO, Any

from fashionforward import __version__
from fashionforward.batch.reporter import Reporter
from fashionforward.batch.results import Result, Status, Summary
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import CannotWrite
from fashionforward.printable import printable

SHOWN = (Status.done, Status.unchanged, Status.review, Status.kept, Status.skipped, Status.failed)


@contextmanager
def reporting(
    first: Reporter, out: PurePath, log: Path | None = None, summary: Path | None = None, metrics: Path | None = None
) -> Iterator[Reporter]:
    """A reporter that tells `first`, and writes the files that are asked for.

    Raises:
        CannotWrite: one of them cannot be written.
    """
    with ExitStack() as stack:
        reporters = [first]
        if log:
            reporters.append(stack.enter_context(JsonLog(log)))
        if summary or metrics:
            reporters.append(_Files(out, summary, metrics))
        yield _Reporters(reporters)


class _Reporters:
    """Several reporters as one."""

    def __init__(self, reporters: Sequence[Reporter]) -> None:
        self._reporters = reporters

    def started(self, total: int) -> None:
        for reporter in self._reporters:
            reporter.started(total)

    def finished(self, result: Result) -> None:
        for reporter in self._reporters:
            reporter.finished(result)

    def concluded(self, summary: Summary) -> None:
        for reporter in self._reporters:
            reporter.concluded(summary)


class _Files:
    """Writes summary and metrics at the end."""

    def __init__(self, out: PurePath, summary: Path | None, metrics: Path | None) -> None:
        self._out, self._summary, self._metrics = out, summary, metrics

    def started(self, total: int) -> None: ...

    def finished(self, result: Result) -> None: ...

    def concluded(self, summary: Summary) -> None:
        if self._summary:
            write_summary(self._summary, self._out, summary)
        if self._metrics:
            write_metrics(self._metrics, summary)


class JsonLog:
    """Appends one JSON object a line to a file, as things happen: `event` is "started", "image" or "ended"."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def __enter__(self) -> "JsonLog":
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("a", encoding="utf-8", buffering=1)  # a line at a time
        except OSError as error:
            raise CannotWrite(f"The log {self._path} cannot be written: {error.strerror}.") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self._write("ended", {"error": str(error) or type(error).__name__})
        if self._file is not None:
            self._file.close()

    def started(self, total: int) -> None:
        """Note that a run begins."""
        self._write("started", {"version": __version__, "images": total})

    def finished(self, result: Result) -> None:
        """Note how an image came out."""
        self._write("image", result.as_json())

    def concluded(self, summary: Summary) -> None:
        """Note how the run came out."""
        self._write("ended", as_json(summary))

    def _write(self, event: str, told: dict[str, Any]) -> None:
        if self._file is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        try:
            self._file.write(json.dumps({"at": now, "event": event, **told}) + "\n")
        except OSError as error:
            raise CannotWrite(f"The log {self._path} cannot be written: {error.strerror}.") from error


def as_json(summary: Summary) -> dict[str, Any]:
    """A summary's figures."""
    return {
        "counts": {status.value: summary.counts[status] for status in SHOWN},
        "orphans": summary.orphans,
        "seconds": round(summary.seconds, 3),
        "exit_code": int(summary.exit_code),
    }


def write_summary(path: Path, out: PurePath, summary: Summary) -> None:
    """Write a summary that can be mailed: Markdown that is plain enough to be read as text.

    Raises:
        CannotWrite: with the reason.
    """
    counts = [f"| {status} | {summary.counts[status]} |" for status in SHOWN]
    in_review = f", {summary.counts[Status.review]} in review" if summary.counts[Status.review] else ""
    lines = [
        f"# ff: {summary.counts[Status.done]} done, {summary.counts[Status.failed]} failed{in_review}",
        "",
        f"Into {_code(out)} in {summary.seconds:.0f} s; exit code {int(summary.exit_code)}: {summary.exit_code.meaning}.",
        "",
        "| images | |",
        "|---|---|",
        *counts,
    ]
    if summary.orphans:
        gone = f"{summary.orphans} photograph{'s are' if summary.orphans > 1 else ' is'} gone"
        lines += ["", f"{gone}: `ff status` names what was made of them, `ff prune` removes it."]
    if summary.remarked:
        images = f"{summary.remarked} image{'s' if summary.remarked > 1 else ''}"
        lines += [
            "",
            f"Of {images} there is a remark, on colour, metadata or a marketplace's demands: `--verbose` and `--log` tell it.",
        ]
    for status in Summary.SEEN:
        some = [result for result in summary.problems if result.status is status]
        if some:
            lines += ["", f"## {status.capitalize()}", "", *map(_line, some)]
            more = summary.counts[status] - len(some)
            lines += [f"- … and {more} more"] if more > 0 else []
    if summary.sheets:
        lines += ["", "## To look at", "", *(f"- {_code(sheet)}" for sheet in summary.sheets[:20])]
    _write(path, "\n".join(lines) + "\n")


def write_metrics(path: Path, summary: Summary) -> None:
    """Write metrics of the run for the textfile collector of Prometheus' node exporter.

    Raises:
        CannotWrite: with the reason.
    """
    from prometheus_client import CollectorRegistry, Gauge, generate_latest

    registry = CollectorRegistry()
    images = Gauge("ff_run_images", "Images of the last run, by how they came out.", ["status"], registry=registry)
    for status in SHOWN:
        images.labels(status=status.value).set(summary.counts[status])
    told = {
        "ff_run_orphans": ("Photographs of the ledger that are gone.", summary.orphans),
        "ff_run_seconds": ("How long the last run took.", summary.seconds),
        "ff_run_exit_code": ("The exit code of the last run.", int(summary.exit_code)),
        "ff_run_ended_timestamp_seconds": ("When the last run ended.", datetime.now(UTC).timestamp()),
    }
    for name, (text, value) in told.items():
        Gauge(name, text, registry=registry).set(value)
    _write(path, generate_latest(registry).decode())


def _line(result: Result) -> str:
    why = "; ".join(filter(None, (result.reason, *result.gates)))
    return f"- {_code(result.relative)} {_code(result.edit) if result.edit else ''}: {_plain(why)}"


def _code(text: object) -> str:
    """A name as code: nothing in it is markup, for mail that is read as text or as HTML."""
    return f"`{_plain(str(text))}`"


def _plain(text: str) -> str:
    return re.sub(r"[<>`|]", lambda found: {"<": "‹", ">": "›"}.get(found[0], "'"), printable(text))


def _write(path: Path, text: str) -> None:
    try:
        write_atomically(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.") from error
