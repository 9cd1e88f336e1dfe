"""VGG16's layers with weights that were never trained, for tests whose data are made up too."""

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

WIDTHS = (64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)


def write_vgg(path: Path) -> Path:
    """A file as `--pretrained` takes it."""
    torch.manual_seed(0)
    state = {}
    for layer, (into, out) in enumerate(zip((3, *WIDTHS), WIDTHS, strict=False)):
        conv = nn.Conv2d(into, out, 3)
        state[f"features.{layer}.weight"], state[f"features.{layer}.bias"] = conv.weight.data, conv.bias.data
    save_file(state, path)
    return path
