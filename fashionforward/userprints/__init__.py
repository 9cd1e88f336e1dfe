"""A studio's own prints: from a swatch to an attribute, with ONNX Runtime and no training.

    swatch -> square repeat that tiles -> few colours -> field of shares -> code of the print VAE -> file in a folder
    swatch    tiling                     palette       field              encoding                 store

`adding` does all of it; `garment` takes a swatch off a photographed garment.
"""
