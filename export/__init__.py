"""From a checkpoint to what ships: ONNX graphs, style bank, card, and the check that they agree with torch."""
