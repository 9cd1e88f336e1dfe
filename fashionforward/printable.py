"""Names as they may be shown: whoever named a file may have put anything into it."""


def printable(text: str) -> str:
    """Text without what would break a line or a terminal, or be no text at all: that is shown as Python escapes it."""
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
