"""Classifiers trained apart from every model that they judge: on real photographs alone, of the training split."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.presets.colours import name_colours
from fashionforward.presets.pixels import Pixels, unit
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.training.small_stage import turn_hue

Images = NDArray[np.float32]
"""(n, side, side, 1 or 3) in [0, 1]."""

HUES = 16
"""Pixels a side at which colours are judged: no fine pattern can sway it."""

CELL, GRADIENTS = 7, 3.0
"""Forms are judged by grey pixels and by histograms of gradients: these over cells of an eighth of the side, or so many pixels at
least, and weighing so much more."""

RARE = 20
"""A binary attribute is judged where so many training items have it, and so many have it not."""


class Judge:
    """A support-vector machine (scikit-learn) for one colour or style an image, each name weighing the same however rare it is."""

    def __init__(self, names: tuple[str, ...], machine: Any, see: Callable[[Images], NDArray[np.float32]]) -> None:
        self.names, self._machine, self._see = names, machine, see

    def name(self, images: Images) -> list[str]:
        """What images show."""
        return [self.names[i] for i in self._machine.predict(self._see(images))]


def train_judge(pixels: Pixels, vocabulary: Vocabulary, key: str) -> Judge:
    """Train on a split's photographs and their labels of group `key`, `color` or `style`; the same in every run."""
    from sklearn.svm import SVC

    names, see = (vocabulary.colors, _hues) if key == "color" else (vocabulary.styles, _form)
    group = vocabulary.groups[key]
    known = pixels.attributes[:, group].sum(1) > 0
    images, labels = unit(pixels.images[known]), pixels.attributes[known, group].argmax(1)
    found, wanted = [see(images), see(images[:, :, ::-1])], [labels, labels]
    if key == "color" and pixels.colour is not None and images.shape[-1] == 3:
        # once more with their hues turned and named anew, as main colours were measured
        rng = np.random.default_rng(1)
        turn = turn_hue(rng.uniform(0, 2 * np.pi, len(images)), rng.uniform(0.8, 1.8, len(images)))
        turned = name_colours(np.einsum("nc,nkc->nk", pixels.colour[known], turn).clip(0, 1).astype(np.float32))
        if set(turned) <= set(names):
            found.append(see(np.einsum("nhwc,nkc->nhwk", _smaller(images, HUES), turn).clip(0, 1)))
            wanted.append(np.array([names.index(name) for name in turned]))
    return Judge(names, _fit(SVC(C=10, class_weight="balanced"), np.concatenate(found), np.concatenate(wanted)), see)


class Switches:
    """Logistic regressions, one a binary attribute: whether images show it. `names`: those that could be learned."""

    def __init__(self, names: tuple[str, ...], machines: list[Any]) -> None:
        self.names, self._machines = names, machines

    def holds(self, images: Images) -> NDArray[np.bool_]:
        """(n, attributes)."""
        seen = np.concatenate([_form(images), _hues(images)], 1)
        return np.stack([machine.predict(seen) for machine in self._machines], 1)


def train_switches(pixels: Pixels, vocabulary: Vocabulary) -> Switches | None:
    """Judges of the binary attributes that are neither rare nor missing rarely; None: there are none."""
    from sklearn.linear_model import LogisticRegression

    held = pixels.attributes[:, vocabulary.groups.get("binary", slice(0, 0))] > 0.5
    often = held.sum(0)
    places = np.flatnonzero((often >= RARE) & (len(held) - often >= RARE))
    if not len(places):
        return None
    images = unit(pixels.images)
    seen = np.concatenate([_form(images), _hues(images)], 1)
    machines = [_fit(LogisticRegression(class_weight="balanced"), seen, held[:, place]) for place in places]
    return Switches(tuple(vocabulary.binary[place] for place in places), machines)


def _fit(classifier: Any, found: NDArray[np.float32], wanted: NDArray[Any]) -> Any:
    from sklearn.decomposition import PCA
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    parts = PCA(min(100, *found.shape), random_state=0, svd_solver="randomized")
    return make_pipeline(parts, StandardScaler(with_std=False), classifier).fit(found, wanted)


def _smaller(images: Images, most: int) -> Images:
    """Means over areas, to at most so many pixels a side."""
    count, side, _, channels = images.shape
    factor = -(-side // most)
    cut = side // factor
    blocks = images[:, : cut * factor, : cut * factor].reshape(count, cut, factor, cut, factor, channels)
    found: Images = blocks.mean((2, 4))
    return found


def _hues(images: Images) -> NDArray[np.float32]:
    return _flat(_smaller(images, HUES))


def _form(images: Images) -> NDArray[np.float32]:
    from skimage.feature import hog

    grey = images @ np.array([0.299, 0.587, 0.114], np.float32) if images.shape[-1] == 3 else images[..., 0]
    cell = max(CELL, images.shape[1] // 8)
    gradients = np.stack([hog(image, 9, (cell, cell), (2, 2)) for image in grey])
    return np.concatenate([_flat(_smaller(grey[..., None], 32)), GRADIENTS * gradients.astype(np.float32)], 1)


def _flat(images: NDArray[Any]) -> NDArray[np.float32]:
    return images.reshape(len(images), -1).astype(np.float32)
