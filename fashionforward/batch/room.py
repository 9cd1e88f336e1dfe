"""Room for photographs in work: many small ones at once, large ones by themselves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PIXELS = 12_000_000
"""Pixels in work at once. One takes about 95 bytes while it is edited; a photograph that is larger waits until it is alone."""


class Room:
    """Safe to use from several threads."""

    def __init__(self, pixels: int = PIXELS) -> None:
        self._whole, self._taken = pixels, 0
        self._changed = threading.Condition()

    @contextmanager
    def of(self, pixels: int) -> Iterator[None]:
        """Wait until so many pixels fit beside those in work."""
        pixels = min(pixels, self._whole)
        with self._changed:
            self._changed.wait_for(lambda: self._taken + pixels <= self._whole)
            self._taken += pixels
        try:
            yield
        finally:
            with self._changed:
                self._taken -= pixels
                self._changed.notify_all()


ROOM = Room()
"""Of the process: its memory is one, however many runs it holds."""
