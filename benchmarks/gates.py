#!/usr/bin/env python3
"""How many bad edits the quality gates catch, and how many good ones they stop, on the validation photographs.

    python benchmarks/gates.py --json docs/gates.json [--data DIR] [--limit N] [--keep FILE] [--from FILE] [--gate NAME=NUMBER ...]

Good: a rendering whose matte covers the garment (in the studio, its main colour) as the data's own masks draw it, IoU
0.9 or more. Bad: real ones, whose matte does so with an IoU below 0.75; and made ones, good photographs rendered with a
matte, a colour or a print that was spoilt on purpose, in the street with a second garment of the data's masks under the matte
(the largest of them alone counts as good). Half of the photographs may set thresholds (`tuning`), the other half
measures them (`held out`). `--json` keeps the table; `--keep` the figures of each image, which `--from` judges again, say
under other thresholds. Needs the `dev` extra. Takes about three minutes of processor time.
"""

from __future__ import annotations

import argparse
import csv
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from quality import iou
from scipy import ndimage

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.reading import parse_edit
from fashionforward.batch.figures import measure
from fashionforward.batch.gates import Gates, parse_gates
from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import NothingToEdit
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.weights import find_weights

ROOT = Path(__file__).resolve().parents[1]
GOOD, BAD = 0.9, 0.75
GARMENTS = (2, 3, 4, 5)
SECOND = 0.1  # a second garment has at least this share of the first one's area

Array = np.ndarray[Any, np.dtype[np.float32]]
Row = dict[str, Any]


def photographs(data: Path, limit: int) -> Iterator[tuple[str, Path, list[Array]]]:
    """Each photograph, and the regions of which any would be right to change."""
    with (data / "flatlay/styles.csv").open(newline="") as lines:
        flat = [row["filename"] for row in csv.DictReader(lines) if row["split"] == "val"]
    for name in flat[:limit]:
        with Image.open(data / "flatlay/mattes" / f"{Path(name).stem}.png") as file:
            yield "flatlay", data / "flatlay/images" / name, [np.asarray(file.convert("L")) > 127]
    with (data / "onmodel/split.csv").open(newline="") as lines:
        street = [row["filename"] for row in csv.DictReader(lines) if row["split"] == "val"]
    for name in street[:limit]:
        with Image.open(data / "onmodel/parts" / f"{Path(name).stem}.png") as file:
            parts = np.asarray(file)
        yield "street", data / "onmodel/images" / name, [parts == part for part in GARMENTS if (parts == part).any()]
    with (data / "studio/colorways.csv").open(newline="") as lines:
        studio = [(row["filename"], row["sku"]) for row in csv.DictReader(lines) if row["split"] == "val"]
    for name, sku in studio[:limit]:
        with Image.open(data / "studio/recolored" / f"{sku}.png") as file:
            yield "studio", data / "studio/images" / name, [np.asarray(file.convert("L")) > 127]


def spoilt(matte: Array) -> Iterator[tuple[str, Array]]:
    """Mattes that are wrong in the ways that mattes are."""
    height, width = matte.shape
    yield "shifted by 8 %", ndimage.shift(matte, (0.05 * height, 0.08 * width), order=1).astype(np.float32)
    grown = ndimage.grey_dilation(matte, size=(2 * (width // 25) + 1,) * 2)
    yield "grown by 4 %", grown.astype(np.float32)
    yield "shrunk by 4 %", ndimage.grey_erosion(matte, size=(2 * (width // 25) + 1,) * 2).astype(np.float32)
    yield "blurred", ndimage.gaussian_filter(matte, width / 20).astype(np.float32) * (matte.max() or 1)
    half = matte.copy()
    columns = np.flatnonzero(matte.max(0) > 0.5)
    half[:, columns[len(columns) // 2] :] = 0
    yield "half of it", half
    leak = matte.copy()
    leak[: height // 2, : width // 3] = 1
    yield "a corner of the background", leak
    yield "everything", np.ones_like(matte)


def worn(truths: list[Array]) -> Iterator[tuple[str, bool, Array]]:
    """Of somebody who wears several garments: the largest as the data's masks draw it, and with the next beside it."""
    largest, *others = sorted(truths, key=lambda truth: -truth.sum())
    if others and others[0].sum() > SECOND * largest.sum():
        yield "its own mask", True, largest.astype(np.float32)
        yield "with a neighbour", False, (largest | others[0]).astype(np.float32)


def rows_of(engine: Engine, kind: str, path: Path, truths: list[Array]) -> Iterator[Row]:
    """Figures of one photograph: as the engine edits it, and spoilt."""
    half = "tuning" if zlib.crc32(path.name.encode()) % 2 else "held out"
    edits = {name: parse_edit(words, engine.card.prints) for name, words in EDITS.items()}
    rgb = read_photograph(path).srgb()
    parse = engine.parse(rgb)

    def row(what: str, figures: dict[str, Any], good: bool | None, **more: Any) -> Row:
        return {
            "photograph": path.name,
            "kind": kind,
            "half": half,
            "what": what,
            "good": good,
            "figures": figures,
            "weights": engine.card.fingerprint,
            **more,
        }

    def figures(
        asked: Edit, drawn: Edit, matte: Array | None = None, gain: float = 1.0
    ) -> tuple[dict[str, Any], Array]:
        # what is kept between edits is of an item's one matte
        of = parse if matte is None else replace(parse.first or parse, mattes={}, cloths={})
        made = engine.render(rgb, of, drawn, sku=path.stem, matte=matte)
        after = np.where(made.matte[..., None] > 0, np.clip(made.rgb * gain, 0, 1), made.rgb)
        found = measure(rgb, after, made.matte, asked)
        return found if made.worn else found | {"neighbour": None}, made.matte

    for what, good, own in worn(truths) if kind == "street" else ():
        yield row(what, figures(edits["print"], edits["print"], own)[0], good)
    as_asked = edits["colour" if kind == "studio" else "print"]  # the studio's masks are of main colours
    try:
        found, matte = figures(as_asked, as_asked)
        score = max(iou(matte > 0.5, truth) for truth in truths)
        good = True if score >= GOOD else False if score < BAD else None
        yield row("as asked", found, good, iou=score)
        if good is not True or kind == "studio":
            return
        yield row("as asked", figures(edits["solid"], edits["solid"])[0], True, iou=score)
        for what, other in spoilt(matte):
            try:
                yield row(what, figures(edits["print"], edits["print"], other)[0], False)
            except NothingToEdit:
                continue
        yield row("another colour", figures(edits["solid"], edits["other"])[0], False)
        yield row("no print", figures(edits["print"], edits["solid"])[0], False)
        yield row("overexposed", figures(edits["print"], edits["print"], gain=3.0)[0], False)
    except NothingToEdit:
        return


EDITS = {
    "print": ["palm_print"],
    "colour": ["color=crimson"],
    "solid": ["print=solid", "color=crimson"],
    "other": ["print=solid", "color=chocolate"],
}


def counted(rows: list[Row], gates: Gates) -> list[dict[str, Any]]:
    """How many of each kind were stopped, and by which gates: an image may be stopped by several."""
    groups: dict[tuple[bool, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["good"] is not None:
            made = {"as asked": "right" if row["good"] else "wrong", "its own mask": "by the data's own mask"}
            name = f"{row['kind']}, {made[row['what']]}" if row["what"] in made else f"spoilt: {row['what']}"
            groups[not row["good"], name].append(row)
    told = []
    for (bad, name), group in sorted(groups.items()):
        judged = [(row["half"], [words.split()[0] for words in gates.failed(row["figures"])]) for row in group]
        halves = {
            half: {
                "stopped": sum(bool(by) for at, by in judged if at == half),
                "of": sum(at == half for at, _ in judged),
            }
            for half in ("tuning", "held out")
        }
        told.append({"edits": name, "bad": bad, **halves, "by": dict(Counter(gate for _, by in judged for gate in by))})
    return told


def table(groups: list[dict[str, Any]]) -> Iterator[str]:
    yield "| edits | tuning: stopped | of | held out: stopped | of | by |\n|---|---|---|---|---|---|"
    for group in groups:
        cells = [group[half][key] for half in ("tuning", "held out") for key in ("stopped", "of")]
        by = ", ".join(f"{gate} {count}" for gate, count in sorted(group["by"].items(), key=lambda some: -some[1]))
        yield f"| {'**bad** ' if group['bad'] else 'good '}{group['edits']} | {' | '.join(map(str, cells))} | {by} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=int, default=40, help="photographs of each kind")
    parser.add_argument("--only", nargs="+", default=["flatlay", "street", "studio"], help="kinds of photographs")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--from", type=Path, dest="kept")
    parser.add_argument("--gate", action="append", default=[])
    options = parser.parse_args()
    if options.kept:
        rows = [json.loads(line) for line in options.kept.read_text().splitlines()]
    else:
        engine = Engine.load(find_weights(), "auto", threads=1)
        rows = []
        for kind, path, truths in photographs(options.data, options.limit):
            if kind in options.only:
                rows += rows_of(engine, kind, path, truths)
                if options.keep:
                    options.keep.write_text("".join(json.dumps(row) + "\n" for row in rows))
    gates = parse_gates(options.gate)
    groups = counted(rows, gates)
    print("\n".join(table(groups)))
    if options.json:
        told = {"weights": rows[0]["weights"], "gates": asdict(gates), "edits": groups}
        options.json.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
