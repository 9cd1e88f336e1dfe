"""How long a large manifest takes: rules by SKU and by glob on a large catalog, read and resolved.

    python benchmarks/manifest.py [--items 100000] [--skus 10000] [--globs 100] [--format yaml|json|toml|csv|xlsx]

No photograph is needed: items are names. Each SKU rule names one SKU; globs begin with a folder, with `**`, or have stars
in the middle. A catalog.csv with a row for each SKU is read too, and a rule asks for one of its columns.
"""

import argparse
import csv
import json
import tempfile
import time
from pathlib import Path, PurePath

from fashionforward.catalog.find import Item
from fashionforward.manifest.load import load_manifest

PRINTS = ("palm_print", "floral", "stripes", "solid")
FOLDERS = ("hoodies", "tees", "dresses", "skirts", "trousers", "outerwear")


def main() -> None:
    """Write a manifest, read it and resolve it; print the seconds."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = _write(root, options)
        items = _items(root / "catalog", options)
        begun = _clock()
        manifest = load_manifest(path, PRINTS)
        read = _clock()
        resolution = manifest.resolve(items)
        resolved = _clock()
    images = sum(len(assignment.edits) for assignment in resolution.assignments)
    print(f"{len(items):,} items, {len(manifest.rules):,} rules, {images:,} images")
    for what, start, end in (("read", begun, read), ("resolved", read, resolved), ("both", begun, resolved)):
        print(f"{what}: {end[0] - start[0]:.2f} s, of which {end[1] - start[1]:.2f} s on a core of its own")


def _clock() -> tuple[float, float]:
    """Seconds on the wall, and of this process: they differ where the machine is busy with something else."""
    return time.perf_counter(), time.process_time()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--skus", type=int, default=10_000)
    parser.add_argument("--globs", type=int, default=100)
    parser.add_argument("--format", choices=("yaml", "json", "toml", "csv", "xlsx"), default="yaml")
    return parser.parse_args()


def _sku(number: int) -> str:
    return f"{FOLDERS[number % len(FOLDERS)][:2].upper()}-{number:06d}"


def _items(root: Path, options: argparse.Namespace) -> list[Item]:
    """Ten photographs of each SKU, in a folder of its own."""
    views = max(1, options.items // options.skus)
    numbers = range(options.items)
    paths = [
        PurePath(FOLDERS[n // views % len(FOLDERS)], f"style-{n // views % 500}", f"{_sku(n // views)}_{n % views}.jpg")
        for n in numbers
    ]
    return [Item(root / path, path) for path in paths]


def _globs(count: int) -> list[str]:
    kinds = ("{folder}/**/*_{n}.jpg", "**/style-{n}/*.jpg", "{folder}/style-{n}?/*-*{n}_*.jpg", "**/*{n}*_*.jpg")
    return [kinds[n % len(kinds)].format(folder=FOLDERS[n % len(FOLDERS)], n=n) for n in range(count)]


def _write(root: Path, options: argparse.Namespace) -> Path:
    """The manifest and the catalog's table."""
    with (root / "catalog.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["SKU", "Category", "Vendor"])
        rows.writerows([_sku(n), FOLDERS[n % len(FOLDERS)], "us"] for n in range(options.skus))
    path = root / f"edits.{options.format}"
    if options.format in ("csv", "xlsx"):
        _write_rows(path, options)
        return path
    edits = {
        "palm": {"print": "palm_print", "scale": 0.8},
        "season": {"colorways": ["navy", "sage", "#5a3b2c"]},
        "six": {"print": "floral", "variants": 6},
    }
    rules: list[dict[str, object]] = [{"where": {"category": "dresses"}, "apply": ["palm"]}]
    rules += [{"match": glob, "apply": ["season"]} for glob in _globs(options.globs)]
    rules += [{"sku": [_sku(n)], "apply": ["palm", "six"], "set": {"seed": n % 7}} for n in range(options.skus)]
    document = {"version": 1, "defaults": {"seed": 7}, "edits": edits, "rules": rules}
    path.write_text(_toml(document) if options.format == "toml" else _text(document, options.format))
    return path


def _text(document: dict[str, object], kind: str) -> str:
    if kind == "json":
        return json.dumps(document, indent=1)
    import yaml

    return str(yaml.safe_dump(document, sort_keys=False))


def _toml(document: dict[str, object]) -> str:
    """Inline tables are JSON with other signs, for what is in this file."""

    def inline(value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key} = {inline(each)}" for key, each in value.items()) + "}"
        return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else json.dumps(value)

    return "\n".join(f"{key} = {inline(value)}" for key, value in document.items())


def _write_rows(path: Path, options: argparse.Namespace) -> None:
    head = ["match", "sku", "edit", "print", "color", "seed"]
    rows = [[glob, "", "navy", "", "navy", ""] for glob in _globs(options.globs)]
    rows += [["", _sku(n), "palm", "palm_print", "", str(n % 7)] for n in range(options.skus)]
    if path.suffix == ".csv":
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        return
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("edits")
    for row in [head, *rows]:
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    main()
