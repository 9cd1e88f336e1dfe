"""Export: a checkpoint becomes ONNX graphs and their card; `fashionforward.export` once installed."""
