"""An output folder as a run leaves it, made without one."""

from collections.abc import Sequence
from pathlib import Path, PurePath, PurePosixPath

from PIL import Image

from fashionforward.review.entry import Entry
from fashionforward.review.thumbnail import after_path, before_path, save_thumbnail

EDITS = ("palm", "navy")
WILD = (
    "tees/<img src=x onerror=\"document.title='pwned'\">.jpg",
    "tees/</script><script>document.title='pwned'</script>.jpg",
    "tees/'quoted' \"twice\" & #50% <b>bold</b>?.jpg",
    "tees/{{data}} --><!-- юбка\u2028№1.jpg",
)
"""Names that a page could take for markup. `/` parts folders, in names as in tags."""


def make_outputs(
    root: Path, items: Sequence[str], edits: Sequence[str] = EDITS, *, size: tuple[int, int] = (30, 40)
) -> list[Entry]:
    """Write photographs below root/catalog, images and thumbnails below root/out; returns what a ledger would say."""
    out = root / "out"
    entries = []
    for number, item in enumerate(items):
        relative = PurePath(item)
        source = root / "catalog" / relative
        before = Image.new("RGB", size, "#00ff00")
        _save(source, before)
        save_thumbnail(before_path(out, relative), before)
        for edit in edits:
            image = Image.new("RGB", size, (0, 0, 200 if edit == "navy" else 100))
            _save(out / edit / relative, image)
            save_thumbnail(after_path(out, edit, relative), image)
            output = PurePosixPath(edit, item)
            gates = ("rim",) if number % 10 == 3 else ()
            sku = f"SKU-{number:03d}"
            entries.append(Entry(item, edit, sku, 7, "done", output, source, gates=gates, made="2026-11-22"))
    return entries


def _save(path: Path, image: Image.Image) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "JPEG")
