"""Training a small preset: reconstruct under the item's own attributes, and decode under others so that they show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call
from torch.nn import functional as F

from fashionforward.model.attribute_vae import AttributeVAE, attribute_entropy, attribute_kl, probabilities
from fashionforward.presets.colours import BASIC, name_colours
from fashionforward.presets.names import SMALL
from fashionforward.presets.pixels import Pixels, unit
from fashionforward.presets.vocabulary import Vocabulary
from fashionforward.training.frozen_features import FrozenFeatures
from fashionforward.training.losses import normal_kl
from fashionforward.training.options import SmallOptions
from fashionforward.training.stage import Numbers

EVERY = 2
"""One item in so many is also decoded under other attributes."""

BLIND = 0.35
"""Share of a batch that is drawn without skips, for presets some of whose edits are."""

RECOLOURED = 0.5
"""Share of a batch whose hues are turned, where main colours were measured and so can be named anew."""

SHOWN = 12
"""Items in a strip."""


class SmallBatch(NamedTuple):
    """images (B, C, side, side) in [0, 1]; attributes and others (B, A); noise (B, Z): what is drawn of the posterior; skips: the
    frozen encoder's features, finest first; blind (B,) bool: drawn without skips."""

    images: Tensor
    attributes: Tensor
    others: Tensor
    noise: Tensor
    skips: tuple[Tensor, ...]
    blind: Tensor


class SmallStage:
    """Stage of style28, base64 and unet64; named as the preset is."""

    def __init__(self, model: AttributeVAE, train: Pixels, val: Pixels, options: SmallOptions) -> None:
        self.name, self.options, self.train, self.val = options.preset, options, train, val
        self.trains: tuple[str, ...] = ()
        self.together, self.latent = math.gcd(options.batch, EVERY), model.latent
        self.vocabulary: Vocabulary = model.vocabulary
        groups = self.vocabulary.groups
        self.redrawn = [groups[group] for group in SMALL[options.preset].redrawn if group in groups]
        self.swaps = [group for group in self.vocabulary.groups if group in model.swaps]
        often = np.array([model.swaps[group] for group in self.swaps])
        self.turns = often / often.sum() if len(often) else often
        self.frozen = FrozenFeatures(model, train.images, options.cache or options.out / "cache")
        # seldom attributes are drawn more often, by the root of how seldom
        often = np.maximum(train.attributes.sum(0), 1)
        self.shares = (train.attributes / np.sqrt(often)).max(1) + 1e-6
        self.shares /= self.shares.sum()
        self.usual = torch.from_numpy((self.shares[:, None] * train.attributes).sum(0).astype(np.float32))

    def batch(self, rng: Numbers, count: int) -> SmallBatch:
        """Random items: together mirrored half of the time, and recoloured where the data allow it."""
        chosen = rng.array.choice(len(self.train), count, p=self.shares)
        mirrored = rng.array.random() < 0.5
        images = unit(self.train.images[chosen])
        attributes = self.train.attributes[chosen].copy()
        if self.train.colour is not None and set(BASIC) <= set(self.vocabulary.colors) and images.shape[-1] == 3:
            turned = rng.array.random(len(chosen)) < RECOLOURED
            images[turned], attributes[turned] = self._recolour(
                images[turned], attributes[turned], self.train.colour[chosen[turned]], rng.array
            )
        if images.shape[-1] == 1:
            images = np.stack([_shift(image, rng.array) for image in images])
        tensor = torch.from_numpy(images).permute(0, 3, 1, 2)
        skips = self.frozen(chosen, tensor, mirrored)
        tensor = tensor.flip(-1) if mirrored else tensor
        return SmallBatch(
            tensor.contiguous(),
            torch.from_numpy(attributes),
            torch.from_numpy(self._others(attributes, rng.array)),
            torch.randn(count, self.latent, generator=rng.tensor),
            skips,
            torch.from_numpy(rng.array.random(count) < BLIND) if self.redrawn else torch.zeros(count, dtype=torch.bool),
        )

    def _recolour(
        self, images: np.ndarray, attributes: np.ndarray, colour: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Turn the hues of whole images about grey, luma kept, and name the garments' colours anew."""
        turn = turn_hue(rng.uniform(0, 2 * np.pi, len(images)), rng.uniform(0.8, 1.8, len(images)))
        images = np.einsum("nhwc,nkc->nhwk", images, turn).clip(0, 1).astype(np.float32)
        named = name_colours(np.einsum("nc,nkc->nk", colour, turn).clip(0, 1)) if len(images) else []
        group = self.vocabulary.groups["color"]
        attributes[:, group] = np.eye(len(self.vocabulary.colors))[[self.vocabulary.colors.index(n) for n in named]]
        return images, attributes

    def _others(self, attributes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Each item's attributes with one group, of those that this preset can edit, set to something else."""
        out = attributes.copy()
        for row in out if self.swaps else ():
            group = self.swaps[rng.choice(len(self.swaps), p=self.turns)]
            where = self.vocabulary.groups[group]
            if group == "binary":
                place = where.start + rng.integers(where.stop - where.start)
                row[place] = 1 - row[place]
            else:
                left = np.flatnonzero(row[where] < 0.5)
                if len(left):
                    row[where] = 0
                    row[where.start + rng.choice(left)] = 1
        return out

    def losses(self, model: AttributeVAE, batch: SmallBatch) -> dict[str, Tensor]:
        """reconstruction (summed over pixels), kl, reader; edits and removal where `guide` and `removal` ask for them."""
        mean, logvar = model.encode(batch.images, batch.attributes, list(batch.skips))
        code = mean + batch.noise * (0.5 * logvar).exp()
        made = model.decode(code, batch.attributes, _left(batch.skips, batch.blind))
        measure = F.binary_cross_entropy if model.channels == 1 else F.mse_loss
        error = measure(made, batch.images, reduction="none")
        terms = {
            "reconstruction": error.flatten(1).sum(1).mean(),
            "kl": self.options.beta * normal_kl(mean, logvar).mean(),
            "reader": attribute_entropy(model.reader(batch.images), batch.attributes, self.vocabulary).mean(),
        }
        if self.swaps and self.options.guide:
            others, own = batch.others[::EVERY], batch.attributes[::EVERY]
            anew = torch.zeros_like(batch.blind[::EVERY])
            for where in self.redrawn:
                anew = anew | (others[:, where] != own[:, where]).any(1)
            skips = _left([skip[::EVERY] for skip in batch.skips], anew)
            logits = _held(model.reader, model.decode(code[::EVERY], others, skips))
            terms["edits"] = self.options.guide * attribute_entropy(logits, others, self.vocabulary).mean()
        if model.adversary is not None and self.options.removal:
            learnt = model.adversary(code.detach())
            terms["adversary"] = attribute_entropy(learnt, batch.attributes, self.vocabulary).mean()
            left = attribute_kl(_held(model.adversary, code), self.usual.to(code.device), self.vocabulary)
            terms["removal"] = self.options.removal * left.mean()
        return terms

    @torch.no_grad()
    def fit_prior(self, model: AttributeVAE) -> None:
        """Put each attribute's Gaussian where the training items' codes lie; one draw from every item's posterior."""
        rng = torch.Generator().manual_seed(self.options.seed)
        codes = []
        for start in range(0, len(self.train), 256):
            images = torch.from_numpy(self.train.images[start : start + 256]).permute(0, 3, 1, 2).float() / 255
            attributes = torch.from_numpy(self.train.attributes[start : start + 256])
            mean, logvar = model.encode(images, attributes, model.skips(images))
            codes.append(mean + torch.randn(mean.shape, generator=rng) * (0.5 * logvar).exp())
        model.condition.fit(torch.from_numpy(self.train.attributes), torch.cat(codes))

    def refresh(self, model: AttributeVAE) -> None:
        """Nothing here depends on other parts of the model."""

    @torch.no_grad()
    def check(self, model: AttributeVAE) -> dict[str, float]:
        """Reconstruction's PSNR, KL in nats, active units, the reader's accuracy and how often it reads an edit's attribute."""
        rng = np.random.default_rng(0)
        squared, codes, kl, right, edited = [], [], [], [], []
        group = self.vocabulary.groups.get("color", self.vocabulary.groups.get("style", slice(0, 0)))
        others = self._others(self.val.attributes, rng)
        for start in range(0, len(self.val), 64):
            images, attributes = self._val(slice(start, start + 64))
            skips = model.skips(images)
            mean, logvar = model.encode(images, attributes, skips)
            squared.append(((model.decode(mean, attributes, skips) - images) ** 2).flatten(1).mean(1))
            codes.append(mean)
            kl.append(normal_kl(mean, logvar))
            right.append(_same(model.reader(images)[:, group], attributes[:, group]))
            asked = torch.from_numpy(others[start : start + 64])
            read = model.reader(model.decode(mean, asked, skips))
            edited.append(_same(read[:, group], asked[:, group])[(asked[:, group] != attributes[:, group]).any(1)])
        figures = {
            "psnr": float((-10 * torch.cat(squared).clamp(min=1e-8).log10()).mean()),
            "kl_nats": float(torch.cat(kl).mean()),
            "active_units": float((torch.cat(codes).var(0) > 0.01).sum()),
            "reader_right": float(torch.cat(right).mean()),
        }
        done = torch.cat(edited)
        return {**figures, "edits_read": float(done.mean())} if len(done) else figures

    def _val(self, chosen: slice) -> tuple[Tensor, Tensor]:
        images = torch.from_numpy(self.val.images[chosen]).permute(0, 3, 1, 2).float() / 255
        return images, torch.from_numpy(self.val.attributes[chosen])

    @torch.no_grad()
    def picture(self, model: AttributeVAE) -> np.ndarray:
        """A strip: held-out inputs above, their reconstructions below; shown at twice their size."""
        images, attributes = self._val(slice(0, SHOWN))
        skips = model.skips(images)
        mean, _ = model.encode(images, attributes, skips)
        both = torch.stack([images, model.decode(mean, attributes, skips)])
        if both.shape[2] == 1:
            both = both.expand(-1, -1, 3, -1, -1)
        both = both.permute(0, 3, 1, 4, 2).flatten(0, 1).flatten(1, 2)
        shown: Any = (both.clamp(0, 1) * 255).byte().numpy()
        return cast(np.ndarray, shown.repeat(2, 0).repeat(2, 1))


def _left(skips: Sequence[Tensor], gone: Tensor) -> list[Tensor]:
    """Skips with those of the items `gone` (B,) set to zero."""
    return [skip * ~gone[:, None, None, None] for skip in skips]


def _held(module: nn.Module, value: Tensor) -> Tensor:
    """What a module says that teaches here and does not learn: its weights are held."""
    held = {k: v.detach() for k, v in module.named_parameters()}
    return cast(Tensor, functional_call(module, held, (value,)))


def own_attributes(model: AttributeVAE, images: Tensor) -> Tensor:
    """(B, A): what the model reads of images (B, C, side, side), as a run does whose photographs come without labels."""
    return probabilities(model.reader(images), model.vocabulary)


def turn_hue(angle: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """(N, 3, 3) matrices that turn (radians) and stretch the chroma of sRGB values and keep their luma."""
    luma = np.array([0.299, 0.587, 0.114])
    to = np.stack([luma, (np.array([0, 0, 1]) - luma) / 1.772, (np.array([1, 0, 0]) - luma) / 1.402])
    back = np.linalg.inv(to)
    turn = np.zeros((len(angle), 3, 3))
    turn[:, 0, 0] = 1
    turn[:, 1, 1] = turn[:, 2, 2] = gain * np.cos(angle)
    turn[:, 1, 2], turn[:, 2, 1] = -gain * np.sin(angle), gain * np.sin(angle)
    return np.einsum("ij,njk,kl->nil", back, turn, to)


def _shift(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Moved by a pixel at most, either way."""
    return np.roll(image, tuple(rng.integers(-1, 2, 2)), (0, 1))


def _same(logits: Tensor, attributes: Tensor) -> Tensor:
    return (logits.argmax(1) == attributes.argmax(1)).float()
