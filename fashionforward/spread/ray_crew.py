"""`--engine ray`: a crew of Ray actors, each of which opens the engine once and keeps its sessions warm.

The run itself stays at home: plan, ledger, order, sheets. An actor does one item at a time, from file to files, and tells how
it came out, so what crosses the wire is a few kilobytes. An item whose worker dies is given to a worker again.
"""

import importlib
import logging
import os
import queue
import signal
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fashionforward.batch.crew import Orders, Task, Work
from fashionforward.batch.engine import Engine
from fashionforward.batch.item import Outcome
from fashionforward.errors import FashionForwardError, ItemError, MissingDependency, NoDevice, UsageError
from fashionforward.runtime.weights import Weights
from fashionforward.spread.opening import Opening

TRIES = 3
"""Workers that an item may cost before it counts as failed."""

OBJECTS = 128 * 2**20
"""Bytes for what Ray shares between processes of this machine, where it is started here: orders and outcomes are small."""

log = logging.getLogger(__name__)


class RayCrew:
    """Actors on the cluster that RAY_ADDRESS names, or on one that is started on this machine.

    Args:
        load: opens a worker's engine there; can be pickled.
        workers: how many; None: one a GPU of the cluster, or where there is none one a CPU.
        device: "auto", "cpu", or "cuda", with which every worker needs a GPU of its own.

    Raises:
        MissingDependency: Ray is not installed.
        NoDevice: Ray does not start or answer, or `device` is "cuda" and the cluster has no GPU.
    """

    def __init__(self, load: Callable[[], Engine], workers: int | None = None, device: str = "auto") -> None:
        try:
            ray: Any = importlib.import_module("ray")
        except ImportError as error:
            raise MissingDependency(
                "Ray is not installed.", 'Install it: pip install "fashionforward[ray]".'
            ) from error
        self._ray = ray
        if not ray.is_initialized():
            _start(ray, workers)
        there = ray.cluster_resources()
        gpus = device != "cpu" and there.get("GPU", 0) >= 1
        if device == "cuda" and not gpus:
            raise NoDevice("The Ray cluster has no GPU.", "Use --device auto or cpu.")
        self.size = workers or max(1, int(there["GPU" if gpus else "CPU"]))
        actor = ray.remote(num_cpus=1, num_gpus=1 if gpus else 0, max_restarts=-1)(_Worker)
        self._actors = [actor.remote(load) for _ in range(self.size)]
        self._idle: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._error: FashionForwardError | None = None
        threading.Thread(target=self._welcome, name="ff-ray", daemon=True).start()

    def close(self) -> None:
        """Leave the cluster, or end it where it was started here."""
        self._ray.shutdown()

    @contextmanager
    def begin(self, orders: Orders, cancelled: Callable[[], bool]) -> Iterator[Work]:
        """Do items by these orders."""
        run, told = uuid.uuid4().hex, self._ray.put(orders)

        def work(task: Task) -> list[Outcome]:
            worker = self._take(cancelled)
            if worker is None:
                return []
            try:
                return self._try(worker, run, told, task, orders)
            finally:
                self._idle.put(worker)

        yield work

    def _welcome(self) -> None:
        """Let workers in as they come up: on a busy cluster that is not at once."""
        waiting = {actor.why_not.remote(): actor for actor in self._actors}
        while waiting:
            (ready, *_), _ = self._ray.wait(list(waiting))
            actor = waiting.pop(ready)
            try:
                self._error = self._error or self._ray.get(ready)
            except Exception as error:
                self._error = self._error or ItemError(f"A worker did not come up: {error}")
            self._idle.put(actor)

    def _take(self, cancelled: Callable[[], bool]) -> Any:
        """A worker that is idle; None: nobody wants it any more."""
        while not cancelled():
            try:
                worker = self._idle.get(timeout=0.2)
            except queue.Empty:
                continue
            if self._error is not None:
                self._idle.put(worker)
                raise self._error
            return worker
        return None

    def _try(self, worker: Any, run: str, told: Any, task: Task, orders: Orders) -> list[Outcome]:
        from ray.exceptions import RayError, RayTaskError

        reason = ""
        for _ in range(TRIES):
            try:
                outcomes: list[Outcome] = self._ray.get(worker.work.remote(run, told, task))
                return outcomes
            except RayTaskError:
                raise  # a bug of ours
            except RayError as error:  # the worker died, or its machine; Ray starts another in its place
                reason = str(error).strip().splitlines()[0]
                log.debug("%s: %s", task.job.item.name, error)
        failure = ItemError(f"its worker died, {TRIES} times: {reason}")
        return [orders.failed(task, edit, failure) for edit in task.job.edits]


def open_crew(weights: Weights, device: str, manifest: Path | None, workers: int | None) -> RayCrew:
    """A crew whose workers open the weights that were found here.

    Raises:
        UsageError: a device that no worker has.
        MissingDependency, NoDevice: as `RayCrew`.
    """
    if device not in ("auto", "cpu", "cuda"):
        raise UsageError(f"--device {device}: with --engine ray auto, cpu or cuda.", "Ray says which GPU is whose.")
    path, beside = weights.path.absolute(), manifest.absolute() if manifest else None
    opening = Opening(path, beside, weights.card.fingerprint, device, Path.cwd())
    return RayCrew(opening, workers, device)


class _Worker:
    """What an actor is."""

    def __init__(self, load: Callable[[], Engine]) -> None:
        self._engine: Engine | None = None
        self._error: FashionForwardError | None = None
        self._work: dict[str, Work] = {}
        try:
            self._engine = load()
        except FashionForwardError as error:
            self._error = error  # raised here, it would come home as Ray's

    def why_not(self) -> FashionForwardError | None:
        """Why it cannot work; None: it can."""
        return self._error

    def work(self, run: str, orders: Orders, task: Task) -> list[Outcome]:
        """Do an item by the orders of a run."""
        if run not in self._work:
            assert self._engine is not None
            self._work = {run: orders.work(self._engine, lambda: False, 1)}
        return self._work[run](task)


def _start(ray: Any, workers: int | None) -> None:
    """Join the cluster, or start one here; Ctrl-C and SIGTERM stay ours."""
    ours = threading.current_thread() is threading.main_thread()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)} if ours else {}
    quiet = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": True}
    try:
        if os.environ.get("RAY_ADDRESS"):
            ray.init(**quiet)
        else:
            here = {"num_cpus": workers, "object_store_memory": OBJECTS, "include_dashboard": False}
            ray.init(address="local", **here, **quiet)
    except Exception as error:
        where = os.environ.get("RAY_ADDRESS") or "this machine"
        raise NoDevice(
            f"Ray on {where} cannot be used: {error}", "Is it up, and in time? Else --engine local."
        ) from error
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
