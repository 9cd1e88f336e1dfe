"""A small preset, run by ONNX Runtime: from a photograph to its 64 x 64 (or 28 x 28) picture under other attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.errors import BadRendering, BadWeights
from fashionforward.presets.names import SMALL, Shape
from fashionforward.presets.pixels import resize, to_small
from fashionforward.presets.vocabulary import Settings, Vocabulary
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.sessions import Sessions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.attributes.edit import Edit
    from fashionforward.runtime.card import Card
    from fashionforward.runtime.weights import Weights

    Array = NDArray[np.float32]


@dataclass(frozen=True)
class Code:
    """n items, encoded. mean, logvar (n, Z): their code's posterior. skips: what goes past it. attributes (n, A): their own."""

    mean: Array
    logvar: Array
    skips: dict[str, Array]
    attributes: Array


@dataclass(frozen=True)
class Rendering:
    """rgb (h, w, 3) float32 sRGB in [0, 1]; matte (h, w): 1 wherever the picture was decoded, which is everywhere."""

    rgb: Array
    matte: Array
    worn: bool = False
    """Not asked: no quality gate is about such a picture."""


class SmallEngine:
    """style28, base64 or unet64. Several threads may use it at once."""

    def __init__(self, card: Card, sessions: Sessions) -> None:
        self.card, self._sessions = card, sessions
        self.shape: Shape = SMALL[card.preset]
        self.vocabulary = Vocabulary.from_card(card.attributes)

    @classmethod
    def load(cls, weights: Weights, device: str = "auto", threads: int | None = None) -> SmallEngine:
        """Open the weights on a device. Raises NoDevice, MissingDependency, BadWeights."""
        if weights.card.preset not in SMALL:
            raise BadWeights(f"{weights.path} is for '{weights.card.preset}', which is no small preset.")
        chosen = choose_device(device)
        weights.verify()
        return cls(weights.card, Sessions(weights.path, chosen, threads))

    @property
    def device(self) -> str:
        """Its name: "cpu" or "cuda:0"."""
        return self._sessions.device.name

    @property
    def providers(self) -> tuple[str, ...]:
        """ONNX Runtime's providers in use."""
        return self._sessions.providers

    def parse(self, rgb: Array) -> None:
        """Nothing is known of a photograph before its matte is: `render` looks at it. (H, W, 3) sRGB in [0, 1]."""

    def render(self, rgb: Array, parse: None, edit: Edit, *, sku: str, matte: Array | None = None) -> Rendering:
        """The photograph decoded under `edit.settings`, at `edit.output_size`, or enlarged to its own (H, W).

        matte (H, W), the studio's own: cuts the garment out for weights that were trained so.
        """
        small = to_small(rgb, self.shape, matte if self.card.cut_out else None)
        code = self.encode(small[None])
        made = self.edit(code, [edit.settings])[0]
        if not np.isfinite(made).all():
            raise BadRendering("the decoder returned values that are no numbers")
        picture = made if made.shape[-1] == 3 else made.repeat(3, -1)
        if edit.output_size is None:
            picture = resize(picture, rgb.shape[:2], smooth=True)
        return Rendering(picture, np.ones(picture.shape[:2], np.float32))

    def read(self, images: Array) -> Array:
        """The attributes that images show: (n, side, side, C) in [0, 1] -> (n, A)."""
        return self._sessions.run("reader", {"image": _planes(images)})["attributes"]

    def encode(self, images: Array, attributes: Array | None = None) -> Code:
        """Encode images (n, side, side, C) in [0, 1] under their own attributes (n, A): as told, or as read."""
        own = self.read(images) if attributes is None else attributes
        out = self._sessions.run("encoder", {"image": _planes(images), "attributes": own.astype(np.float32)})
        return Code(out.pop("posterior_mean"), out.pop("posterior_logvar"), out, own)

    def decode(self, code: Array, attributes: Array, skips: dict[str, Array] | None = None) -> Array:
        """Images (n, side, side, C) in [0, 1] of codes (n, Z) under attributes (n, A); skips as `encode` gave them."""
        feeds = {"code": code.astype(np.float32), "attributes": attributes.astype(np.float32), **(skips or {})}
        return self._sessions.run("decoder", feeds)["image"].transpose(0, 2, 3, 1).clip(0, 1)

    def edit(self, code: Code, settings: Sequence[Settings]) -> Array:
        """Images (n, side, side, C) in [0, 1] of n items, each under what is asked of it."""
        wanted = np.stack([self.wanted(own, asked) for own, asked in zip(code.attributes, settings, strict=True)])
        return self.decode(code.mean, wanted, self.lasting(code, wanted))

    def lasting(self, code: Code, wanted: Array) -> dict[str, Array]:
        """The skips of n items, all zeros for those whose wanted vector (n, A) says another style, where that is `redrawn`."""
        kept = np.ones(len(wanted), np.float32)
        for group in self.shape.redrawn:
            where = self.vocabulary.groups.get(group)
            if where is not None:
                kept *= code.attributes[:, where].argmax(1) == wanted[:, where].argmax(1)
        return {name: values * kept.reshape(-1, *[1] * (values.ndim - 1)) for name, values in code.skips.items()}

    def wanted(self, own: Array, settings: Settings) -> Array:
        """The condition vector (A,) that an item of its `own` (A,) is decoded under, as far as the preset's edits reach."""
        asked = self.vocabulary.apply(own, settings)
        for group, far in self.shape.reach.items():
            where = self.vocabulary.groups.get(group, slice(0, 0))
            asked[where] = own[where] + far * (asked[where] - own[where])
        return asked

    @property
    def has_skips(self) -> bool:
        """Whether the decoder needs more than a code: then samples need a photograph to take that from."""
        return any(name.startswith("skip") for name in self._sessions.inputs("decoder"))

    @property
    def latent(self) -> int:
        """Z, the numbers of a code."""
        shape = self._sessions.inputs("decoder")["code"]
        return int(shape[1])


def _planes(images: Array) -> Array:
    return np.ascontiguousarray(images.astype(np.float32).transpose(0, 3, 1, 2))
