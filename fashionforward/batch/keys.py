"""Names of items as text that any program can store.

A file's name may hold bytes that are no text; Python carries them as lone surrogates, and databases refuse those.
"""

import re
from pathlib import PurePath

_LONE = re.compile("[\\udc80-\\udcff]")
_ESCAPED = re.compile(r"\\\\|\\x([89a-f][0-9a-f])")


def to_key(path: PurePath | str) -> str:
    """A relative path with forward slashes; a byte that is no text becomes `\\xe9`, and a backslash two."""
    text = path if isinstance(path, str) else path.as_posix()
    if text.isascii() and "\\" not in text:
        return text
    return _LONE.sub(lambda byte: f"\\x{ord(byte[0]) - 0xDC00:02x}", text.replace("\\", "\\\\"))


def from_key(key: str) -> str:
    """The path that `to_key` was given."""
    if "\\" not in key:
        return key
    return _ESCAPED.sub(lambda found: chr(0xDC00 + int(found[1], 16)) if found[1] else "\\", key)
