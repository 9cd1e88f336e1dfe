"""Reading `--attr`: a print's name, a mix of prints, or `key=value`."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from fashionforward.attributes.colors import parse_color
from fashionforward.attributes.edit import PALETTE_SIZE, RGB, Edit
from fashionforward.attributes.mixes import parse_print, print_name
from fashionforward.attributes.naming import edit_name
from fashionforward.attributes.regions import REGIONS
from fashionforward.attributes.scale import Repeat, parse_scale, parse_width
from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import BadAttribute

KEYS = ("print", "color", "colors", "scale", "width_cm", "region")


def parse_edit(attributes: Sequence[str], prints: Collection[str], seed: int = 0) -> Edit:
    """Make one edit of everything that `--attr` said.

    Args:
        attributes: each a print's name, a mix of prints, or `key=value` with a key of `KEYS`.
        prints: the prints that the weights know.
        seed: which design of the print.

    Raises:
        BadAttribute: unknown, malformed, or contradicting one another.
    """
    values = _collect(attributes, prints)
    print_, mix = parse_print(values["print"], prints) if "print" in values else (None, ())
    written = [values["color"]] if "color" in values else []
    color = parse_color(values["color"]) if "color" in values else None
    palette = split_colors(values["colors"]) if "colors" in values else []
    repeat = parse_scale(values["scale"]) if "scale" in values else Repeat(share=1.0)
    width = parse_width(values["width_cm"]) if "width_cm" in values else None
    edit = Edit(
        name="",
        print=print_,
        color=color,
        colors=parse_palette(palette),
        scale=repeat.scale(width),
        region=parse_region(values["region"]) if "region" in values else "auto",
        seed=seed,
        mix=mix,
        repeat_cm=repeat.cm,
        width_cm=width,
    )
    _check(edit, values)
    return replace(edit, name=edit_name(edit, written + palette))


def split_colors(text: str) -> list[str]:
    """Colours between commas; the commas inside `rgb(1, 2, 3)` are not between colours."""
    return [part.strip() for part in re.split(r",(?![^(]*\))", text)]


def parse_palette(written: Sequence[str]) -> tuple[RGB, ...]:
    """Read a palette's colours. Raises BadAttribute."""
    if len(written) > PALETTE_SIZE:
        raise BadAttribute(f"{len(written)} colours are too many.", f"A palette has 1 to {PALETTE_SIZE}.")
    return tuple(parse_color(color) for color in written)


def parse_region(text: str) -> str:
    """Read a region. Raises BadAttribute."""
    region = text.strip().lower()
    if region not in REGIONS:
        raise BadAttribute(f"Unknown region '{text}'.", f"One of {', '.join(REGIONS)}.")
    return region


def _collect(attributes: Sequence[str], prints: Collection[str]) -> dict[str, str]:
    """Sort the attributes by key; a word without '=' is a print, or a mix of several."""
    values: dict[str, str] = {}
    for attribute in attributes:
        key, equals, value = attribute.partition("=")
        key, value = (key.strip().lower(), value.strip()) if equals else ("print", attribute.strip())
        if equals and key not in KEYS:
            raise BadAttribute(f"Unknown attribute '{key}'.", did_you_mean(key, [*KEYS, *prints]))
        if not value:
            raise BadAttribute(f"--attr '{attribute}' has no value.", "Write a print's name, or key=value.")
        if not equals and "+" not in value and print_name(value) not in prints:
            raise BadAttribute(f"Unknown attribute '{value}'.", _advice(value, prints))
        if key == "print":
            value, _ = parse_print(value, prints)
        if values.setdefault(key, value) != value:
            raise BadAttribute(f"'{key}' is given twice: {values[key]} and {value}.", "Give it once.")
    if not values:
        raise BadAttribute("No attribute is given.", "Say what to change, for example --attr palm_print.")
    return values


def _advice(word: str, prints: Collection[str]) -> str:
    """What was meant by a word that is no print: a key without its value, a colour, or another name."""
    if word.lower() in KEYS:
        return f"It wants a value: --attr {word.lower()}=…"
    try:
        parse_color(word)
    except BadAttribute:
        return did_you_mean(print_name(word), [*KEYS, *prints])
    return f"It is a colour: write --attr color={word}."


def _check(edit: Edit, values: Collection[str]) -> None:
    """Refuse combinations of which a part would have no effect."""
    if edit.color is not None and edit.colors:
        raise BadAttribute(
            "color and colors contradict each other.", "The first of `colors` is the ground: leave `color` away."
        )
    if edit.print is None:
        if edit.color is None and not edit.colors:
            raise BadAttribute("Neither a print nor a colour is given.", "Add --attr palm_print or --attr color=navy.")
        for key in ("colors", "scale", "width_cm"):
            if key in values:
                raise BadAttribute(f"`{key}` belongs to a print, and none is given.", "Add one, or use color=… alone.")
    if edit.width_cm is not None and edit.repeat_cm is None:
        raise BadAttribute("`width_cm` belongs to a scale in centimetres.", "Add scale=12cm, or leave `width_cm` away.")
