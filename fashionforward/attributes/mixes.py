"""Prints as people write them: a name, or a mix of several, `palm_print:0.6+floral:0.4`."""

import math
import re
from collections.abc import Collection

from fashionforward.attributes.edit import MIX_SIZE, SOLID, Mix
from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import BadAttribute

LEAST_SHARE = 0.01


def parse_print(text: str, prints: Collection[str]) -> tuple[str, Mix]:
    """Read a print: its name and no mix, or the mix and its text.

    A mix is prints joined by `+`, each with its weight behind a colon, or none with one: equal shares. Weights are
    divided by their sum. The text that comes back is the same for every way to write one mix.

    Raises:
        BadAttribute: an unknown print (with the nearest names), or a malformed mix.
    """
    parts = [part.strip() for part in text.split("+")]
    if len(parts) == 1 and ":" not in text:
        return _known(print_name(text), prints), ()
    if len(parts) == 1:
        raise BadAttribute(f"'{text}' mixes one print.", "Join several with +: palm_print:0.6+floral:0.4.")
    if len(parts) > MIX_SIZE:
        raise BadAttribute(f"'{text}' mixes {len(parts)} prints.", f"{MIX_SIZE} at most.")
    weights: dict[str, float] = {}
    for part in parts:
        written, _, weight = part.partition(":")
        name = _known(print_name(written), prints)
        if name == SOLID:
            raise BadAttribute("solid has no design to mix.", "Set the ground with color=… instead.")
        if name in weights:
            raise BadAttribute(f"'{text}' has {name} twice.", "Give each print once.")
        weights[name] = _weight(weight.strip(), part)
    if len({":" in part for part in parts}) > 1:
        raise BadAttribute(f"'{text}' weighs some prints and not others.", "Give all of them a weight, or none.")
    return _mix(weights, text)


def print_name(text: str) -> str:
    """A print's name as it is registered: "Palm print" is palm_print."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _known(name: str, prints: Collection[str]) -> str:
    if name not in prints:
        raise BadAttribute(f"Unknown print '{name}'.", did_you_mean(name, prints))
    return name


def _weight(text: str, part: str) -> float:
    if not text and ":" not in part:
        return 1.0
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not 0 < weight <= 1e6:
        raise BadAttribute(f"'{part}' has no weight above 0.", "Write it as palm_print:0.6.")
    return weight


def _mix(weights: dict[str, float], text: str) -> tuple[str, Mix]:
    # rounded first, so that the text says all there is to a mix and equal texts are equal mixes
    total = sum(weights.values())
    hundredths = {name: round(100 * weight / total) for name, weight in weights.items()}
    if min(hundredths.values()) < 1:
        raise BadAttribute(f"'{text}' has a print with a share under {LEAST_SHARE:.0%}.", "Leave it away.")
    largest = min(hundredths, key=lambda name: (-hundredths[name], name))
    hundredths[largest] += 100 - sum(hundredths.values())
    mix = tuple(
        sorted(((name, share / 100) for name, share in hundredths.items()), key=lambda entry: (-entry[1], entry[0]))
    )
    return "+".join(f"{name}:{share:g}" for name, share in mix), mix
