#!/usr/bin/env python3
"""Measure what ships on the validation splits: mattes, parts, recolouring, and a retoucher's own colourways.

    python benchmarks/quality.py [--data DIR] [--tools DIR] [--weights DIR] [--only PART] [--limit N] [--json FILE] [--keep DIR]

Prints one table, each figure beside the least that is asked of it. The scores of edits are those of `score_edits.py` and
`score_colorways.py` in --tools. Needs the `dev` extra.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.reading import parse_edit
from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import NothingToEdit
from fashionforward.imaging.guided import refine_matte
from fashionforward.imaging.letterbox import leave
from fashionforward.runtime.engine import Engine, Parse
from fashionforward.runtime.look import spread
from fashionforward.runtime.settling import settle
from fashionforward.runtime.weights import find_weights

ROOT = Path(__file__).resolve().parents[1]
CRIMSON = "#dc143c"
GARMENTS = (2, 3, 4, 5)


def rows(table: Path, split: str = "val") -> list[dict[str, str]]:
    with table.open(newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["split"] == split]


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max((a | b).sum(), 1))


def own_matte(rgb: np.ndarray, parse: Parse) -> np.ndarray:
    """(H, W) alpha of all garments, as edits use it."""
    alpha = refine_matte(settle(parse.matte, parse.bins, parse.inside, parse.person), rgb[parse.window], parse.box)
    return spread(alpha, parse.window, parse.image)


def named_parts(parse: Parse) -> np.ndarray:
    """(H, W) parts of the whole photograph: as the second look has them, and around it as the first."""
    parts = leave(parse.told.transpose(1, 2, 0), parse.box)
    if parse.first is not None:
        whole = leave(parse.first.told.transpose(1, 2, 0), parse.first.box)
        whole[parse.window] = parts
        parts = whole
    return parts.argmax(-1)


def measure_flatlay(engine: Engine, data: Path, limit: int | None) -> dict[str, float]:
    """IoU of the garment's matte at the photograph's own resolution, halves cut at 0.5."""

    def one(row: dict[str, str]) -> tuple[float, bool]:
        rgb = read_photograph(data / "flatlay/images" / row["filename"]).srgb()
        with Image.open(data / "flatlay/mattes" / f"{Path(row['filename']).stem}.png") as file:
            truth = np.asarray(file.convert("L")) > 127
        parse = engine.parse(rgb)
        winner = (parse.told[2:6] * parse.matte).sum((1, 2)).argmax()
        return iou(own_matte(rgb, parse) > 0.5, truth), ("top", "outer", "bottom", "dress")[winner] == row["part"]

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(one, rows(data / "flatlay/styles.csv")[:limit]))
    return {
        "flatlay_iou": float(np.mean([f[0] for f in found])),
        "flatlay_part_named": float(np.mean([f[1] for f in found])),
    }


def measure_street(engine: Engine, data: Path, limit: int | None) -> dict[str, float]:
    """IoU of all garments together (the matte, cut at 0.5) against the rest, and the mean IoU of the six parts."""
    garments, both, either = [], np.zeros(7), np.zeros(7)

    def one(row: dict[str, str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        with Image.open(data / "onmodel/parts" / f"{Path(row['filename']).stem}.png") as file:
            truth = np.asarray(file)
        rgb = read_photograph(data / "onmodel/images" / row["filename"]).srgb()
        parse = engine.parse(rgb)
        return named_parts(parse), own_matte(rgb, parse) > 0.5, truth

    with ThreadPoolExecutor(2) as pool:
        for label, matte, truth in pool.map(one, rows(data / "onmodel/split.csv")[:limit]):
            garments.append(iou(matte, np.isin(truth, GARMENTS)))
            for part in range(7):
                both[part] += ((label == part) & (truth == part)).sum()
                either[part] += ((label == part) | (truth == part)).sum()
    return {
        "street_iou": float(np.mean(garments)),
        "street_parts_iou": float((both[1:] / np.maximum(either[1:], 1)).mean()),
    }


def write_edit(engine: Engine, source: Path, out: Path, edit: Edit) -> None:
    """One edited photograph, losslessly; nothing where the engine finds nothing to edit."""
    photograph = read_photograph(source)
    rgb = photograph.srgb()
    try:
        rendering = engine.render(rgb, engine.parse(rgb), edit, sku=source.stem)
    except NothingToEdit:
        return
    Image.fromarray(photograph.composite(rendering.rgb, rendering.matte)).save(out, compress_level=1)


def score(tool: Path, *arguments: str) -> dict[str, dict[str, float]]:
    """The summary that a scoring tool prints last."""
    done = subprocess.run([sys.executable, str(tool), *arguments], capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        sys.exit(f"{tool.name}: {done.stderr}")
    summary: dict[str, dict[str, float]] = json.loads(done.stdout.strip().splitlines()[-1])
    return summary


def measure_crimson(engine: Engine, data: Path, tools: Path, keep: Path, limit: int | None) -> dict[str, float]:
    before, after = keep / "crimson-before", keep / "crimson-after"
    before.mkdir(parents=True, exist_ok=True)
    after.mkdir(exist_ok=True)
    edit = parse_edit(["color=crimson"], engine.card.prints)

    def one(row: dict[str, str]) -> None:
        stem = Path(row["filename"]).stem
        with Image.open(data / "flatlay/images" / row["filename"]) as file:
            file.convert("RGB").save(before / f"{stem}.png", compress_level=1)
        write_edit(engine, before / f"{stem}.png", after / f"{stem}.png", edit)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, rows(data / "flatlay/styles.csv")[:limit]))
    summary = score(
        tools / "score_edits.py",
        "--before",
        str(before),
        "--after",
        str(after),
        "--masks",
        str(data / "flatlay/mattes"),
        "--color",
        CRIMSON,
    )
    names = ("outside", "spill", "taken", "folds", "relief", "color")
    figures = {f"crimson_{k}": summary[k]["median"] for k in names}
    return {
        **figures,
        **{f"crimson_{k}_worst_tenth": summary[k]["worst_tenth"] for k in names},
        "crimson_missing": float(summary["missing"]),
    }  # type: ignore[arg-type]


def measure_studio(engine: Engine, data: Path, tools: Path, keep: Path, limit: int | None) -> dict[str, float]:
    after = keep / "studio-after"
    after.mkdir(parents=True, exist_ok=True)
    garments: dict[str, list[dict[str, str]]] = {}
    for row in rows(data / "studio/colorways.csv"):
        garments.setdefault(row["sku"], []).append(row)

    def one(row: dict[str, str]) -> None:
        for other in garments[row["sku"]]:
            if other is not row:
                edit = parse_edit([f"color={other['median_rgb']}"], engine.card.prints)
                name = f"{row['sku']}-{row['color']}.to-{other['color']}.png"
                write_edit(engine, data / "studio/images" / row["filename"], after / name, edit)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, [row for ways in garments.values() for row in ways][:limit]))
    summary = score(
        tools / "score_colorways.py", "--studio", str(data / "studio"), "--after", str(after), "--split", "val"
    )
    names = ("inside", "edge", "relief", "folds", "outside", "moved", "script", "script_edge", "ratio")
    figures = {f"studio_{k}": summary[k]["median"] for k in names}
    return {
        **figures,
        **{f"studio_{k}_worst_tenth": summary[k]["worst_tenth"] for k in names},
        "studio_inside_to_script_worst_tenth": summary["inside"]["worst_tenth"] / summary["script"]["worst_tenth"],
        "studio_edge_to_script": summary["edge"]["median"] / summary["script_edge"]["median"],
        "studio_absent": float(summary["absent"]),
    }  # type: ignore[arg-type]


ASKED: dict[str, tuple[float, float]] = {
    "flatlay_iou": (0.965, 1),
    "street_iou": (0.84, 1),
    "street_parts_iou": (0.6, 1),
    "crimson_outside": (50, 99),
    "crimson_taken": (0.97, 1),
    "crimson_color": (0, 3),
    "studio_ratio": (0, 0.75),
    "studio_ratio_worst_tenth": (0, 1.2),
    "studio_inside_to_script_worst_tenth": (0, 0.65),
    "studio_edge_to_script": (0, 1.1),
    "studio_relief": (0.9, 1.1),
    "studio_folds": (0.93, 1),
    "studio_moved": (0, 0.003),
}
"""The least and the most that is asked of a figure: a retoucher's level."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--tools", type=Path, default=ROOT.parent / "shared/tools")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--limit", type=int, help="photographs a kind, for a quick look")
    parser.add_argument("--only", choices=("flatlay", "street", "crimson", "studio"), help="one part of it")
    parser.add_argument("--json", type=Path, help="write all figures there")
    parser.add_argument("--keep", type=Path, help="keep the edited photographs there")
    args = parser.parse_args()
    engine = Engine.load(find_weights(args.weights), "auto", threads=1)
    with tempfile.TemporaryDirectory() as temporary:
        keep = args.keep or Path(temporary)
        parts = {
            "flatlay": lambda: measure_flatlay(engine, args.data, args.limit),
            "street": lambda: measure_street(engine, args.data, args.limit),
            "crimson": lambda: measure_crimson(engine, args.data, args.tools, keep, args.limit),
            "studio": lambda: measure_studio(engine, args.data, args.tools, keep, args.limit),
        }
        figures = {k: v for name, part in parts.items() if args.only in (None, name) for k, v in part().items()}
    for name, value in figures.items():
        low, high = ASKED.get(name, (None, None))
        asked = "" if low is None else f"{low:g} to {high:g}   {'yes' if low <= value <= high else 'NO'}"
        sys.stdout.write(f"{name:28} {value:9.4f}   {asked}\n")
    if args.json:
        args.json.write_text(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
