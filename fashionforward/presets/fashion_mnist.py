"""Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017) through torchvision's own loader; .gz files are unpacked into a temporary folder."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from pathlib import Path

import numpy as np

from fashionforward.errors import DataError, MissingDependency
from fashionforward.presets.collection import Collection, Labelled
from fashionforward.presets.vocabulary import Vocabulary

FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def _raw(root: Path) -> Path | None:
    """The folder with the four files: the one given, or where torchvision's download puts them."""
    for folder in (root, root / "FashionMNIST" / "raw", root / "raw"):
        if (folder / FILES[0]).is_file() or (folder / f"{FILES[0]}.gz").is_file():
            return folder
    return None


def is_here(root: Path) -> bool:
    """Whether a folder holds this format."""
    return _raw(root) is not None


def read(root: Path) -> Collection:
    """All images of both splits; the test set is `val`. Labels are torchvision's names of the classes."""
    try:
        from torchvision.datasets import FashionMNIST
    except ModuleNotFoundError as error:
        raise MissingDependency(
            "Fashion-MNIST is read by torchvision.", 'Install it: pip install "fashionforward[train,cpu]"'
        ) from error
    raw = _raw(root)
    assert raw is not None
    items, drawn = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "FashionMNIST" / "raw"
        folder.mkdir(parents=True)
        for name in FILES:
            _unpack(raw, name, folder / name)
        for train, split in ((True, "train"), (False, "val")):
            try:
                found = FashionMNIST(scratch, train=train)
            except (ValueError, RuntimeError, OSError) as error:
                raise DataError(f"{raw}: the files of split '{split}' are damaged: {error}") from error
            images, labels = found.data.numpy(), found.targets.numpy()
            if len(images) != len(labels):
                raise DataError(f"{raw}: {len(images)} images and {len(labels)} labels in split '{split}'")
            wrong = np.flatnonzero(labels >= len(found.classes))
            if len(wrong):
                raise DataError(f"{raw}, {split} label {wrong[0]}: {labels[wrong[0]]} is no class of Fashion-MNIST")
            drawn.append(images)
            items += [
                Labelled(raw / f"{split}-{i}", f"{raw}, {split} image {i}", split, None, found.classes[label])
                for i, label in enumerate(labels)
            ]
            classes = tuple(found.classes)
    return Collection("Fashion-MNIST", root, tuple(items), Vocabulary((), classes), drawn=np.concatenate(drawn))


def _unpack(raw: Path, name: str, target: Path) -> None:
    try:
        if (raw / name).is_file():
            shutil.copyfile(raw / name, target)
        else:
            with gzip.open(raw / f"{name}.gz") as packed, target.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
    except (OSError, EOFError) as error:
        raise DataError(f"{raw / name} cannot be read: {error}") from error
