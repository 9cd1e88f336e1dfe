#!/usr/bin/env python3
"""How well the print VAE that ships gives back designs that it never saw, a family at a time.

    python benchmarks/prints.py [--weights DIR] [--designs N] [--json FILE]

Seeds from 0 on, which are kept out of training, encoded and decoded by the shipped graphs: share of right cells, among
those that one palette entry holds most of; for soft families, in which few cells are one entry's, PSNR of the palette
weights. Needs the `dev` extra.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from fashionforward.prints import draw
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import find_weights
from fashionforward.training.prints_stage import judge


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--designs", type=int, default=4, help="designs a family")
    parser.add_argument("--json", type=Path, help="write the figures there")
    args = parser.parse_args()
    weights = find_weights(args.weights)
    sessions = Sessions(weights.path, choose_device("auto"), None)
    figures: dict[str, float] = {}
    for index, family in enumerate(weights.card.prints):
        number = np.array([index], np.int64)
        drawn = np.stack([draw(family, seed).weights for seed in range(args.designs)])
        decoded = []
        for field in drawn:
            code = sessions.run("print_encoder", {"weights": field[None], "family": number})["code"]
            decoded.append(sessions.run("print_decoder", {"code": code, "family": number})["field"][0])
        kind, value = judge(drawn, np.stack(decoded))
        figures[f"{kind}_{family}"] = round(value, 4)
        print(f"{family:16}{value:8.3f}{' dB' if kind == 'psnr' else ''}")
    figures["right_mean"] = round(float(np.mean([v for k, v in figures.items() if k.startswith("right_")])), 4)
    print(f"{'mean, right':16}{figures['right_mean']:8.3f}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
