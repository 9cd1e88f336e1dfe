"""TensorBoard, where it is installed."""

from __future__ import annotations

from pathlib import Path


def writer(out: Path) -> object | None:
    """TensorBoard's, into a run's folder; None where it is not installed."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(str(out / "tensorboard"))
