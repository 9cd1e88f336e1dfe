"""Learning curves, drawn beside the checkpoint."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

FILE = "curves.png"
COLUMNS = 3


def draw_curves(run: Path) -> Path | None:
    """Every term and figure of a run's metrics.jsonl over its steps, one plot each; None where nothing was measured yet."""
    from matplotlib.figure import Figure

    path = run / "metrics.jsonl"
    if not path.is_file():
        return None
    curves: dict[str, dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        step, split = entry.pop("step"), entry.pop("split")
        for name, value in entry.items():
            curves[name][split].append((step, value))
    rows = -(-len(curves) // COLUMNS)
    figure = Figure(figsize=(4 * COLUMNS, 2.4 * rows), layout="constrained")
    for place, (name, splits) in enumerate(sorted(curves.items()), 1):
        plot = figure.add_subplot(rows, COLUMNS, place)
        for split, points in splits.items():
            plot.plot(*zip(*points, strict=True), label=split, marker="." if len(points) < 30 else "", linewidth=1)
        plot.set_title(f"{name} ({', '.join(splits)})", fontsize=9)
        plot.tick_params(labelsize=7)
        plot.grid(alpha=0.3)
    figure.savefig(run / FILE, dpi=80)
    return run / FILE
