"""A classifier trained apart from every model that it judges: on real photographs alone, of the training split."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.presets.colours import name_colours
from fashionforward.presets.pixels import Pixels, unit
from fashionforward.training.small_stage import turn_hue

SEEN = {1: 28, 3: 16}
"""Pixels a side that the judge sees, for grey and for colour: no fine pattern can sway it."""

COPIES = 1
"""Further copies of each colour photograph, their hues turned and named anew, where main colours were measured."""


class Judge:
    """A support-vector machine on pixels (scikit-learn), each name weighing the same however seldom it is."""

    def __init__(self, names: tuple[str, ...], machine: Any) -> None:
        self.names, self._machine = names, machine

    def name(self, images: NDArray[np.float32]) -> list[str]:
        """What (n, side, side, C) images in [0, 1] show."""
        return [self.names[i] for i in self._machine.predict(_features(images))]


def train_judge(pixels: Pixels, group: slice, names: tuple[str, ...]) -> Judge:
    """Train on a split's photographs and labels `attributes[:, group]`; the same in every run."""
    from sklearn.decomposition import PCA
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    known = pixels.attributes[:, group].sum(1) > 0
    images, labels = unit(pixels.images[known]), pixels.attributes[known, group].argmax(1)
    seen, named = [_features(images), _features(images[:, :, ::-1])], [labels, labels]
    if pixels.colour is not None and images.shape[-1] == 3:
        rng = np.random.default_rng(1)
        for _ in range(COPIES):
            turn = turn_hue(rng.uniform(0, 2 * np.pi, len(images)), rng.uniform(0.8, 1.8, len(images)))
            turned = name_colours(np.einsum("nc,nkc->nk", pixels.colour[known], turn).clip(0, 1).astype(np.float32))
            if set(turned) <= set(names):
                small = _small(images)
                seen.append(_flat(np.einsum("nhwc,nkc->nhwk", small, turn).clip(0, 1)))
                named.append(np.array([names.index(name) for name in turned]))
    found, wanted = np.concatenate(seen), np.concatenate(named)
    parts = PCA(min(100, *found.shape), random_state=0, svd_solver="randomized")
    machine = make_pipeline(parts, StandardScaler(with_std=False), SVC(C=10, class_weight="balanced"))
    return Judge(names, machine.fit(found, wanted))


def _small(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Means over areas, to at most so many pixels as the judge sees."""
    count, side, _, channels = images.shape
    factor = max(1, side // SEEN[channels])
    cut = side // factor
    blocks = images[:, : cut * factor, : cut * factor].reshape(count, cut, factor, cut, factor, channels)
    found: NDArray[np.float32] = blocks.mean((2, 4))
    return found


def _flat(images: NDArray[Any]) -> NDArray[np.float32]:
    return images.reshape(len(images), -1).astype(np.float32)


def _features(images: NDArray[np.float32]) -> NDArray[np.float32]:
    return _flat(_small(images))
