"""Finding weights: the ones that ship, or a folder that `ff export` made."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from fashionforward.errors import BadWeights
from fashionforward.presets.names import SMALL
from fashionforward.runtime.card import FILE_NAME, Card, read_card
from fashionforward.userprints.store import UserPrint, find_user_prints

SHIPPED = "catalog"


@dataclass(frozen=True)
class Weights:
    """A folder of ONNX graphs and the card that describes them."""

    path: Path
    card: Card
    own_prints: Mapping[str, UserPrint] = field(default_factory=dict)
    """The user's own, which `card.prints` names as well: `{"own": sha256}`."""

    def verify(self) -> None:
        """Compare every file with the card's hash.

        Raises:
            BadWeights: a file is missing or is not the one that was exported.
        """
        for name, expected in self.card.files.items():
            try:
                with (self.path / name).open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise BadWeights(f"{self.path / name} cannot be read: {error.strerror}.", _AGAIN) from error
            if found != expected:
                raise BadWeights(f"{self.path / name} is not the file that its card describes.", _AGAIN)


_AGAIN = "Fetch or export the weights again."


def find_weights(path: Path | None = None, manifest: Path | None = None) -> Weights:
    """The weights in a folder, or the shipped ones where `path` is None; a bare name that is no folder means shipped ones too.

    Only the card is read; `Weights.verify` reads the rest. The user's own prints, and those beside `manifest`, join what the
    card names.

    Raises:
        BadWeights: there are none, or their card is damaged.
    """
    folder = shipped_weights() if path is None else path
    if not folder.is_dir() and len(folder.parts) == 1:
        folder = shipped_weights(folder.name) if shipped_weights(folder.name).is_dir() else folder
    if not folder.is_dir():
        raise BadWeights(f"There are no weights in {folder}.", "Give --weights a folder that `ff export` made.")
    card = read_card(folder / FILE_NAME)
    if card.preset in SMALL:
        return Weights(folder, card)
    own = find_user_prints(manifest.parent if manifest else None)
    known = {**card.prints, **{name: {"own": print_.digest} for name, print_ in own.items()}}
    return Weights(folder, replace(card, prints=known), own)


def shipped_weights(name: str = SHIPPED) -> Path:
    """Where the weights that came with this installation lie (or would)."""
    try:
        # a plain folder, in a wheel as in a checkout: ONNX Runtime reads the files by their path
        return Path(str(resources.files("fashionforward.weights"))) / name
    except ModuleNotFoundError:  # run from a checkout that is not installed
        return Path(__file__).resolve().parents[2] / "weights" / name
