"""A manifest as it is resolved: rules, and templates of edits that wait for what a garment's rules say."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from fashionforward.attributes.edit import Edit
from fashionforward.attributes.naming import has_designs
from fashionforward.attributes.scale import Repeat
from fashionforward.manifest.nodes import Place


@dataclass(frozen=True)
class Fitting:
    """What may differ from garment to garment under one edit; None: nothing is said."""

    region: str | None = None
    repeat: Repeat | None = None
    width_cm: float | None = None
    seed: int | None = None

    def over(self, other: "Fitting") -> "Fitting":
        """What this says, and where it says nothing, what the other does."""
        if other == NOTHING:
            return self
        return Fitting(
            *(mine if (mine := getattr(self, f.name)) is not None else getattr(other, f.name) for f in fields(self))
        )


NOTHING = Fitting()


@dataclass(frozen=True)
class Template:
    """One output: an edit without what depends on the garment.

    Attributes:
        name: the output's name.
        family: the name in the manifest that it was expanded from.
        edit: how it looks.
        fitting: its own settings, over the manifest's defaults.
        variant: how far its seed lies from the first variant's.
        place: where it was written.
    """

    name: str
    family: str
    edit: Edit
    fitting: Fitting
    variant: int
    place: Place

    def __hash__(self) -> int:
        return hash((self.name, self.place))

    def make(self, fitting: Fitting) -> Edit:
        """The edit for garments of which the rules say so much.

        Raises:
            BadAttribute: its scale is in centimetres, and the width is unknown or makes it too large or small.
        """
        return _make(self, fitting)


@lru_cache(100_000)
def _make(template: Template, fitting: Fitting) -> Edit:
    said = fitting.over(template.fitting)
    edit = replace(template.edit, region=said.region or "auto")
    if not has_designs(edit):
        return edit  # size and seed make no difference
    repeat = said.repeat or Repeat(share=1.0)
    return replace(
        edit,
        scale=repeat.scale(said.width_cm),
        repeat_cm=repeat.cm,
        width_cm=said.width_cm if repeat.cm is not None else None,
        seed=(said.seed or 0) + template.variant,
    )


@dataclass(frozen=True)
class Rule:
    """Which items, and what is said of them. Empty selectors hold for every item.

    Attributes:
        label: the rule's number in the manifest, from 1, or its row.
        place: where it was written.
        match: globs; one must match.
        skus: one must be the item's.
        where: columns and the values that they may have.
        apply: templates instead of those of earlier rules; None: they stay.
        add: templates besides them.
        fitting: settings.
        names_sku: the SKU of the items.
        places: where the parts of the selectors were written: by "match", "sku" or a column's name, and the text.
    """

    label: int | str
    place: Place
    match: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    apply: tuple[Template, ...] | None = None
    add: tuple[Template, ...] = ()
    fitting: Fitting = NOTHING
    names_sku: str = ""
    places: Mapping[tuple[str, str], Place] | None = None

    def place_of(self, selector: str, text: str) -> Place:
        """Where a part of a selector was written."""
        return (self.places or {}).get((selector, text), self.place)
