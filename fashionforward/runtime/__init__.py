"""ONNX Runtime: the device, the weights and their card, the engine. Never torch."""
