"""Training the print VAE on procedural designs, each seen in many places, turns and palette orders."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fashionforward.batch.options import available_cores
from fashionforward.model.fashion_forward import FashionForward
from fashionforward.model.print_vae import CODE_CHANNELS, CODE_SIDE
from fashionforward.training.losses import categorical_cross_entropy, normal_kl
from fashionforward.training.stage import Numbers

HELD_OUT = 1000
"""Designs with seeds below this never train: they measure, and make the style bank."""


FINE = ("sequins", "fruit", "floral", "ditsy_floral", "batik", "palm_print", "tropical", "snake")
OFTEN = 3
"""Families of fine motifs are the last to be learned: they are seen so many times as often as others."""

MOSTLY, SURE, CRISP = 0.5, 0.8, 0.6
"""A cell is judged by the entry that holds more than the first of it. A family with fewer cells than the last share in which one holds more
than the second is soft: gradients, no edges."""


class PrintsStage:
    """Stage "prints"."""

    name = "prints"
    trains: tuple[str, ...] = ("prints",)
    together = 1

    def __init__(self, families: tuple[str, ...], designs: int, beta: float, cache: Path) -> None:
        self.families, self.beta = families, beta
        self.train = draw_all(families, range(HELD_OUT, HELD_OUT + designs), cache)
        self.val = draw_all(families, range(0, 4), cache)

    def batch(self, rng: Numbers, count: int) -> tuple[Tensor, Tensor, Tensor]:
        """Palette weights (B, 6, 256, 256), families (B,), and what is drawn of the posterior, (B, 4, 64, 64)."""
        per = len(self.train) // len(self.families)
        often = np.array([OFTEN if family in FINE else 1 for family in self.families])
        family = rng.array.choice(len(self.families), size=count, p=often / often.sum())
        fields = np.stack([vary(self.train[f * per + rng.array.integers(per)], rng.array) for f in family])
        noise = torch.randn(count, CODE_CHANNELS, CODE_SIDE, CODE_SIDE, generator=rng.tensor)
        return torch.from_numpy(fields).float() / 255, torch.from_numpy(family), noise

    def losses(self, model: FashionForward, batch: tuple[Tensor, Tensor, Tensor]) -> dict[str, Tensor]:
        """field (nats a cell) and kl_print (weighted, a cell)."""
        weights, family, noise = batch
        logits, mean, logvar = model.prints(weights, family, noise)
        cells = weights.shape[-1] * weights.shape[-2]
        return {
            "field": categorical_cross_entropy(logits.float(), weights).mean(),
            "kl_print": self.beta * normal_kl(mean.float(), logvar.float()).mean() / cells,
        }

    def refresh(self, model: FashionForward) -> None:
        """Nothing here depends on other parts of the model."""

    @torch.no_grad()
    def check(self, model: FashionForward) -> dict[str, float]:
        """By family, on held-out designs: share of right cells, among those that one entry holds; PSNR in dB of soft families."""
        figures = {}
        per = len(self.val) // len(self.families)
        for index, family in enumerate(self.families):
            weights = torch.from_numpy(self.val[index * per : (index + 1) * per]).float() / 255
            logits, mean, _ = model.prints(weights, torch.full((per,), index))
            kind, value = judge(weights.numpy(), logits.float().numpy())
            figures[f"{kind}_{family}"] = value
        figures["right_mean"] = float(np.mean([v for k, v in figures.items() if k.startswith("right_")]))
        figures["active_units"] = float((mean.var((0, 2, 3)) > 0.01).sum())
        return figures

    @torch.no_grad()
    def picture(self, model: FashionForward) -> np.ndarray:
        """One design a family: drawn above, decoded below."""
        colours = (
            torch.tensor(
                [[240, 236, 226], [30, 90, 60], [120, 170, 90], [210, 110, 80], [40, 50, 90], [230, 190, 80]]
            ).float()
            / 255
        )
        per = len(self.val) // len(self.families)
        columns = []
        for index in range(len(self.families)):
            weights = torch.from_numpy(self.val[index * per : index * per + 1]).float() / 255
            logits, _, _ = model.prints(weights, torch.tensor([index]))
            both = torch.cat([weights[0], logits[0].softmax(0)], 1)
            columns.append(torch.einsum("khw,kc->hwc", both, colours))
        return (torch.cat(columns, 1)[:, ::1].clamp(0, 1) * 255).byte().numpy()


def judge(weights: np.ndarray, logits: np.ndarray) -> tuple[str, float]:
    """How a family's decoded fields compare with those drawn: ("right", share of cells), or ("psnr", dB) where it is soft.

    weights: (N, 6, s, s) palette weights as drawn; logits: (N, 6, s, s) as decoded.
    """
    if (weights.max(1) > SURE).mean() < CRISP:
        share = np.exp(logits - logits.max(1, keepdims=True))
        error = float(((share / share.sum(1, keepdims=True) - weights) ** 2).mean())
        return "psnr", -10 * float(np.log10(max(error, 1e-9)))
    sure = weights.max(1) > MOSTLY
    return "right", float((logits.argmax(1) == weights.argmax(1))[sure].mean())


def vary(field: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Rolled, mirrored, and with its motif colours in another order: the same design to the eye. (6, s, s)."""
    field = np.roll(field, tuple(rng.integers(0, field.shape[-1], 2)), (1, 2))
    if rng.random() < 0.5:
        field = field[:, :, ::-1]
    if rng.random() < 0.3:
        field = field[:, ::-1]
    order = np.concatenate([[0], 1 + rng.permutation(len(field) - 1)]) if rng.random() < 0.3 else slice(None)
    return np.ascontiguousarray(field[order])


def draw_all(families: tuple[str, ...], seeds: range, cache: Path) -> np.ndarray:
    """Every design of every family, family by family: (F * seeds, 6, 256, 256) uint8 weights, kept in `cache`."""
    folder = cache / "designs"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [f for f in families if not _file(folder, f, seeds).exists()]
    with ProcessPoolExecutor(available_cores()) as pool:
        for family, fields in zip(missing, pool.map(_draw_family, missing, [seeds] * len(missing)), strict=True):
            beside = _file(folder, family, seeds).with_suffix(".tmp.npy")
            np.save(beside, fields)
            beside.replace(_file(folder, family, seeds))
    return np.concatenate([np.load(_file(folder, f, seeds)) for f in families])


def _file(folder: Path, family: str, seeds: range) -> Path:
    return folder / f"{family}-{seeds.start}-{seeds.stop}.npy"


def _draw_family(family: str, seeds: range) -> np.ndarray:
    from fashionforward.prints import draw

    return np.stack([np.round(draw(family, seed).weights * 255).astype(np.uint8) for seed in seeds])
