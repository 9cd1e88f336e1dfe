#!/usr/bin/env python3
"""Feed damaged and hostile input to everything that reads what suppliers send, guided by coverage.

    pip install atheris
    python benchmarks/fuzz.py [files metadata manifest table review names] [--minutes 10] [--corpus DIR] [--findings DIR]

files: any bytes are read as a photograph; what can be read is edited and written in every way, and read again.
metadata: any bytes are XMP, Photoshop's resources or EXIF, alone or in a JPEG that is read and written.
manifest: YAML, JSON or TOML, loaded and resolved. table: CSV or XLSX, as a manifest and as a catalog's table.
review: verdicts, read, obeyed, written and read again. names: templates of output names, SKUs and items.

Each target gets so many minutes of processor time. Whatever is not refused with one of ff's own errors is a finding: its
input and traceback are kept in --findings, one for each place in the code. What was found is kept in tests/**/test_hostile.py.
"""

import argparse
import hashlib
import io
import json
import logging
import os
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

import atheris
import numpy as np
import openpyxl

with atheris.instrument_imports(include=["fashionforward", "PIL", "tifffile"]):
    import tifffile
    from PIL import Image

    from fashionforward.attributes.edit import Edit
    from fashionforward.batch.plan import Job
    from fashionforward.catalog.decode import read_photograph
    from fashionforward.catalog.encode import encode
    from fashionforward.catalog.find import Item
    from fashionforward.catalog.layers import encode_layers
    from fashionforward.catalog.marking import Marking, explain, mark, unmark
    from fashionforward.catalog.options import FileOptions
    from fashionforward.catalog.outputs import OutputTree
    from fashionforward.catalog.photoshop import keep_resources
    from fashionforward.catalog.xmp import PROPERTIES_OF_THE_FILE, BadXmp, Packet
    from fashionforward.errors import BadManifest, BadReview, UnreadableImage, UnsafeOutput, UsageError
    from fashionforward.manifest.load import load_manifest
    from fashionforward.manifest.report import findings, item_lines
    from fashionforward.review.verdicts import apply_verdicts, read_verdicts, write_verdicts

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path(tempfile.mkdtemp(prefix="ff-fuzz-"))
MARKING = Marking("palm_print", 7, "0123456789abcdef")
PRINTS = ("palm_print", "floral", "stripes", "solid")
LARGEST = 1 << 16
"""Pixels: beyond, all is slow and nothing new."""

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>"""
RESOURCES = b"8BIM\x04\x04\0\0\0\0\0\x02ab8BIM\x04\x0c\0\0\0\0\0\x01c\0"
SHEET = "xl/worksheets/sheet1.xml"


def fuzz_files(data: bytes) -> None:
    path = PLACE / "a.jpg"
    path.write_bytes(data)
    try:
        photograph = read_photograph(path)
        explain(path)
        if photograph.pixels.size > LARGEST:
            return
        matte = np.full(photograph.size, 0.5, np.float32)
        pixels = photograph.composite(photograph.srgb(), matte)
        for files in (FileOptions(drop_gps=True, quality=50), FileOptions(export_for="google", marking=False)):
            path.write_bytes(encode(photograph, pixels, files, MARKING))
            read_photograph(path)
        for kind in ("psd", "tiff"):
            encode_layers(photograph, pixels, matte, FileOptions(layers=kind), MARKING)
    except UnreadableImage:
        return  # a profile may fail only when it is used


def fuzz_metadata(data: bytes) -> None:
    kind, data = data[:1], data[1:]
    if kind < b"\x40":
        _packet(data)
    elif kind < b"\x80":
        kept = keep_resources(data, turned=bool(data[:1] == b"\1"))
        assert keep_resources(kept, turned=False) == kept
    elif len(data) < 60_000:
        heads = (b"\xe1", b"Exif\0\0"), (b"\xe1", b"http://ns.adobe.com/xap/1.0/\0"), (b"\xed", b"Photoshop 3.0\0")
        marker, head = heads[kind[0] % 3] if kind else heads[0]
        body = head + data
        _through(JPEG[:2] + b"\xff" + marker + (len(body) + 2).to_bytes(2, "big") + body + JPEG[2:])


def _packet(data: bytes) -> None:
    try:
        packet = Packet(data)
    except BadXmp:
        return
    packet.drop(PROPERTIES_OF_THE_FILE)
    packet.drop_gps()
    mark(packet, MARKING)
    again = Packet(packet.tobytes())
    assert again.get("urn:fashionforward:xmp:1#", "edit") == MARKING.edit
    unmark(again)
    Packet(again.tobytes())


def _through(data: bytes) -> None:
    path = PLACE / "m.jpg"
    path.write_bytes(data)
    photograph = read_photograph(path)  # whatever its metadata is, the picture is well
    path.write_bytes(encode(photograph, photograph.pixels, FileOptions(drop_gps=True), MARKING))
    said = explain(path)
    assert said.marking == MARKING, said
    read_photograph(path)


def fuzz_manifest(data: bytes) -> None:
    suffix = (".yaml", ".json", ".toml")[data[0] % 3] if data else ".yaml"
    _resolve(PLACE / f"edits{suffix}", data[1:])


def _resolve(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        resolution = load_manifest(path, PRINTS).resolve(ITEMS)
    except BadManifest as error:
        assert str(error).isprintable() or "\n" in str(error)
        return
    lines = [*item_lines(resolution), *findings(resolution, path)]
    assert all(line.isprintable() for line in lines), lines
    for assignment in resolution.assignments:
        for edit in assignment.edits:
            place = OutputTree(PLACE / "out").image(edit, assignment.item.relative, assignment.sku)
            assert place.is_relative_to(PLACE / "out") and ".." not in place.parts


def fuzz_table(data: bytes) -> None:
    kind, data = (data[0] % 4 if data else 0), data[1:]
    table = CATALOG / "catalog.csv"
    if kind == 0:
        _resolve(PLACE / "edits.csv", data)
    elif kind == 1:
        table.write_bytes(data)
        _resolve(PLACE / "edits.yaml", BY_COLUMN)
        table.unlink()
    elif kind == 2:
        _resolve(PLACE / "edits.xlsx", data)
    else:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, part in PARTS.items():
                archive.writestr(name, data if name == SHEET else part)
        _resolve(PLACE / "edits.xlsx", buffer.getvalue())


def fuzz_review(data: bytes) -> None:
    path = PLACE / "review.json"
    path.write_bytes(data)
    try:
        verdicts = read_verdicts(path)
    except BadReview:
        return
    jobs = [Job(item, (Edit("a", print="palm_print"), Edit("b", color=(1, 0, 0))), item.sku) for item in ITEMS]
    seeds = {(item.relative.as_posix(), "a"): 3 for item in ITEMS}
    for drop in (False, True):
        assert len(apply_verdicts(jobs, verdicts, drop, seeds)) <= len(jobs)
    write_verdicts(path, verdicts)
    assert read_verdicts(path) == verdicts


def fuzz_names(data: bytes) -> None:
    words = atheris.FuzzedDataProvider(data)
    template, sku, name = (words.ConsumeUnicodeNoSurrogates(40) for _ in range(3))
    try:
        tree = OutputTree(PLACE, FileOptions(name=template + "{ext}"))
        path = tree.image(Edit("e", seed=3), PurePath("tees", name.replace("/", "") + ".jpg"), sku)
    except (UsageError, UnsafeOutput, ValueError):
        return
    assert path.is_relative_to(PLACE) and ".." not in path.parts


TARGETS: dict[str, Callable[[bytes], None]] = {
    "files": fuzz_files,
    "metadata": fuzz_metadata,
    "manifest": fuzz_manifest,
    "table": fuzz_table,
    "review": fuzz_review,
    "names": fuzz_names,
}

CATALOG = PLACE / "catalog"
ITEMS = [Item(CATALOG / name, name) for name in ("a.jpg", "hoodies/HD-1001_back.jpg", "tees/ä\x1b[2J.png")]
BY_COLUMN = b"version: 1\nedits: {p: {print: palm_print}}\nrules: [{where: {category: tees}, apply: [p]}]\n"


def _small() -> Image.Image:
    return Image.fromarray(np.random.default_rng(0).integers(0, 255, (12, 10, 3)).astype(np.uint8))


def _jpeg() -> bytes:
    buffer = io.BytesIO()
    _small().save(buffer, "JPEG")
    return buffer.getvalue()


def _workbook() -> dict[str, bytes]:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in (("sku", "print", "color"), ("HD-1001", "palm_print", ""), ("a", "", "navy")):
        book.active.append(row)
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


JPEG, PARTS = _jpeg(), _workbook()


def _seeds(target: str, folder: Path) -> None:
    """Small inputs of every kind, to begin with."""
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x010F: "Maker", 0x8825: {1: "N", 2: (52.0, 31.0, 12.0)}, 0x8769: {0x829A: 0.005}})
    found: list[bytes] = []
    if target == "files":
        for format in ("JPEG", "PNG", "WEBP", "AVIF", "TIFF"):
            for mode in ("RGB", "L", "CMYK", "RGBA", "P"):
                try:
                    buffer = io.BytesIO()
                    _small().convert(mode).save(buffer, format, exif=exif.tobytes(), xmp=XMP)
                    found.append(buffer.getvalue())
                except OSError:
                    continue
        for compression in (None, "lzw", "zlib", "packbits"):
            buffer = io.BytesIO()
            deep = np.asarray(_small()).astype(np.uint16) * 257
            tifffile.imwrite(buffer, deep, photometric="rgb", compression=compression)
            found.append(buffer.getvalue())
    elif target == "metadata":
        found = [b"\0" + XMP, b"\x50" + RESOURCES, b"\x81" + exif.tobytes(), b"\x82" + XMP, b"\x80" + RESOURCES]
    elif target == "manifest":
        yaml = (ROOT / "examples" / "edits.yaml").read_bytes()
        found = [b"\0" + yaml, b"\0" + BY_COLUMN]
        plain = {"version": 1, "edits": {"p": {"print": "palm_print", "variants": 2}, "s": {"colorways": ["navy"]}}}
        plain["rules"] = [{"match": "**/*.jpg", "apply": ["p", "s"], "set": {"region": "top", "width_cm": 54}}]
        found.append(b"\1" + json.dumps(plain).encode())
        found.append(b'\2version = 1\n[edits.p]\nprint = "floral"\n[[rules]]\nsku = ["a"]\napply = ["p"]\n')
    elif target == "table":
        rows = b"sku,print,color,seed\nHD-1001,palm_print,,3\na,,navy,\n"
        shop = b"Handle,Variant SKU,Image Src,category\nx,HD-1001,https://a.example/f/a.jpg?v=1,tees\n"
        found = [b"\0" + rows, b"\0" + rows.replace(b",", b";"), b"\1" + shop, b"\3" + PARTS[SHEET]]
    elif target == "review":
        found = [
            b'{"version": 1, "verdicts": [{"item": "a.jpg", "edit": "a", "verdict": "rejected", "seed": 3, "note": ""}]}'
        ]
    for data in found:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


class _Watched:
    """A target that notes findings and goes on, and ends the process when its processor time is spent."""

    def __init__(self, name: str, seconds: float, kept: Path) -> None:
        self._name, self._seconds, self._kept = name, seconds, kept
        self._until = time.process_time() + seconds
        self._count = 0

    def __call__(self, data: bytes) -> None:
        try:
            TARGETS[self._name](data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            found = self._kept / f"{self._name}-{type(error).__name__}-{Path(place.filename).stem}-{place.lineno}"
            if not found.exists():
                found.write_bytes(data)
                found.with_name(found.name + ".txt").write_text(traceback.format_exc(), "utf-8", "backslashreplace")
        self._count += 1
        if time.process_time() > self._until:
            self.tell()
            os._exit(0)  # libFuzzer has no way to be asked to stop

    def tell(self) -> None:
        told: dict[str, Any] = {"inputs": self._count, "seconds": round(self._seconds)}
        (self._kept / f"{self._name}.json").write_text(json.dumps(told))


def _run(target: str, minutes: float, corpus: Path, kept: Path) -> None:
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    _seeds(target, folder)
    CATALOG.mkdir(exist_ok=True)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    limits = [
        "-rss_limit_mb=3000",
        "-timeout=60",
        "-max_len=8000",
        f"-artifact_prefix={kept}/{target}-",
        "-verbosity=0",
    ]
    atheris.Setup([sys.argv[0], *limits, str(folder)], _Watched(target, minutes * 60, kept))
    atheris.Fuzz()


def _apart(target: str, minutes: float, corpus: Path, kept: Path) -> bool:
    """Fuzz in a process of its own, whose words go to a file beside the findings; returns whether it came to its end."""
    child = os.fork()
    if child == 0:
        words = os.open(kept / f"{target}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(words, 1)
        os.dup2(words, 2)
        _run(target, minutes, corpus, kept)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], default=[])
    parser.add_argument("--minutes", type=float, default=10, help="of processor time, each target")
    parser.add_argument("--corpus", type=Path, default=PLACE / "corpus", help="where interesting inputs are kept")
    parser.add_argument("--findings", type=Path, default=Path("findings"))
    options = parser.parse_args()
    kept = options.findings.resolve()
    kept.mkdir(parents=True, exist_ok=True)
    print("| target | inputs | processor minutes | findings |\n|---|---|---|---|", flush=True)
    for target in options.targets or TARGETS:
        ended = _apart(target, options.minutes, options.corpus.resolve(), kept)
        found = [
            path for path in kept.glob(f"{target}-*") if path.suffix != ".txt"
        ]  # a finding has its traceback beside it
        told: dict[str, Any] = {"inputs": "ended early", "seconds": 0}
        if ended:
            told = json.loads((kept / f"{target}.json").read_text())
        print(f"| {target} | {told['inputs']} | {told['seconds'] / 60:.1f} | {len(found)} |", flush=True)


if __name__ == "__main__":
    main()
