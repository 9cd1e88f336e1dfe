"""The graphs that ship: the very modules that trained, each with example inputs for tracing and for the parity check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from fashionforward.imaging.levels import LEVELS, STATISTICS
from fashionforward.imaging.transfer import DARKEST
from fashionforward.model.fashion_forward import FashionForward
from fashionforward.model.print_vae import CODE_CHANNELS, CODE_SIDE, FIELD, PALETTE
from fashionforward.model.response import FEATURES


class ParserGraph(nn.Module):
    """image (1, 3, h, w) sRGB -> probabilities of parts, alpha of garment and main colour, log shading, cloth features."""

    def __init__(self, model: FashionForward) -> None:
        super().__init__()
        self.parser = model.parser

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """parts, matte, main, shading, cloth."""
        out = self.parser(image)
        return out.parts.softmax(1), out.matte.sigmoid(), out.main.sigmoid(), out.shading, out.cloth


class ClothGraph(nn.Module):
    """features (1, 64), statistics (1, S), old (1, 3) sRGB -> z_cloth (1, 8) and the response's FiLM."""

    def __init__(self, model: FashionForward) -> None:
        super().__init__()
        self.encoder, self.response = model.cloth_encoder, model.response

    def forward(self, features: Tensor, statistics: Tensor, old: Tensor) -> tuple[Tensor, Tensor]:
        """code, film."""
        code, _ = self.encoder(features, statistics)
        return code, self.response.condition(code, old)


class PrintEncoderGraph(nn.Module):
    """weights (1, 6, 256, 256), family (1,) int64 -> posterior mean of z_print (1, 4, 64, 64)."""

    def __init__(self, model: FashionForward) -> None:
        super().__init__()
        self.attribute, self.encoder = model.prints.attribute, model.prints.encoder

    def forward(self, weights: Tensor, family: Tensor) -> Tensor:
        """code."""
        mean: Tensor = self.encoder(weights, self.attribute(family))[0]
        return mean


class PrintDecoderGraph(nn.Module):
    """code (1, 4, 64, 64), family (1,) int64 -> palette logits (1, 6, 256, 256)."""

    def __init__(self, model: FashionForward) -> None:
        super().__init__()
        self.attribute, self.decoder = model.prints.attribute, model.prints.decoder

    def forward(self, code: Tensor, family: Tensor) -> Tensor:
        """field."""
        field: Tensor = self.decoder(code, self.attribute(family))
        return field


@dataclass(frozen=True)
class Graph:
    """One ONNX file. `inputs` makes example inputs by name from a generator and a size; `dynamic` names inputs' free axes."""

    name: str
    module: nn.Module
    inputs: Callable[[torch.Generator, int], dict[str, Tensor]]
    outputs: tuple[str, ...]
    dynamic: dict[str, dict[int, str]] = field(default_factory=dict)


def graphs(model: FashionForward, canvas: tuple[int, int]) -> list[Graph]:
    """All that a run needs. Sizes 0 and 1 of the example inputs differ along the free axes."""
    families = len(model.families)

    def rand(rng: torch.Generator, *shape: int) -> Tensor:
        return torch.rand(*shape, generator=rng)

    def family(rng: torch.Generator) -> Tensor:
        return torch.randint(families, (1,), generator=rng)

    def pixels(rng: torch.Generator, size: int) -> dict[str, Tensor]:
        n = 300 if size == 0 else 1000
        return {
            "levels": torch.randn(LEVELS, n, generator=rng) * 0.3,
            "asked": rand(rng, 3, n).clamp(min=DARKEST).log(),
            "film": torch.randn(1, model.response.depth, 2, model.response.width, generator=rng) * 0.2,
        }

    axes: dict[str, dict[int, str]] = {k: {1: "pixels"} for k in ("levels", "asked")}
    return [
        Graph(
            "parser",
            ParserGraph(model),
            lambda r, s: {"image": rand(r, 1, 3, *canvas)},
            ("parts", "matte", "main", "shading", "cloth"),
        ),
        Graph(
            "cloth",
            ClothGraph(model),
            lambda r, s: {
                "features": rand(r, 1, FEATURES),
                "statistics": rand(r, 1, STATISTICS) - 0.5,
                "old": rand(r, 1, 3),
            },
            ("code", "film"),
        ),
        Graph(
            "print_encoder",
            PrintEncoderGraph(model),
            lambda r, s: {"weights": rand(r, 1, PALETTE, FIELD, FIELD).softmax(1), "family": family(r)},
            ("code",),
        ),
        Graph(
            "print_decoder",
            PrintDecoderGraph(model),
            lambda r, s: {
                "code": torch.randn(1, CODE_CHANNELS, CODE_SIDE, CODE_SIDE, generator=r),
                "family": family(r),
            },
            ("field",),
        ),
        Graph("renderer", model.renderer, pixels, ("rgb",), axes),
    ]
