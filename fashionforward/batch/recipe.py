"""What, beside the photograph itself, decides the bytes of an output."""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from fashionforward import __version__
from fashionforward.attributes.edit import Edit


@dataclass(frozen=True)
class Recipe:
    """An edit as resolved, the weights and the version of ff that draw it, and how the file is encoded.

    `files` is what `FileOptions` says of itself. Nothing that cannot change an output belongs here: the device, the number
    of jobs, where the report goes.
    """

    edit: Edit
    weights: str
    files: str = ""
    version: str = __version__

    @cached_property
    def digest(self) -> str:
        """sha256 in hex. The edit's name is no part of it: it says where the output lies, not what is in it."""
        told = [edit_as_json(self.edit), self.weights, self.files, self.version]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def differs(self, other: "Recipe") -> str:
        """What of this recipe is another than in `other`, for people."""
        if edit_as_json(self.edit) != edit_as_json(other.edit):
            return "the edit changed"
        if self.weights != other.weights:
            return "other weights"
        return "another version of ff" if self.version != other.version else "other files are asked for"


def edit_as_json(edit: Edit) -> dict[str, Any]:
    """An edit's attributes without its name; those at their default are left out, so that a new one changes no digest."""
    return {
        field.name: getattr(edit, field.name)
        for field in fields(edit)
        if field.name != "name" and getattr(edit, field.name) != field.default
    }


def edit_from_json(name: str, told: dict[str, Any]) -> Edit:
    """The edit again."""
    return Edit(name, **{key: _tuples(value) for key, value in told.items()})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(entry) for entry in value) if isinstance(value, list) else value
