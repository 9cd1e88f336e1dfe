"""Self-contained pages: pictures are in the file itself."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from fashionforward.presets.grid import png

if TYPE_CHECKING:
    from PIL import Image

STYLE = """body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222 }
table { border-collapse: collapse } td, th { text-align: left; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid #ddd }
figure { margin: 1.5rem 0; overflow-x: auto } figcaption { color: #555 } img { max-width: 100% }"""


def page(title: str, body: Iterable[str]) -> str:
    """A whole page; `body` is HTML already."""
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}</style>\n<h1>{escape(title)}</h1>\n'
        + "\n".join(body)
        + "\n</html>\n"
    )


def picture(caption: str, image: Image.Image) -> str:
    """A figure that carries its image."""
    data = base64.b64encode(png(image)).decode()
    text = escape(caption)
    return f'<figure><figcaption>{text}</figcaption><img alt="{text}" src="data:image/png;base64,{data}"></figure>'


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of text."""

    def line(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    return "<table>" + line(head, "th") + "".join(line(row, "td") for row in rows) + "</table>"
