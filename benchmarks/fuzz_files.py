"""Feed damaged and hostile files to the readers and the metadata writer, guided by coverage.

    pip install atheris
    python benchmarks/fuzz_files.py [files|xmp|resources|names] [--minutes 10] [--corpus DIR]

files: any bytes are read as a photograph; what can be read is edited and written in every way, and read again.
xmp: any bytes are a packet, which is marked, cleaned and read again. resources: Photoshop's. names: templates and SKUs.

Whatever is not refused with one of ff's own errors is a finding: libFuzzer prints it and writes the input to
`crash-<hash>` in the working directory. What was found is kept in tests/catalog/test_hostile.py.
"""

import argparse
import io
import logging
import sys
import tempfile
import warnings
from pathlib import Path, PurePath

import atheris

with atheris.instrument_imports(include=["fashionforward", "PIL", "tifffile"]):
    import numpy as np
    import tifffile
    from PIL import Image

    from fashionforward.attributes.edit import Edit
    from fashionforward.catalog.decode import read_photograph
    from fashionforward.catalog.encode import encode
    from fashionforward.catalog.layers import encode_layers
    from fashionforward.catalog.marking import Marking, explain, mark, unmark
    from fashionforward.catalog.options import FileOptions
    from fashionforward.catalog.outputs import OutputTree
    from fashionforward.catalog.photoshop import keep_resources
    from fashionforward.catalog.xmp import PROPERTIES_OF_THE_FILE, BadXmp, Packet
    from fashionforward.errors import UnreadableImage, UnsafeOutput, UsageError

MARKING = Marking("palm_print", 7, "0123456789abcdef")
PLACE = Path(tempfile.mkdtemp(prefix="ff-fuzz-"))
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>"""


def fuzz_files(data: bytes) -> None:
    path = PLACE / "a.jpg"
    path.write_bytes(data)
    try:
        photograph = read_photograph(path)
    except UnreadableImage:
        return
    if photograph.pixels.size > 1 << 20:
        return  # slow, and nothing new in it
    explain(path)
    matte = np.full(photograph.size, 0.5, np.float32)
    try:
        pixels = photograph.composite(photograph.srgb(), matte)
        for files in (FileOptions(drop_gps=True, quality=50), FileOptions(export_for="google", marking=False)):
            path.write_bytes(encode(photograph, pixels, files, MARKING))
            read_photograph(path)
        for kind in ("psd", "tiff"):
            encode_layers(photograph, pixels, matte, FileOptions(layers=kind), MARKING)
    except UnreadableImage:
        return  # a profile that fails only when it is used


def fuzz_xmp(data: bytes) -> None:
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


def fuzz_resources(data: bytes) -> None:
    kept = keep_resources(data, turned=bool(data[:1] == b"\1"))
    assert keep_resources(kept, turned=False) == kept


def fuzz_names(data: bytes) -> None:
    words = atheris.FuzzedDataProvider(data)
    template, sku, name = (words.ConsumeUnicodeNoSurrogates(40) for _ in range(3))
    try:
        tree = OutputTree(PLACE, FileOptions(name=template + "{ext}"))
        path = tree.image(Edit("e", seed=3), PurePath("tees", name.replace("/", "") + ".jpg"), sku)
    except (UsageError, UnsafeOutput, ValueError):
        return
    assert path.is_relative_to(PLACE) and ".." not in path.parts


TARGETS = {"files": fuzz_files, "xmp": fuzz_xmp, "resources": fuzz_resources, "names": fuzz_names}


def seeds(folder: Path) -> None:
    """Small files of every kind, to begin with."""
    image = Image.fromarray(np.random.default_rng(0).integers(0, 255, (12, 10, 3)).astype(np.uint8))
    exif = Image.Exif()
    exif.update({0x0112: 6, 0x010F: "Maker", 0x8825: {1: "N", 2: (52.0, 31.0, 12.0)}, 0x8769: {0x829A: 0.005}})
    for format in ("JPEG", "PNG", "WEBP", "AVIF", "TIFF"):
        for mode in ("RGB", "L", "CMYK", "RGBA", "P"):
            try:
                buffer = io.BytesIO()
                image.convert(mode).save(buffer, format, exif=exif.tobytes(), xmp=XMP)
                (folder / f"{format}-{mode}").write_bytes(buffer.getvalue())
            except OSError:
                continue
    deep = np.asarray(image).astype(np.uint16) * 257
    for compression in (None, "lzw", "zlib", "packbits"):
        tifffile.imwrite(folder / f"deep-{compression}", deep, photometric="rgb", compression=compression)
    (folder / "xmp").write_bytes(XMP)
    (folder / "resources").write_bytes(b"8BIM\x04\x04\0\0\0\0\0\x02ab8BIM\x04\x0c\0\0\0\0\0\x01c\0")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="?", choices=TARGETS, default="files")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, help="where interesting inputs are kept; default: thrown away")
    options = parser.parse_args()
    corpus = options.corpus or PLACE / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    seeds(corpus)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    arguments = [
        f"-max_total_time={round(options.minutes * 60)}",
        "-rss_limit_mb=3000",
        "-timeout=30",
        "-max_len=20000",
    ]
    atheris.Setup([sys.argv[0], *arguments, str(corpus)], TARGETS[options.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
