"""The whole: one conditional VAE around a parser and a renderer."""

from __future__ import annotations

from torch import nn

from fashionforward.model.parser import Parser
from fashionforward.model.print_vae import PrintVAE
from fashionforward.model.renderer import Renderer
from fashionforward.model.response import ClothEncoder, ClothResponse


class FashionForward(nn.Module):
    """Parts by name: `parser`, `prints` (z_print), `cloth_encoder` and `response` (z_cloth), `renderer`.

    `families` are the print families that the VAE is conditioned on, in the order of their embedding.
    """

    def __init__(self, families: tuple[str, ...]) -> None:
        super().__init__()
        self.families = families
        self.parser = Parser()
        self.prints = PrintVAE(len(families))
        self.cloth_encoder = ClothEncoder()
        self.response = ClothResponse()

    @property
    def renderer(self) -> Renderer:
        """The renderer around this model's response; it has no weights of its own."""
        return Renderer(self.response)
