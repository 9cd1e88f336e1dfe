#!/usr/bin/env python3
"""How much of an old print is left under a new one: plain garments printed by the renderer, then painted solid.

    python benchmarks/old_print.py [--data DIR] [--weights DIR] [--limit N] [--json FILE] [--keep DIR]

Each plain flat-lay garment of the validation split is given a print, in strong colours; then that picture and the photograph itself are
painted `print=solid` in one colour. Where the old print is gone both come out alike. Left over: energy of the difference of the
two results' log luminance over the energy that the print had put into the photograph's, inside the matte shrunk by 1 % of the
diagonal, both without their means. The matte is handed over, so that shading alone is judged. Needs the `dev` extra.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from fashionforward.attributes.reading import parse_edit
from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.mattes import read_matte
from fashionforward.imaging.levels import log_luminance
from fashionforward.runtime.engine import Engine
from fashionforward.runtime.weights import find_weights
from fashionforward.training.dataset_file import read_dataset
from fashionforward.training.packing import is_plain

ROOT = Path(__file__).resolve().parents[1]
PRINTS = ("stripes", "polka_dot", "palm_print", "gingham", "camo", "floral", "leopard", "geometric")
PAINT = "#8a9098"


def energy(plane: np.ndarray, inside: np.ndarray) -> float:
    values = plane[inside]
    return float(((values - values.mean()) ** 2).mean())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--limit", type=int, default=40, help="plain garments")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--keep", type=Path, help="keep printed and painted pictures there")
    args = parser.parse_args()
    engine = Engine.load(find_weights(args.weights), "auto", threads=None)
    [source] = [s for s in read_dataset(ROOT / "benchmarks/dataset.toml") if s.name == "flatlay"]
    solid = parse_edit(["print=solid", f"color={PAINT}"], engine.card.prints)
    left: dict[str, list[float]] = {}
    for row in source.rows("val"):
        if sum(map(len, left.values())) >= args.limit:
            break
        rgb = read_photograph(args.data / "flatlay/images" / row["filename"]).srgb()
        matte = read_matte(args.data / "flatlay/mattes" / f"{Path(row['filename']).stem}.png", rgb.shape[:2])
        if not is_plain(rgb, matte > 0.9):
            continue
        name = PRINTS[sum(map(len, left.values())) % len(PRINTS)]
        sku, edit = Path(row["filename"]).stem, parse_edit([name, "scale=0.5"], engine.card.prints)
        printed = engine.render(rgb, engine.parse(rgb), edit, sku=sku, matte=matte).rgb
        plain, painted = (engine.render(x, engine.parse(x), solid, sku=sku, matte=matte).rgb for x in (rgb, printed))
        inside = ndimage.distance_transform_edt(matte > 0.9) > 0.01 * np.hypot(*matte.shape)
        logs = [log_luminance(x) for x in (rgb, printed, plain, painted)]
        left.setdefault(name, []).append(energy(logs[3] - logs[2], inside) / energy(logs[1] - logs[0], inside))
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            strip = np.concatenate([rgb, printed, painted, plain], 1)
            Image.fromarray(np.rint(np.clip(strip, 0, 1) * 255).astype(np.uint8)).save(args.keep / f"{sku}.png")
    everything = [v for values in left.values() for v in values]
    figures = {name: round(float(np.median(v)), 4) for name, v in sorted(left.items())}
    figures |= {
        "median": round(float(np.median(everything)), 4),
        "worst_tenth": round(float(np.percentile(everything, 90)), 4),
    }
    print(f"{len(everything)} plain garments: share of the old print's energy that is left")
    for name, value in figures.items():
        print(f"{name:14}{100 * value:7.1f} %")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
