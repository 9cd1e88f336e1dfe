"""Training: options, data, losses, the loop, checkpoints and metrics."""
