#!/usr/bin/env python3
"""What each part of the model buys, on a retoucher's own colourways: every ordered pair of the validation split.

    python benchmarks/ablation.py [--data DIR] [--weights DIR] [--json FILE]

Handed the retoucher's region and colour, so that only the look of the cloth is judged: CIEDE2000 to his photograph, mean inside the
region shrunk by 0.5 % of the diagonal, at half size. Each row adds a part to the one above it. Needs the `dev` extra.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.color import deltaE_ciede2000, rgb2lab

from fashionforward.imaging.letterbox import enter, resize
from fashionforward.imaging.levels import Light, measure_light
from fashionforward.imaging.pooling import pool_features
from fashionforward.imaging.transfer import to_linear, to_srgb
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.paint import Paint
from fashionforward.runtime.pixels import run_pixels
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import find_weights

ROOT = Path(__file__).resolve().parents[1]
SCALE = 0.5
ROWS = (
    "nothing: the photograph as it is",
    "flat fill of the colour asked for",
    "the formula, luminance as shading",
    "the formula, learned shading",
    "response, z_cloth of another garment",
    "response, z_cloth of the garment",
    "the same, its median brought to the colour",
)


class Way:
    """One photograph of a garment, at half size, with what the parser says of it inside the retoucher's region."""

    def __init__(self, sessions: Sessions, canvas: tuple[int, int], path: Path, region: np.ndarray) -> None:
        with Image.open(path) as file:
            self.rgb = resize(np.asarray(file.convert("RGB"), np.float32) / 255, region.shape)
        small, box = enter(self.rgb, canvas)
        out = sessions.run("parser", {"image": small.transpose(2, 0, 1)[None]})
        matte, main = out["matte"][0, 0], out["main"][0, 0]
        whole = (slice(None), slice(None))
        self.light = measure_light(self.rgb, region, box, whole, small)
        self.learned = measure_light(self.rgb, region, box, whole, small, out["shading"][0, 0])
        pooled = pool_features(out["cloth"][0], matte * main)
        feeds = {"features": pooled[None], "statistics": self.light.statistics[None]}
        self.film = sessions.run("cloth", {**feeds, "old": self.light.colour[None]})["film"]


def formula(light: Light, colour: np.ndarray, inside: np.ndarray) -> np.ndarray:
    return to_srgb(to_linear(colour) * np.exp(light.levels[0][inside])[:, None])


def respond(sessions: Sessions, way: Way, film: np.ndarray, colour: np.ndarray, inside: np.ndarray) -> np.ndarray:
    levels = np.ascontiguousarray(way.light.levels[:, inside])
    asked = Paint(colour[None]).log_albedo(np.empty((levels.shape[1], 2), np.float32))
    return run_pixels(sessions, {"levels": levels, "asked": asked}, {"film": film})


def measure(
    sessions: Sessions, way: Way, other: np.ndarray, wanted: np.ndarray, colour: np.ndarray, inside: np.ndarray
) -> list[float]:
    """One pair: CIEDE2000 of each row of the table."""
    answer = respond(sessions, way, way.film, colour, inside)
    moved = np.clip(colour + colour - np.median(answer, axis=0), 0, 1).astype(np.float32)
    made = (
        way.rgb[inside],
        np.broadcast_to(colour, (int(inside.sum()), 3)),
        formula(way.light, colour, inside),
        formula(way.learned, colour, inside),
        respond(sessions, way, other, colour, inside),
        answer,
        respond(sessions, way, way.film, moved, inside),
    )
    truth = rgb2lab(wanted[inside])
    return [float(deltaE_ciede2000(rgb2lab(np.clip(rgb, 0, 1).astype(float)), truth).mean()) for rgb in made]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--json", type=Path, help="write the figures there")
    args = parser.parse_args()
    weights, studio = find_weights(args.weights), args.data / "studio"
    sessions = Sessions(weights.path, choose_device("auto"), None)
    garments: dict[str, list[dict[str, str]]] = {}
    with (studio / "colorways.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            if row["split"] == "val":
                garments.setdefault(row["sku"], []).append(row)
    height, width = weights.card.canvas
    found, seen = [], []
    for sku, ways in sorted(garments.items()):
        with Image.open(studio / "recolored" / f"{sku}.png") as file:
            mask = np.asarray(file.convert("L"), np.float32) / 255
        region = resize(mask, (round(mask.shape[0] * SCALE), round(mask.shape[1] * SCALE)))
        inside = ndimage.distance_transform_edt(region > 0.5) > 0.005 * np.hypot(*region.shape)
        seen.append([Way(sessions, (height, width), studio / "images" / row["filename"], region) for row in ways])
        found.append(
            (
                inside,
                [
                    np.array([int(row["median_rgb"][i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)
                    for row in ways
                ],
            )
        )
    pairs = []
    for index, (own, (inside, colours)) in enumerate(zip(seen, found, strict=True)):
        other = seen[(index + 1) % len(seen)][0].film
        for a, way in enumerate(own):
            for b, wanted in enumerate(own):
                if a != b:
                    pairs.append(measure(sessions, way, other, wanted.rgb, colours[b], inside))
    table = np.array(pairs)
    figures = {
        name: {"median": round(float(np.median(v)), 2), "worst_tenth": round(float(np.percentile(v, 90)), 2)}
        for name, v in zip(ROWS, table.T, strict=True)
    }
    print(f"{len(pairs)} pairs of {len(seen)} garments: CIEDE2000 to the retoucher's photograph")
    print(f"{'':46}{'median':>8}{'worst tenth':>14}")
    for name, value in figures.items():
        print(f"{name:46}{value['median']:8.2f}{value['worst_tenth']:14.2f}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
