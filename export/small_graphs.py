"""The graphs of a small preset: reader, encoder and decoder, the very modules that trained."""

from __future__ import annotations

import torch
from fashionforward.export.graphs import Graph
from torch import Tensor, nn

from fashionforward.model.attribute_vae import AttributeVAE, probabilities


class ReaderGraph(nn.Module):
    """image (n, C, side, side) -> the attributes that it shows (n, A)."""

    def __init__(self, model: AttributeVAE) -> None:
        super().__init__()
        self.reader, self.vocabulary = model.reader, model.vocabulary

    def forward(self, image: Tensor) -> Tensor:
        """attributes."""
        return probabilities(self.reader(image), self.vocabulary)


class EncoderGraph(nn.Module):
    """image (n, C, side, side), attributes (n, A) -> mean and log variance (n, Z) of the code, and the skips."""

    def __init__(self, model: AttributeVAE) -> None:
        super().__init__()
        self.model = model

    def forward(self, image: Tensor, attributes: Tensor) -> tuple[Tensor, ...]:
        """posterior_mean, posterior_logvar, skip0, skip1, …"""
        skips = self.model.skips(image)
        return (*self.model.encode(image, attributes, skips), *skips)


class DecoderGraph(nn.Module):
    """code (n, Z), attributes (n, A) -> image (n, C, side, side) in [0, 1]."""

    def __init__(self, model: AttributeVAE) -> None:
        super().__init__()
        self.model = model

    def forward(self, code: Tensor, attributes: Tensor) -> Tensor:
        """image."""
        return self.model.decode(code, attributes, [])


class SkipDecoderGraph(DecoderGraph):
    """The same of a model whose decoder has four skips."""

    def forward(  # type: ignore[override]
        self, code: Tensor, attributes: Tensor, skip0: Tensor, skip1: Tensor, skip2: Tensor, skip3: Tensor
    ) -> Tensor:
        """image."""
        return self.model.decode(code, attributes, [skip0, skip1, skip2, skip3])


def small_graphs(model: AttributeVAE, side: int) -> list[Graph]:
    """reader.onnx, encoder.onnx, decoder.onnx; any number of images at once."""
    shapes = [tuple(skip.shape[1:]) for skip in model.skips(torch.zeros(1, model.channels, side, side))]
    outputs = tuple(f"skip{i}" for i in range(len(shapes)))

    def image(rng: torch.Generator, size: int) -> Tensor:
        return torch.rand(2 + size, model.channels, side, side, generator=rng)

    def attributes(rng: torch.Generator, size: int) -> Tensor:
        return torch.rand(2 + size, len(model.vocabulary), generator=rng)

    def code(rng: torch.Generator, size: int) -> Tensor:
        return torch.randn(2 + size, model.latent, generator=rng)

    def decoder(rng: torch.Generator, size: int) -> dict[str, Tensor]:
        skips = {name: torch.rand(2 + size, *shape, generator=rng) for name, shape in zip(outputs, shapes, strict=True)}
        return {"code": code(rng, size), "attributes": attributes(rng, size), **skips}

    return [
        Graph(
            "reader", ReaderGraph(model), lambda r, s: {"image": image(r, s)}, ("attributes",), {"image": {0: "items"}}
        ),
        Graph(
            "encoder",
            EncoderGraph(model),
            lambda r, s: {"image": image(r, s), "attributes": attributes(r, s)},
            ("posterior_mean", "posterior_logvar", *outputs),
            {"image": {0: "items"}, "attributes": {0: "items"}},
        ),
        Graph(
            "decoder",
            SkipDecoderGraph(model) if outputs else DecoderGraph(model),
            decoder,
            ("image",),
            {name: {0: "items"} for name in ("code", "attributes", *outputs)},
        ),
    ]
