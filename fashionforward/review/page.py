"""The review page: OUT/index.html, one file that opens from disk with no server and no network."""

import base64
import hashlib
import html
import json
import os
import re
from collections.abc import Iterable
from importlib import resources
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from fashionforward.catalog.outputs import OutputTree
from fashionforward.catalog.write import write_atomically
from fashionforward.errors import CannotWrite
from fashionforward.review.entry import Entry
from fashionforward.review.thumbnail import after_path, before_path
from fashionforward.review.verdicts import Verdicts

FILE_NAME = "index.html"
SCRIPTS = ("store.js", "grid.js", "viewer.js", "page.js")
"""One script in four files: in this order, each uses what stands before."""

NOTHING_SAID = Verdicts({})


def write_page(tree: OutputTree, entries: Iterable[Entry], verdicts: Verdicts = NOTHING_SAID) -> Path:
    """Write the page over everything that the output folder holds; returns its path.

    Raises:
        CannotWrite: with the reason.
    """
    path = tree.root / FILE_NAME
    try:
        write_atomically(path, build_page(tree.root, entries, verdicts).encode("utf-8"))
    except OSError as error:
        raise CannotWrite(f"The page {path} cannot be written: {error.strerror}.") from error
    return path


def build_page(root: Path, entries: Iterable[Entry], verdicts: Verdicts = NOTHING_SAID) -> str:
    """The page as text.

    Names reach it as JSON in a block that is no markup and no script, and the script hands them on as text alone. The
    page's policy allows this very script and no other, and no address but the folder's own and files.
    """
    script = '"use strict";\n{\n' + "\n".join(_asset(name) for name in SCRIPTS) + "\n}\n"
    policy = (
        "default-src 'none'; img-src 'self' file: data: blob:; connect-src 'self'; style-src 'unsafe-inline'; "
        f"script-src '{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": policy,
        "title": html.escape(f"Review: {_as_text(root.absolute().name)}"),
        "style": _asset("page.css"),
        "script": script,
        "data": _json_block(_page_data(root, entries, verdicts)),
    }
    # in one pass: what a name says is never taken for a placeholder
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _asset("page.html"))


def _page_data(root: Path, entries: Iterable[Entry], verdicts: Verdicts) -> dict[str, Any]:
    """What the script reads: each photograph once, and for each image where it is and how it came out."""
    items: dict[str, int] = {}
    photographs: list[dict[str, Any]] = []
    images: list[dict[str, Any]] = []
    ways: dict[Path, str | None] = {}
    for entry in entries:
        relative = PurePath(entry.item)
        if entry.item not in items:
            items[entry.item] = len(photographs)
            photographs.append(
                {
                    "item": entry.item,
                    "path": address(relative),
                    "before": None if entry.before is None else _address_from(root, entry.before, ways),
                    "thumb": _address_if_there(root, before_path(root, relative)),
                }
            )
        images.append(
            {
                "item": items[entry.item],
                "edit": entry.edit,
                "sku": entry.sku,
                "seed": entry.seed,
                "status": entry.status,
                "reason": entry.reason,
                "gates": list(entry.gates),
                "output": None if entry.output is None else address(entry.output),
                "thumb": _address_if_there(root, after_path(root, entry.edit, relative)),
            }
        )
    return {"items": photographs, "entries": images, "review": verdicts.as_json()}


def address(path: PurePath) -> str:
    """A relative path as an address: every byte that means something there is escaped, and text or not does not matter."""
    return quote(os.fsencode(path.as_posix()), safe="/")


def _address_if_there(root: Path, path: Path) -> str | None:
    return address(path.relative_to(root)) if path.is_file() else None


def _address_from(root: Path, photograph: Path, ways: dict[Path, str | None]) -> str:
    """The way from the page to a photograph: relative, so that both can be moved together. `ways`: to folders, so far."""
    folder = photograph.parent
    if folder not in ways:
        try:
            ways[folder] = os.path.relpath(os.path.realpath(folder), os.path.realpath(root))
        except ValueError:  # on another drive
            ways[folder] = None
    way = ways[folder]
    return photograph.absolute().as_uri() if way is None else address(PurePath(way, photograph.name))


def _asset(name: str) -> str:
    return (resources.files("fashionforward.review") / "web" / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _json_block(value: object) -> str:
    """JSON for a script block: nothing in it can end the block or begin a comment, and it is ASCII."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _as_text(name: str) -> str:
    return name.encode("utf-8", "replace").decode()
