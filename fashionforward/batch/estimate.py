"""About how long a run will take, and what that rests on."""

from datetime import datetime
from pathlib import Path

from fashionforward.batch.ledger import FILE, FOLDER, Ledger
from fashionforward.errors import FashionForwardError

GUESS = 1.5
"""Seconds an image where nothing was measured: photographs of two megapixels on two cores."""

RUNS, ENOUGH = 10, 5
"""How many runs are looked at, from the last, and the fewest images that say anything."""


def estimate(images: int, out: Path) -> str:
    """A sentence: "about 4 minutes, at 1.2 s an image as in the last 3 runs into out"."""
    made, seconds, runs = _measured(out)
    if made < ENOUGH:
        basis = f"a rough guess of {GUESS:g} s an image; after a first run into {out} it is measured"
        return f"about {_in_words(images * GUESS)}, {basis}"
    each = seconds / made
    last = "the last run" if runs == 1 else f"the last {runs} runs"
    return f"about {_in_words(images * each)}, at {each:.2g} s an image as in {last} into {out}"


def _measured(out: Path) -> tuple[int, float, int]:
    """Images made by the latest runs that came to an end, the seconds that took, and how many runs they were."""
    if not (out / FOLDER / FILE).is_file():
        return 0, 0.0, 0
    try:
        with Ledger.read(out) as ledger:
            runs = [run for run in ledger.runs() if run["ended"]][-RUNS:]
    except FashionForwardError:
        return 0, 0.0, 0
    counted = [(sum(run["counts"].get(key, 0) for key in ("done", "review")), run) for run in runs]
    some = [(made, run) for made, run in counted if made]
    seconds = sum(_seconds(run["started"], run["ended"]) for _, run in some)
    return sum(made for made, _ in some), seconds, len(some)


def _seconds(started: str, ended: str) -> float:
    return max(1.0, (datetime.fromisoformat(ended) - datetime.fromisoformat(started)).total_seconds())


def _in_words(seconds: float) -> str:
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.3g} {name}" if seconds < 10 * size else f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
