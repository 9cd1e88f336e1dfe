"""What writing a file does to the parts of a photograph that the edit leaves alone.

    python benchmarks/untouched.py [PHOTOGRAPHS...]

Photographs are stored as files of each kind, an ellipse in the middle is painted navy, and the result is encoded as `ff
transform` does. Figures are over the values (0 to 255) of blocks of 16 x 16 pixels that lie a block or more from the
ellipse, against the file that was read; size is that of the result as a share of it (a plain ellipse is smaller than what
it covers). Default: the photographs of tests/ and examples/.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from fashionforward.catalog.decode import read_photograph
from fashionforward.catalog.encode import encode
from fashionforward.catalog.options import FileOptions

ROOT = Path(__file__).parents[1]
NAVY = np.array([0, 0, 0.5], np.float32)
BLOCK = 16

KINDS: list[tuple[str, str, dict[str, Any]]] = [
    *((f"JPEG q{quality} {sampling}", "JPEG", {"quality": quality, "subsampling": sampling})
      for quality, sampling in ((75, "4:2:0"), (85, "4:2:0"), (92, "4:2:0"), (92, "4:4:4"), (97, "4:4:4"))),
    *((f"WebP q{quality}", "WEBP", {"quality": quality}) for quality in (75, 90)),
    *((f"AVIF q{quality}", "AVIF", {"quality": quality}) for quality in (60, 75, 90)),
    ("PNG", "PNG", {}),
    ("TIFF", "TIFF", {"compression": "tiff_lzw"}),
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photographs", nargs="*", type=Path)
    parser.add_argument("--quality", type=int, help="as ff transform --quality")
    options = parser.parse_args()
    photographs = options.photographs or sorted((ROOT / "tests/photographs").glob("*.jpg")) + sorted(
        (ROOT / "examples/catalog").rglob("*.jpg")
    )
    print(
        f"{len(photographs)} photographs\n\n| stored as | mean change | above 2 | largest | size |\n|---|---|---|---|---|"
    )
    for name, format, how in KINDS:
        rows = np.array([measure(path, format, how, FileOptions(quality=options.quality)) for path in photographs])
        mean, share, _, size = rows.mean(axis=0)
        print(f"| {name} | {mean:.3f} | {share:.2%} | {rows[:, 2].max():.0f} | {size:.2f} |")


def measure(path: Path, format: str, how: dict[str, Any], files: FileOptions) -> tuple[float, float, float, float]:
    """Mean change, share of values that change by more than 2, largest change, size of output over input."""
    with tempfile.TemporaryDirectory() as folder:
        stored, written = Path(folder, "a.image"), Path(folder, "b.image")
        Image.open(path).convert("RGB").save(stored, format, **how)
        photograph = read_photograph(stored)
        matte = ellipse(*photograph.size)
        rgb = photograph.srgb()
        pixels = photograph.composite(rgb + matte[..., None] * (NAVY - rgb), matte)
        written.write_bytes(encode(photograph, pixels, files))
        change = np.abs(read_photograph(written).pixels.astype(int) - photograph.pixels)[away_from(matte)]
        return change.mean(), (change > 2).mean(), change.max(), written.stat().st_size / stored.stat().st_size


def ellipse(height: int, width: int) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot((y - height / 2 + 0.5) / (height * 0.38), (x - width / 2 + 0.5) / (width * 0.34))
    return np.clip((1 - distance) * 12, 0, 1).astype(np.float32)


def away_from(matte: np.ndarray) -> np.ndarray:
    """Where no block touched by the matte lies in or beside the pixel's own."""
    rows, columns = (-(-side // BLOCK) for side in matte.shape)
    padded = np.zeros((rows * BLOCK, columns * BLOCK), bool)
    padded[: matte.shape[0], : matte.shape[1]] = matte > 0
    touched = padded.reshape(rows, BLOCK, columns, BLOCK).any(axis=(1, 3))
    grown = np.pad(touched, 1)
    near = np.any([grown[y : y + rows, x : x + columns] for y in range(3) for x in range(3)], axis=0)
    return ~np.kron(near, np.ones((BLOCK, BLOCK), bool))[: matte.shape[0], : matte.shape[1]]


if __name__ == "__main__":
    main()
