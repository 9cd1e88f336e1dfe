"""Where a user's prints lie: one file a print, in a folder of the user's or beside the manifest."""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from fashionforward.attributes.suggest import did_you_mean
from fashionforward.errors import BadPrint, CannotWrite

if TYPE_CHECKING:
    import numpy as np

    from fashionforward.userprints.design import UserDesign

SUFFIX = ".print"
FORMAT = 1
BESIDE_MANIFEST = "prints"
"""Folder beside a manifest in which its prints are looked for."""

VARIABLE = "FF_PRINTS"
"""Names another folder than the user's own."""


@dataclass(frozen=True)
class UserPrint:
    """A print of the user's: its name, the file it lies in, and the hash of it. The designs are read when they are needed."""

    name: str
    path: Path
    digest: str

    @cached_property
    def designs(self) -> tuple[UserDesign, ...]:
        """One a swatch. Raises BadPrint."""
        return load(self.path)


def user_folder() -> Path:
    """The user's own folder of prints: `FF_PRINTS`, or where this system keeps such things."""
    from platformdirs import user_data_path

    return Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else user_data_path("fashionforward") / "prints"


def find_user_prints(manifest_dir: Path | None = None) -> Mapping[str, UserPrint]:
    """All prints of the user's and those beside a manifest, which win, by name. Raises BadPrint for a file that cannot be read."""
    found: dict[str, UserPrint] = {}
    for folder in (user_folder(), manifest_dir / BESIDE_MANIFEST if manifest_dir else None):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            try:
                found[path.stem] = UserPrint(path.stem, path, hashlib.sha256(path.read_bytes()).hexdigest())
            except OSError as error:
                raise BadPrint(
                    f"{path} cannot be read: {error.strerror}.", "Remove it, or add the print again."
                ) from error
    return found


def named(name: str, manifest_dir: Path | None = None) -> UserPrint:
    """One print of the user's. Raises BadPrint, naming the nearest, where there is none of that name."""
    found = find_user_prints(manifest_dir)
    if name not in found:
        raise BadPrint(f"There is no print of yours called '{name}'.", did_you_mean(name, found) if found else "")
    return found[name]


def describe(kept: UserPrint) -> dict[str, object]:
    """What `ff prints list --json` says of a print."""
    designs = [
        {"colors": list(d.hexes()), "exact": d.exact, "family": d.family, "kept": round(d.kept, 4), "tiled": d.tiled}
        for d in kept.designs
    ]
    return {"name": kept.name, "path": str(kept.path), "designs": designs}


def save(folder: Path, name: str, designs: tuple[UserDesign, ...]) -> UserPrint:
    """Write a print's file, whole or not at all. Raises CannotWrite."""
    import numpy as np  # who only names prints does without

    arrays: dict[str, np.ndarray] = {}
    about = []
    for index, design in enumerate(designs):
        arrays[f"tile{index}"], arrays[f"weights{index}"] = design.tile, design.weights
        arrays[f"palette{index}"] = design.palette
        if design.code is not None:
            arrays[f"code{index}"] = design.code.astype(np.float16)
        kept = ("colors", "exact", "tiled", "family", "decoder", "kept")
        about.append({key: getattr(design, key) for key in kept})
    arrays["about"] = np.array(json.dumps({"format": FORMAT, "designs": about}))
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    path = folder / f"{name}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(buffer.getvalue())
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(f"{path} cannot be written: {error.strerror}.", "Give --folder another one.") from error
    return UserPrint(name, path, hashlib.sha256(buffer.getvalue()).hexdigest())


def load(path: Path) -> tuple[UserDesign, ...]:
    """Read a print's designs. Raises BadPrint."""
    import numpy as np

    from fashionforward.userprints.design import UserDesign

    try:
        with np.load(path) as file:
            about = json.loads(str(file["about"]))
            if about["format"] != FORMAT:
                raise BadPrint(f"{path} was written by another version of ff.", "Add the print again.")
            return tuple(
                UserDesign(
                    tile=file[f"tile{index}"],
                    weights=file[f"weights{index}"],
                    palette=file[f"palette{index}"],
                    code=file[f"code{index}"].astype(np.float32) if f"code{index}" in file else None,
                    **entry,
                )
                for index, entry in enumerate(about["designs"])
            )
    except (OSError, KeyError, TypeError, ValueError, BadZipFile) as error:
        raise BadPrint(f"{path} is damaged: {error}.", "Remove it, or add the print again.") from error
