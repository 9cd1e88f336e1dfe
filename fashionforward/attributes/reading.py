"""Reading `--attr`: a print's name, or `key=value`."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from fashionforward.attributes.colors import parse_color
from fashionforward.attributes.edit import PALETTE_SIZE, RGB, SCALE_LIMITS, Edit
from fashionforward.attributes.naming import edit_name
from fashionforward.attributes.regions import REGIONS
from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import BadAttribute

KEYS = ("print", "color", "colors", "scale", "region")


def parse_edit(attributes: Sequence[str], prints: Collection[str], seed: int = 0) -> Edit:
    """Make one edit of everything that `--attr` said.

    Args:
        attributes: each a print's name, or `key=value` with a key of `KEYS`.
        prints: the prints that the weights know.
        seed: which design of the print.

    Raises:
        BadAttribute: unknown, malformed, or contradicting one another.
    """
    values = _collect(attributes, prints)
    print_ = _print(values["print"], prints) if "print" in values else None
    written = [values["color"]] if "color" in values else []
    color = parse_color(values["color"]) if "color" in values else None
    palette = _split(values["colors"]) if "colors" in values else []
    edit = Edit(
        name="",
        print=print_,
        color=color,
        colors=_palette(palette),
        scale=_scale(values["scale"]) if "scale" in values else 1.0,
        region=_region(values["region"]) if "region" in values else "auto",
        seed=seed,
    )
    _check(edit, values)
    return replace(edit, name=edit_name(edit, written + palette))


def _collect(attributes: Sequence[str], prints: Collection[str]) -> dict[str, str]:
    """Sort the attributes by key; a word without '=' is a print."""
    values: dict[str, str] = {}
    for attribute in attributes:
        key, equals, value = attribute.partition("=")
        key, value = (key.strip().lower(), value.strip()) if equals else ("print", attribute.strip())
        if equals and key not in KEYS:
            raise BadAttribute(f"Unknown attribute '{key}'.", did_you_mean(key, [*KEYS, *prints]))
        if not value:
            raise BadAttribute(f"--attr '{attribute}' has no value.", "Write a print's name, or key=value.")
        if not equals and _print_name(value) not in prints:
            raise BadAttribute(f"Unknown attribute '{value}'.", _advice(value, prints))
        if key == "print":
            value = _print_name(value)
        if values.setdefault(key, value) != value:
            raise BadAttribute(f"'{key}' is given twice: {values[key]} and {value}.", "Give it once.")
    if not values:
        raise BadAttribute("No attribute is given.", "Say what to change, for example --attr palm_print.")
    return values


def _print_name(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _print(name: str, prints: Collection[str]) -> str:
    if name not in prints:
        raise BadAttribute(f"Unknown print '{name}'.", did_you_mean(name, prints))
    return name


def _advice(word: str, prints: Collection[str]) -> str:
    """What was meant by a word that is no print: a key without its value, a colour, or another name."""
    if word.lower() in KEYS:
        return f"It wants a value: --attr {word.lower()}=…"
    try:
        parse_color(word)
    except BadAttribute:
        return did_you_mean(_print_name(word), [*KEYS, *prints])
    return f"It is a colour: write --attr color={word}."


def _split(text: str) -> list[str]:
    """Colours between commas; the commas inside `rgb(1, 2, 3)` are not between colours."""
    return [part.strip() for part in re.split(r",(?![^(]*\))", text)]


def _palette(written: Sequence[str]) -> tuple[RGB, ...]:
    if len(written) > PALETTE_SIZE:
        raise BadAttribute(f"{len(written)} colours are too many.", f"A palette has 1 to {PALETTE_SIZE}.")
    return tuple(parse_color(color) for color in written)


def _scale(text: str) -> float:
    low, high = SCALE_LIMITS
    try:
        scale = float(text)
    except ValueError:
        scale = math.nan
    if not low <= scale <= high:
        raise BadAttribute(
            f"scale={text} is out of range.", f"A number from {low:g} to {high:g}; 1 is the garment's width."
        )
    return scale


def _region(text: str) -> str:
    region = text.lower()
    if region not in REGIONS:
        raise BadAttribute(f"Unknown region '{text}'.", f"One of {', '.join(REGIONS)}.")
    return region


def _check(edit: Edit, values: Collection[str]) -> None:
    """Refuse combinations of which a part would have no effect."""
    if edit.color is not None and edit.colors:
        raise BadAttribute(
            "color and colors contradict each other.", "The first of `colors` is the ground: leave `color` away."
        )
    if edit.print is None:
        if edit.color is None and not edit.colors:
            raise BadAttribute("Neither a print nor a colour is given.", "Add --attr palm_print or --attr color=navy.")
        for key in ("colors", "scale"):
            if key in values:
                raise BadAttribute(f"`{key}` belongs to a print, and none is given.", "Add one, or use color=… alone.")
