"""Who is told how a run goes."""

from typing import Protocol

from fashionforward.batch.results import Result, Summary


class Reporter(Protocol):
    """Is told how the run goes, in the order of the plan."""

    def started(self, total: int) -> None:
        """`total` images are to be made."""

    def finished(self, result: Result) -> None:
        """One of them came out so."""

    def concluded(self, summary: Summary) -> None:
        """The run came to its end."""
