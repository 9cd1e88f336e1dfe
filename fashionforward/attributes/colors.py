"""Colours as people write them: CSS names, the xkcd survey's names, hex, `lab(52 -12 30)` and the other CSS functions.

ColorAide reads CSS; Matplotlib carries the xkcd colour survey. Where both know a name, CSS wins; `xkcd:green` asks for
the survey's. Both libraries are imported when the first colour is read, Matplotlib only for what CSS does not know.
"""

import math
import re
from functools import cache, lru_cache

from fashionforward.attributes.edit import RGB
from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import BadAttribute

SURVEY = "xkcd:"


@lru_cache(4096)
def parse_color(text: str) -> RGB:
    """Read one colour.

    Colours outside sRGB are brought to the nearest inside by CSS's own gamut mapping.

    Raises:
        BadAttribute: unknown name (with the nearest ones), malformed, or with an alpha.
    """
    written = " ".join(text.split()).lower()
    if not written:
        raise BadAttribute("A colour is missing.", "Write a name (navy), hex (#1f2a44) or lab(52 -12 30).")
    rgb = None if written.startswith(SURVEY) else _css(written)
    if rgb is None:
        rgb = _survey().get(written.removeprefix(SURVEY))
    if rgb is None and not written.startswith(SURVEY):
        # "dark-olive green": CSS writes its names in one word, the survey with spaces
        rgb = _css(re.sub(r"[\s_-]", "", written)) or _survey().get(re.sub(r"[\s_-]+", " ", written))
    if rgb is None and re.fullmatch(r"[0-9a-f]{6}", written):
        rgb = _css(f"#{written}")
    if rgb is None:
        raise BadAttribute(f"Unknown colour '{text}'.", _advice(written))
    return rgb


def to_hex(color: RGB) -> str:
    """Six hex digits of an sRGB colour, without the '#'."""
    return "".join(f"{round(channel * 255):02x}" for channel in color)


def color_names() -> tuple[str, ...]:
    """Every name that is known, CSS's and the survey's."""
    from coloraide.css.color_names import name2val_map

    return tuple(sorted({name for name in name2val_map if name != "transparent"} | set(_survey())))


def _css(text: str) -> RGB | None:
    """A colour in CSS syntax, or None where the text is not one."""
    from coloraide import Color

    try:
        color = Color(text)
    except (ValueError, OverflowError):
        return None
    if not math.isclose(color.alpha(nans=False), 1):
        raise BadAttribute(f"The colour '{text}' is transparent.", "Cloth is not: leave the alpha away.")
    channels = color.convert("srgb").fit("srgb").coords(nans=False)
    if not all(math.isfinite(channel) for channel in channels):
        return None
    red, green, blue = (min(max(float(channel), 0.0), 1.0) for channel in channels)
    return red, green, blue


@cache
def _survey() -> dict[str, RGB]:
    from matplotlib.colors import get_named_colors_mapping, to_rgb

    names = [name for name in get_named_colors_mapping() if name.startswith(SURVEY)]
    return {name.removeprefix(SURVEY): to_rgb(name) for name in names}


def _advice(written: str) -> str:
    if re.search(r"[#(]", written):
        return "Write hex as #1f2a44 and Lab as lab(52 -12 30)."
    return did_you_mean(written.removeprefix(SURVEY), color_names())
