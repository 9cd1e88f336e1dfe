"""The one schema of a manifest: what may be written. Values keep the text that was written."""

from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic import ValidationInfo as Info
from pydantic_core import PydanticCustomError

from fashionforward.attributes.colors import parse_color
from fashionforward.attributes.edit import PALETTE_SIZE
from fashionforward.attributes.mixes import parse_print
from fashionforward.attributes.naming import is_safe_name
from fashionforward.attributes.reading import parse_region, split_colors
from fashionforward.attributes.regions import REGIONS
from fashionforward.attributes.scale import WIDTH_LIMITS, parse_scale, parse_width
from fashionforward.attributes.suggest import did_you_mean
from fashionforward.batch.gates import Gates
from fashionforward.errors import BadAttribute
from fashionforward.manifest.globs import check_glob
from fashionforward.manifest.nodes import said

GATES = tuple(field.name for field in fields(Gates))
MOST_OUTPUTS = 200
"""Colourways, or variants, of one edit."""


def problem(message: str) -> PydanticCustomError:
    """An error in our own words; its template must not see braces in what people wrote."""
    return PydanticCustomError("manifest", "{message}", {"message": message})


def _told(parse: Callable[[str], object]) -> Callable[[str], str]:
    """A validator that keeps the text, and says what `parse` has against it."""

    def check(text: str) -> str:
        try:
            parse(text)
        except BadAttribute as error:
            raise problem(said(error)) from error
        return text

    return check


def _known_print(text: str, info: Info) -> str:
    prints = (info.context or {})["prints"]
    return _told(lambda written: parse_print(written, prints))(text)


def _gate_name(text: str) -> str:
    if text not in GATES:
        raise problem(said(BadAttribute(f"Unknown gate '{text}'.", did_you_mean(text, GATES))))
    return text


def _edit_name(text: str) -> str:
    if not is_safe_name(text):
        raise problem(
            f"'{text}' cannot name an edit, as it names a folder: letters, digits, - _ and . up to 60, "
            "and not a name that ff or Windows keeps for itself"
        )
    return text


def _as_text(value: Any) -> Any:
    return f"{value:.12g}" if isinstance(value, float) else value


def _as_number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | int | float) else value


def _as_colors(value: Any) -> Any:
    return split_colors(value) if isinstance(value, str) else value


def _as_source(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_as_text), StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Code = Annotated[Text, Field(json_schema_extra={"type": ["string", "number"]})]
"""What may look like a number and is none, such as a SKU."""
Print = Annotated[Text, AfterValidator(_known_print)]
Color = Annotated[Text, AfterValidator(_told(parse_color))]
Glob = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(_told(check_glob))]
GateName = Annotated[Text, AfterValidator(_gate_name)]
EditName = Annotated[str, AfterValidator(_edit_name)]
Scale = Annotated[
    Text,
    AfterValidator(_told(parse_scale)),
    Field(json_schema_extra={"type": ["number", "string"], "pattern": r"^[0-9.]+\s*(cm)?$"}),
]
Width = Annotated[
    Text,
    AfterValidator(_told(parse_width)),
    Field(json_schema_extra={"type": ["number", "string"], "minimum": WIDTH_LIMITS[0], "maximum": WIDTH_LIMITS[1]}),
]
Region = Annotated[Text, AfterValidator(_told(parse_region)), Field(json_schema_extra={"enum": list(REGIONS)})]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]


def _several(item: Any, least: int = 1) -> Any:
    """A list that may be written as its only entry."""
    return Annotated[
        list[item], BeforeValidator(_as_list, json_schema_input_type=item | list[item]), Field(min_length=least)
    ]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, allow_inf_nan=False)


class Settings(_Strict):
    """What may differ from garment to garment under one edit."""

    region: Region | None = Field(None, description="The part to change; auto: the one with the largest area.")
    scale: Scale | None = Field(
        None, description="Size of one repeat: garment widths (0.6), or centimetres (12cm), which need width_cm."
    )
    width_cm: Width | None = Field(
        None, description="Width of what is changed, from edge to edge, in centimetres; scales in cm need it."
    )
    seed: Seed | None = Field(None, description="Which design of a print; equal seeds give equal prints.")


class RuleSettings(Settings):
    """What a rule says of the photographs that it selects."""

    sku: Code | None = Field(None, description="The SKU of the photographs; only in a rule that has `match` alone.")


class EditEntry(Settings):
    """An edit, or a family of them."""

    print: Print | None = Field(
        None, description="A print that `ff attrs` lists, or a mix: palm_print:0.6+floral:0.4. None: a colourway."
    )
    color: Color | None = Field(
        None, description="Alone: the main colour's new colour. With a print: its ground. Hex needs quotes."
    )
    colors: (
        Annotated[
            list[Color],
            BeforeValidator(_as_colors, json_schema_input_type=str | list[Color]),
            Field(min_length=1, max_length=PALETTE_SIZE),
        ]
        | None
    ) = Field(None, description="A print's palette, 1 to 6 colours; the first is the ground.")
    colorways: Annotated[list[Color], Field(min_length=1, max_length=MOST_OUTPUTS)] | None = Field(
        None, description="One output for each colour: season-navy, season-sage, …"
    )
    variants: Annotated[int, Field(ge=1, le=MOST_OUTPUTS)] | None = Field(
        None, description="One output for each of so many seeds, counted from `seed`: six-1, six-2, …"
    )

    @model_validator(mode="after")
    def _no_part_without_effect(self) -> "EditEntry":
        grounds = [name for name in ("color", "colors", "colorways") if getattr(self, name)]
        if len(grounds) > 1:
            raise problem(f"{' and '.join(grounds)} contradict each other; give one of them")
        if self.print is None:
            if self.color is None and self.colorways is None:
                raise problem("neither a print nor a colour is given; add print, color or colorways")
            for name in ("colors", "scale", "variants"):
                if getattr(self, name) is not None:
                    raise problem(f"'{name}' belongs to a print, and none is given")
        return self


class RowEntry(EditEntry):
    """A row of a spreadsheet: an item, or several, and one edit."""

    match: Glob | None = None
    sku: Text | None = None
    edit: EditName | None = None
    colorways: (
        Annotated[list[Color], BeforeValidator(_as_colors), Field(min_length=1, max_length=MOST_OUTPUTS)] | None
    ) = None
    note: str | None = None

    @model_validator(mode="after")
    def _is_named(self) -> "RowEntry":
        if self.edit is None and (self.colorways or self.variants):
            raise problem("colorways and variants need a name in the column edit")
        return self


class RuleEntry(_Strict):
    """Which photographs, and what is made of them. All the selectors of a rule must hold."""

    match: _several(Glob) | None = Field(  # type: ignore[valid-type]
        None, description="Globs on the path below the catalog; ** is any folders. One of them must match."
    )
    sku: _several(Code) | None = Field(None, description="SKUs; one of them must be the photograph's.")  # type: ignore[valid-type]
    where: Annotated[dict[Text, _several(Code)], Field(min_length=1)] | None = Field(  # type: ignore[valid-type]
        None, description="Columns of catalog.csv and the value, or values, that they must have; * and ? are wildcards."
    )
    apply: _several(Text, 0) | None = Field(  # type: ignore[valid-type]
        None, description="Edits to make, instead of those that earlier rules said. An empty list: none."
    )
    add: _several(Text) | None = Field(None, description="Edits to make besides those that earlier rules said.")  # type: ignore[valid-type]
    set: RuleSettings | None = Field(None, description="Settings that override the edits' own, key by key.")

    @model_validator(mode="after")
    def _selects_and_says(self) -> "RuleEntry":
        if self.match is None and self.sku is None and self.where is None:
            raise problem('the rule selects nothing; add match, sku or where (match: "**" is everything)')
        if self.apply is None and self.add is None and self.set is None:
            raise problem("the rule says nothing; add apply, add or set")
        if self.set is not None and self.set.sku is not None and not (self.match and not self.sku and not self.where):
            raise problem("only a rule that selects by match alone can set the SKU")
        return self


class CatalogEntry(_Strict):
    """A table of the garments, CSV or XLSX, with one row for each SKU or photograph, or as Shopify exports it."""

    file: Text = Field(description="Its path, from the manifest's folder.")
    sku: Text | None = Field(None, description="The column of SKUs; default: found by its name.")
    image: Text | None = Field(None, description="The column of file names, paths or addresses; default: likewise.")


class ManifestFile(_Strict):
    """A manifest for `ff transform --manifest`: which photographs of a catalog get which edits."""

    editors_schema: Annotated[str, Field(max_length=2000)] | None = Field(
        None, alias="$schema", description="Where this schema is, for editors; not read."
    )
    version: Annotated[Literal[1], BeforeValidator(_as_number)] = Field(description="The version of this format.")
    catalog: Annotated[CatalogEntry, BeforeValidator(_as_source, json_schema_input_type=str | CatalogEntry)] | None = (
        Field(None, description="The table that where and sku refer to; default: catalog.csv in or beside the catalog.")
    )
    defaults: Settings | None = Field(None, description="Settings of every edit that says nothing else.")
    edits: dict[EditName, EditEntry] = Field(description="What can be made, by name. A name is a folder of the output.")
    rules: list[RuleEntry] = Field(description="Which photographs get which edits. Later rules win.")
    gates: dict[GateName, float] | None = Field(
        None,
        description="Thresholds of the quality gates, by name; the others keep theirs.",
        json_schema_extra={"propertyNames": {"enum": list(GATES)}},
    )
