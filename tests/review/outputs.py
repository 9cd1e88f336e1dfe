"""An output folder as a run leaves it, made without one."""

import io
from collections.abc import Sequence
from pathlib import Path, PurePath, PurePosixPath

from PIL import Image

from fashionforward.review.entry import Entry
from fashionforward.review.thumbnail import after_path, before_path

EDITS = ("palm", "navy")
WILD = (
    "tees/<img src=x onerror=\"document.title='pwned'\">.jpg",
    "tees/</script><script>document.title='pwned'</script>.jpg",
    "tees/'quoted' \"twice\" & #50% <b>bold</b>?.jpg",
    "tees/{{data}} --><!-- юбка\u2028№1.jpg",
)
"""Names that a page could take for markup. `/` parts folders, in names as in tags."""


COLOURS = {"before": "#00ff00", "palm": "#000064", "navy": "#0000c8"}


def make_outputs(
    root: Path, items: Sequence[str], edits: Sequence[str] = EDITS, *, size: tuple[int, int] = (30, 40)
) -> list[Entry]:
    """Write photographs below root/catalog, images and thumbnails below root/out; returns what a ledger would say."""
    out = root / "out"
    pictures = {name: _jpeg(size, colour) for name, colour in COLOURS.items()}
    entries = []
    for number, item in enumerate(items):
        relative = PurePath(item)
        source = root / "catalog" / relative
        for path in (source, before_path(out, relative)):
            _write(path, pictures["before"])
        for edit in edits:
            for path in (out / edit / relative, after_path(out, edit, relative)):
                _write(path, pictures[edit])
            output = PurePosixPath(edit, item)
            gates = (f"spill 0.{number} > 0.1",) if number % 10 == 3 else ()
            sku = f"SKU-{number:03d}"
            entries.append(Entry(item, edit, sku, 7, "done", output, source, gates=gates, made="2026-11-22"))
    return entries


def _jpeg(size: tuple[int, int], colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG")
    return buffer.getvalue()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
