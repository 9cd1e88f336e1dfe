"""The small presets and `catalog` on the same held-out flat-lay items, at 64 x 64 (style28: at 28 x 28), beside what is asked.

    python benchmarks/presets.py [--data ../shared/data/flatlay] [--pretrained FILE] [--only NAME] [--limit N] [--json FILE] [--pages DIR]

Attributes are judged by classifiers that this trains first, apart from every model, on the training split. VGG16's weights
come from torchvision where `--pretrained` is not given. `--json` keeps what an earlier call with another `--only` left there.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from fashionforward.evaluation.evaluate import EvaluateOptions, Report, evaluate
from fashionforward.evaluation.page import write_report
from fashionforward.runtime.weights import find_weights

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"

WEIGHTS = ("style28", "base64", "unet64", "catalog")

ASKED = {("unet64", "reconstruction_psnr"): 24.0, ("unet64", "color_success"): 0.6, ("style28", "nameable"): 10.0}
"""The least that is asked of the weights that ship."""

SHOWN = (
    "reconstruction_psnr",
    "reconstruction_ssim",
    "reconstruction_lpips",
    *(
        f"{key}_{figure}"
        for key, other in (("color", "style"), ("style", "color"))
        for figure in ("judge", "success", "success_measured", "success_if_ignored", f"keeps_{other}", "outside",
                       "outside_moved", "kid")
    ),
    "samples_kid",
    "diversity",
    "nameable",
)  # fmt: skip


def show(reports: dict[str, Report]) -> str:
    """The table: one row a figure, one column the weights."""
    lines = [f"{'':28}" + "".join(f"{name:>12}" for name in reports)]
    for figure in SHOWN:
        cells = []
        for name, report in reports.items():
            value = report.figures.get(figure)
            asked = ASKED.get((name, figure))
            cells.append("" if value is None else f"{value:.3f}" + (f" (>={asked:g})" if asked else ""))
        if any(cells):
            lines.append(
                f"{figure:28}" + "".join(f"{cell:>12}" if "(" not in cell else f" {cell:>16}" for cell in cells)
            )
    return "\n".join(lines)


def main() -> int:
    """Measure, print, and return 1 where less is reached than is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "flatlay")
    parser.add_argument("--pretrained", type=Path)
    parser.add_argument("--only", choices=WEIGHTS, action="append")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--pages", type=Path)
    given = parser.parse_args()
    reports = {}
    for name in given.only or WEIGHTS:
        weights = find_weights(HERE.parent / "weights" / name)
        print(f"-- {name}", file=sys.stderr)
        options = EvaluateOptions(given.data, given.pretrained, given.cache, given.limit)
        reports[name] = evaluate(weights, options, lambda line: print(line, file=sys.stderr))
        if given.pages:
            write_report(reports[name], given.pages / name)
        if given.json:  # after each, since all of them take long
            before = json.loads(given.json.read_text(encoding="utf-8")) if given.json.is_file() else {}
            text = json.dumps({**before, name: reports[name].as_json()}, indent=1)
            given.json.write_text(text + "\n", encoding="utf-8")
    print(show(reports))
    for name, report in reports.items():
        if report.named:
            print(f"{name}: samples that the judge names otherwise:", {k: v for k, v in report.named.items() if k != v})
    missed = [key for key, least in ASKED.items() if key[0] in reports and reports[key[0]].figures[key[1]] < least]
    for name, figure in missed:
        print(f"{name}: {figure} is {reports[name].figures[figure]:.3f}, {ASKED[name, figure]:g} is asked")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
