"""A run with a Ray crew as a process of its own: `python -m tests.spread.crew CATALOG OUT [PAUSE [VICTIM]]`.

At the photograph of SKU `VICTIM` a worker dies: the first time only, or with "VICTIM!" every time.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

from fashionforward.batch.options import RunOptions
from fashionforward.batch.results import Result
from fashionforward.batch.transform import transform
from fashionforward.spread.ray_crew import RayCrew
from tests.batch.runs import NAVY, OPEN, RED, Report
from tests.engines import TintEngine


class Mortal(TintEngine):
    """Takes its time, and its process dies at the victim."""

    def __init__(self, pause: float, victim: str, grave: Path) -> None:
        super().__init__()
        self.pause, self.victim, self.grave = pause, victim, grave

    def render(self, *args: Any, sku: str, **rest: Any) -> Any:
        time.sleep(self.pause)
        if self.victim and sku == self.victim.rstrip("!") and (self.victim.endswith("!") or not self.grave.exists()):
            self.grave.touch()
            os._exit(1)
        return super().render(*args, sku=sku, **rest)


class Load:
    """Opens it where the worker is."""

    def __init__(self, pause: float, victim: str, grave: Path) -> None:
        self.told = (pause, victim, grave)

    def __call__(self) -> Mortal:
        return Mortal(*self.told)


class Telling(Report):
    """Tells how images come out."""

    def finished(self, result: Result) -> None:
        sys.stdout.write(f"{result.status} {result.relative.as_posix()} {result.edit} {result.reason}\n")
        sys.stdout.flush()


def main() -> int:
    catalog, out = Path(sys.argv[1]), Path(sys.argv[2])
    pause, victim = float((sys.argv[3:] or ["0"])[0]), (sys.argv[4:] or [""])[0]
    options = RunOptions([catalog], (NAVY, RED), out, gates=OPEN, save_mattes=True)
    load = Load(pause, victim, out.with_name("grave"))
    return transform(options, lambda: RayCrew(load, 2), Telling()).exit_code


if __name__ == "__main__":
    sys.exit(main())
