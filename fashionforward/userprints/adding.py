"""`ff prints add`: from swatches to a print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fashionforward.errors import BadPrint, CannotWrite
from fashionforward.prints.design import PALETTE_SIZE
from fashionforward.userprints.design import design_of
from fashionforward.userprints.encoding import encode, up_to_date
from fashionforward.userprints.preview import draw_preview
from fashionforward.userprints.store import SUFFIX, UserPrint, save

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    from fashionforward.runtime.card import Card
    from fashionforward.userprints.encoding import Graphs

SMALLEST = 32
"""Pixels that a swatch needs on its shorter side."""


@dataclass(frozen=True)
class AddOptions:
    """colors: how many to find, 1 to 6; None: as many as it takes. exact: keep the swatches' own pixels. replace: a print of
    that name may be replaced. folder: where it is kept."""

    folder: Path
    colors: int | None = None
    exact: bool = False
    replace: bool = False

    def __post_init__(self) -> None:
        if self.colors is not None and not 1 <= self.colors <= PALETTE_SIZE:
            raise BadPrint(f"--colors {self.colors}: a print has 1 to {PALETTE_SIZE}.")
        if self.colors is not None and self.exact:
            raise BadPrint("--colors and --exact contradict each other.", "An exact print is mixed from six colours.")


def check_name(name: str, card: Card, options: AddOptions) -> str:
    """A print's name, fit to be an attribute. Raises BadPrint where it is malformed or taken."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", name):
        raise BadPrint(f"'{name}' cannot be a print's name.", "Small letters, digits and _, say coral_leaf.")
    if "own" not in card.prints.get(name, {"own": ""}):
        raise BadPrint(f"'{name}' is a print that the weights know already.", "Give yours another name.")
    if (options.folder / f"{name}{SUFFIX}").exists() and not options.replace:
        raise BadPrint(f"There is a print '{name}' already.", "Give another name, or --replace.")
    return name


def add_print(
    name: str, swatches: Sequence[NDArray[np.float32]], card: Card, graphs: Graphs, options: AddOptions
) -> UserPrint:
    """Make a print of swatches, each (H, W, 3) sRGB in [0, 1] and a design of its own, and keep it, with its picture beside it.

    Raises BadPrint, CannotWrite.
    """
    check_name(name, card, options)
    for swatch in swatches:
        if min(swatch.shape[:2]) < SMALLEST:
            raise BadPrint(
                f"A swatch of {swatch.shape[1]}x{swatch.shape[0]} pixels is too small.", f"{SMALLEST} a side at least."
            )
    designs = tuple(
        encode(design_of(swatch, colors=options.colors, exact=options.exact), card, graphs) for swatch in swatches
    )
    kept = save(options.folder, name, designs)
    write_picture(draw_preview(name, designs, card, graphs), preview_path(kept))
    return kept


def preview_path(kept: UserPrint) -> Path:
    """The picture that lies beside a print's file."""
    return kept.path.with_suffix(".png")


def redraw(kept: UserPrint, card: Card, graphs: Graphs, path: Path) -> None:
    """Draw a print's picture again, as these weights draw it. Raises CannotWrite."""
    designs = tuple(d if up_to_date(d, card) else encode(d, card, graphs) for d in kept.designs)
    write_picture(draw_preview(kept.name, designs, card, graphs), path)


def write_swatch(swatch: NDArray[np.float32], path: Path) -> None:
    """Write (n, n, 3) sRGB in [0, 1] as a picture. Raises CannotWrite."""
    from PIL import Image

    write_picture(Image.fromarray((swatch * 255 + 0.5).astype("uint8")), path)


def write_picture(picture: Image.Image, path: Path) -> None:
    """Write a picture in the format that its name asks for. Raises CannotWrite."""
    try:
        picture.save(path)
    except (OSError, ValueError) as error:
        raise CannotWrite(f"{path} cannot be written: {error}.", "Give another file, with .png or .jpg.") from error


def remove_print(kept: UserPrint) -> None:
    """Delete a print's file and picture."""
    kept.path.unlink(missing_ok=True)
    preview_path(kept).unlink(missing_ok=True)


def read_swatches(paths: Sequence[Path]) -> list[NDArray[np.float32]]:
    """Swatches from files of any format and profile that the catalog may have. Raises BadPrint."""
    from fashionforward.catalog.decode import read_photograph
    from fashionforward.errors import UnreadableImage

    swatches = []
    for path in paths:
        try:
            swatches.append(read_photograph(path).srgb())
        except UnreadableImage as error:
            raise BadPrint(f"{path} {error.message}", "A swatch is a JPEG, PNG, WebP, TIFF or AVIF.") from error
    return swatches
