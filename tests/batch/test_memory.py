"""Memory does not grow with the catalog."""

import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np

from fashionforward.attributes.edit import Edit
from fashionforward.batch.options import RunOptions
from fashionforward.batch.results import Result, Summary
from fashionforward.batch.transform import transform
from tests.engines import TintEngine


class WatchingEngine(TintEngine):
    """Notes how many items have been begun that nobody has been told about."""

    def __init__(self) -> None:
        super().__init__()
        self.told = 0
        self.ahead = 0
        self.gate = threading.Lock()

    def parse(self, rgb: Any) -> np.ndarray:
        with self.gate:
            self.ahead = max(self.ahead, self.parsed + 1 - self.told)
        return super().parse(rgb)

    def started(self, total: int) -> None: ...

    def concluded(self, summary: Summary) -> None: ...

    def finished(self, result: Result) -> None:
        threading.Event().wait(0.005)  # somebody slow, who must hold the workers back
        with self.gate:
            self.told += 1


def test_workers_do_not_run_ahead(catalog: Path) -> None:
    for number in range(40):
        shutil.copy(catalog / "tops" / "yellow-tee.jpg", catalog / f"{number:02d}.jpg")
    engine = WatchingEngine()
    options = RunOptions([catalog], [Edit("color-red", color=(1, 0, 0))], catalog.parent / "out", jobs=2)
    transform(options, lambda: engine, engine)
    assert engine.parsed == 44
    assert engine.ahead <= 2 * options.jobs + 1
