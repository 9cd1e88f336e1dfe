"""From what was written of an edit to its outputs: colourways and variants each become one."""

from collections.abc import Collection, Iterator

from fashionforward.attributes.colors import parse_color
from fashionforward.attributes.edit import Edit
from fashionforward.attributes.mixes import parse_print
from fashionforward.attributes.naming import color_slug
from fashionforward.attributes.reading import parse_palette
from fashionforward.attributes.scale import parse_scale, parse_width
from fashionforward.manifest.nodes import Node, Problems
from fashionforward.manifest.rules import Fitting, Template
from fashionforward.manifest.schema import EditEntry, Settings


def fitting_of(settings: Settings | None) -> Fitting:
    """Settings, read."""
    if settings is None:
        return Fitting()
    return Fitting(
        settings.region.strip().lower() if settings.region else None,
        parse_scale(settings.scale) if settings.scale else None,
        parse_width(settings.width_cm) if settings.width_cm else None,
        settings.seed,
    )


def expand(name: str, entry: EditEntry, defaults: Fitting, prints: Collection[str], node: Node) -> list[Template]:
    """The outputs of an edit that was checked: one, or one for each colourway and variant."""
    print_, mix = parse_print(entry.print, prints) if entry.print else (None, ())
    colors = parse_palette(entry.colors or ())
    fitting = fitting_of(entry).over(defaults)
    outputs = []
    for way, color in _ways(name, entry):
        look = Edit(way, print_, parse_color(color) if color else None, colors, mix=mix)
        for number in range(entry.variants or 1):
            output = f"{way}-{number + 1}" if entry.variants else way
            edit = Edit(output, look.print, look.color, look.colors, mix=look.mix)
            outputs.append(Template(output, name, edit, fitting, number, node.place))
    return outputs


def _ways(name: str, entry: EditEntry) -> Iterator[tuple[str, str | None]]:
    if entry.colorways is None:
        yield name, entry.color
    for color in entry.colorways or ():
        yield f"{name}-{color_slug(parse_color(color), color)}", color


def check_names(templates: list[Template], edits: Node, problems: Problems) -> None:
    """Note outputs of one name, whether two edits make them or two colourways of one. Case makes no difference."""
    taken: dict[str, Template] = {}
    for template in templates:
        other = taken.setdefault(template.name.casefold(), template)
        if other is template:
            continue
        keys = edits.keys
        if other.family == template.family:
            problems.add(
                keys.get(template.family, template.place), f"'{template.family}' makes '{template.name}' twice"
            )
        else:
            message = f"'{template.family}' and '{other.family}' both make '{template.name}'; rename one of them"
            problems.add(keys.get(template.family, template.place), message)
