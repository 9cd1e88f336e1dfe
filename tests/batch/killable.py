"""A run as a process of its own, to be killed: `python -m tests.batch.killable CATALOG OUT [PAUSE]`."""

import sys
import time
from pathlib import Path
from typing import Any

from fashionforward.batch.options import RunOptions
from fashionforward.batch.transform import transform
from tests.batch.runs import NAVY, OPEN, RED, Report
from tests.engines import TintEngine


class Patient(TintEngine):
    """Takes its time, so that a signal finds it at work."""

    def __init__(self, pause: float) -> None:
        super().__init__()
        self.pause = pause

    def parse(self, rgb: Any) -> Any:
        time.sleep(self.pause)
        return super().parse(rgb)


def main() -> int:
    catalog, out, pause = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    asked = RunOptions([catalog], (NAVY, RED), out, gates=OPEN, save_mattes=True, jobs=2)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    return transform(asked, lambda: Patient(pause), Report()).exit_code


if __name__ == "__main__":
    sys.exit(main())
