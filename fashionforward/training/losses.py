"""Loss terms: pure functions of tensors, named where they are summed."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def masked_mean(x: Tensor, weight: Tensor) -> Tensor:
    """Mean of `x` weighted by `weight` (broadcastable); 0 where nothing has weight."""
    weight = weight.expand_as(x)
    return (x * weight).sum() / weight.sum().clamp(min=1.0)


def balanced_cross_entropy(logits: Tensor, labels: Tensor, weights: Tensor, ignore: int = 255) -> Tensor:
    """Cross-entropy of (B, C, H, W) logits with (B, H, W) labels, classes weighed by (C,) `weights`."""
    return F.cross_entropy(logits, labels, weight=weights, ignore_index=ignore, label_smoothing=0.02)


def soft_dice(logits: Tensor, labels: Tensor, ignore: int = 255) -> Tensor:
    """1 - Dice of the classes that a batch holds (Milletari et al., 2016); logits (B, C, H, W), labels (B, H, W)."""
    known = (labels != ignore).float()[:, None]
    probability = logits.softmax(1) * known
    truth = F.one_hot(labels.masked_fill(labels == ignore, 0), logits.shape[1]).movedim(-1, 1).float() * known
    both, each = (probability * truth).sum((0, 2, 3)), (probability + truth).sum((0, 2, 3))
    present = (truth.sum((0, 2, 3)) > 0).float()
    return ((1 - 2 * both / each.clamp(min=1.0)) * present).sum() / present.sum().clamp(min=1.0)


def matte_loss(logits: Tensor, alpha: Tensor, known: Tensor) -> Tensor:
    """Binary cross-entropy and the mean error of an alpha (B, 1, H, W), the second so that edges come out sharp."""
    entropy = F.binary_cross_entropy_with_logits(logits, alpha, reduction="none")
    return masked_mean(entropy + (logits.sigmoid() - alpha).abs(), known)


def shading_loss(predicted: Tensor, truth: Tensor, weight: Tensor) -> Tensor:
    """Error of log shading (B, 1, H, W) up to each item's constant, and of its slopes, so that no print is left in it."""
    total = weight.sum((1, 2, 3), keepdim=True).clamp(min=1.0)
    error = (predicted - truth) * weight
    error = (predicted - truth - error.sum((1, 2, 3), keepdim=True) / total) * weight
    across = (error[..., 1:] - error[..., :-1]).abs() * weight[..., 1:] * weight[..., :-1]
    down = (error[..., 1:, :] - error[..., :-1, :]).abs() * weight[..., 1:, :] * weight[..., :-1, :]
    scale = weight.sum().clamp(min=1.0)
    return error.abs().sum() / scale + 2.0 * (across.sum() + down.sum()) / scale


def normal_kl(mean: Tensor, logvar: Tensor) -> Tensor:
    """KL of N(mean, exp(logvar)) from N(0, 1), in nats, summed over all but the batch: (B,)."""
    return 0.5 * (mean**2 + logvar.exp() - 1 - logvar).flatten(1).sum(1)


def categorical_cross_entropy(logits: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of (B, K, H, W) logits with soft palette weights (B, K, H, W): nats a cell, (B,)."""
    return -(weights * logits.log_softmax(1)).sum(1).flatten(1).mean(1)


def total(terms: dict[str, Tensor]) -> Tensor:
    """The sum that is minimised."""
    return torch.stack(list(terms.values())).sum()
