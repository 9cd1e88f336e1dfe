"""VGG16's convolution layers, the encoder of the parser (Simonyan and Zisserman, ICLR 2015)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from fashionforward.errors import DataError

STAGES = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


class VGG16(nn.Module):
    """(B, 3, H, W) sRGB in [0, 1] -> features after relu1_2, 2_2, 3_3, 4_3, 5_3: 64 at H, 128 at H/2, 256 at H/4, 512 at H/8 and H/16.

    H and W are multiples of 16. `depth` keeps the first so many stages.
    """

    mean: Tensor
    std: Tensor

    def __init__(self, depth: int = len(STAGES)) -> None:
        super().__init__()
        stages, channels = [], 3
        for widths in STAGES[:depth]:
            layers: list[nn.Module] = []
            for width in widths:
                layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(inplace=True)]
                channels = width
            stages.append(nn.Sequential(*layers))
        self.stages = nn.ModuleList(stages)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1), persistent=False)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Features by stage, finest first."""
        x = (x - self.mean) / self.std
        out = []
        for index, stage in enumerate(self.stages):
            x = stage(x if index == 0 else nn.functional.max_pool2d(x, 2))
            out.append(x)
        return out

    def convolutions(self) -> list[nn.Conv2d]:
        """The convolutions, in order: thirteen of all five stages."""
        return [m for stage in self.stages for m in stage.modules() if isinstance(m, nn.Conv2d)]

    def load_pretrained(self, source: Path | None) -> str:
        """Take over ImageNet weights; `source` and the name returned are those of `read_convolutions`."""
        found, name = read_convolutions(source)
        copy_convolutions(self.convolutions(), found)
        return name


def read_convolutions(source: Path | None) -> tuple[list[tuple[Tensor, Tensor]], str]:
    """Weight and bias of each convolution of a pretrained VGG16, in order, and the weights' name.

    They come from a safetensors file, whose keys are those of `torchvision.models.vgg16().features` (`features.0.weight`, …), or
    from torchvision where `source` is None. Raises DataError for a file that is missing or holds no such weights.
    """
    if source is None:
        from torchvision.models import VGG16_Weights

        weights = VGG16_Weights.IMAGENET1K_V1
        state = weights.get_state_dict(progress=False)
        name = f"torchvision {weights}"
    else:
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        try:
            state, name = load_file(source), source.name
        except (OSError, SafetensorError) as error:
            raise DataError(f"{source}: no pretrained weights can be read ({error})") from error
    kept = [key for key in state if key.startswith("features.") and key.endswith(".weight")]
    kept.sort(key=lambda key: int(key.split(".")[1]))
    if not kept:
        raise DataError(f"{source}: it holds no key such as features.0.weight, which VGG16's weights have")
    return [(state[key], state[key.replace("weight", "bias")]) for key in kept], name


def copy_convolutions(convolutions: Sequence[nn.Conv2d], pretrained: Sequence[tuple[Tensor, Tensor]]) -> None:
    """Put pretrained weights into as many convolutions, from the input on."""
    for conv, (weight, bias) in zip(convolutions, pretrained, strict=False):
        conv.weight.data.copy_(weight.float())
        assert conv.bias is not None
        conv.bias.data.copy_(bias.float())
