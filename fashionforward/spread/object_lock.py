"""One run an output folder, where that is in a store: an object as a lock."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import Any

from fashionforward.errors import CannotWrite, Locked
from fashionforward.spread.store import SCHEME, Store

BEAT = 20.0
"""Seconds between two signs of life of whoever holds a lock."""

DEAD = 90.0
"""A lock whose owner gave no sign for so many seconds is free."""


@contextmanager
def object_locked(store: Store, key: str, lost: Callable[[], None], *, wait: bool = False) -> Iterator[bool]:
    """Hold an object as a lock; yields whether it had to be waited for. `lost` is called where somebody took it away.

    It is made, taken over and kept alive by conditional puts: of several at once the store lets one through.

    Raises:
        Locked: somebody else holds it, and `wait` is False.
        CannotWrite: it cannot be put.
    """
    lock = _Lock(store, key)
    waited = False
    while not lock.take():
        if not wait:
            raise Locked(
                f"Another run is writing beside {SCHEME}{key}{lock.owner()}.",
                f"Let it finish, or give --wait to run after it. One that was killed holds it for {DEAD:.0f} s.",
            )
        waited = True
        time.sleep(1.0)
    done = threading.Event()
    keeper = threading.Thread(target=lock.keep, args=(done, lost), name="ff-lock", daemon=True)
    keeper.start()
    try:
        yield waited
    finally:
        done.set()
        keeper.join()
        lock.free()


class _Lock:
    def __init__(self, store: Store, key: str) -> None:
        self._store, self._key = store, key
        self._tag = ""

    def take(self) -> bool:
        """Try to get it; a dead owner's is taken over."""
        try:
            self._write(mode="create")
            return True
        except FileExistsError:
            tag, age = self._look()
            if age < DEAD:
                return False
            with suppress(OSError):  # somebody else was quicker
                self._write(IfMatch=tag)
                return True
            return False
        except OSError as error:
            raise CannotWrite(f"{SCHEME}{self._key} cannot be put: {error}.", "Is there permission?") from error

    def keep(self, done: threading.Event, lost: Callable[[], None]) -> None:
        """Give signs of life until `done`."""
        last = time.monotonic()
        while not done.wait(BEAT):
            try:
                self._write(IfMatch=self._tag)
                last = time.monotonic()
            except OSError:
                if self._look()[0] != self._tag or time.monotonic() - last > DEAD:
                    lost()
                    return

    def free(self) -> None:
        """Give it back, where it is still ours."""
        with suppress(OSError):
            if self._look()[0] == self._tag:
                self._store.remove(self._key)

    def owner(self) -> str:
        """Who holds it, for people."""
        try:
            told = json.loads(self._store.files.cat_file(self._key))
            return f": process {told['pid']} on {told['host']}"
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _write(self, **condition: str) -> None:
        told = {"pid": os.getpid(), "host": socket.gethostname(), "at": time.time_ns()}
        self._tag = str(self._store.files.pipe_file(self._key, json.dumps(told).encode(), **condition)["ETag"])

    def _look(self) -> tuple[str, float]:
        """Its tag, and seconds since its owner's last sign of life, both by the store's own clock."""
        bucket, _, key = self._key.partition("/")
        try:
            told: Any = self._store.files.call_s3("head_object", Bucket=bucket, Key=key)
        except OSError:
            return "", 0.0
        now = parsedate_to_datetime(told["ResponseMetadata"]["HTTPHeaders"]["date"])
        return str(told["ETag"]), (now - told["LastModified"]).total_seconds()
