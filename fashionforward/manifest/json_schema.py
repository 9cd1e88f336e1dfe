"""The JSON Schema of a manifest, for editors to complete from."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from fashionforward.manifest.schema import ManifestFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> str:
    """The schema as JSON, the same for every version of what it is made with."""
    schema = ManifestFile.model_json_schema(schema_generator=_Schema)
    return json.dumps({"$schema": DIALECT, **schema}, indent=2, sort_keys=True) + "\n"


class _Schema(GenerateJsonSchema):
    """Optional keys are left away, not written as null; titles only repeat the keys."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = super().default_schema(schema)
        if inner.get("default", ...) is None:
            inner.pop("default")
        return inner

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def get_title_from_name(self, name: str) -> str:
        return name
