"""Ctrl-C and SIGTERM: asked to stop, a run finishes what it has in hand."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from fashionforward.errors import ExitCode


class Stop:
    """Set once somebody asked for an end; safe to read from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.code = ExitCode.ok

    def __bool__(self) -> bool:
        return self._event.is_set()

    def now(self, code: ExitCode = ExitCode.interrupted) -> None:
        """Ask for an end. The first to ask decides the exit code."""
        if not self:
            self.code = code
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Sleep, but not past the end; returns whether it was asked for."""
        return self._event.wait(seconds)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Answer SIGINT and SIGTERM by setting a `Stop`; a second Ctrl-C interrupts at once, as ever.

    Signals reach the main thread alone: in another one nothing is installed.
    """
    stop = Stop()

    def asked(number: int, _frame: FrameType | None) -> None:
        if stop and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.now(ExitCode.terminated if number == signal.SIGTERM else ExitCode.interrupted)

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    earlier = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
