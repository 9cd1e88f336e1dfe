"""Training the parser: parts, matte, main colour and shading, on photographs and on re-rendered plain garments."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from fashionforward.imaging.levels import FLOOR
from fashionforward.model.fashion_forward import FashionForward
from fashionforward.model.parser import GARMENTS, PARTS, Parsed
from fashionforward.model.transfer import luminance, to_linear
from fashionforward.training.augment import View, empty_scenes, view
from fashionforward.training.losses import balanced_cross_entropy, matte_loss, shading_loss, soft_dice
from fashionforward.training.packing import Packed
from fashionforward.training.rerender import FieldBank, rerender
from fashionforward.training.stage import Numbers

CLASS_WEIGHTS = (0.5, 1.0, 1.5, 1.2, 1.0, 1.6, 1.2)
EMPTY = 0.04
"""Share of the views that hold no garment at all."""


def log_luminance(image: Tensor) -> Tensor:
    """(B, 3, H, W) sRGB -> (B, 1, H, W) natural log of luminance above `FLOOR`."""
    return torch.log(luminance(to_linear(image)) + FLOOR)


class ParserStage:
    """Stage "parser"."""

    name = "parser"
    trains: tuple[str, ...] = ("parser",)
    together = 1

    def __init__(
        self,
        train: Packed,
        val: Packed,
        weights: list[float],
        size: tuple[int, int],
        bank: FieldBank | None,
    ) -> None:
        self.train, self.val, self.size, self.bank = train, val, size, bank
        shares = np.array(weights, float)[train.source]
        counts = np.bincount(train.source, minlength=len(weights)).clip(1)
        shares = shares / counts[train.source]
        self.shares = shares / shares.sum()

    def batch(self, rng: Numbers, count: int) -> tuple[View, Tensor, Tensor]:
        """A view, its true log shading (B, 1, H, W), and where that is to be believed."""
        index = rng.array.choice(len(self.shares), count, p=self.shares)
        seen = empty_scenes(_look(self.train, index, self.size, rng.tensor, 1.0), rng.tensor, EMPTY)
        truth, known = plain_shading(seen)
        if self.bank is not None:
            seen, truth = rerender(seen, truth, known, self.bank, rng.tensor)
        return seen, truth, known

    def photographs(self, count: int) -> Iterator[Tensor]:
        """About so many of those that are trained on, as they are, by eights: (8, 3, H, W)."""
        rng = np.random.default_rng(0)
        for _ in range(max(1, count // 8)):
            index = rng.choice(len(self.shares), 8, p=self.shares)
            yield _look(self.train, index, self.size, torch.Generator(), 0.0).image

    def losses(self, model: FashionForward, batch: tuple[View, Tensor, Tensor]) -> dict[str, Tensor]:
        """parts, dice, matte, main, shading."""
        seen, truth, known = batch
        out: Parsed = model.parser(seen.image)
        parts, matte, main, shading = (x.float() for x in out[:4])
        weights = torch.tensor(CLASS_WEIGHTS, device=parts.device)
        return {
            "parts": 2 * balanced_cross_entropy(parts, seen.parts, weights),
            "dice": 0.5 * soft_dice(parts, seen.parts),
            "matte": matte_loss(matte, seen.matte, seen.matte_known),
            "main": matte_loss(main, seen.main, seen.main_known),
            "shading": shading_loss(shading, truth, known),
        }

    def refresh(self, model: FashionForward) -> None:
        """Nothing here depends on other parts of the model."""

    @torch.no_grad()
    def check(self, model: FashionForward) -> dict[str, float]:
        """IoU of the garment by source, of the parts on people, and of the main colour; error of log shading."""
        tally: dict[str, list[float]] = {}
        both, either = np.zeros(len(PARTS)), np.zeros(len(PARTS))
        garments = torch.tensor([PARTS.index(g) for g in GARMENTS])
        for start in range(0, len(self.val.names), 8):
            index = np.arange(start, min(start + 8, len(self.val.names)))
            seen = _look(self.val, index, self.size, torch.Generator(), 0.0)
            out: Parsed = model.parser(seen.image)
            truth, known = plain_shading(seen)
            label = out.parts.argmax(1)
            for i, source in enumerate(self.val.source[index]):
                name = self.val.sources[source]
                sure = seen.matte_known[i] > 0
                tally.setdefault(f"iou_{name}", []).append(_iou(out.matte[i] > 0, seen.matte[i] > 0.5, sure))
                tally.setdefault(f"main_{name}", []).append(
                    _iou(out.main[i] > 0, seen.main[i] > 0.5, seen.main_known[i] > 0)
                )
                if known[i].sum() > 100:
                    slip = (out.shading[i] - truth[i]) * known[i]
                    slip = (slip - slip.sum() / known[i].sum()) * known[i]
                    tally.setdefault("shading_error", []).append(float(slip.abs().sum() / known[i].sum()))
                valid = seen.parts[i] != 255
                if PARTS.index("person") in seen.parts[i]:
                    tally.setdefault("iou_worn_garments", []).append(
                        _iou(torch.isin(label[i], garments), torch.isin(seen.parts[i], garments), valid)
                    )
                    for c in range(len(PARTS)):
                        a, b = (label[i] == c) & valid, (seen.parts[i] == c) & valid
                        both[c] += float((a & b).sum())
                        either[c] += float((a | b).sum())
                else:
                    want = seen.parts[i][(seen.parts[i] != 255) & (seen.parts[i] > 0)]
                    if len(want):
                        got = label[i][(seen.parts[i] == want[0])]
                        tally.setdefault(f"part_right_{name}", []).append(float((got == want[0]).float().mean()))
        figures = {k: float(np.mean(v)) for k, v in tally.items()}
        if either.sum():
            figures["worn_parts_miou"] = float((both[1:] / either[1:].clip(1)).mean())
        return figures

    @torch.no_grad()
    def picture(self, model: FashionForward) -> np.ndarray:
        """Photograph, parts, matte, main colour, shading: one row an item."""
        index = np.linspace(0, len(self.val.names) - 1, 10).astype(int)
        seen = _look(self.val, index, self.size, torch.Generator(), 0.0)
        out: Parsed = model.parser(seen.image)
        colours = torch.tensor(
            [[0, 0, 0], [230, 180, 140], [60, 120, 220], [40, 170, 90], [200, 60, 60], [170, 70, 190], [240, 210, 60]]
        )
        parts = colours[out.parts.argmax(1)].permute(0, 3, 1, 2).float() / 255
        light = (out.shading - out.shading.mean((1, 2, 3), keepdim=True)).exp() * 0.5 * out.matte.sigmoid()
        planes = [
            x.expand(-1, 3, -1, -1).clamp(0, 1)
            for x in (seen.image, parts, out.matte.sigmoid(), out.main.sigmoid(), light)
        ]
        grid = torch.cat([torch.cat(list(x), -1) for x in planes], -2)
        return (grid.permute(1, 2, 0) * 255).byte().numpy()


def plain_shading(seen: View) -> tuple[Tensor, Tensor]:
    """Log shading (B, 1, H, W) of plain garments, which is their log luminance, and a mask of where it holds."""
    truth = log_luminance(seen.image)
    known = ((seen.matte > 0.95) & (seen.matte_known > 0) & (seen.main > 0.5) & (seen.main_known > 0)).float()
    return truth, known * seen.plain.view(-1, 1, 1, 1).float()


def _look(packed: Packed, index: np.ndarray, size: tuple[int, int], rng: torch.Generator, strength: float) -> View:
    arrays = {k: torch.from_numpy(np.stack([v[i] for i in index])) for k, v in packed.arrays.items()}
    return view(arrays, torch.from_numpy(packed.plain[index]), size, rng, strength)


def _iou(a: Tensor, b: Tensor, known: Tensor) -> float:
    a, b = a & known, b & known
    return float((a & b).sum() / (a | b).sum().clamp(min=1))
